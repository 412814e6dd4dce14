//! The app from end to end, as citizens meet it. One file a theme.

mod authors;
mod barriers;
mod beginnings;
mod devices;
mod drafts;
mod faults;
mod files;
mod groups;
mod hosts;
mod keeping;
mod lists;
mod long;
mod mapping;
mod mistakes;
mod offline;
mod open311;
mod pages;
mod places;
mod policy;
mod sending;
mod services;
mod status;
mod street;
mod translation;
