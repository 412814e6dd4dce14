//! The Markdown that recipes may use: a small part of CommonMark, read to a tree that is drawn as views, never as HTML.
//!
//! | written | meant |
//! | --- | --- |
//! | lines with a blank line before and after | a paragraph; its line breaks are spaces |
//! | `## `, `### `, `#### ` before a line | a heading |
//! | `- ` (or `* `, `+ `) before a line | an item of a list |
//! | `1. ` (or `1) `) before a line | an item of a numbered list, which always counts from 1 |
//! | `*so*`, `**so**` | emphasis, strong |
//! | `[so](https://…)`, also `mailto:`, `tel:` | a link; with any other scheme only its text |
//! | `\*` | the character itself, for all ASCII punctuation |
//!
//! Everything else is text as it stands: there is no HTML, no code, no image, no list in a list. What is in the table
//! means here what it means in CommonMark.

mod inline;

use inline::inlines;

/// A block of text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    Paragraph(Vec<Inline>),
    /// Level 2 to 4, as the author wrote it; the page decides which heading that is below its own.
    Heading(u8, Vec<Inline>),
    List {
        ordered: bool,
        items: Vec<Vec<Inline>>,
    },
}

/// A piece of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Inline {
    Text(String),
    Strong(Vec<Inline>),
    Emphasis(Vec<Inline>),
    Link { href: String, children: Vec<Inline> },
}

/// Reads a text. Every text is one.
pub fn read(markdown: &str) -> Vec<Block> {
    let mut reader = Blocks { blocks: Vec::new(), open: Open::Nothing, text: String::new(), marker: 0 };
    for line in markdown.split('\n') {
        reader.line(line.trim_matches([' ', '\t', '\r']));
    }
    reader.close();
    reader.blocks
}

#[derive(Clone, Copy, PartialEq)]
enum Open {
    Nothing,
    Paragraph,
    Item,
}

struct Blocks {
    blocks: Vec<Block>,
    /// What the next line may continue, and its text so far.
    open: Open,
    text: String,
    /// What the items of the last list begin with: a change of it begins another list.
    marker: u8,
}

impl Blocks {
    fn line(&mut self, line: &str) {
        if line.is_empty() {
            self.close();
        } else if let Some((level, text)) = heading(line) {
            self.close();
            self.blocks.push(Block::Heading(level, inlines(text)));
        } else if let Some((marker, text)) = item(line, self.open == Open::Paragraph) {
            self.close();
            let ordered = matches!(marker, b'.' | b')');
            if self.marker != marker || !matches!(self.blocks.last(), Some(Block::List { .. })) {
                self.blocks.push(Block::List { ordered, items: Vec::new() });
            }
            self.marker = marker;
            self.open = Open::Item;
            self.text.push_str(text);
        } else {
            if self.open == Open::Nothing {
                self.open = Open::Paragraph;
            } else if !self.text.is_empty() {
                self.text.push(' ');
            }
            self.text.push_str(line);
        }
    }

    fn close(&mut self) {
        match (self.open, self.blocks.last_mut()) {
            (Open::Item, Some(Block::List { items, .. })) => items.push(inlines(&self.text)),
            (Open::Nothing, _) => {}
            _ => self.blocks.push(Block::Paragraph(inlines(&self.text))),
        }
        self.open = Open::Nothing;
        self.text.clear();
    }
}

fn heading(line: &str) -> Option<(u8, &str)> {
    let rest = line.trim_start_matches('#');
    let level = line.len() - rest.len();
    if !(2..=4).contains(&level) || !(rest.is_empty() || rest.starts_with([' ', '\t'])) {
        return None;
    }
    // "## Title ##" is the title alone.
    let open = rest.trim_end_matches('#');
    let text = if open.is_empty() || open.ends_with([' ', '\t']) { open } else { rest };
    Some((level as u8, text.trim_matches([' ', '\t'])))
}

/// The marker and the text of a list's item. In the middle of a paragraph only an item with a text, and of number 1,
/// begins a list: "am\n12. Mai" is a date.
fn item(line: &str, in_paragraph: bool) -> Option<(u8, &str)> {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let marker = *line.as_bytes().get(digits)?;
    let is_marker = match marker {
        b'-' | b'*' | b'+' => digits == 0,
        b'.' | b')' => (1..=9).contains(&digits) && !(in_paragraph && &line[..digits] != "1"),
        _ => false,
    };
    if !is_marker {
        return None;
    }
    let text = &line[digits + 1..];
    let text = if text.is_empty() { text } else { text.strip_prefix([' ', '\t'])?.trim_start_matches([' ', '\t']) };
    (!(in_paragraph && text.is_empty())).then_some((marker, text))
}

/// A plain text as Markdown that shows it as it stands: each punctuation mark means itself.
pub fn escaped(plain: &str) -> String {
    let mut out = String::with_capacity(plain.len());
    for c in plain.chars() {
        if c.is_ascii_punctuation() {
            out.push('\\');
        }
        out.push(c);
    }
    out
}
