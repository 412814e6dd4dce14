//! What citizens fill in: one way through each service, with every field kind and its detours among them.

use std::time::{SystemTime, UNIX_EPOCH};

use serde_json::{Value, json};

/// What is done at a field.
#[derive(Clone, Debug)]
pub enum Typed {
    Text(&'static str),
    /// An option by its value.
    Pick(&'static str),
    Yes,
    No,
    Tick,
    /// Day, month, year.
    Date(String, String, String),
    /// Month, year.
    Month(&'static str, &'static str),
    /// Parts by their locale key without "address.", and what is typed there; the country by its name.
    Address(&'static [(&'static str, &'static str)]),
    /// Fixtures.
    Files(&'static [&'static str]),
    /// By its code.
    Country(&'static str),
    /// IBAN and holder.
    Account(&'static str, &'static str),
    /// Day, month and year of each end.
    Period([String; 3], [String; 3]),
    /// A place in words.
    Words(&'static str),
    /// What is typed to look for a place, and the address that is chosen of those found.
    Found(&'static str, &'static str),
    /// The first of the free times.
    Slot,
    /// Of a group, each with its fields in the order they are filled in.
    Entries(Vec<Entry>),
}

/// The fields of one entry of a group.
pub type Entry = Vec<(&'static str, Typed)>;

/// A way through one service.
#[derive(Clone, Debug)]
pub struct Way {
    pub service: &'static str,
    /// What is typed into the search: in German with a mistake or without umlauts, and in English.
    pub search: (&'static str, &'static str),
    /// The steps that are seen, each with its fields in the order they are filled in.
    pub steps: Vec<(&'static str, Vec<(&'static str, Typed)>)>,
    /// What arrives, but for the files.
    pub sent: Value,
    /// Fields whose files arrive; those of an entry as `group/0/field`.
    pub files: Vec<(&'static str, &'static [&'static str])>,
}

use Typed::{Address, Date, Files, No, Pick, Text, Tick, Yes};

pub(crate) fn date(day: u8, month: u8, year: u16) -> Typed {
    Date(day.to_string(), month.to_string(), year.to_string())
}

pub(crate) const HOME: &[(&str, &str)] =
    &[("street", "Marktstraße"), ("houseNumber", "7a"), ("postcode", "12345"), ("place", "Musterstadt")];

pub(crate) fn home() -> Value {
    json!({ "country": "DE", "street": "Marktstraße", "houseNumber": "7a", "postcode": "12345", "place": "Musterstadt" })
}

/// A dog of a listed breed: a step that opens, a number that becomes required, a previous keeper abroad.
pub fn dog() -> Way {
    Way {
        service: "hundesteuer-anmeldung",
        search: ("Hundestuer", "dog tax"),
        steps: vec![
            (
                "halter",
                vec![
                    ("firstName", Text("Änne")),
                    ("lastName", Text("Groß-Östrich")),
                    ("phone", Text("0221 / 4710 123")),
                ],
            ),
            ("haushalt", vec![("address", Address(HOME)), ("otherDogs", Text("0"))]),
            (
                "hund",
                vec![
                    ("dogName", Text("Bello <b>\"&amp;")),
                    ("breed", Pick("rottweiler")),
                    ("chip", Text("276 0981 0123 4567")),
                ],
            ),
            ("sachkunde", vec![("competence", Files(&["nachweis.pdf", "foto.png"]))]),
            ("alter", vec![("acquiredOn", date(3, 2, 2024)), ("birthKnown", Yes), ("dogBirthDate", date(29, 2, 2020))]),
            (
                "vorbesitz",
                vec![
                    ("hadKeeper", Yes),
                    ("keeperName", Text("Tierheim")),
                    (
                        "keeperAddress",
                        Address(&[("country", "LU"), ("line", "4, rue Neuve"), ("placeForeign", "Echternach")]),
                    ),
                ],
            ),
            ("abschluss", vec![("insurer", Text("Muster Versicherung")), ("truth", Tick)]),
        ],
        sent: json!({
            "firstName": "Änne", "lastName": "Groß-Östrich", "phone": "+492214710123",
            "address": home(), "otherDogs": 0,
            "dogName": "Bello <b>\"&amp;", "breed": "rottweiler", "chip": "276098101234567",
            "acquiredOn": "2024-02-03", "birthKnown": true, "dogBirthDate": "2020-02-29",
            "hadKeeper": true, "keeperName": "Tierheim",
            "keeperAddress": { "country": "LU", "line": "4, rue Neuve", "place": "Echternach" },
            "insurer": "Muster Versicherung", "truth": true,
        }),
        files: vec![("competence", &["nachweis.pdf", "foto.png"])],
    }
}

/// A dog like most, and nothing to attach.
pub fn plain_dog() -> Way {
    Way {
        service: "hundesteuer-anmeldung",
        search: ("hundesteuer", "dog"),
        steps: vec![
            (
                "halter",
                vec![("firstName", Text("Änne")), ("lastName", Text("Groß")), ("email", Text("aenne@example.org"))],
            ),
            ("haushalt", vec![("address", Address(HOME)), ("otherDogs", Text("1"))]),
            ("hund", vec![("dogName", Text("Bello")), ("breed", Pick("dachshund"))]),
            ("alter", vec![("acquiredOn", date(1, 6, 2025)), ("birthKnown", No), ("dogAge", Text("3"))]),
            ("vorbesitz", vec![("hadKeeper", No)]),
            ("abschluss", vec![("truth", Tick)]),
        ],
        sent: json!({
            "firstName": "Änne", "lastName": "Groß", "email": "aenne@example.org", "address": home(), "otherDogs": 1,
            "dogName": "Bello", "breed": "dachshund", "acquiredOn": "2025-06-01", "birthKnown": false, "dogAge": 3,
            "hadKeeper": false, "truth": true,
        }),
        files: vec![],
    }
}

/// A permit for a car of someone else: a field and a file that open.
pub fn parking() -> Way {
    let (day, month, year) = in_days(7);
    let start = format!("{year:04}-{month:02}-{day:02}");
    Way {
        service: "bewohnerparkausweis",
        search: ("anwohnerparken", "parking permit"),
        steps: vec![
            ("anliegen", vec![("request", Pick("new")), ("validFrom", date(day, month, year))]),
            (
                "person",
                vec![
                    ("firstName", Text("Kim")),
                    ("lastName", Text("Muster")),
                    ("birthDate", date(1, 12, 1985)),
                    ("email", Text(" kim@example.org ")),
                ],
            ),
            ("wohnung", vec![("address", Address(HOME)), ("zone", Pick("C"))]),
            ("fahrzeug", vec![("plate", Text("mu-ab 123")), ("isKeeper", No), ("keeperName", Text("Muster GmbH"))]),
            ("nachweise", vec![("registration", Files(&["foto.png"])), ("keeperConsent", Files(&["nachweis.pdf"]))]),
            ("erklaerung", vec![("conditionsMet", Tick)]),
        ],
        sent: json!({
            "request": "new", "validFrom": start, "firstName": "Kim", "lastName": "Muster", "birthDate": "1985-12-01",
            "email": "kim@example.org", "address": home(), "zone": "C", "plate": "MU-AB 123", "isKeeper": false,
            "keeperName": "Muster GmbH", "conditionsMet": true,
        }),
        files: vec![("registration", &["foto.png"]), ("keeperConsent", &["nachweis.pdf"])],
    }
}

/// A certificate about someone else, for a reason of one's own.
pub fn certificate() -> Way {
    Way {
        service: "geburtsurkunde",
        search: ("geburtsurkude", "birth certificate"),
        steps: vec![
            (
                "berechtigung",
                vec![
                    ("relation", Pick("other")),
                    ("interest", Text("Ich bin als Nachlasspfleger bestellt.\nDer Beschluss liegt bei.")),
                    ("interestEvidence", Files(&["nachweis.pdf"])),
                ],
            ),
            (
                "geburt",
                vec![
                    ("childFirstNames", Text("Zoë")),
                    ("childBirthName", Text("Muster")),
                    ("childBirthDate", date(31, 1, 1950)),
                    ("childBirthPlace", Text("Musterstadt")),
                ],
            ),
            ("suche", vec![("parent1", Text("Ida Muster, geborene Beispiel")), ("registerNumber", Text("G 123/1950"))]),
            (
                "bestellung",
                vec![
                    ("format", Pick("german")),
                    ("purpose", Pick("other")),
                    ("purposeText", Text("Erbschein")),
                    ("copies", Text("2")),
                ],
            ),
            (
                "kontakt",
                vec![("firstName", Text("Kim")), ("lastName", Text("Muster")), ("email", Text("kim@example.org"))],
            ),
            ("versand", vec![("address", Address(HOME))]),
        ],
        sent: json!({
            "relation": "other", "interest": "Ich bin als Nachlasspfleger bestellt.\nDer Beschluss liegt bei.",
            "childFirstNames": "Zoë", "childBirthName": "Muster", "childBirthDate": "1950-01-31",
            "childBirthPlace": "Musterstadt", "parent1": "Ida Muster, geborene Beispiel", "registerNumber": "G 123/1950",
            "format": "german", "purpose": "other", "purposeText": "Erbschein", "copies": 2,
            "firstName": "Kim", "lastName": "Muster", "email": "kim@example.org", "address": home(),
        }),
        files: vec![("interestEvidence", &["nachweis.pdf"])],
    }
}

/// The shortest one: nothing about the citizen, one photo.
pub fn defect() -> Way {
    Way {
        service: "maengelmeldung",
        search: ("Maengel", "pothole"),
        steps: vec![
            ("mangel", vec![("category", Pick("waste")), ("description", Text("Der Abfalleimer läuft über."))]),
            ("ort", vec![("place", Text("Marktstraße 12, vor der Bäckerei")), ("photos", Files(&["foto.png"]))]),
            ("kontakt", vec![]),
        ],
        sent: json!({
            "category": "waste", "description": "Der Abfalleimer läuft über.", "place": "Marktstraße 12, vor der Bäckerei",
        }),
        files: vec![("photos", &["foto.png"])],
    }
}

/// The calendar day so many days from now (UTC): day, month, year.
pub fn in_days(days: u64) -> (u8, u8, u16) {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).expect("a clock after 1970").as_secs();
    let mut left = now / 86_400 + days;
    let mut year = 1970;
    let leap = |year: u16| year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    while left >= if leap(year) { 366 } else { 365 } {
        left -= if leap(year) { 366 } else { 365 };
        year += 1;
    }
    let lengths = [31, if leap(year) { 29 } else { 28 }, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let mut month = 0;
    while left >= lengths[month] {
        left -= lengths[month];
        month += 1;
    }
    (left as u8 + 1, month as u8 + 1, year)
}
