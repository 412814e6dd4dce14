//! What can be wrong with an answer, and how a locale file can say it.
//!
//! The contract with the locale files, one line a sentence: its key, then its parameters.
//!
//! ```text
//! fault.missing.text          fault.missing.email         fault.missing.phone         fault.missing.number
//! fault.missing.money         fault.missing.date          fault.missing.day           fault.missing.month
//! fault.missing.year          fault.missing.yesNo         fault.missing.choice        fault.missing.choices
//! fault.missing.consent       fault.missing.address       fault.missing.street        fault.missing.houseNumber
//! fault.missing.postcode      fault.missing.place         fault.missing.line          fault.missing.file
//! fault.tooShort              {min} number of characters
//! fault.tooLong               {max} number of characters
//! fault.pattern               {message} the recipe's own sentence
//! fault.email                 fault.phone                 fault.phoneAreaCode
//! fault.integer               not a whole number
//! fault.tooSmall              {min} number
//! fault.tooLarge              {max} number
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
//! fault.fileTooLarge          {name} text, {max} bytes
//! fault.fileEmpty             {name} text
//! fault.fileNotSent           {name} text: the attachment has not reached the backend yet
//! fault.tooManyFiles          {max} number
//! fault.backend               {detail} the backend's sentence, in the citizen's language
//! ```

use crate::expr::date::Date;
use crate::text::Text;

/// One thing wrong with an answer, and which of the field's inputs it is about.
#[derive(Clone, Debug, PartialEq)]
pub struct Error {
    /// An index into the parts of a date or an address, or into the attachments; `None` is the field as a whole.
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
    /// The backend's own sentence about this answer.
    Backend(String),
}

/// What was not given, named by what the citizen should do about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Missing {
    Text,
    Email,
    Phone,
    Number,
    Money,
    Date,
    Day,
    Month,
    Year,
    YesNo,
    Choice,
    Choices,
    Consent,
    Address,
    Street,
    HouseNumber,
    Postcode,
    Place,
    Line,
    File,
}

/// A value for a sentence's placeholder; the locale writes it down as its language does.
#[derive(Clone, Debug, PartialEq)]
pub enum Param {
    Number(i64),
    Cents(i64),
    Date(Date),
    Bytes(u64),
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
            Fault::TooSmall { .. } => "fault.tooSmall",
            Fault::TooLarge { .. } => "fault.tooLarge",
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
            Fault::FileTooLarge { .. } => "fault.fileTooLarge",
            Fault::FileEmpty { .. } => "fault.fileEmpty",
            Fault::FileNotSent { .. } => "fault.fileNotSent",
            Fault::TooManyFiles { .. } => "fault.tooManyFiles",
            Fault::Backend(_) => "fault.backend",
        }
    }

    /// The values for the sentence's placeholders, by name.
    pub fn params(&self) -> Vec<(&'static str, Param)> {
        match self {
            Fault::TooShort { min } | Fault::TooSmall { min } | Fault::TooFew { min } => {
                vec![("min", Param::Number(*min))]
            }
            Fault::TooLong { max } | Fault::TooLarge { max } | Fault::TooMany { max } | Fault::TooManyFiles { max } => {
                vec![("max", Param::Number(*max))]
            }
            Fault::Pattern(message) => vec![("message", Param::Text(message.clone()))],
            Fault::MoneyTooSmall { min } => vec![("min", Param::Cents(*min))],
            Fault::MoneyTooLarge { max } => vec![("max", Param::Cents(*max))],
            Fault::DateDayOfMonth { days } => vec![("days", Param::Number(i64::from(*days)))],
            Fault::DateTooEarly(date) | Fault::DateTooLate(date) => vec![("date", Param::Date(*date))],
            Fault::FileType { name, accepted } => {
                vec![("name", Param::String(name.clone())), ("accepted", Param::String(accepted.clone()))]
            }
            Fault::FileTooLarge { name, max } => {
                vec![("name", Param::String(name.clone())), ("max", Param::Bytes(*max))]
            }
            Fault::FileEmpty { name } | Fault::FileNotSent { name } => vec![("name", Param::String(name.clone()))],
            Fault::Backend(detail) => vec![("detail", Param::String(detail.clone()))],
            _ => Vec::new(),
        }
    }
}

impl Missing {
    fn key(self) -> &'static str {
        match self {
            Missing::Text => "fault.missing.text",
            Missing::Email => "fault.missing.email",
            Missing::Phone => "fault.missing.phone",
            Missing::Number => "fault.missing.number",
            Missing::Money => "fault.missing.money",
            Missing::Date => "fault.missing.date",
            Missing::Day => "fault.missing.day",
            Missing::Month => "fault.missing.month",
            Missing::Year => "fault.missing.year",
            Missing::YesNo => "fault.missing.yesNo",
            Missing::Choice => "fault.missing.choice",
            Missing::Choices => "fault.missing.choices",
            Missing::Consent => "fault.missing.consent",
            Missing::Address => "fault.missing.address",
            Missing::Street => "fault.missing.street",
            Missing::HouseNumber => "fault.missing.houseNumber",
            Missing::Postcode => "fault.missing.postcode",
            Missing::Place => "fault.missing.place",
            Missing::Line => "fault.missing.line",
            Missing::File => "fault.missing.file",
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    #[test]
    fn the_contract_above_names_exactly_the_keys_there_are() {
        let (contract, code) = include_str!("fault.rs").split_once("use crate::").expect("a contract, then code");
        let is_key = |word: &&str| word.strip_prefix("fault").is_some_and(|rest| rest.starts_with('.'));
        let told: BTreeSet<&str> = contract.split_whitespace().filter(is_key).collect();
        let meant: BTreeSet<&str> = code.split('"').filter(|word| is_key(word) && !word.ends_with(".rs")).collect();
        assert!(meant.contains("fault.email") && meant.len() > 50, "{meant:?}");
        assert_eq!(told, meant);
    }
}
