//! Everything a person sees.

pub mod app;
pub mod copy;
pub mod dom;
pub mod fields;
pub mod holding;
pub mod later;
pub mod pages;
pub mod parts;
pub mod sending;
pub mod session;
pub mod shell;
pub mod waiting;
