//! Which page is shown: [`Route`] and its address (pure), and, in a browser, where that address lives.

#[cfg(target_arch = "wasm32")]
pub mod router;

/// A page of the app.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Route {
    /// All services.
    Catalogue,
    /// What a service is, costs and needs.
    Service(String),
    /// A step of a service's form; none means the first one.
    Form { service: String, step: Option<String> },
    /// All answers, before they are sent.
    Review(String),
    /// What a citizen holds after sending, by reference.
    Receipt(String),
    /// Where a case stands; with a reference, that case.
    Status(Option<String>),
    /// What is kept on this device.
    Device,
    /// No page has this address.
    Missing,
}

impl Route {
    /// The address, relative and without a leading slash: `services/hundesteuer-anmeldung/review`.
    pub fn address(&self) -> String {
        let parts: &[&str] = match self {
            Route::Catalogue | Route::Missing => &[],
            Route::Service(service) => &["services/", service],
            Route::Form { service, step: None } => &["services/", service, "/form"],
            Route::Form { service, step: Some(step) } => &["services/", service, "/form/", step],
            Route::Review(service) => &["services/", service, "/review"],
            Route::Receipt(reference) => &["receipts/", reference],
            Route::Status(None) => &["status"],
            Route::Status(Some(reference)) => &["status/", reference],
            Route::Device => &["device"],
        };
        parts.concat()
    }

    /// The page at an address. Whatever is no page is [`Route::Missing`].
    pub fn parse(address: &str) -> Route {
        let address = address.split(['?', '#']).next().unwrap_or_default().trim_matches('/');
        let parts: Vec<&str> = address.split('/').collect();
        if !parts.iter().all(|part| part.bytes().all(is_plain)) {
            return Route::Missing;
        }
        let own = |part: &str| part.to_owned();
        match parts[..] {
            [""] | ["index.html"] => Route::Catalogue,
            ["services", service] => Route::Service(own(service)),
            ["services", service, "form"] => Route::Form { service: own(service), step: None },
            ["services", service, "form", step] => Route::Form { service: own(service), step: Some(own(step)) },
            ["services", service, "review"] => Route::Review(own(service)),
            ["receipts", reference] => Route::Receipt(own(reference)),
            ["status"] => Route::Status(None),
            ["status", reference] => Route::Status(Some(own(reference))),
            ["device"] => Route::Device,
            _ => Route::Missing,
        }
    }

    /// The service the page belongs to.
    pub fn service(&self) -> Option<&str> {
        match self {
            Route::Service(service) | Route::Form { service, .. } | Route::Review(service) => Some(service),
            _ => None,
        }
    }
}

/// Ids and references are made of these; anything else in an address was not made by us.
fn is_plain(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_page_is_found_again_by_its_address() {
        let service = || "hundesteuer-anmeldung".to_owned();
        let pages = [
            Route::Catalogue,
            Route::Service(service()),
            Route::Form { service: service(), step: None },
            Route::Form { service: service(), step: Some("halter".into()) },
            Route::Review(service()),
            Route::Receipt("HUN-2026-7K3M9X".into()),
            Route::Status(None),
            Route::Status(Some("HUN-2026-7K3M9X".into())),
            Route::Device,
        ];
        for page in pages {
            assert_eq!(Route::parse(&page.address()), page);
            assert_eq!(Route::parse(&["/", &page.address(), "/?x=1"].concat()), page);
        }
    }

    #[test]
    fn foreign_addresses_are_no_page() {
        for address in ["nowhere", "services", "services/a/b", "services/%3Cb%3E", "status/a/b", "services/a b"] {
            assert_eq!(Route::parse(address), Route::Missing, "{address}");
        }
    }
}
