//! The field kind `email`: an address that a message can plausibly be sent to.

use super::schema::{BLANKS, Schema};
use super::{Answer, Checked, Context, Error, Fault, Missing, Rules, Value, nothing, wrong};
use crate::reading::Object;

/// What a recipe may say of an e-mail address.
#[derive(Clone, Debug, PartialEq)]
pub struct Email {
    /// Whether it is asked twice, for a slip would send the answer to someone else.
    pub confirm: bool,
}

/// The parts of an answer that is asked twice, in this order.
pub const ADDRESS: usize = 0;
pub const AGAIN: usize = 1;

impl Email {
    pub const KEYS: &[&str] = &["confirm"];

    pub(super) fn read(object: &Object) -> Self {
        Self { confirm: object.get("confirm").and_then(|node| node.boolean()).unwrap_or(false) }
    }

    /// Lengths are in bytes there and in characters here: beyond ASCII a schema lets longer ones through.
    pub(super) fn schema(&self) -> Schema {
        Schema::of("string").with("maxLength", 254).with("pattern", pattern().as_str())
    }
}

impl Rules for Email {
    fn check(&self, answer: &Answer, required: bool, _: &Context) -> Checked {
        if self.is_blank(answer) {
            return nothing(required, Missing::Email);
        }
        if !self.confirm {
            let text = answer.text();
            return if is_address(text) { Ok(Value::Text(text.into())) } else { wrong(Fault::Email) };
        }
        let (address, again) = (answer.part(ADDRESS), answer.part(AGAIN));
        let (part, fault) = match address {
            "" => (ADDRESS, Fault::Missing(Missing::Email)),
            _ if !is_address(address) => (ADDRESS, Fault::Email),
            _ if again.is_empty() => (AGAIN, Fault::Missing(Missing::EmailAgain)),
            // Capitals come from a phone's keyboard; RFC 5321 § 2.4 discourages telling mailboxes apart by them.
            _ if !again.eq_ignore_ascii_case(address) => (AGAIN, Fault::EmailDiffers),
            _ => return Ok(Value::Text(address.into())),
        };
        Err(vec![Error { part: Some(part), fault }])
    }

    fn fits(&self, answer: &Answer) -> bool {
        match answer {
            Answer::Empty => true,
            Answer::Text(_) => !self.confirm,
            Answer::List(parts) => self.confirm && parts.len() == self.parts().len(),
            Answer::Files(_) => false,
        }
    }

    fn parts(&self) -> &'static [&'static str] {
        if self.confirm { &["address", "again"] } else { &[] }
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

/// The same as a pattern. What a label begins and ends with is a letter, a digit or any character beyond ASCII that can be
/// seen; between them there may be hyphens.
fn pattern() -> String {
    let local = |more| ["[^", more, BLANKS, "\\u0000-\\u001f\\u007f-\\u009f\"(),:;<>@\\[\\\\\\]]"].concat();
    let (end, middle) = (local("."), local(""));
    let seen = |ascii| ["[^", ascii, BLANKS, "]"].concat();
    let edge = seen("\\u0000-\\u002f\\u003a-\\u0040\\u005b-\\u0060\\u007b-\\u007f");
    let inner = seen("\\u0000-\\u002c\\u002e\\u002f\\u003a-\\u0040\\u005b-\\u0060\\u007b-\\u007f");
    let beyond = seen("\\u0000-\\u007f");
    // The last label has two bytes at least, and not only digits.
    let rest = ["(?:", &inner, "*", &edge, ")"].concat();
    let last = [
        "(?:[A-Za-z]",
        &rest,
        "|",
        &beyond,
        &rest,
        "?|[0-9]+(?:[A-Za-z]|",
        &beyond,
        ")",
        &rest,
        "?|[0-9]+-",
        &rest,
        ")",
    ];
    ["^", &end, "(?:", &middle, "{0,62}", &end, ")?@(?:", &edge, &rest, "?\\.)+", &last.concat(), "$"].concat()
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
    use super::super::tests::{cx, listed, pointers, read, typed};
    use super::*;
    use serde_json::json;

    const ONCE: Email = Email { confirm: false };

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
            assert_eq!(ONCE.check(&answer, true, &cx()), Ok(Value::Text(text.into())), "{text}");
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
            assert_eq!(ONCE.check(&typed(text), false, &cx()), wrong(Fault::Email), "{text}");
        }
    }

    #[test]
    fn nothing_is_wrong_only_where_something_is_required() {
        assert_eq!(ONCE.check(&Answer::Empty, false, &cx()), Ok(Value::Null));
        assert_eq!(ONCE.check(&Answer::Empty, true, &cx()), nothing(true, Missing::Email));
    }

    #[test]
    fn asked_twice_both_must_agree() {
        let twice = read(json!({"confirm": true}), Email::read);
        let check = |parts: [&str; 2]| twice.check(&listed(&parts), true, &cx());
        assert_eq!(check(["amt@musterstadt.de", " Amt@Musterstadt.de "]), Ok(Value::Text("amt@musterstadt.de".into())));
        for (parts, part, fault) in [
            (["amt@musterstadt.de", "amt@mustertsadt.de"], AGAIN, Fault::EmailDiffers),
            (["amt@musterstadt.de", ""], AGAIN, Fault::Missing(Missing::EmailAgain)),
            (["", "amt@musterstadt.de"], ADDRESS, Fault::Missing(Missing::Email)),
            (["amt@", "amt@"], ADDRESS, Fault::Email),
        ] {
            assert_eq!(check(parts), Err(vec![Error { part: Some(part), fault }]), "{parts:?}");
        }
        assert_eq!(check(["", " "]), nothing(true, Missing::Email));
        assert_eq!(twice.check(&listed(&["", ""]), false, &cx()), Ok(Value::Null));
    }

    #[test]
    fn an_answer_of_the_other_shape_does_not_fit() {
        let twice = Email { confirm: true };
        let (one, two) = (typed("amt@musterstadt.de"), listed(&["amt@musterstadt.de", ""]));
        assert!(ONCE.fits(&one) && !ONCE.fits(&two) && twice.fits(&two) && !twice.fits(&one));
        assert!(twice.is_blank(&one) && ONCE.is_blank(&two));
    }

    #[test]
    fn names_each_mistake_of_a_recipe() {
        assert_eq!(pointers(json!({"confirm": "yes"}), Email::read), ["/confirm"]);
    }
}
