//! Ways through the services for residents: people, homes and incomes in groups, and groups within them.

use serde_json::json;

use crate::way::Typed::{Account, Address, Country, Entries, Files, No, Pick, Text, Tick, Yes};
use crate::way::{HOME, Typed, Way, date, home, in_days};

/// A day so many days from now, as it is typed and as it is sent.
fn day(days: u64) -> (Typed, String) {
    let (day, month, year) = in_days(days);
    (date(day, month, year), format!("{year:04}-{month:02}-{day:02}"))
}

/// A confirmation for someone else: a step and a file that open.
pub fn confirmation() -> Way {
    Way {
        service: "meldebestaetigung",
        search: ("Meldebestätigng", "proof of address"),
        steps: vec![
            ("anliegen", vec![("event", Pick("registration")), ("forWhom", Pick("other"))]),
            (
                "person",
                vec![
                    ("personFirstNames", Text("Zoë Ida")),
                    ("personLastName", Text("Groß-Östrich")),
                    ("personBirthDate", date(29, 2, 1940)),
                    ("authority", Files(&["nachweis.pdf"])),
                ],
            ),
            (
                "antrag",
                vec![
                    ("firstNames", Text("Kim")),
                    ("lastName", Text("Muster")),
                    ("birthDate", date(1, 12, 1985)),
                    ("email", Text("kim@example.org")),
                ],
            ),
            ("wohnung", vec![("address", Address(HOME)), ("delivery", Pick("post"))]),
        ],
        sent: json!({
            "event": "registration", "forWhom": "other", "personFirstNames": "Zoë Ida",
            "personLastName": "Groß-Östrich", "personBirthDate": "1940-02-29", "firstNames": "Kim", "lastName": "Muster",
            "birthDate": "1985-12-01", "email": "kim@example.org", "address": home(), "delivery": "post",
        }),
        files: vec![("authority", &["nachweis.pdf"])],
    }
}

/// Two people are looked for, each with a fee of their own.
pub fn search() -> Way {
    Way {
        service: "melderegisterauskunft",
        search: ("Personensuhe", "debtor"),
        steps: vec![
            ("anfrage", vec![("requester", Pick("private")), ("firstName", Text("Kim")), ("lastName", Text("Muster"))]),
            ("kontakt", vec![("address", Address(HOME)), ("email", Text("kim@example.org"))]),
            ("zweck", vec![("commercial", No), ("noAdvertising", Tick)]),
            (
                "gesucht",
                vec![(
                    "sought",
                    Entries(vec![
                        vec![
                            ("soughtFirstName", Text("Änne")),
                            ("soughtLastName", Text("Groß")),
                            ("soughtBirthDate", date(1, 2, 1970)),
                            ("soughtSex", Pick("female")),
                        ],
                        vec![
                            ("soughtFirstName", Text("Max")),
                            ("soughtLastName", Text("Beispiel")),
                            ("soughtAddress", Address(HOME)),
                        ],
                    ]),
                )],
            ),
            ("gebuehr", vec![("feeAccepted", Tick)]),
        ],
        sent: json!({
            "requester": "private", "firstName": "Kim", "lastName": "Muster", "address": home(),
            "email": "kim@example.org", "commercial": false, "noAdvertising": true,
            "sought": [
                {"soughtFirstName": "Änne", "soughtLastName": "Groß", "soughtBirthDate": "1970-02-01",
                    "soughtSex": "female"},
                {"soughtFirstName": "Max", "soughtLastName": "Beispiel", "soughtAddress": home()},
            ],
            "fee": 2200, "feeAccepted": true,
        }),
        files: vec![],
    }
}

