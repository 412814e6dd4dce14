//! The Markdown of recipes: what is in our subset means what it means in CommonMark, and nothing makes the reader panic.
#![cfg(not(target_arch = "wasm32"))]

use amtsgang::recipe::markdown::{Block, Inline, read};
use proptest::prelude::*;
use pulldown_cmark::{Event, Options, Parser, Tag};

fn text(text: &str) -> Inline {
    Inline::Text(text.into())
}

fn strong(children: Vec<Inline>) -> Inline {
    Inline::Strong(children)
}

fn emphasis(children: Vec<Inline>) -> Inline {
    Inline::Emphasis(children)
}

fn link(href: &str, children: Vec<Inline>) -> Inline {
    Inline::Link { href: href.into(), children }
}

/// The inlines of a text that is one paragraph.
fn inlines(markdown: &str) -> Vec<Inline> {
    match read(markdown).as_slice() {
        [Block::Paragraph(inlines)] => inlines.clone(),
        other => panic!("{markdown:?} is {other:?}"),
    }
}

#[test]
fn blocks() {
    let markdown = "## Wer?\n\nAlle Hunde,\n  auch kleine.\n- Rüde\n- Hündin\n  mit Welpen\n\n* Katze\n\n\
                    1. zuerst\r\n2. dann\r\n\r\n### Wann? ###\nSofort";
    assert_eq!(
        read(markdown),
        [
            Block::Heading(2, vec![text("Wer?")]),
            Block::Paragraph(vec![text("Alle Hunde, auch kleine.")]),
            Block::List { ordered: false, items: vec![vec![text("Rüde")], vec![text("Hündin mit Welpen")]] },
            Block::List { ordered: false, items: vec![vec![text("Katze")]] },
            Block::List { ordered: true, items: vec![vec![text("zuerst")], vec![text("dann")]] },
            Block::Heading(3, vec![text("Wann?")]),
            Block::Paragraph(vec![text("Sofort")]),
        ]
    );
    assert_eq!(read(""), []);
    assert_eq!(read(" \n\t\n"), []);
}

#[test]
fn a_date_in_the_middle_of_a_sentence_is_no_list() {
    assert_eq!(
        inlines("Das Amt ist am\n24. Dezember\n- \ngeschlossen"),
        [text("Das Amt ist am 24. Dezember - geschlossen")]
    );
}

#[test]
fn inlines_mean_what_they_look_like() {
    assert_eq!(
        inlines("Das ist **sehr *sehr* wichtig**, 2 * 3 \\* 4."),
        [
            text("Das ist "),
            strong(vec![text("sehr "), emphasis(vec![text("sehr")]), text(" wichtig")]),
            text(", 2 * 3 * 4."),
        ]
    );
    assert_eq!(
        inlines("[**Satzung** (PDF)](https://stadt.example/a_(1).pdf), [Mail](mailto:a@b.example), [Ruf](tel:+4912)!"),
        [
            link("https://stadt.example/a_(1).pdf", vec![strong(vec![text("Satzung")]), text(" (PDF)")]),
            text(", "),
            link("mailto:a@b.example", vec![text("Mail")]),
            text(", "),
            link("tel:+4912", vec![text("Ruf")]),
            text("!"),
        ]
    );
}

#[test]
fn html_and_other_schemes_are_text() {
    assert_eq!(inlines("<b onclick=x>&amp;</b> `a`"), [text("<b onclick=x>&amp;</b> `a`")]);
    for href in ["javascript:alert(1)", "http://a", "//a", "/a", "#a", "data:text/html,a", "JAVASCRIPT:a", ""] {
        assert_eq!(
            inlines(&format!("vor [*hier*]({href}) nach")),
            [text("vor "), emphasis(vec![text("hier")]), text(" nach")]
        );
    }
}

/// Whether the link has a title in parentheses, which may be empty; the subset has no titles.
fn is_titled(link: &str) -> bool {
    let inner = link.strip_suffix(')').unwrap_or(link).trim_end();
    match inner.strip_suffix(')').and_then(|inner| inner.rsplit_once(" (")) {
        Some((before, title)) => !before.trim_end().ends_with("](") && !title.contains("]("),
        None => false,
    }
}

