//! The field kind `bankAccount`: where money is sent to or taken from, by its IBAN.

use super::schema::Schema;
use super::typing::tidy;
use super::{Answer, Checked, Context, Error, Fault, Missing, Rules, Value, country, iban, nothing};
use crate::reading::Object;

/// What a recipe may say of a bank account.
#[derive(Clone, Debug, PartialEq)]
pub struct BankAccount {
    /// Whether the account holder's name is asked for as well.
    pub holder: bool,
    /// Codes of the countries where it may be held; none where every country goes.
    pub countries: Vec<&'static str>,
}

/// The parts of an answer with a holder, in this order.
pub const IBAN: usize = 0;
pub const HOLDER: usize = 1;

/// The parts' names in the value that is sent.
const NAMES: &[&str] = &["iban", "holder"];

/// What a SEPA credit transfer has room for in a name (EPC115-06).
const MOST_CHARACTERS: i64 = 70;

impl BankAccount {
    pub const KEYS: &[&str] = &["holder", "countries"];

    #[inline(never)]
    pub(super) fn read(object: &Object) -> Self {
        let holder = object.get("holder").and_then(|node| node.boolean()).unwrap_or(true);
        let countries = match object.get("countries") {
            None => Vec::new(),
            Some(node) if node.value.as_str() == Some("SEPA") => iban::SEPA.split(' ').collect(),
            Some(node) if node.value.as_str().is_some() => {
                node.expected("\"SEPA\" or a list of countries");
                Vec::new()
            }
            Some(node) => country::read_codes(&node),
        };
        Self { holder, countries }
    }

    fn iban(&self, text: &str) -> Result<String, Fault> {
        if text.is_empty() {
            return Err(Fault::Missing(Missing::Iban));
        }
        let iban = iban::read(text)?;
        let allowed = self.countries.is_empty() || self.countries.iter().any(|code| iban.starts_with(code));
        if allowed { Ok(iban) } else { Err(Fault::IbanCountry) }
    }

    /// Whether the check digits are right no schema can say.
    pub(super) fn schema(&self) -> Schema {
        let iban = match self.countries.as_slice() {
            [] => Schema::shared("iban"),
            countries => Schema::of("string").with("pattern", iban::pattern(countries).as_str()),
        };
        let holder = Schema::shared("text").with("maxLength", MOST_CHARACTERS);
        if self.holder {
            Schema::object([(NAMES[IBAN], true, iban), (NAMES[HOLDER], true, holder)])
        } else {
            Schema::object([(NAMES[IBAN], true, iban)])
        }
    }
}

impl Rules for BankAccount {
    fn check(&self, answer: &Answer, required: bool, _: &Context) -> Checked {
        if self.is_blank(answer) {
            return nothing(required, Missing::Iban);
        }
        let (mut value, mut errors) = (Vec::new(), Vec::new());
        let text = if self.holder { answer.part(IBAN) } else { answer.text() };
        match self.iban(text) {
            Ok(iban) => value.push((NAMES[IBAN].to_owned(), Value::Text(iban))),
            Err(fault) => errors.push(Error { part: self.holder.then_some(IBAN), fault }),
        }
        if self.holder {
            let fault = match answer.part(HOLDER) {
                "" => Some(Fault::Missing(Missing::Holder)),
                text if text.chars().count() as i64 > MOST_CHARACTERS => Some(Fault::TooLong { max: MOST_CHARACTERS }),
                text => {
                    value.push((NAMES[HOLDER].to_owned(), Value::Text(text.into())));
                    None
                }
            };
            errors.extend(fault.map(|fault| Error { part: Some(HOLDER), fault }));
        }
        if errors.is_empty() { Ok(Value::Map(value)) } else { Err(errors) }
    }

    fn normalize(&self, answer: &Answer) -> Option<Answer> {
        let tidied = match answer {
            Answer::Text(text) => Answer::Text(iban::grouped(text)),
            Answer::List(parts) => Answer::List(
                parts
                    .iter()
                    .enumerate()
                    .map(|(ix, text)| if ix == IBAN { iban::grouped(text) } else { tidy(text).to_owned() })
                    .collect(),
            ),
            _ => return None,
        };
        (tidied != *answer).then_some(tidied)
    }

