//! Runs the cases of a target, one after the other, and judges each.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

use cpu_time::ThreadTime;

use crate::watch::{self, MOST_BYTES, MOST_TIME};
use crate::{Case, Corpus, Target, memory};

/// How many bytes of memory a byte of input may cost, beside [`MOST_BYTES`].
const BYTES_PER_BYTE: usize = 64;

/// What came of the cases of a target: all of them went well.
pub struct Done {
    pub cases: u64,
    /// Those of which what was read was right.
    pub right: u64,
    pub time: Duration,
    /// Of the slowest case.
    pub slowest: Duration,
    pub slowest_seed: u64,
    /// Of the case with the most memory.
    pub most_bytes: usize,
}

/// A case that did not go well.
#[derive(Debug)]
pub struct Failure {
    pub target: &'static str,
    pub seed: u64,
    pub what: String,
}

impl Failure {
    /// The command that runs the case alone and tells what it is made of.
    pub fn again(&self) -> String {
        watch::again(self.target, self.seed)
    }
}

/// Runs so many cases with the seeds `seed`, `seed + 1` and so on, up to the first that does not go well. A single one tells
/// what it is made of.
pub fn run(target: &Target, corpus: &Corpus, seed: u64, cases: u64) -> Result<Done, Failure> {
    let started = Instant::now();
    let mut done =
        Done { cases, right: 0, time: Duration::ZERO, slowest: Duration::ZERO, slowest_seed: seed, most_bytes: 0 };
    for seed in (0..cases).map(|case| seed.wrapping_add(case)) {
        let failed = |what| Failure { target: target.name, seed, what };
        watch::begin(target.name, seed);
        let (before, clock) = (memory::begin(), ThreadTime::now());
        let mut case = Case::new(seed, cases == 1);
        let outcome = catch_unwind(AssertUnwindSafe(|| (target.run)(&mut case, corpus)));
        let (time, bytes) = (clock.elapsed(), memory::peak() - before);
        match outcome {
            Err(_) => return Err(failed("panics".to_owned())),
            Ok(Err(what)) => return Err(failed(what)),
            Ok(Ok(())) if time > MOST_TIME => return Err(failed(format!("takes {time:?}"))),
            Ok(Ok(())) if bytes > MOST_BYTES + BYTES_PER_BYTE * case.bytes => {
                return Err(failed(format!("takes {bytes} bytes of memory for {} bytes of input", case.bytes)));
            }
            Ok(Ok(())) => {}
        }
        done.right += u64::from(case.right);
        done.most_bytes = done.most_bytes.max(bytes);
        if time > done.slowest {
            (done.slowest, done.slowest_seed) = (time, seed);
        }
    }
    done.time = started.elapsed();
    Ok(done)
}
