//! Slows down who tries codes: after some wrong ones for a reference, each further try has to wait.
//!
//! It counts for a reference and the address that asks, so that nobody keeps others from their case, and whether there is
//! such a case makes no difference. Only what came lately is remembered, and nothing of it is on the disk.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::clock::Moment;

/// So many wrong codes are answered at once.
pub const FREE: u32 = 5;

/// The longest wait, in seconds.
const LONGEST: i64 = 60;

/// Beyond so many memories the old ones go.
const MOST: usize = 10_000;

#[derive(Default)]
pub struct Throttle(Mutex<HashMap<(IpAddr, String), Tries>>);

struct Tries {
    wrong: u32,
    /// When the next one is looked at.
    until: Moment,
}

impl Throttle {
    fn tries(&self) -> MutexGuard<'_, HashMap<(IpAddr, String), Tries>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The seconds that are still to be waited, if any.
    pub fn wait(&self, from: IpAddr, what: &str, now: Moment) -> Option<u32> {
        let tries = self.tries();
        let left = tries.get(&(from, what.to_owned()))?.until.0 - now.0;
        u32::try_from(left).ok().filter(|left| *left > 0)
    }

    /// Notes a wrong code. Each one beyond the free ones doubles the wait: 2, 4, 8 seconds and so on.
    pub fn wrong(&self, from: IpAddr, what: &str, now: Moment) {
        let mut tries = self.tries();
        if tries.len() >= MOST {
            tries.retain(|_, tries| tries.until.0 + LONGEST > now.0);
        }
        if tries.len() >= MOST {
            tries.clear();
        }
        let tries = tries.entry((from, what.to_owned())).or_insert(Tries { wrong: 0, until: now });
        tries.wrong += 1;
        let beyond = (tries.wrong + 1).saturating_sub(FREE).min(6);
        tries.until = Moment(now.0 + if beyond == 0 { 0 } else { (1 << beyond).min(LONGEST) });
    }

    /// The right code makes the wrong ones forgotten.
    pub fn right(&self, from: IpAddr, what: &str) {
        self.tries().remove(&(from, what.to_owned()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HERE: IpAddr = IpAddr::V4(std::net::Ipv4Addr::LOCALHOST);

    #[test]
    fn each_wrong_code_beyond_the_free_ones_doubles_the_wait() {
        let (throttle, mut now) = (Throttle::default(), Moment(1000));
        let mut waits = Vec::new();
        for _ in 0..12 {
            throttle.wrong(HERE, "A-1", now);
            let wait = throttle.wait(HERE, "A-1", now).unwrap_or(0);
            waits.push(wait);
            now = Moment(now.0 + i64::from(wait));
        }
        assert_eq!(waits, [0, 0, 0, 0, 2, 4, 8, 16, 32, 60, 60, 60]);
        assert_eq!(throttle.wait(HERE, "A-1", now), None);
    }

    #[test]
    fn others_and_other_cases_need_not_wait() {
        let throttle = Throttle::default();
        for _ in 0..9 {
            throttle.wrong(HERE, "A-1", Moment(0));
        }
        assert!(throttle.wait(HERE, "A-1", Moment(0)).is_some());
        assert_eq!(throttle.wait(HERE, "A-2", Moment(0)), None);
        assert_eq!(throttle.wait([127, 0, 0, 2].into(), "A-1", Moment(0)), None);
        throttle.right(HERE, "A-1");
        assert_eq!(throttle.wait(HERE, "A-1", Moment(0)), None);
    }

    #[test]
    fn what_is_remembered_has_a_bound() {
        let throttle = Throttle::default();
        for number in 0..MOST + 5 {
            throttle.wrong(HERE, &number.to_string(), Moment(0));
        }
        assert!(throttle.tries().len() <= MOST);
    }
}
