//! A few cases of each target with seeds that never change; `cargo xtask fuzz` runs as many as one likes.

use amtsgang_fuzz::{Corpus, Counted, TARGETS, run, watch};

#[global_allocator]
static MEMORY: Counted = Counted;

#[test]
fn bad_input_does_no_harm() {
    let corpus = Corpus::read().unwrap();
    watch();
    for target in TARGETS {
        let done = run(target, &corpus, 1, 60 * target.share);
        let done = done
            .unwrap_or_else(|failure| panic!("{} {}. To see it: {}", failure.target, failure.what, failure.again()));
        // Where hardly anything is right, only the reader is tried.
        assert!(done.right * 20 >= done.cases, "{}: {} of {} are right", target.name, done.right, done.cases);
    }
}
