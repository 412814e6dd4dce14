//! The harness of the end-to-end tests: a browser, the app in it as a citizen meets it, and the reference backend.
//!
//! Where things are is told by the environment: `AMTSGANG_DIST` (the built app; else `dist/` of the repository),
//! `AMTSGANG_BACKEND_BIN` (the reference backend; else beside this binary in the target folder), `AMTSGANG_AXE` (the file
//! `axe.min.js`), `AMTSGANG_PRISM` (its program), `AMTSGANG_CHROMEDRIVER` and `AMTSGANG_CHROMIUM` (else found in `PATH`), `AMTSGANG_ENGINE` (else `chromium`).
//!
//! Nothing here waits for a fixed time. What has to become true is asked for again and again by [`patience::until`].

pub mod app;
pub mod axe;
pub mod browser;
mod chromium;
pub mod device;
pub mod elsewhere;
pub mod engine;
mod entries;
pub mod errands;
mod filling;
pub mod folder;
pub mod georeport;
pub mod keyboard;
pub mod patience;
pub mod place;
pub mod recipe;
pub mod residents;
pub mod server;
pub mod site;
pub mod street;
pub mod tree;
pub mod visit;
pub mod way;
pub mod words;
