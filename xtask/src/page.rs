//! Changes to HTML tags in a page, by place and without touching anything else.

use std::ops::Range;

use anyhow::{Context, Result};

/// A file that the page loads: its address relative to the page, and its integrity.
pub struct Asset {
    pub name: String,
    pub integrity: String,
}

/// What `index.html` loads.
pub struct Assets {
    pub style: Asset,
    pub loader: Asset,
    pub glue: Asset,
    pub wasm: Asset,
}

/// The page with the finished files instead of the sources, each with its integrity. The files that the loader will ask
/// for are announced, so that they come at the same time and not one after the other. The module is announced without
/// its integrity, which browsers ignore there with a warning; the loader demands it when it asks for the module.
pub fn finished(html: &str, assets: &Assets) -> Result<String> {
    let style = tag(html, "link", |tag| attribute(tag, "rel") == Some("stylesheet"))
        .context("index.html: expected <link rel=\"stylesheet\" href=\"style/app.css\">")?;
    let announced = format!(
        "<link rel=\"stylesheet\" href=\"{}\" integrity=\"{}\">\n  \
         <link rel=\"modulepreload\" href=\"{}\" integrity=\"{}\">\n  \
         <link rel=\"preload\" href=\"{}\" as=\"fetch\" type=\"application/wasm\" crossorigin>",
        assets.style.name, assets.style.integrity, assets.glue.name, assets.glue.integrity, assets.wasm.name,
    );
    let mut page = html.to_owned();
    page.replace_range(style, &announced);

    let script = tag(&page, "script", |tag| attribute(tag, "src").is_some_and(|src| src.ends_with("amtsgang.js")))
        .context("index.html: expected <script type=\"module\" src=\"amtsgang.js\"></script>")?;
    let loader = &assets.loader;
    let start = format!("<script type=\"module\" src=\"{}\" integrity=\"{}\">", loader.name, loader.integrity);
    page.replace_range(script, &start);
    Ok(without_orders(&page))
}

/// The page without the tags that told Trunk what to build, and the empty lines they would leave.
fn without_orders(html: &str) -> String {
    let mut page = html.to_owned();
    while let Some(place) = tag(&page, "link", |tag| attribute(tag, "data-trunk").is_some()) {
        let blank = |text: &str| text.len() - text.trim_end_matches([' ', '\t']).len();
        let start = place.start - blank(&page[..place.start]);
        let line_ends = page[place.end..].starts_with('\n') && (start == 0 || page[..start].ends_with('\n'));
        page.replace_range(start..place.end + usize::from(line_ends), "");
    }
    page
}

/// The page with `name="value"` added to the first tag `element`, as a person would add it by hand. A page without
/// that tag, or whose tag has the attribute already, comes back as `None`.
pub fn with_attribute(html: &str, element: &str, name: &str, value: &str) -> Option<String> {
    let place = tag(html, element, |_| true)?;
    if attribute(&html[place.clone()], name).is_some() {
        return None;
    }
    let mut page = html.to_owned();
    page.insert_str(place.start + 1 + element.len(), &format!(" {name}=\"{value}\""));
    Some(page)
}

/// What a page loads: (address without a query, integrity).
pub fn loaded(html: &str) -> Vec<(&str, Option<&str>)> {
    let links = tags(html, "link").into_iter().map(|place| (&html[place], "href"));
    let scripts = tags(html, "script").into_iter().map(|place| (&html[place], "src"));
    links
        .chain(scripts)
        .filter_map(|(tag, key)| Some((attribute(tag, key)?.split('?').next()?, attribute(tag, "integrity"))))
        .collect()
}

/// Whether a page has a script in itself, which a strict Content Security Policy forbids.
pub fn has_inline_script(html: &str) -> bool {
    tags(html, "script").into_iter().any(|place| attribute(&html[place], "src").is_none())
}

fn tag(html: &str, element: &str, wanted: impl Fn(&str) -> bool) -> Option<Range<usize>> {
    tags(html, element).into_iter().find(|place| wanted(&html[place.clone()]))
}

/// The places of all start tags of an element, from `<` to `>`. Comments are skipped.
fn tags(html: &str, element: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = html[at..].find('<').map(|offset| at + offset) {
        let rest = &html[start..];
        let length = if rest.starts_with("<!--") { comment_length(rest) } else { tag_length(rest) };
        let name = rest[1..].split(|c: char| c.is_ascii_whitespace() || c == '>' || c == '/').next();
        if name.is_some_and(|name| name.eq_ignore_ascii_case(element)) {
            found.push(start..start + length);
        }
        at = start + length;
    }
    found
}

fn comment_length(rest: &str) -> usize {
    rest.find("-->").map_or(rest.len(), |end| end + 3)
}

