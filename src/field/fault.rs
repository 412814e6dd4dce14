//! What can be wrong with an answer, and how a locale file can say it.
//!
//! The contract with the locale files, one line a sentence: its key, then its parameters.
//!
//! ```text
//! fault.missing.…             see `missing.rs`
//! fault.tooShort              {min} number of characters
//! fault.tooLong               {max} number of characters
//! fault.pattern               {message} the recipe's own sentence
//! fault.email                 fault.phone                 fault.phoneAreaCode
//! fault.integer               not a whole number
//! fault.tooSmall              {min} number or decimal number
//! fault.tooLarge              {max} number or decimal number
//! fault.decimal               {decimals} number: neither a number nor one with at most so many digits after the point
//! fault.decimalUnclear        1.234 may be more than a thousand or little more than one
//! fault.money                 not an amount
//! fault.moneyTooSmall         {min} cents
//! fault.moneyTooLarge         {max} cents
//! fault.dateDay               not a number from 1 to 31
//! fault.dateMonth             not a number from 1 to 12
//! fault.dateYear              not four digits
//! fault.dateYearShort         two digits: 85 may be 1885 or 1985
//! fault.dateDayOfMonth        {days} how many days that month has
//! fault.dateTooEarly          {date} the first day allowed
//! fault.dateTooLate           {date} the last day allowed
//! fault.choice                none of what can be chosen
//! fault.tooFew                {min} number of choices
//! fault.tooMany               {max} number of choices
//! fault.country               a country that cannot be chosen here
//! fault.postcode              no German postcode
//! fault.houseNumber           no house number
//! fault.fileType              {name} text, {accepted} text such as "JPG, PNG, PDF"
//! fault.fileContent           {name} text, {accepted} text: the content is not what the name promises
//! fault.fileTooLarge          {name} text, {max} bytes
//! fault.fileEmpty             {name} text
//! fault.fileNotSent           {name} text: the attachment has not reached the backend yet
//! fault.tooManyFiles          {max} number
//! fault.time                  no time of day
//! fault.timeTooEarly          {time} the first time allowed, such as "08:00"
//! fault.timeTooLate           {time} the last time allowed
//! fault.monthTooEarly         {month} the first month allowed
//! fault.monthTooLate          {month} the last month allowed
//! fault.from                  {fault} a sentence about the first day of a period
//! fault.to                    {fault} a sentence about the last day of a period
//! fault.periodBackwards       it ends before it begins
//! fault.periodTooShort        {min} number of days
//! fault.periodTooLong         {max} number of days
//! fault.emailDiffers          the second e-mail address is another than the first
//! fault.nameCharacter         {character} text: a character that no register can keep in a name
//! fault.taxIdLength           not eleven digits
//! fault.taxId                 eleven digits that are no tax identification number
//! fault.documentLength        neither nine characters nor ten
//! fault.documentCharacter     {character} text: a character that no such number has
//! fault.documentLookAlike     {character} text: a letter; {digit} text: the digit it looks like
//! fault.documentCheckDigit    the tenth character is not the check digit
//! fault.licencePlate          no German registration number
//! fault.licencePlateUnclear   where the district's letters end is not clear
//! fault.licencePlateTooLong   more than eight letters and digits
//! fault.iban                  no international bank account number
//! fault.ibanLength            {length} number of characters that one of this country has
//! fault.ibanCheckDigits       the check digits do not match
//! fault.ibanCountry           an account in a country that the recipe does not allow
//! fault.list.unknown          {text} text: what was typed is no entry of the list, or more than one
//! fault.list.gone             {text} text: what was chosen is not in the list any more
//! fault.list.awaited          the list that was typed into is not here
//! fault.latitude              no degrees north or south    fault.longitude             no degrees east or west
//! fault.tooManyEntries        {max} how many entries a group has at most
//! fault.check                 {message} text of the recipe: answers that do not go together
//! fault.backend               {detail} the backend's sentence, in the citizen's language
//! ```

use super::missing::Missing;
use crate::expr::date::Date;
use crate::text::Text;

/// One thing wrong with an answer, and which of the field's inputs it is about.
#[derive(Clone, Debug, PartialEq)]
pub struct Error {
    /// An index into the parts of a field with several inputs, or into the attachments; `None` is the field as a whole.
    pub part: Option<usize>,
    pub fault: Fault,
}

