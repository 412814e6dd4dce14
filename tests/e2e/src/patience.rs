//! Waiting for something to become true: the one place where time passes.

use std::time::{Duration, Instant};

/// How long anything may take that is not slow on purpose. Two browsers on two cores are slow.
pub const USUAL: Duration = Duration::from_secs(15);

/// Between two looks.
const PAUSE: Duration = Duration::from_millis(25);

/// Asks `look` until it answers, and fails the test with `what` when it did not in time.
pub async fn until<T>(what: &str, look: impl AsyncFnMut() -> Option<T>) -> T {
    match within(USUAL, look).await {
        Some(seen) => seen,
        None => panic!("waited {} s in vain: {what}", USUAL.as_secs()),
    }
}

/// As [`within`], where nothing else can go on meanwhile.
pub fn blocking<T>(time: Duration, mut look: impl FnMut() -> Option<T>) -> Option<T> {
    let end = Instant::now() + time;
    loop {
        if let Some(seen) = look() {
            return Some(seen);
        }
        if Instant::now() > end {
            return None;
        }
        std::thread::sleep(PAUSE);
    }
}

/// Asks `look` until it answers, for `time` at most.
pub async fn within<T>(time: Duration, mut look: impl AsyncFnMut() -> Option<T>) -> Option<T> {
    let end = Instant::now() + time;
    loop {
        if let Some(seen) = look().await {
            return Some(seen);
        }
        if Instant::now() > end {
            return None;
        }
        tokio::time::sleep(PAUSE).await;
    }
}
