//! A few cases of each target with seeds that never change; `cargo xtask fuzz` runs as many as one likes.

use amtsgang_fuzz::{Corpus, Counted, TARGETS, run, watch};

#[global_allocator]
static MEMORY: Counted = Counted;

#[test]
fn bad_input_does_no_harm() {
    let corpus = Corpus::read().unwrap();
    watch();
    for target in TARGETS {
        if let Err(failure) = run(target, &corpus, 1, 60 * target.share) {
            panic!("{} {}. To see it: {}", failure.target, failure.what, failure.again());
        }
    }
}
