//! Fetches a language's catalogue when it is first spoken, once for all elements of a page.

use std::cell::RefCell;

use super::Catalogue;
use crate::browser::fetch;

thread_local! {
    /// The catalogues of this page, by the address they came from. They stay: all elements share them, a page speaks few
    /// languages, and a text that lives as long as the page costs no copy wherever it is shown.
    static LOADED: RefCell<Vec<(String, &'static Catalogue)>> = const { RefCell::new(Vec::new()) };
}

/// Fetches `<assets>locales/<language>.json`. The error is for a developer's console.
pub async fn load(assets: &str, language: &str) -> Result<&'static Catalogue, String> {
    let address = [assets, "locales/", language, ".json"].concat();
    let known = |loaded: &RefCell<Vec<(String, &'static Catalogue)>>| {
        loaded.borrow().iter().find(|(from, _)| *from == address).map(|(_, catalogue)| *catalogue)
    };
    if let Some(catalogue) = LOADED.with(known) {
        return Ok(catalogue);
    }
    let catalogue = Catalogue::parse(language, &fetch::asset(&address).await?)?;
    let catalogue: &'static Catalogue = Box::leak(Box::new(catalogue));
    LOADED.with(|loaded| loaded.borrow_mut().push((address, catalogue)));
    Ok(catalogue)
}
