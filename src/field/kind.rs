//! The list of the field kinds: what each is called, how it is read from a recipe, and whose rules it follows.

use super::identity_document::IdentityDocument;
use super::licence_plate::LicencePlate;
use super::person_name::PersonName;
use super::phone::Phone;
use super::place::Place;
use super::tax_id::TaxId;
use super::yes_no::YesNo;
use super::{
    Address, Answer, Appointment, BankAccount, Calculated, Checked, Choice, ChoiceOption, Choices, Consent, Context,
    Country, DateField, Decimal, Email, File, Group, Integer, Listed, LongText, Money, Note, Patterns, Period,
    PostcodePlace, Rules, ShortText, Time, Untyped, YearMonth,
};
use crate::reading::Object;

/// A field kind with the parameters a recipe gave it.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    Text(ShortText),
    PersonName,
    LongText(LongText),
    Email(Email),
    Phone,
    TaxId,
    IdentityDocument,
    LicencePlate,
    BankAccount(BankAccount),
    Integer(Integer),
    Decimal(Decimal),
    Money(Money),
    Date(DateField),
    Time(Time),
    YearMonth(YearMonth),
    Period(Period),
    YesNo,
    Choice(Choice),
    /// A `choice` with a code list.
    Listed(Listed),
    Choices(Choices),
    Consent(Consent),
    Address(Address),
    PostcodePlace(PostcodePlace),
    Place,
    Appointment(Appointment),
    Country(Country),
    File(File),
    Note(Note),
    Group(Box<Group>),
    Calculated(Calculated),
}

impl Kind {
    /// The names of all kinds, as recipes write them.
    pub const NAMES: &[&str] = &[
        "text",
        "personName",
        "longText",
        "email",
        "phone",
        "taxId",
        "identityDocument",
        "licencePlate",
        "bankAccount",
        "integer",
        "decimal",
        "money",
        "date",
        "time",
        "yearMonth",
        "period",
        "yesNo",
        "choice",
        "choices",
        "consent",
        "address",
        "postcodePlace",
        "place",
        "appointment",
        "country",
        "file",
        "note",
        "group",
        "calculated",
    ];

    /// Those of them whose code is in the later part of the program (`xtask/src/parts/`), for forms that ask for them.
    pub const LATER: &[&str] = &[
        "personName",
        "longText",
        "taxId",
        "identityDocument",
        "licencePlate",
        "bankAccount",
        "decimal",
        "money",
        "time",
        "yearMonth",
        "period",
        "choices",
        "postcodePlace",
        "place",
        "appointment",
        "group",
        "calculated",
    ];

    /// Those that are drawn by the first part of the program; a step with any other field, or
    /// with Markdown, waits for the later one.
    pub const DRAWN_FIRST: &[&str] = &["text", "email", "phone"];

    /// Reads the parameters of the kind called `name` and reports what is wrong with them. `None` only for a name that
    /// is none of [`Kind::NAMES`], reported at the key `kind`.
    pub fn read(name: &str, object: &Object, patterns: &dyn Patterns) -> Option<Kind> {
        Some(match name {
            "text" => Kind::Text(ShortText::read(object, patterns)),
            "personName" => Kind::PersonName,
            "longText" => Kind::LongText(LongText::read(object)),
            "email" => Kind::Email(Email::read(object)),
            "phone" => Kind::Phone,
            "taxId" => Kind::TaxId,
            "identityDocument" => Kind::IdentityDocument,
            "licencePlate" => Kind::LicencePlate,
            "bankAccount" => Kind::BankAccount(BankAccount::read(object)),
            "integer" => Kind::Integer(Integer::read(object)),
            "decimal" => Kind::Decimal(Decimal::read(object)),
            "money" => Kind::Money(Money::read(object)),
            "date" => Kind::Date(DateField::read(object)),
            "time" => Kind::Time(Time::read(object)),
            "yearMonth" => Kind::YearMonth(YearMonth::read(object)),
            "period" => Kind::Period(Period::read(object)),
            "yesNo" => Kind::YesNo,
            "choice" if object.map.contains_key("codeList") => Kind::Listed(Listed::read(object)),
            "choice" => Kind::Choice(Choice::read(object)),
            "choices" => Kind::Choices(Choices::read(object)),
            "consent" => Kind::Consent(Consent::read(object)),
            "address" => Kind::Address(Address::read(object)),
            "postcodePlace" => Kind::PostcodePlace(PostcodePlace::read(object)),
            "place" => Kind::Place,
            "appointment" => Kind::Appointment(Appointment::read(object)),
            "country" => Kind::Country(Country::read(object)),
            "file" => Kind::File(File::read(object)),
            "note" => Kind::Note(Note::read(object)),
            "group" => Kind::Group(Box::new(Group::read(object))),
            "calculated" => Kind::Calculated(Calculated::read(object)),
            _ => {
                object.expected("kind", &["one of the kinds ", &Self::NAMES.join(", ")].concat());
                return None;
            }
        })
    }