/// A mother and her child come from abroad on the day they register.
pub fn moving() -> Way {
    let ((moved, moved_on), (_, register_by)) = (day(0), day(14));
    Way {
        service: "wohnsitz-anmelden",
        search: ("Wohnungsgeberbestätigng", "landlord confirmation"),
        steps: vec![
            ("anliegen", vec![("role", Pick("self")), ("movingFrom", Pick("abroad"))]),
            ("neue", vec![("newAddress", Address(HOME)), ("movedInOn", moved.clone()), ("newHomeIs", Pick("only"))]),
            (
                "bisherige",
                vec![
                    (
                        "oldAddress",
                        Address(&[("country", "LU"), ("line", "4, rue Neuve"), ("placeForeign", "Echternach")]),
                    ),
                    ("movedOutOn", moved),
                    ("livedInGermany", No),
                ],
            ),
            (
                "personen",
                vec![(
                    "persons",
                    Entries(vec![
                        vec![
                            ("relation", Pick("self")),
                            ("firstNames", Text("Zoë Ida")),
                            ("lastName", Text("Weber")),
                            ("birthDate", date(2, 3, 1990)),
                            ("birthPlace", Text("Luxembourg")),
                            ("birthCountry", Country("LU")),
                            ("sex", Pick("female")),
                            ("nationality", Country("LU")),
                            ("maritalStatus", Pick("single")),
                            ("religion", Pick("none")),
                            ("document", Pick("identity-card")),
                            ("documentNumber", Text("abc123456")),
                            ("documentAuthority", Text("Echternach, Luxemburg")),
                            ("documentIssuedOn", date(1, 2, 2025)),
                        ],
                        vec![
                            ("relation", Pick("child")),
                            ("firstNames", Text("Max")),
                            ("lastName", Text("Weber")),
                            ("birthDate", date(4, 5, 2020)),
                            ("birthPlace", Text("Luxembourg")),
                            ("birthCountry", Country("LU")),
                            ("sex", Pick("male")),
                            ("nationality", Country("LU")),
                            ("religion", Pick("none")),
                            ("document", Pick("none")),
                        ],
                    ]),
                )],
            ),
            (
                "wohnungsgeber",
                vec![("confirmation", Pick("paper")), ("landlordConfirmation", Files(&["nachweis.pdf"]))],
            ),
            ("widerspruch", vec![("objections", Pick("directories"))]),
            ("kontakt", vec![("email", Text("zoe@example.org")), ("entitled", Tick), ("truth", Tick)]),
        ],
        sent: json!({
            "role": "self", "movingFrom": "abroad", "newAddress": home(), "movedInOn": moved_on,
            "registerBy": register_by, "newHomeIs": "only",
            "oldAddress": {"country": "LU", "line": "4, rue Neuve", "place": "Echternach"}, "movedOutOn": moved_on,
            "livedInGermany": false,
            "persons": [
                {"relation": "self", "firstNames": "Zoë Ida", "lastName": "Weber", "birthDate": "1990-03-02",
                    "birthPlace": "Luxembourg", "birthCountry": "LU", "sex": "female", "nationality": "LU",
                    "maritalStatus": "single", "religion": "none", "document": "identity-card",
                    "documentNumber": "ABC123456", "documentAuthority": "Echternach, Luxemburg",
                    "documentIssuedOn": "2025-02-01"},
                {"relation": "child", "firstNames": "Max", "lastName": "Weber", "birthDate": "2020-05-04",
                    "birthPlace": "Luxembourg", "birthCountry": "LU", "sex": "male", "nationality": "LU",
                    "religion": "none", "document": "none"},
            ],
            "confirmation": "paper", "objections": ["directories"], "email": "zoe@example.org", "entitled": true,
            "truth": true,
        }),
        files: vec![("landlordConfirmation", &["nachweis.pdf"])],
    }
}

