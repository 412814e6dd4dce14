//! Keys of what has begun to be sent to a backend that cannot be asked whether it has it. They stand among what an adapter
//! keeps in its backend's place.

use super::sweep::KEPT;
use super::{Error, Store};

/// How the names of their records begin.
const NAME: &str = "attempt ";

impl Store {
    /// Notes that something has begun to be sent, and forgets what began longer ago than any draft is kept. `now`: milliseconds
    /// since 1970-01-01 UTC.
    pub(crate) async fn begin_attempt(&self, key: &str, now: f64) -> Result<(), Error> {
        for record in self.demo().await? {
            if let Some((at, old)) = split(&record)
                && at < now - KEPT
            {
                self.end_attempt(old).await?;
            }
        }
        self.put_demo(&[NAME, key].concat(), &[NAME, &(now as i64).to_string(), " ", key].concat()).await
    }

    /// The keys of what has begun to be sent.
    pub(crate) async fn attempts(&self) -> Result<Vec<String>, Error> {
        Ok(self.demo().await?.iter().filter_map(|record| Some(split(record)?.1.to_owned())).collect())
    }

    pub(crate) async fn end_attempt(&self, key: &str) -> Result<(), Error> {
        self.remove_demo(&[NAME, key].concat()).await
    }
}

/// When it began, in milliseconds, and its key.
fn split(record: &str) -> Option<(f64, &str)> {
    let (at, key) = record.strip_prefix(NAME)?.split_once(' ')?;
    Some((at.parse::<i64>().ok()? as f64, key))
}
