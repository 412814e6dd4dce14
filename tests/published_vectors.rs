//! The rules for what is written in Germany, held to vectors that others have published; the source stands beside each.
#![cfg(not(target_arch = "wasm32"))]

mod each_kind;
mod given;
mod patterns;
mod published;
mod shapes;
