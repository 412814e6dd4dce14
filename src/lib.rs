//! Amtsgang: a municipality's services on any web page.
//!
//! The rooms, from low to high; a room imports only rooms above it in this list. Up to `route` they know no browser and
//! no Leptos, compile natively, and no input makes them panic; the rest is the browser's. See `docs/ARCHITECTURE.md`.
//!
//! An embedding page calls [`embed::start`], through the custom element that `public/amtsgang.js` defines.

pub mod names;

pub mod json;

pub mod broken;
pub mod reading;
pub mod text;

pub mod folding;
pub mod media;

pub mod expr;

pub mod field;

pub mod recipe;

pub mod form;

pub mod case;

pub mod backend;
pub mod locale;
pub mod route;

#[cfg(target_arch = "wasm32")]
pub mod signal;

#[cfg(target_arch = "wasm32")]
pub mod browser;

#[cfg(target_arch = "wasm32")]
pub mod later;

#[cfg(target_arch = "wasm32")]
pub mod store;

#[cfg(target_arch = "wasm32")]
pub mod view;

#[cfg(target_arch = "wasm32")]
pub mod embed;