/// What is wrong.
#[derive(Clone, Debug, PartialEq)]
pub enum Fault {
    Missing(Missing),
    /// In Unicode scalar values, as `TooLong`.
    TooShort {
        min: i64,
    },
    TooLong {
        max: i64,
    },
    /// The text does not match the recipe's pattern; the recipe says so in its own words.
    Pattern(Text),
    Email,
    Phone,
    /// A number with neither an international prefix nor an area code.
    PhoneAreaCode,
    Integer,
    TooSmall {
        min: i64,
    },
    TooLarge {
        max: i64,
    },
    /// Neither a number nor one with at most so many digits after the point.
    Decimal {
        decimals: i64,
    },
    /// Whether the only point or comma sets off thousands cannot be told.
    DecimalUnclear,
    /// In millionths, as `DecimalTooLarge`.
    DecimalTooSmall {
        min: i64,
    },
    DecimalTooLarge {
        max: i64,
    },
    Money,
    /// In cents, as `MoneyTooLarge`.
    MoneyTooSmall {
        min: i64,
    },
    MoneyTooLarge {
        max: i64,
    },
    DateDay,
    DateMonth,
    DateYear,
    /// A year of two digits: we do not guess the century.
    DateYearShort,
    /// The month has only so many days.
    DateDayOfMonth {
        days: u8,
    },
    /// With the first day allowed.
    DateTooEarly(Date),
    /// With the last day allowed.
    DateTooLate(Date),
    /// Something that is not (or no longer) among the options.
    Choice,
    TooFew {
        min: i64,
    },
    TooMany {
        max: i64,
    },
    Country,
    Postcode,
    HouseNumber,
    FileType {
        name: String,
        accepted: String,
    },
    /// The name promises an accepted type, and the content is of another or damaged.
    FileContent {
        name: String,
        accepted: String,
    },
    /// `max` in bytes.
    FileTooLarge {
        name: String,
        max: u64,
    },
    FileEmpty {
        name: String,
    },
    FileNotSent {
        name: String,
    },
    TooManyFiles {
        max: i64,
    },
    Time,
    /// `HH:MM`, as `TimeTooLate`.
    TimeTooEarly {
        time: String,
    },
    TimeTooLate {
        time: String,
    },
    /// With the first day of the first month allowed.
    MonthTooEarly(Date),
    /// With the first day of the last month allowed.
    MonthTooLate(Date),
    /// What is wrong with the first day of a period; `To` with its last.
    From(Box<Fault>),
    To(Box<Fault>),
    PeriodBackwards,
    /// In days, both ends among them, as `PeriodTooLong`.
    PeriodTooShort {
        min: i64,
    },
    PeriodTooLong {
        max: i64,
    },
    /// The second address is another than the first.
    EmailDiffers,
    /// A character that is not in DIN 91379, type A.
    NameCharacter {
        character: String,
    },
    TaxIdLength,
    /// Eleven digits against the rules, or with another check digit.
    TaxId,
    DocumentLength,
    /// A character that no identity card's and no passport's number has.
    DocumentCharacter {
        character: String,
    },
    /// A letter that none has, and the digit that was probably meant.
    DocumentLookAlike {
        character: String,
        digit: String,
    },
    DocumentCheckDigit,
    LicencePlate,
    /// Nothing stands between the district's letters and the others, and both can end in two places.
    LicencePlateUnclear,
    LicencePlateTooLong,
    Iban,
    /// How many characters one of that country has.
    IbanLength {
        length: i64,
    },
    IbanCheckDigits,
    IbanCountry,
    /// What was typed is the label of no entry or of several; or what was chosen `once` is not in its list any more.
    NotListed {
        text: String,
        once: bool,
    },
    /// What was typed cannot be judged before its list has come.
    ListAwaited,
    /// No coordinate, as `Longitude`.
    Latitude,
    Longitude,
    TooManyEntries {
        max: i64,
    },
    /// Answers that do not go together; the recipe says so in its own words.
    Check(Text),
    /// The backend's own sentence about this answer.
    Backend(String),
}