/// What CommonMark's own reader says, in our words; `None` for what is not in the subset.
fn judge(markdown: &str) -> Option<Vec<Block>> {
    let mut blocks = Vec::new();
    let mut items: Option<(bool, Vec<Vec<Inline>>)> = None;
    let mut open: Vec<(Option<Tag>, Vec<Inline>)> = vec![(None, Vec::new())];
    for (event, at) in Parser::new_ext(markdown, Options::empty()).into_offset_iter() {
        match event {
            Event::Start(Tag::List(first)) => {
                if items.is_some() {
                    return None;
                }
                items = Some((first.is_some(), Vec::new()));
            }
            Event::Start(Tag::Item) => items.as_mut()?.1.push(Vec::new()),
            Event::End(pulldown_cmark::TagEnd::Item) => {
                // The text of a tight item stands in no paragraph.
                let loose = std::mem::take(&mut open.last_mut()?.1);
                let item = items.as_mut()?.1.last_mut()?;
                if !item.is_empty() && !loose.is_empty() {
                    return None;
                }
                item.extend(loose);
            }
            Event::End(pulldown_cmark::TagEnd::List(_)) => {
                let (ordered, items) = items.take()?;
                blocks.push(Block::List { ordered, items });
            }
            Event::Start(tag) => open.push((Some(tag), Vec::new())),
            Event::End(_) => {
                let (tag, children) = open.pop()?;
                match tag? {
                    Tag::Paragraph => match items.as_mut() {
                        Some((_, items)) if !items.last()?.is_empty() => return None,
                        Some((_, items)) => *items.last_mut()? = children,
                        None => blocks.push(Block::Paragraph(children)),
                    },
                    Tag::Heading { level, .. } if items.is_none() && (2..=4).contains(&(level as u8)) => {
                        blocks.push(Block::Heading(level as u8, children));
                    }
                    Tag::Strong => push(&mut open.last_mut()?.1, strong(children)),
                    Tag::Emphasis => push(&mut open.last_mut()?.1, emphasis(children)),
                    Tag::Link { .. } if is_titled(&markdown[at]) => return None,
                    Tag::Link { dest_url, .. } => {
                        let outer = &mut open.last_mut()?.1;
                        if ["https:", "mailto:", "tel:"].iter().any(|scheme| dest_url.starts_with(scheme)) {
                            push(outer, link(&dest_url, children));
                        } else {
                            children.into_iter().for_each(|child| push(outer, child));
                        }
                    }
                    _ => return None,
                }
            }
            Event::Text(part) => push(&mut open.last_mut()?.1, text(&part)),
            Event::SoftBreak => push(&mut open.last_mut()?.1, text(" ")),
            _ => return None,
        }
    }
    Some(blocks)
}

fn push(inlines: &mut Vec<Inline>, inline: Inline) {
    match (inlines.last_mut(), inline) {
        (Some(Inline::Text(last)), Inline::Text(more)) => last.push_str(&more),
        (_, inline) => inlines.push(inline),
    }
}

fn word() -> impl Strategy<Value = String> {
    prop::sample::select(vec!["Hund", "Größe", "24.", "z. B.", "(neu)", "„so“", "a\\*b", "\\[x\\]", "–", "§ 3", "50 %"])
        .prop_map(str::to_owned)
}

fn phrase() -> impl Strategy<Value = String> {
    prop::collection::vec(word(), 1..4).prop_map(|words| words.join(" "))
}

fn piece() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => phrase(),
        1 => phrase().prop_map(|inner| format!("**{inner}**")),
        1 => phrase().prop_map(|inner| format!("*{inner}*")),
        1 => (phrase(), phrase()).prop_map(|(a, b)| format!("**{a} *{b}***")),
        1 => phrase().prop_map(|inner| format!("[{inner}](https://stadt.example/a_(b)?c=d)")),
        1 => phrase().prop_map(|inner| format!("[**{inner}**](mailto:amt@stadt.example)")),
        1 => phrase().prop_map(|inner| format!("[{inner}](javascript:alert)")),
    ]
}

