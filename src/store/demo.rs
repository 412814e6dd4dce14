//! What the demonstration keeps in the office's place: its applications and the slots it holds, each a JSON text.

use super::tables::DEMO;
use super::{Error, Store};

impl Store {
    /// Keeps something under a name, in the place of what was there.
    pub(crate) async fn put_demo(&self, name: &str, json: &str) -> Result<(), Error> {
        let transaction = self.begin(&[DEMO], true).await?;
        transaction.put(DEMO, name, &json.into())?;
        transaction.done().await
    }

    /// Removes what is kept under a name, if anything is.
    pub(crate) async fn remove_demo(&self, name: &str) -> Result<(), Error> {
        let transaction = self.begin(&[DEMO], true).await?;
        transaction.delete(DEMO, name)?;
        transaction.done().await
    }

    /// All that is kept.
    pub(crate) async fn demo(&self) -> Result<Vec<String>, Error> {
        let all = self.begin(&[DEMO], false).await?.all(DEMO).await?;
        Ok(all.iter().filter_map(|json| json.as_string()).collect())
    }
}