    /// The keys of a recipe's field that belong to the kind called `name`; none for an unknown kind.
    pub fn keys(name: &str) -> &'static [&'static str] {
        match name {
            "text" => ShortText::KEYS,
            "longText" => LongText::KEYS,
            "email" => Email::KEYS,
            "integer" => Integer::KEYS,
            "decimal" => Decimal::KEYS,
            "money" => Money::KEYS,
            "date" => DateField::KEYS,
            "time" => Time::KEYS,
            "yearMonth" => YearMonth::KEYS,
            "period" => Period::KEYS,
            "choice" => Choice::KEYS,
            "choices" => Choices::KEYS,
            "consent" => Consent::KEYS,
            "address" => Address::KEYS,
            "postcodePlace" => PostcodePlace::KEYS,
            "appointment" => Appointment::KEYS,
            "country" => Country::KEYS,
            "file" => File::KEYS,
            "note" => Note::KEYS,
            "group" => Group::KEYS,
            "calculated" => Calculated::KEYS,
            "bankAccount" => BankAccount::KEYS,
            _ => &[],
        }
    }

    /// The kind's name, as recipes write it.
    pub fn name(&self) -> &'static str {
        match self {
            Kind::Text(_) => "text",
            Kind::PersonName => "personName",
            Kind::LongText(_) => "longText",
            Kind::Email(_) => "email",
            Kind::Phone => "phone",
            Kind::TaxId => "taxId",
            Kind::IdentityDocument => "identityDocument",
            Kind::LicencePlate => "licencePlate",
            Kind::BankAccount(_) => "bankAccount",
            Kind::Integer(_) => "integer",
            Kind::Decimal(_) => "decimal",
            Kind::Money(_) => "money",
            Kind::Date(_) => "date",
            Kind::Time(_) => "time",
            Kind::YearMonth(_) => "yearMonth",
            Kind::Period(_) => "period",
            Kind::YesNo => "yesNo",
            Kind::Choice(_) | Kind::Listed(_) => "choice",
            Kind::Choices(_) => "choices",
            Kind::Consent(_) => "consent",
            Kind::Address(_) => "address",
            Kind::PostcodePlace(_) => "postcodePlace",
            Kind::Place => "place",
            Kind::Appointment(_) => "appointment",
            Kind::Country(_) => "country",
            Kind::File(_) => "file",
            Kind::Note(_) => "note",
            Kind::Group(_) => "group",
            Kind::Calculated(_) => "calculated",
        }
    }

    fn rules(&self) -> &dyn Rules {
        match self {
            Kind::Text(kind) => kind,
            Kind::PersonName => &PersonName,
            Kind::LongText(kind) => kind,
            Kind::Email(kind) => kind,
            Kind::Phone => &Phone,
            Kind::TaxId => &TaxId,
            Kind::IdentityDocument => &IdentityDocument,
            Kind::LicencePlate => &LicencePlate,
            Kind::BankAccount(kind) => kind,
            Kind::Integer(kind) => kind,
            Kind::Decimal(kind) => kind,
            Kind::Money(kind) => kind,
            Kind::Date(kind) => kind,
            Kind::Time(kind) => kind,
            Kind::YearMonth(kind) => kind,
            Kind::Period(kind) => kind,
            Kind::YesNo => &YesNo,
            Kind::Choice(kind) => kind,
            Kind::Listed(kind) => kind,
            Kind::Choices(kind) => kind,
            Kind::Consent(kind) => kind,
            Kind::Address(kind) => kind,
            Kind::PostcodePlace(kind) => kind,
            Kind::Place => &Place,
            Kind::Appointment(kind) => kind,
            Kind::Country(kind) => kind,
            Kind::File(kind) => kind,
            Kind::Note(_) | Kind::Group(_) | Kind::Calculated(_) => &Untyped,
        }
    }

    /// See [`Checked`]. A conditional requirement is the caller's to decide.
    pub fn check(&self, answer: &Answer, required: bool, cx: &Context) -> Checked {
        self.rules().check(answer, required, cx)
    }

    /// See [`Rules::normalize`].
    pub fn normalize(&self, answer: &Answer) -> Option<Answer> {
        self.rules().normalize(answer)
    }

    /// See [`Rules::fits`].
    pub fn fits(&self, answer: &Answer) -> bool {
        self.rules().fits(answer)
    }

    /// See [`Rules::is_blank`].
    pub fn is_blank(&self, answer: &Answer) -> bool {
        self.rules().is_blank(answer)
    }

    /// How many inputs the field has: 3 for a date, 7 for an address, mostly 1.
    pub fn parts(&self) -> usize {
        self.rules().parts().len().max(1)
    }

    /// The names of the inputs where there are several; else empty.
    pub fn part_names(&self) -> &'static [&'static str] {
        self.rules().parts()
    }

    /// What can be chosen, for the kinds whose recipe says so.
    pub fn options(&self) -> Option<&[ChoiceOption]> {
        match self {
            Kind::Choice(kind) => Some(&kind.options),
            Kind::Choices(kind) => Some(&kind.options),
            _ => None,
        }
    }
}