/// Up to the `>` that stands in no quotation marks.
fn tag_length(rest: &str) -> usize {
    let mut quote = None;
    for (at, c) in rest.char_indices() {
        match quote {
            Some(open) if c == open => quote = None,
            Some(_) => {}
            None if c == '"' || c == '\'' => quote = Some(c),
            None if c == '>' => return at + 1,
            None => {}
        }
    }
    rest.len()
}

/// The value of an attribute in a start tag; an attribute without a value has the empty one.
fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let mut rest = tag.split_once(|c: char| c.is_ascii_whitespace())?.1.trim_end_matches('>');
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/');
        if rest.is_empty() {
            return None;
        }
        let end = rest.find(|c: char| c.is_ascii_whitespace() || c == '=').unwrap_or(rest.len());
        let (found, after) = rest.split_at(end);
        let (value, after) = match after.trim_start().strip_prefix('=') {
            None => ("", after),
            Some(after) => value(after.trim_start()),
        };
        if found.eq_ignore_ascii_case(name) {
            return Some(value);
        }
        // A tag that makes no progress is no tag.
        rest = if after.len() < rest.len() { after } else { return None };
    }
}

fn value(rest: &str) -> (&str, &str) {
    for quote in ['"', '\''] {
        if let Some(inner) = rest.strip_prefix(quote) {
            return inner.split_once(quote).unwrap_or((inner, ""));
        }
    }
    rest.split_at(rest.find(|c: char| c.is_ascii_whitespace()).unwrap_or(rest.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asset(name: &str) -> Asset {
        Asset { name: name.into(), integrity: format!("sha384-{name}") }
    }

    fn assets() -> Assets {
        Assets { style: asset("a.css"), loader: asset("amtsgang.js"), glue: asset("b.js"), wasm: asset("c.wasm") }
    }

    const PAGE: &str = "<!doctype html><html lang=\"de\"><head>\n  <!-- <link rel=\"stylesheet\" href=\"old.css\"> -->\n  \
                        <link href='style/app.css' rel=stylesheet>\n  <script type=module src=amtsgang.js></script>\n  \
                        <link data-trunk rel=\"rust\" href=\"Cargo.toml\">\n\
                        </head><body><amtsgang-app routing=\"hash\" title=\"a > b\"><p>Hallo</p></amtsgang-app></body></html>";

    #[test]
    fn the_page_gets_the_finished_files() {
        let page = finished(PAGE, &assets()).unwrap();
        assert!(page.contains("<link rel=\"stylesheet\" href=\"a.css\" integrity=\"sha384-a.css\">"));
        assert!(
            page.contains("<script type=\"module\" src=\"amtsgang.js\" integrity=\"sha384-amtsgang.js\"></script>")
        );
        assert!(page.contains("old.css"));
        assert!(!page.contains("style/app.css"));
        assert!(page.contains("</script>\n</head>"), "Trunk's tag is still there, or an empty line");
        let hash = |name| Some(["sha384-", name].concat());
        let loaded: Vec<_> = loaded(&page).into_iter().map(|(name, hash)| (name, hash.map(str::to_owned))).collect();
        let expected =
            ["a.css", "b.js", "c.wasm", "amtsgang.js"].map(|name| (name, hash(name).filter(|_| name != "c.wasm")));
        assert_eq!(loaded, expected);
    }

    #[test]
    fn a_page_without_its_tags_is_refused_with_the_missing_one() {
        let error = finished("<html><head></head></html>", &assets()).err().unwrap().to_string();
        assert!(error.contains("<link rel=\"stylesheet\""));
    }

    #[test]
    fn the_element_gets_its_attribute() {
        let page = with_attribute(PAGE, "amtsgang-app", "backend", "api").unwrap();
        assert!(page.contains("<amtsgang-app backend=\"api\" routing=\"hash\" title=\"a > b\"><p>"));
        assert_eq!(page.len(), PAGE.len() + " backend=\"api\"".len());
        assert!(with_attribute("<p><amtsgang-app></amtsgang-app>", "amtsgang-app", "backend", "api").is_some());
    }

    #[test]
    fn an_attribute_that_is_there_stays() {
        let page = "<amtsgang-app backend='https://example.org/'></amtsgang-app>";
        assert_eq!(with_attribute(page, "amtsgang-app", "backend", "api"), None);
        assert_eq!(with_attribute("<!-- <amtsgang-app> --><p>", "amtsgang-app", "backend", "api"), None);
    }

    #[test]
    fn scripts_in_the_page_are_seen() {
        assert!(has_inline_script("<script type=\"module\">import 'a'</script>"));
        assert!(!has_inline_script("<script type=\"module\" src=\"a.js\"></script>"));
    }

    #[test]
    fn broken_html_ends() {
        for page in ["<", "<a", "<a b", "<a b=", "<a b='", "<a =>", "<!--", "<a ==='>\"", "<script ="] {
            assert!(loaded(page).is_empty());
            finished(page, &assets()).err().unwrap();
            with_attribute(page, "a", "x", "y");
        }
    }
}
