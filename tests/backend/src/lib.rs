//! The reference backend: the contract of `public/openapi.yaml`, with SQLite and files on disk.
//!
//! It is for integrators to read and for the app's tests to run against. It keeps what a real one must keep: nothing is taken
//! in twice, no code can be read out of its files, and no log line shows a person. What it leaves out is a municipality's:
//! TLS, limits on how much one may send, accounts for the office, and keeping answers encrypted.
//!
//! ```text
//! server -> api -> answers -> the app's own recipe and form
//!        |      -> storage -> SQLite, files
//!        -> pages, pay, faults
//! ```

pub mod answers;
pub mod api;
pub mod app;
pub mod clock;
pub mod command;
pub mod faults;
pub mod language;
pub mod map;
pub mod media;
pub mod office;
pub mod pages;
pub mod pay;
pub mod problem;
pub mod secrets;
pub mod sentences;
pub mod server;
pub mod shelf;
pub mod storage;
pub mod throttle;