fn line() -> impl Strategy<Value = String> {
    ("[A-Za-zÄÖÜ]{1,5}", prop::collection::vec(piece(), 0..4)).prop_map(|(first, pieces)| {
        let mut line = first;
        for piece in pieces {
            line.push(' ');
            line.push_str(&piece);
        }
        line
    })
}

fn block() -> impl Strategy<Value = String> {
    let items = || prop::collection::vec(line(), 1..4);
    prop_oneof![
        3 => prop::collection::vec(line(), 1..4).prop_map(|lines| lines.join("\n")),
        1 => (2..=4_usize, line()).prop_map(|(level, line)| format!("{} {line}", "#".repeat(level))),
        1 => items().prop_map(|items| items.iter().map(|item| format!("- {item}\n")).collect()),
        1 => items().prop_map(|items| items.iter().map(|item| format!("* {item}\n")).collect()),
        1 => items().prop_map(|items| {
            items.iter().enumerate().map(|(ix, item)| format!("{}. {item}\n", ix + 1)).collect()
        }),
        1 => items().prop_map(|items| items.iter().map(|item| format!("- {item}\n\n")).collect()),
    ]
}

#[test]
fn titles_of_links_are_not_in_the_subset() {
    for titled in ["x[](a ())x", "[a](b (c))", "[a]( (b) (c d) )"] {
        assert_eq!(judge(titled), None, "{titled}");
    }
    for plain in ["x[](a())x", "[a (b)](c)", "[a (b](c())", "[a]( (b))"] {
        assert_eq!(judge(plain), Some(read(plain)), "{plain}");
    }
}

/// Letters, spaces and all that means something within a line, between two letters so that no block begins.
fn tangle() -> impl Strategy<Value = String> {
    let parts =
        vec!["a", "b", " ", "*", "**", "***", "\\", ".", "„", "ß", "[", "]", "](", "(", ")", "](https:x)", "http:"];
    prop::collection::vec(prop::sample::select(parts), 0..24).prop_map(|parts| format!("x{}x", parts.concat()))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn texts_of_the_subset_mean_the_same_in_commonmark(blocks in prop::collection::vec(block(), 0..5)) {
        let markdown = blocks.join("\n\n");
        let judged = judge(&markdown);
        prop_assert!(judged.is_some(), "the generator left the subset: {markdown}");
        prop_assert_eq!(read(&markdown), judged.unwrap(), "{}", markdown);
    }

    #[test]
    fn tangles_of_marks_mean_the_same_in_commonmark(markdown in tangle()) {
        if let Some(judged) = judge(&markdown) {
            prop_assert_eq!(read(&markdown), judged, "{}", markdown);
        }
    }

    #[test]
    fn no_text_makes_it_panic(markdown in any::<String>()) {
        read(&markdown);
    }

    #[test]
    fn no_tangle_of_lines_makes_it_panic(markdown in "[-#*+ 1.)\\[\\](a\\\\\n\tß]{0,60}") {
        read(&markdown);
    }
}

/// How deep the emphasis in it is. Goes no deeper than it finds it to be.
fn depth(inlines: &[Inline]) -> usize {
    let deeper = |inline: &Inline| match inline {
        Inline::Strong(inner) | Inline::Emphasis(inner) | Inline::Link { children: inner, .. } => 1 + depth(inner),
        Inline::Text(_) => 0,
    };
    inlines.iter().map(deeper).max().unwrap_or(0)
}

#[test]
fn long_runs_of_asterisks_make_nothing_deep() {
    let stars = "*".repeat(100_000);
    for markdown in [[&stars, "a", &stars].concat(), [&stars, "a", &"* ".repeat(100)].concat(), "**a *b ".repeat(500)] {
        assert!(depth(&inlines(&markdown)) <= 20, "{}", depth(&inlines(&markdown)));
    }
}

#[test]
fn long_tangles_take_no_longer_than_texts() {
    for tangle in ["*a ", "**a *b", "[a](", "[", "]", "[a](b(", "\\", "*", "- ", "a **b** [c](https:d) ", "# \n", "]("]
    {
        let started = std::time::Instant::now();
        read(&tangle.repeat(200_000 / tangle.len()));
        assert!(started.elapsed().as_secs() < 2, "{tangle:?} took {:?}", started.elapsed());
    }
}
