//! The field kind `personName`: a name in the letters that every register in Germany can keep (DIN 91379, type A).

use super::letters::{self, first_foreign};
use super::schema::Schema;
use super::typing::{is_blank, tidy};
use super::{Answer, Checked, Context, Fault, Missing, Rules, Value, nothing, wrong};

/// No name is longer, in Unicode scalar values.
const MOST_CHARACTERS: i64 = 200;

pub(super) struct PersonName;

impl PersonName {
    pub(super) fn schema() -> Schema {
        Schema::shared("name")
    }
}

/// Normal form C is demanded by the letters: those that have one code point are not listed as sequences.
pub(super) fn definition() -> Schema {
    Schema::shared("line")
        .with("maxLength", MOST_CHARACTERS)
        .matching(&letters::pattern())
        .matching("^[^ ]+(?: [^ ]+)*$")
}

impl Rules for PersonName {
    fn check(&self, answer: &Answer, required: bool, cx: &Context) -> Checked {
        let text = cx.patterns.nfc(&tidied(answer.text()));
        if text.is_empty() {
            return nothing(required, Missing::Name);
        }
        super::text::check_length(&text, 0, MOST_CHARACTERS)?;
        match first_foreign(&text) {
            Some(character) => wrong(Fault::NameCharacter { character: character.to_owned() }),
            None => Ok(Value::Text(text)),
        }
    }

    fn normalize(&self, answer: &Answer) -> Option<Answer> {
        answer.map_text(tidied)
    }
}

/// Blanks of any kind become one space, hyphens of any kind the plain one, and what cannot be seen goes: all of these come
/// along with copied names, and none is in the standard.
fn tidied(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in tidy(text).chars() {
        match c {
            '\u{2010}'..='\u{2013}' => out.push('-'),
            c if c.is_whitespace() => {
                if !out.ends_with(' ') {
                    out.push(' ');
                }
            }
            c if is_blank(c) => {}
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::tests::{cx, typed};
    use super::*;

    #[test]
    fn names_of_all_latin_languages_go() {
        for name in [
            "Erika",
            "Müller-Lüdenscheidt",
            "O'Neil",
            "O’Neil",
            "Nguyễn Thị Ánh",
            "Åse Þórðardóttir",
            "Žižka, Jan",
            "Łukasz",
            "İnönü",
            "Məmmədov",
            "K\u{35f}hal",
            "M\u{310}o l\u{325}\u{304}a",
            "Straẞe",
            "-",
        ] {
            assert_eq!(PersonName.check(&typed(name), true, &cx()), Ok(Value::Text(name.into())), "{name}");
        }
    }

    #[test]
    fn the_composed_form_is_sent() {
        let sent = PersonName.check(&typed("Mu\u{308}ller Nguye\u{302}\u{303}n c\u{306}\u{328}"), true, &cx());
        assert_eq!(sent, Ok(Value::Text("Müller Nguyễn c\u{328}\u{306}".into())));
    }

    #[test]
    fn copied_blanks_and_hyphens_become_plain() {
        let copied = typed("\u{feff}Anna\u{a0} \u{2011}\u{ad}Lena \n");
        assert_eq!(PersonName.check(&copied, true, &cx()), Ok(Value::Text("Anna -Lena".into())));
        assert_eq!(PersonName.normalize(&copied), Some(typed("Anna -Lena")));
    }

    #[test]
    fn names_the_character_that_does_not_go() {
        for (name, character) in [
            ("Erika 2", "2"),
            ("Иван", "И"),
            ("Γιώργος", "Γ"),
            ("Erika🐕", "🐕"),
            ("Anna_Lena", "_"),
            ("Anna/Lena", "/"),
            // Each letter and each mark is in the standard, but not together.
            ("Wq\u{300}", "q\u{300}"),
            ("C\u{328}x", "C\u{328}"),
            ("s\u{31b}", "s\u{31b}"),
            ("K\u{35f}a", "K\u{35f}"),
            ("\u{301}a", "\u{301}"),
        ] {
            let fault = Fault::NameCharacter { character: character.into() };
            assert_eq!(PersonName.check(&typed(name), false, &cx()), wrong(fault), "{name}");
        }
    }

    #[test]
    fn nothing_is_wrong_only_where_something_is_required() {
        assert_eq!(PersonName.check(&typed(" "), false, &cx()), Ok(Value::Null));
        assert_eq!(PersonName.check(&typed("\u{200b}"), true, &cx()), nothing(true, Missing::Name));
        let long = PersonName.check(&typed(&"x".repeat(201)), true, &cx());
        assert_eq!(long, wrong(Fault::TooLong { max: 200 }));
    }
}
