//! Emphasis, links and escapes within a block of Markdown.
//!
//! CommonMark's own method: runs of asterisks are collected first; what they mean is decided when a link ends (for what
//! is in it) and at the end of the block (for the rest).

use super::Inline;
use crate::text::is_punctuation;

enum Piece {
    Inline(Inline),
    Stars(Stars),
}

/// A run of asterisks.
#[derive(Clone, Copy, Default)]
struct Stars {
    /// Not used up yet.
    left: usize,
    written: usize,
    opens: bool,
    closes: bool,
}

/// Reads the text of a block, whose line breaks are spaces by now.
pub(super) fn inlines(text: &str) -> Vec<Inline> {
    let mut pieces = Vec::new();
    // Where the brackets stand that may begin a link.
    let mut brackets: Vec<usize> = Vec::new();
    let mut plain = String::new();
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let before = &text[..at];
        at += c.len_utf8();
        let rest = &text[at..];
        match c {
            '\\' if rest.starts_with(|c: char| c.is_ascii_punctuation()) => {
                plain.push_str(&rest[..1]);
                at += 1;
            }
            '*' => {
                let more = rest.bytes().take_while(|b| *b == b'*').count();
                at += more;
                flush(&mut pieces, &mut plain);
                pieces.push(Piece::Stars(stars(before.chars().next_back(), rest[more..].chars().next(), more + 1)));
            }
            '[' => {
                flush(&mut pieces, &mut plain);
                brackets.push(pieces.len());
                pieces.push(Piece::Inline(Inline::Text("[".into())));
            }
            ']' => {
                let open = brackets.pop();
                let link = rest.strip_prefix('(').and_then(destination);
                let (Some(open), Some((href, length))) = (open, link) else {
                    plain.push(']');
                    continue;
                };
                at += 1 + length;
                flush(&mut pieces, &mut plain);
                let children = emphasise(&mut pieces.drain(open..).skip(1));
                if ["https:", "mailto:", "tel:"].iter().any(|scheme| href.starts_with(scheme)) {
                    pieces.push(Piece::Inline(Inline::Link { href, children }));
                } else {
                    pieces.extend(children.into_iter().map(Piece::Inline));
                }
                // There is no link in a link: the brackets around this one are text.
                brackets.clear();
            }
            c => plain.push(c),
        }
    }
    flush(&mut pieces, &mut plain);
    emphasise(&mut pieces.into_iter())
}

fn flush(pieces: &mut Vec<Piece>, plain: &mut String) {
    if !plain.is_empty() {
        pieces.push(Piece::Inline(Inline::Text(std::mem::take(plain))));
    }
}

/// Whether a run of asterisks can open and close emphasis depends on what stands around it (CommonMark, "left-flanking
/// delimiter run").
fn stars(before: Option<char>, after: Option<char>, count: usize) -> Stars {
    let space = |c: Option<char>| c.is_none_or(char::is_whitespace);
    let mark = |c: Option<char>| c.is_some_and(is_punctuation);
    Stars {
        left: count,
        written: count,
        opens: !space(after) && (!mark(after) || space(before) || mark(before)),
        closes: !space(before) && (!mark(before) || space(after) || mark(after)),
    }
}

/// The address up to its closing parenthesis, and how long that is. There may be spaces around it and none in it, and its
/// own parentheses pair up.
fn destination(text: &str) -> Option<(String, usize)> {
    /// Bounds what a text without end can cost.
    const DEEPEST: usize = 8;
    let mut href = String::new();
    let mut depth = 0;
    let mut chars = text.char_indices().peekable();
    while chars.next_if(|(_, c)| is_space(*c)).is_some() {}
    while let Some((ix, c)) = chars.next() {
        match c {
            c if is_space(c) && depth == 0 => {
                let rest = text[ix..].trim_start_matches(is_space);
                return rest.starts_with(')').then(|| (href, text.len() - rest.len() + 1));
            }
            ')' if depth == 0 => return Some((href, ix + 1)),
            '(' if depth == DEEPEST => return None,
            '(' => depth += 1,
            ')' => depth -= 1,
            '\\' => {
                if let Some((_, escaped)) = chars.next_if(|(_, c)| c.is_ascii_punctuation()) {
                    href.push(escaped);
                    continue;
                }
            }
            c if c <= ' ' || c == '<' || c == '\u{7f}' => return None,
            _ => {}
        }
        href.push(c);
    }
    None
}

fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t')
}

/// Emphasis deeper than this is text: no recursion over a text is deep, and reading stays linear.
const DEEPEST: usize = 16;

/// A run of asterisks that may open emphasis, and what followed it. The outermost frame has no such run.
#[derive(Default)]
struct Frame {
    stars: Stars,
    inlines: Vec<Inline>,
    /// How deep the emphasis in it is.
    depth: usize,
}

fn emphasise(pieces: &mut dyn Iterator<Item = Piece>) -> Vec<Inline> {
    let mut frames = vec![Frame::default()];
    for piece in pieces {
        match piece {
            Piece::Inline(inline) => push(&mut frames, inline, 0),
            Piece::Stars(stars) => close(&mut frames, stars),
        }
    }
    flatten(&mut frames, 1);
    frames.pop().map(|frame| frame.inlines).unwrap_or_default()
}

/// Closes what the run can close; what is left of it may open something.
fn close(frames: &mut Vec<Frame>, mut stars: Stars) {
    while stars.closes && stars.left > 0 {
        // With runs that can both open and close, CommonMark wants lengths that add up ("multiple of 3").
        let fits = |open: &Stars| {
            open.left > 0
                && (!(open.closes || stars.opens)
                    || !(open.written + stars.written).is_multiple_of(3)
                    || open.written.is_multiple_of(3))
        };
        let Some(open) = frames.iter().rposition(|frame| fits(&frame.stars)) else { break };
        // A long run that closes a long run would go as deep as they are long.
        if frames[open..].iter().any(|frame| frame.depth >= DEEPEST) {
            break;
        }
        flatten(frames, open + 1);
        let Some(frame) = frames.last_mut() else { break };
        let strong = frame.stars.left >= 2 && stars.left >= 2;
        let used = 1 + usize::from(strong);
        frame.stars.left -= used;
        stars.left -= used;
        let (inner, depth) = (std::mem::take(&mut frame.inlines), frame.depth + 1);
        if frame.stars.left == 0 {
            frames.pop();
        }
        push(frames, if strong { Inline::Strong(inner) } else { Inline::Emphasis(inner) }, depth);
    }
    if stars.opens && stars.left > 0 && frames.len() <= DEEPEST {
        frames.push(Frame { stars, ..Frame::default() });
    } else {
        push_stars(frames, stars.left);
    }
}

/// Makes the runs from `first` on text again.
fn flatten(frames: &mut Vec<Frame>, first: usize) {
    while frames.len() > first {
        let Some(frame) = frames.pop() else { return };
        push_stars(frames, frame.stars.left);
        for inline in frame.inlines {
            push(frames, inline, frame.depth);
        }
    }
}

fn push_stars(frames: &mut [Frame], count: usize) {
    if count > 0 {
        push(frames, Inline::Text("*".repeat(count)), 0);
    }
}

/// Adds to the innermost frame, joining text to text; `depth` is how deep the emphasis in it is.
fn push(frames: &mut [Frame], inline: Inline, depth: usize) {
    let Some(frame) = frames.last_mut() else { return };
    frame.depth = frame.depth.max(depth);
    match (frame.inlines.last_mut(), inline) {
        (Some(Inline::Text(last)), Inline::Text(text)) => last.push_str(&text),
        (_, inline) => frame.inlines.push(inline),
    }
}
