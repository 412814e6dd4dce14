//! The app from end to end, as citizens meet it. One file a theme.

mod barriers;
mod devices;
mod drafts;
mod faults;
mod groups;
mod hosts;
mod mistakes;
mod pages;
mod places;
mod policy;
mod sending;
mod services;
mod status;
mod translation;
