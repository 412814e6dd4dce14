//! Ends the program when a case takes too long or too much: such a case may never end by itself.

use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::thread;
use std::time::Duration;

use cpu_time::ProcessTime;

use crate::memory;

/// The most processor time of a case.
pub const MOST_TIME: Duration = Duration::from_secs(2);
/// The most memory of a case, beside what grows with its input.
pub const MOST_BYTES: usize = 64 << 20;
/// A case with more memory than this is ended at once.
const FAR_TOO_MUCH: usize = 1 << 30;

/// Cases begun so far: the watchdog sees by it whether a case is still the same.
static BEGUN: AtomicU64 = AtomicU64::new(0);
static CASE: Mutex<(&str, u64)> = Mutex::new(("", 0));

/// A case of the target begins.
pub fn begin(target: &'static str, seed: u64) {
    if let Ok(mut case) = CASE.lock() {
        *case = (target, seed);
    }
    BEGUN.fetch_add(1, Relaxed);
}

/// Starts the watchdog. It looks at the processor's time, so that a busy machine fails no case.
pub fn watch() {
    thread::spawn(|| {
        let (mut seen, mut since) = (0, ProcessTime::now());
        loop {
            thread::park_timeout(Duration::from_millis(50));
            let begun = BEGUN.load(Relaxed);
            if begun != seen {
                (seen, since) = (begun, ProcessTime::now());
            }
            if since.elapsed() > MOST_TIME {
                end("takes longer than two seconds");
            }
            if memory::now() > FAR_TOO_MUCH {
                end("takes more than a gigabyte of memory");
            }
        }
    });
}

fn end(what: &str) -> ! {
    let (target, seed) = CASE.lock().map(|case| *case).unwrap_or_default();
    eprintln!("A case of {target} {what}. To see it: {}", again(target, seed));
    std::process::exit(1);
}

/// The command that runs one case alone and tells what it is made of.
pub fn again(target: &str, seed: u64) -> String {
    format!("cargo xtask fuzz --target {target} --seed {seed} --cases 1")
}