/// A household of two with incomes of two kinds, a group within a group, and sums over both.
pub fn housing() -> Way {
    let parent = vec![
        ("relation", Pick("self")),
        ("firstName", Text("Kim")),
        ("lastName", Text("Muster")),
        ("birthDate", date(1, 12, 1985)),
        ("birthPlace", Text("Musterstadt")),
        ("sex", Pick("female")),
        ("maritalStatus", Pick("single")),
        ("nationality", Country("DE")),
        ("occupation", Pick("employed")),
        ("benefit", Pick("none")),
        ("disabled", No),
        ("hasIncome", Yes),
        (
            "incomes",
            Entries(vec![
                vec![
                    ("incomeKind", Pick("wage")),
                    ("payer", Text("Beispiel GmbH")),
                    ("rhythm", Pick("monthly")),
                    ("amount", Text("1.500")),
                    ("incomeEvidence", Files(&["nachweis.pdf"])),
                ],
                vec![
                    ("incomeKind", Pick("capital")),
                    ("rhythm", Pick("yearly")),
                    ("amount", Text("120,50")),
                    ("incomeEvidence", Files(&["foto.png"])),
                ],
            ]),
        ),
        ("contributions", Pick("tax")),
    ];
    let child = vec![
        ("relation", Pick("child")),
        ("firstName", Text("Zoë")),
        ("lastName", Text("Muster")),
        ("birthDate", date(4, 5, 2020)),
        ("birthPlace", Text("Musterstadt")),
        ("sex", Pick("female")),
        ("nationality", Country("DE")),
        ("benefit", Pick("none")),
        ("disabled", No),
        ("hasIncome", No),
    ];
    let mut sent = json!({
        "request": "first", "otherBenefit": "no", "email": "kim@example.org", "represented": false, "address": home(),
        "movedInOn": "2020-02-01", "tenure": "tenant", "livingSpace": 58.5, "subsidised": "no",
        "persons": [
            {"relation": "self", "firstName": "Kim", "lastName": "Muster", "birthDate": "1985-12-01",
                "birthPlace": "Musterstadt", "sex": "female", "maritalStatus": "single", "nationality": "DE",
                "occupation": "employed", "benefit": "none", "disabled": false, "hasIncome": true,
                "incomes": [
                    {"incomeKind": "wage", "payer": "Beispiel GmbH", "rhythm": "monthly", "amount": 150_000,
                        "incomeYear": 1_800_000},
                    {"incomeKind": "capital", "rhythm": "yearly", "amount": 12_050, "incomeYear": 12_050},
                ],
                "contributions": ["tax"], "personYear": 1_812_050},
            {"relation": "child", "firstName": "Zoë", "lastName": "Muster", "birthDate": "2020-05-04",
                "birthPlace": "Musterstadt", "sex": "female", "nationality": "DE", "benefit": "none", "disabled": false,
                "hasIncome": false, "personYear": 0},
        ],
        "householdSize": 2, "householdYear": 1_812_050, "childBenefit": true, "sharedCare": false,
    });
    let rest = json!({
        "memberChange": false, "incomeChange": false, "death": false, "paysMaintenance": false,
        "landlordName": "Haus GmbH", "landlordAddress": home(), "landlordRelated": false, "rentBase": 65_000,
        "rentCosts": 12_000, "rentHeating": 9_000, "rentTotal": 86_000, "rentCounted": 77_000,
        "rentSince": "2020-02-01", "sublets": false, "businessUse": false, "flatmates": 0, "householdMonth": 151_004,
        "assetsLimit": 9_000_000, "assetsAbove": false, "payee": "self",
        "account": {"iban": "DE89370400440532013000", "holder": "Kim Muster"}, "truth": true, "othersInformed": true,
    });
    sent.as_object_mut().expect("an object").extend(rest.as_object().expect("an object").clone());
    Way {
        service: "wohngeld-mietzuschuss",
        search: ("Mietzuschus", "housing benefit"),
        steps: vec![
            ("antrag", vec![("request", Pick("first")), ("otherBenefit", Pick("no"))]),
            ("kontakt", vec![("email", Text("kim@example.org")), ("represented", No)]),
            (
                "wohnung",
                vec![
                    ("address", Address(HOME)),
                    ("movedInOn", date(1, 2, 2020)),
                    ("tenure", Pick("tenant")),
                    ("livingSpace", Text("58,5")),
                    ("subsidised", Pick("no")),
                ],
            ),
            ("haushalt", vec![("persons", Entries(vec![parent, child]))]),
            ("kinder", vec![("childBenefit", Yes), ("sharedCare", No)]),
            ("veraenderung", vec![("memberChange", No), ("incomeChange", No), ("death", No)]),
            ("unterhalt", vec![("paysMaintenance", No)]),
            (
                "vermietung",
                vec![("landlordName", Text("Haus GmbH")), ("landlordAddress", Address(HOME)), ("landlordRelated", No)],
            ),
            (
                "miete",
                vec![
                    ("rentBase", Text("650")),
                    ("rentCosts", Text("120")),
                    ("rentHeating", Text("90")),
                    ("rentSince", date(1, 2, 2020)),
                ],
            ),
            ("mitnutzung", vec![("sublets", No), ("businessUse", No), ("flatmates", Text("0"))]),
            ("vermoegen", vec![("assetsAbove", No)]),
            ("nachweise", vec![("lease", Files(&["nachweis.pdf"])), ("rentPayment", Files(&["foto.png"]))]),
            ("konto", vec![("payee", Pick("self")), ("account", Account("DE89 3704 0044 0532 0130 00", "Kim Muster"))]),
            ("erklaerung", vec![("truth", Tick), ("othersInformed", Tick)]),
        ],
        sent,
        files: vec![
            ("persons/0/incomes/0/incomeEvidence", &["nachweis.pdf"]),
            ("persons/0/incomes/1/incomeEvidence", &["foto.png"]),
            ("lease", &["nachweis.pdf"]),
            ("rentPayment", &["foto.png"]),
        ],
    }
}
