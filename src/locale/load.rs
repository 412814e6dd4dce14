//! Fetches a language's catalogue when it is first spoken, once for all elements of a page.

use std::cell::RefCell;

use super::Catalogue;
use crate::browser::fetch;

const FOLDER: &str = "locales/";

thread_local! {
    /// The catalogues of this page, by the address they came from. They stay: all elements share them, a page speaks few
    /// languages, and a text that lives as long as the page costs no copy wherever it is shown.
    static LOADED: RefCell<Vec<(String, &'static Catalogue)>> = const { RefCell::new(Vec::new()) };
}

/// The catalogue of a language, if it has been fetched.
fn known(assets: &str, language: &str) -> Option<&'static Catalogue> {
    let address = address(assets, language);
    LOADED.with(|loaded| loaded.borrow().iter().find(|(from, _)| *from == address).map(|(_, catalogue)| *catalogue))
}

fn address(assets: &str, language: &str) -> String {
    [assets, FOLDER, language, ".json"].concat()
}

/// Fetches `<assets>locales/<language>.json`. The error is for a developer's console.
pub async fn load(assets: &str, language: &str) -> Result<&'static Catalogue, String> {
    if let Some(catalogue) = known(assets, language) {
        return Ok(catalogue);
    }
    let address = address(assets, language);
    let catalogue = Catalogue::parse(language, &fetch::asset(&address).await?)?;
    // Another element may have been faster; all of them share one catalogue, which is completed once.
    if let Some(catalogue) = known(assets, language) {
        return Ok(catalogue);
    }
    let catalogue: &'static Catalogue = Box::leak(Box::new(catalogue));
    LOADED.with(|loaded| loaded.borrow_mut().push((address, catalogue)));
    Ok(catalogue)
}

/// Whether a language has all its texts.
pub fn is_complete(assets: &str, language: &str) -> bool {
    known(assets, language).is_some_and(|catalogue| catalogue.awaited().is_none())
}

/// Fetches what a language that was loaded still lacks.
pub async fn complete(assets: &str, language: &str) -> Result<(), String> {
    let Some(catalogue) = known(assets, language) else { return Ok(()) };
    match catalogue.awaited() {
        Some(name) => catalogue.complete(&fetch::asset(&[assets, FOLDER, name].concat()).await?),
        None => Ok(()),
    }
}