    fn fits(&self, answer: &Answer) -> bool {
        match answer {
            Answer::Empty => true,
            Answer::Text(_) => !self.holder,
            Answer::List(parts) => self.holder && parts.len() == NAMES.len(),
            Answer::Files(_) => false,
        }
    }

    fn parts(&self) -> &'static [&'static str] {
        if self.holder { NAMES } else { &[] }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{cx, listed, pointers, read, typed};
    use super::super::wrong;
    use super::*;
    use crate::json::given;
    use serde_json::json;

    const GOOD: &str = "DE89370400440532013000";

    fn check(json: serde_json::Value, parts: [&str; 2]) -> Checked {
        read(json, BankAccount::read).check(&listed(&parts), true, &cx())
    }

    fn error(part: usize, fault: Fault) -> Error {
        Error { part: Some(part), fault }
    }

    #[test]
    fn a_number_and_its_holder() {
        let value =
            check(json!({}), [" de89 3704 0044 0532 0130 00 ", " Heimatverein Musterstadt"]).expect("an account");
        assert_eq!(value.to_json(), given(&json!({"iban": GOOD, "holder": "Heimatverein Musterstadt"})));
        let kind = read(json!({}), BankAccount::read);
        assert_eq!(
            kind.normalize(&listed(&["de89370400440532013000", " E. M. "])),
            Some(listed(&["DE89 3704 0044 0532 0130 00", "E. M."]))
        );
    }

    #[test]
    fn a_number_alone() {
        let kind = read(json!({"holder": false}), BankAccount::read);
        assert_eq!(kind.check(&typed(GOOD), true, &cx()).expect("an account").to_json(), given(&json!({"iban": GOOD})));
        assert_eq!(kind.check(&typed("DE88370400440532013000"), true, &cx()), wrong(Fault::IbanCheckDigits));
        assert_eq!(kind.normalize(&typed(GOOD)), Some(typed("DE89 3704 0044 0532 0130 00")));
        assert!(kind.parts().is_empty() && kind.fits(&typed(GOOD)) && !kind.fits(&listed(&[GOOD, ""])));
    }

    #[test]
    fn says_which_part_is_wrong() {
        assert_eq!(
            check(json!({}), ["DE89 3704", ""]),
            Err(vec![error(IBAN, Fault::IbanLength { length: 22 }), error(HOLDER, Fault::Missing(Missing::Holder))])
        );
        assert_eq!(
            check(json!({}), ["", &"x".repeat(71)]),
            Err(vec![error(IBAN, Fault::Missing(Missing::Iban)), error(HOLDER, Fault::TooLong { max: 70 })])
        );
        let kind = read(json!({}), BankAccount::read);
        for answer in [Answer::Empty, listed(&["", " "])] {
            assert_eq!(kind.check(&answer, true, &cx()), nothing(true, Missing::Iban));
            assert_eq!(kind.check(&answer, false, &cx()), Ok(Value::Null));
        }
    }

    #[test]
    fn only_from_the_countries_of_the_recipe() {
        let turkish = "TR330006100519786457841326";
        let norwegian = "NO9386011117947";
        assert!(check(json!({}), [turkish, "x"]).is_ok());
        assert!(check(json!({"countries": "SEPA"}), [norwegian, "x"]).is_ok());
        let refused = Err(vec![error(IBAN, Fault::IbanCountry)]);
        assert_eq!(check(json!({"countries": "SEPA"}), [turkish, "x"]), refused);
        assert_eq!(check(json!({"countries": ["DE", "AT"]}), [norwegian, "x"]), refused);
        assert!(check(json!({"countries": ["DE", "AT"]}), [GOOD, "x"]).is_ok());
    }

    #[test]
    fn names_each_mistake_of_a_recipe() {
        assert_eq!(pointers(json!({"holder": 1, "countries": "EU"}), BankAccount::read), ["/holder", "/countries"]);
        assert_eq!(pointers(json!({"countries": ["DE", "QQ"]}), BankAccount::read), ["/countries/1"]);
        assert_eq!(pointers(json!({"countries": []}), BankAccount::read), ["/countries"]);
    }
}
