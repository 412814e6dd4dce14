//! The field kind `email`: an address that a message can plausibly be sent to.

use super::{Answer, Checked, Context, Fault, Missing, Rules, Value, nothing, wrong};

pub(super) struct Email;

impl Rules for Email {
    fn check(&self, answer: &Answer, required: bool, _: &Context) -> Checked {
        match answer.text() {
            "" => nothing(required, Missing::Email),
            text if is_address(text) => Ok(Value::Text(text.into())),
            _ => wrong(Fault::Email),
        }
    }
}

/// Catches slips, not every oddity: whether an address exists only a message can show. Lengths are RFC 5321's
/// (§ 4.5.3.1: 64 for the local part, 254 for a whole path); quoted local parts and address literals are left out.
fn is_address(text: &str) -> bool {
    let Some((local, domain)) = text.split_once('@') else { return false };
    let top = domain.rsplit('.').next().unwrap_or_default();
    text.len() <= 254
        && (1..=64).contains(&local.len())
        && !local.starts_with('.')
        && !local.ends_with('.')
        && !local.contains(|c: char| super::typing::is_blank(c) || c.is_control() || "\"(),:;<>@[\\]".contains(c))
        && domain.contains('.')
        && domain.split('.').all(is_label)
        && top.len() >= 2
        && !top.bytes().all(|b| b.is_ascii_digit())
}

/// One label of a host's name; beyond ASCII (IDN) anything that can be seen.
fn is_label(label: &str) -> bool {
    (1..=63).contains(&label.len())
        && !label.starts_with('-')
        && !label.ends_with('-')
        && label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || !c.is_ascii() && !super::typing::is_blank(c))
}

#[cfg(test)]
mod tests {
    use super::super::tests::{cx, typed};
    use super::*;

    #[test]
    fn accepts_what_messages_are_sent_to() {
        for text in [
            "amt@musterstadt.de",
            "a.b+hund@post.musterstadt.example",
            "o'neil@x-y.ie",
            "grün@bücher.example",
            "a@xn--bcher-kva.museum",
            "1@2.de",
        ] {
            let answer = typed(&[" ", text, "\u{200b}"].concat());
            assert_eq!(Email.check(&answer, true, &cx()), Ok(Value::Text(text.into())), "{text}");
        }
    }

    #[test]
    fn refuses_slips() {
        let long = format!("{}@musterstadt.de", "a".repeat(65));
        let longer = format!("a@{}de", "abcdefghi.".repeat(26));
        for text in [
            "amt",
            "amt@",
            "@musterstadt.de",
            "amt@musterstadt",
            "amt@musterstadt,de",
            "amt@@musterstadt.de",
            "amt@musterstadt..de",
            "amt@.de",
            "amt@musterstadt.de.",
            "a mt@musterstadt.de",
            "amt@muster stadt.de",
            "<amt@musterstadt.de>",
            "amt@127.0.0.1",
            "a@b.c",
            ".amt@musterstadt.de",
            "amt.@musterstadt.de",
            "amt@-x.de",
            "amt@x@y.de",
            "amt@muster_stadt.de",
            "amt\n@musterstadt.de",
            &long,
            &longer,
        ] {
            assert_eq!(Email.check(&typed(text), false, &cx()), wrong(Fault::Email), "{text}");
        }
    }

    #[test]
    fn nothing_is_wrong_only_where_something_is_required() {
        assert_eq!(Email.check(&Answer::Empty, false, &cx()), Ok(Value::Null));
        assert_eq!(Email.check(&Answer::Empty, true, &cx()), nothing(true, Missing::Email));
    }
}
