//! Markdown: read to a tree that is nowhere deep, and holds nothing that is not in the text.

use amtsgang::recipe::markdown::{Block, Inline, read};

use super::{Outcome, holds};
use crate::{Case, Corpus};

const PIECES: &[&str] = &[
    "*",
    "**",
    "***",
    "a",
    "b c",
    " ",
    "\n",
    "\n\n",
    "- ",
    "* ",
    "1. ",
    "2) ",
    "## ",
    "#### ",
    "[",
    "](",
    ")",
    "(",
    "]",
    "https://a.example/",
    "mailto:a@b.example",
    "javascript:x",
    "\\",
    "`",
    "<b>",
    "ä",
    "\u{a0}",
    "„",
    "_",
    "    ",
    "\t",
    "!",
    "&amp;",
    "\u{202e}",
    "👍",
];

pub fn run(case: &mut Case, _: &Corpus) -> Outcome {
    let mut text = String::new();
    for _ in 0..case.below(60) {
        let times = if case.once_in(60) { case.below(300) } else { 1 };
        let piece = if case.once_in(12) { case.text() } else { (*case.pick(PIECES)).to_owned() };
        text.push_str(&piece.repeat(if piece.len() > 100 { 1 } else { times }));
    }
    case.tell("text", &text);
    case.bytes = text.len();
    let blocks = read(&text);
    case.right = blocks.len() > 1;
    let mut letters = 0;
    for block in &blocks {
        match block {
            Block::Paragraph(inlines) | Block::Heading(_, inlines) => walk(inlines, 0, &mut letters)?,
            Block::List { items, .. } => items.iter().try_for_each(|item| walk(item, 0, &mut letters))?,
        }
    }
    holds("no letter comes from nowhere", letters <= text.chars().count())
}

fn walk(inlines: &[Inline], depth: usize, letters: &mut usize) -> Outcome {
    holds("nothing is deep", depth <= 40)?;
    for inline in inlines {
        match inline {
            Inline::Text(text) => *letters += text.chars().count(),
            Inline::Strong(inner) | Inline::Emphasis(inner) => walk(inner, depth + 1, letters)?,
            Inline::Link { href, children } => {
                let safe = ["https:", "mailto:", "tel:"].iter().any(|scheme| href.starts_with(scheme));
                holds("links lead only where they may", safe)?;
                walk(children, depth + 1, letters)?;
            }
        }
    }
    Ok(())
}
