//! What can be missing, and how a locale file can say it. None of the sentences has a parameter.
//!
//! ```text
//! fault.missing.text          fault.missing.email         fault.missing.phone         fault.missing.number
//! fault.missing.money         fault.missing.date          fault.missing.day           fault.missing.month
//! fault.missing.year          fault.missing.yesNo         fault.missing.choice        fault.missing.choices
//! fault.missing.consent       fault.missing.address       fault.missing.street        fault.missing.houseNumber
//! fault.missing.postcode      fault.missing.place         fault.missing.line          fault.missing.file
//! fault.missing.holder        fault.missing.iban          fault.missing.licencePlate  fault.missing.documentNumber
//! fault.missing.taxId         fault.missing.name          fault.missing.emailAgain    fault.missing.postcodePlace
//! fault.missing.country       fault.missing.period        fault.missing.yearMonth     fault.missing.time
//! fault.missing.location      fault.missing.coordinate    fault.missing.appointment
//! ```

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
    Time,
    YearMonth,
    Period,
    Country,
    PostcodePlace,
    /// Where it is, in words.
    Location,
    /// One of two coordinates.
    Coordinate,
    Appointment,
    EmailAgain,
    Name,
    TaxId,
    DocumentNumber,
    LicencePlate,
    Iban,
    Holder,
}

impl Missing {
    /// The key of the sentence in a locale file.
    pub fn key(self) -> &'static str {
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
            Missing::Holder => "fault.missing.holder",
            Missing::Iban => "fault.missing.iban",
            Missing::LicencePlate => "fault.missing.licencePlate",
            Missing::DocumentNumber => "fault.missing.documentNumber",
            Missing::TaxId => "fault.missing.taxId",
            Missing::Name => "fault.missing.name",
            Missing::EmailAgain => "fault.missing.emailAgain",
            Missing::PostcodePlace => "fault.missing.postcodePlace",
            Missing::Location => "fault.missing.location",
            Missing::Coordinate => "fault.missing.coordinate",
            Missing::Appointment => "fault.missing.appointment",
            Missing::Country => "fault.missing.country",
            Missing::Period => "fault.missing.period",
            Missing::YearMonth => "fault.missing.yearMonth",
            Missing::Time => "fault.missing.time",
        }
    }
}
