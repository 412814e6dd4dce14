//! The field kind `postcodePlace`: a German postcode and the place it belongs to, without a street.

use super::address::{self, MOST_CHARACTERS, is_postcode};
use super::schema::Schema;
use super::{Answer, Checked, Context, Error, Fault, Missing, Rules, Value, nothing};
use crate::reading::Object;

/// What a recipe may say of a postcode and a place.
#[derive(Clone, Debug, PartialEq)]
pub struct PostcodePlace {
    /// Whether it is where the applicant lives, which a browser may fill in (WCAG 1.3.5).
    pub own: bool,
}

/// The parts of the answer, in this order.
pub const POSTCODE: usize = 0;
pub const PLACE: usize = 1;

/// The parts' names in the value that is sent.
const NAMES: &[&str] = &["postcode", "place"];

impl PostcodePlace {
    pub const KEYS: &[&str] = &["own"];

    #[inline(never)]
    pub(super) fn read(object: &Object) -> Self {
        Self { own: object.get("own").and_then(|node| node.boolean()).unwrap_or(false) }
    }

    pub(super) fn schema(&self) -> Schema {
        Schema::object([(NAMES[POSTCODE], true, address::postcode()), (NAMES[PLACE], true, address::part())])
    }
}

impl Rules for PostcodePlace {
    fn check(&self, answer: &Answer, required: bool, _: &Context) -> Checked {
        if self.is_blank(answer) {
            return nothing(required, Missing::PostcodePlace);
        }
        let (mut value, mut errors) = (Vec::new(), Vec::new());
        for (part, name) in NAMES.iter().enumerate() {
            let text = answer.part(part);
            let fault = match part {
                POSTCODE if text.is_empty() => Fault::Missing(Missing::Postcode),
                _ if text.is_empty() => Fault::Missing(Missing::Place),
                POSTCODE if !is_postcode(text) => Fault::Postcode,
                _ if text.chars().count() as i64 > MOST_CHARACTERS => Fault::TooLong { max: MOST_CHARACTERS },
                _ => {
                    value.push(((*name).to_owned(), Value::Text(text.into())));
                    continue;
                }
            };
            errors.push(Error { part: Some(part), fault });
        }
        if errors.is_empty() { Ok(Value::Map(value)) } else { Err(errors) }
    }

    fn fits(&self, answer: &Answer) -> bool {
        *answer == Answer::Empty || answer.list().len() == NAMES.len()
    }

    fn parts(&self) -> &'static [&'static str] {
        NAMES
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{cx, listed, pointers, read};
    use super::*;
    use crate::json::given;
    use serde_json::json;

    fn check(parts: [&str; 2]) -> Checked {
        read(json!({}), PostcodePlace::read).check(&listed(&parts), true, &cx())
    }

    #[test]
    fn both_belong_together() {
        let value = check([" 01067 ", "Musterstadt\u{a0}"]).expect("a place");
        assert_eq!(value.to_json(), given(&json!({"postcode": "01067", "place": "Musterstadt"})));
    }

    #[test]
    fn says_which_part_is_wrong() {
        let error = |part, fault| Error { part: Some(part), fault };
        assert_eq!(
            check(["00123", ""]),
            Err(vec![error(POSTCODE, Fault::Postcode), error(PLACE, Fault::Missing(Missing::Place))])
        );
        assert_eq!(
            check(["", &"x".repeat(101)]),
            Err(vec![error(POSTCODE, Fault::Missing(Missing::Postcode)), error(PLACE, Fault::TooLong { max: 100 })])
        );
        for bad in ["1067", "123456", "D-12345", "1234５"] {
            assert_eq!(check([bad, "x"]), Err(vec![error(POSTCODE, Fault::Postcode)]), "{bad}");
        }
    }

    #[test]
    fn nothing_is_wrong_only_where_something_is_required() {
        let kind = read(json!({"own": true}), PostcodePlace::read);
        for answer in [Answer::Empty, listed(&["", " "])] {
            assert_eq!(kind.check(&answer, false, &cx()), Ok(Value::Null));
            assert_eq!(kind.check(&answer, true, &cx()), nothing(true, Missing::PostcodePlace));
        }
    }

    #[test]
    fn names_each_mistake_of_a_recipe() {
        assert_eq!(pointers(json!({"own": "yes"}), PostcodePlace::read), ["/own"]);
    }
}
