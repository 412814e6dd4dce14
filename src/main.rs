//! The module that Trunk builds: it links the app in, and the loader (`public/amtsgang.js`) starts it in each element.

#[cfg(target_arch = "wasm32")]
use amtsgang as _;

fn main() {}