/// A value for a sentence's placeholder; the locale writes it down as its language does.
#[derive(Clone, Debug, PartialEq)]
pub enum Param {
    Number(i64),
    /// Of a decimal number.
    Millionths(i64),
    Cents(i64),
    Date(Date),
    /// Any day of the month meant.
    Month(Date),
    Bytes(u64),
    /// A sentence within the sentence.
    Fault(Box<Fault>),
    /// A text of the recipe, still in all its languages.
    Text(Text),
    String(String),
}

impl Fault {
    /// The key of the sentence in a locale file.
    pub fn key(&self) -> &'static str {
        match self {
            Fault::Missing(missing) => missing.key(),
            Fault::TooShort { .. } => "fault.tooShort",
            Fault::TooLong { .. } => "fault.tooLong",
            Fault::Pattern(_) => "fault.pattern",
            Fault::Email => "fault.email",
            Fault::Phone => "fault.phone",
            Fault::PhoneAreaCode => "fault.phoneAreaCode",
            Fault::Integer => "fault.integer",
            Fault::TooSmall { .. } | Fault::DecimalTooSmall { .. } => "fault.tooSmall",
            Fault::TooLarge { .. } | Fault::DecimalTooLarge { .. } => "fault.tooLarge",
            Fault::Decimal { .. } => "fault.decimal",
            Fault::DecimalUnclear => "fault.decimalUnclear",
            Fault::Money => "fault.money",
            Fault::MoneyTooSmall { .. } => "fault.moneyTooSmall",
            Fault::MoneyTooLarge { .. } => "fault.moneyTooLarge",
            Fault::DateDay => "fault.dateDay",
            Fault::DateMonth => "fault.dateMonth",
            Fault::DateYear => "fault.dateYear",
            Fault::DateYearShort => "fault.dateYearShort",
            Fault::DateDayOfMonth { .. } => "fault.dateDayOfMonth",
            Fault::DateTooEarly(_) => "fault.dateTooEarly",
            Fault::DateTooLate(_) => "fault.dateTooLate",
            Fault::Choice => "fault.choice",
            Fault::TooFew { .. } => "fault.tooFew",
            Fault::TooMany { .. } => "fault.tooMany",
            Fault::Country => "fault.country",
            Fault::Postcode => "fault.postcode",
            Fault::HouseNumber => "fault.houseNumber",
            Fault::FileType { .. } => "fault.fileType",
            Fault::FileContent { .. } => "fault.fileContent",
            Fault::FileTooLarge { .. } => "fault.fileTooLarge",
            Fault::FileEmpty { .. } => "fault.fileEmpty",
            Fault::FileNotSent { .. } => "fault.fileNotSent",
            Fault::TooManyFiles { .. } => "fault.tooManyFiles",
            Fault::Time => "fault.time",
            Fault::TimeTooEarly { .. } => "fault.timeTooEarly",
            Fault::TimeTooLate { .. } => "fault.timeTooLate",
            Fault::MonthTooEarly(_) => "fault.monthTooEarly",
            Fault::MonthTooLate(_) => "fault.monthTooLate",
            Fault::From(_) => "fault.from",
            Fault::To(_) => "fault.to",
            Fault::PeriodBackwards => "fault.periodBackwards",
            Fault::PeriodTooShort { .. } => "fault.periodTooShort",
            Fault::PeriodTooLong { .. } => "fault.periodTooLong",
            Fault::EmailDiffers => "fault.emailDiffers",
            Fault::NameCharacter { .. } => "fault.nameCharacter",
            Fault::TaxIdLength => "fault.taxIdLength",
            Fault::TaxId => "fault.taxId",
            Fault::DocumentLength => "fault.documentLength",
            Fault::DocumentCharacter { .. } => "fault.documentCharacter",
            Fault::DocumentLookAlike { .. } => "fault.documentLookAlike",
            Fault::DocumentCheckDigit => "fault.documentCheckDigit",
            Fault::LicencePlate => "fault.licencePlate",
            Fault::LicencePlateUnclear => "fault.licencePlateUnclear",
            Fault::LicencePlateTooLong => "fault.licencePlateTooLong",
            Fault::Iban => "fault.iban",
            Fault::IbanLength { .. } => "fault.ibanLength",
            Fault::IbanCheckDigits => "fault.ibanCheckDigits",
            Fault::IbanCountry => "fault.ibanCountry",
            Fault::NotListed { once: false, .. } => "fault.list.unknown",
            Fault::NotListed { .. } => "fault.list.gone",
            Fault::ListAwaited => "fault.list.awaited",
            Fault::Latitude => "fault.latitude",
            Fault::Longitude => "fault.longitude",
            Fault::TooManyEntries { .. } => "fault.tooManyEntries",
            Fault::Check(_) => "fault.check",
            Fault::Backend(_) => "fault.backend",
        }
    }

    /// The values for the sentence's placeholders, by name.
    pub fn params(&self) -> Vec<(&'static str, Param)> {
        match self {
            Fault::TooShort { min }
            | Fault::TooSmall { min }
            | Fault::TooFew { min }
            | Fault::PeriodTooShort { min } => {
                vec![("min", Param::Number(*min))]
            }
            Fault::TooLong { max }
            | Fault::TooLarge { max }
            | Fault::TooMany { max }
            | Fault::TooManyEntries { max }
            | Fault::TooManyFiles { max }
            | Fault::PeriodTooLong { max } => {
                vec![("max", Param::Number(*max))]
            }
            Fault::Pattern(message) | Fault::Check(message) => vec![("message", Param::Text(message.clone()))],
            Fault::Decimal { decimals } => vec![("decimals", Param::Number(*decimals))],
            Fault::DecimalTooSmall { min } => vec![("min", Param::Millionths(*min))],
            Fault::DecimalTooLarge { max } => vec![("max", Param::Millionths(*max))],
            Fault::MoneyTooSmall { min } => vec![("min", Param::Cents(*min))],
            Fault::MoneyTooLarge { max } => vec![("max", Param::Cents(*max))],
            Fault::DateDayOfMonth { days } => vec![("days", Param::Number(i64::from(*days)))],
            Fault::DateTooEarly(date) | Fault::DateTooLate(date) => vec![("date", Param::Date(*date))],
            Fault::FileType { name, accepted } | Fault::FileContent { name, accepted } => {
                vec![("name", Param::String(name.clone())), ("accepted", Param::String(accepted.clone()))]
            }
            Fault::FileTooLarge { name, max } => {
                vec![("name", Param::String(name.clone())), ("max", Param::Bytes(*max))]
            }
            Fault::FileEmpty { name } | Fault::FileNotSent { name } => vec![("name", Param::String(name.clone()))],
            Fault::TimeTooEarly { time } | Fault::TimeTooLate { time } => vec![("time", Param::String(time.clone()))],
            Fault::MonthTooEarly(month) | Fault::MonthTooLate(month) => vec![("month", Param::Month(*month))],
            Fault::From(fault) | Fault::To(fault) => vec![("fault", Param::Fault(fault.clone()))],
            Fault::NameCharacter { character } | Fault::DocumentCharacter { character } => {
                vec![("character", Param::String(character.clone()))]
            }
            Fault::DocumentLookAlike { character, digit } => {
                vec![("character", Param::String(character.clone())), ("digit", Param::String(digit.clone()))]
            }
            Fault::IbanLength { length } => vec![("length", Param::Number(*length))],
            Fault::NotListed { text, .. } => vec![("text", Param::String(text.clone()))],
            Fault::Backend(detail) => vec![("detail", Param::String(detail.clone()))],
            _ => Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    #[test]
    fn the_contract_above_names_exactly_the_keys_there_are() {
        let is_key = |word: &&str| word.strip_prefix("fault").is_some_and(|rest| rest.starts_with('.'));
        let mut told = BTreeSet::new();
        let mut meant = BTreeSet::new();
        for (file, first) in [(include_str!("fault.rs"), "use super::"), (include_str!("missing.rs"), "/// What")] {
            let (contract, code) = file.split_once(first).expect("a contract, then code");
            told.extend(contract.split_whitespace().filter(|word| is_key(word) && !word.ends_with('…')));
            meant.extend(code.split('"').filter(|word| is_key(word) && !word.ends_with(".rs")));
        }
        assert!(meant.contains("fault.email") && meant.len() > 50, "{meant:?}");
        assert_eq!(told, meant);
    }
}
