//! What the demonstration keeps in the office's place: its applications, each a JSON text.

use super::{DEMO, Error, Store};

impl Store {
    pub(crate) async fn put_application(&self, reference: &str, json: &str) -> Result<(), Error> {
        let transaction = self.begin(&[DEMO], true).await?;
        transaction.put(DEMO, reference, &json.into())?;
        Ok(transaction.done().await?)
    }

    pub(crate) async fn applications(&self) -> Result<Vec<String>, Error> {
        let all = self.begin(&[DEMO], false).await?.all(DEMO).await?;
        Ok(all.iter().filter_map(|json| json.as_string()).collect())
    }
}
