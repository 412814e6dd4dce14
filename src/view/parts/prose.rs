//! Draws Markdown blocks as elements. No HTML is ever made from a text.

use crate::recipe::markdown::{self, Block, Inline};
use crate::text::Text;
use crate::view::app::App;
use crate::view::dom::{El, View, el, text};

/// A recipe's Markdown text, in the language spoken.
#[inline(never)]
pub fn prose(app: &App, source: &Text) -> El {
    let (words, language) = source.pick(app.language());
    let drawn = el("div").class("ag-prose").children(markdown::read(words).into_iter().map(block).collect());
    if crate::locale::base(language) == crate::locale::base(app.language()) {
        drawn
    } else {
        drawn.attr("lang", language)
    }
}

fn block(block: Block) -> View {
    match block {
        Block::Paragraph(words) => el("p").children(inlines(words)),
        Block::Heading(level, words) => {
            let tag = match level {
                2 => "h2",
                3 => "h3",
                _ => "h4",
            };
            el(tag).children(inlines(words))
        }
        Block::List { ordered, items } => {
            let items = items.into_iter().map(|words| el("li").children(inlines(words)).into());
            el(if ordered { "ol" } else { "ul" }).children(items.collect())
        }
    }
    .into()
}

fn inlines(words: Vec<Inline>) -> Vec<View> {
    words.into_iter().map(inline).collect()
}

fn inline(word: Inline) -> View {
    match word {
        Inline::Text(words) => text(&words),
        Inline::Strong(words) => el("strong").children(inlines(words)).into(),
        Inline::Emphasis(words) => el("em").children(inlines(words)).into(),
        // The reader lets harmless schemes through only.
        Inline::Link { href, children } => {
            el("a").attr("href", &href).attr("rel", "noopener noreferrer").children(inlines(children)).into()
        }
    }
}
