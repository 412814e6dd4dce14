//! Everything a person sees.

pub mod app;
pub mod code_lists;
pub mod copy;
pub mod dom;
pub mod fields;
mod given;
pub mod holding;
pub mod incoming;
pub mod keeping;
pub mod later;
pub mod pages;
pub mod parts;
mod practice;
pub mod preparing;
pub mod sending;
pub mod session;
pub mod shell;
pub mod stop;
pub mod uploads;
pub mod waiting;
