//! Bad input by the million (`cargo xtask fuzz`): for each target cases are made from a seed, and each is judged: no panic, at
//! most two seconds of processor time, and at most so much memory.

mod case;
mod corpus;
mod memory;
mod mutation;
mod patterns;
mod run;
mod targets;
mod watch;

pub use case::Case;
pub use corpus::Corpus;
pub use memory::Counted;
pub use patterns::Ecma;
pub use run::{Done, Failure, run};
pub use targets::{TARGETS, Target};
pub use watch::watch;
