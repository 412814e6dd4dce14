//! Ways through the longer services: people, things and places in groups, sums that are worked out, and days.

use serde_json::json;

use crate::way::Typed::{Address, Country, Date, Entries, Files, Month, No, Pick, Text, Tick, Yes};
use crate::way::{HOME, Way, date, home, in_days};

/// Two partners of a craft business; a licence, a card and an address of their own.
pub fn business() -> Way {
    let (day, month, year) = in_days(7);
    let start = format!("{year:04}-{month:02}-{day:02}");
    let partner = |first, last, gender, born| {
        vec![
            ("firstName", Text(first)),
            ("lastName", Text(last)),
            ("gender", Pick(gender)),
            ("birthDate", born),
            ("birthPlace", Text("Musterstadt")),
            ("birthCountry", Country("DE")),
            ("nationality", Country("DE")),
            ("home", Address(HOME)),
        ]
    };
    let arrived = |first: &str, last: &str, gender: &str, born: &str| {
        json!({"firstName": first, "lastName": last, "gender": gender, "birthDate": born, "birthPlace": "Musterstadt",
            "birthCountry": "DE", "nationality": "DE", "home": home()})
    };
    Way {
        service: "gewerbeanmeldung",
        search: ("Gewerbeanmeldng", "trade licence"),
        steps: vec![
            ("rechtsform", vec![("legalForm", Pick("gbr")), ("company", Text("Holz & Licht GbR"))]),
            (
                "personen",
                vec![(
                    "persons",
                    Entries(vec![
                        partner("Änne Marie", "Groß-Östrich", "female", date(1, 2, 1980)),
                        partner("Kim", "Muster", "none", date(29, 2, 1992)),
                    ]),
                )],
            ),
            ("betriebsstaette", vec![("establishment", Pick("main")), ("businessAddress", Address(HOME))]),
            ("anlass", vec![("reason", Pick("takeover")), ("previousName", Text("Tischlerei Beispiel"))]),
            (
                "taetigkeit",
                vec![
                    ("activities", Entries(vec![vec![("activity", Text("Bau von Möbeln nach Maß"))]])),
                    ("areas", Pick("craft")),
                ],
            ),
            (
                "beginn",
                vec![
                    ("startDate", date(day, month, year)),
                    ("sideline", No),
                    ("fullTime", Text("0")),
                    ("partTime", Text("2")),
                ],
            ),
            ("erlaubnis", vec![("needsLicence", No)]),
            (
                "handwerk",
                vec![
                    ("hasCraftCard", Yes),
                    ("craftChamber", Text("Handwerkskammer zu Köln")),
                    ("craftDate", date(20, 4, 2026)),
                    ("craftCard", Files(&["nachweis.pdf"])),
                ],
            ),
            ("kontakt", vec![("onBehalf", No), ("email", Text("kim@example.org"))]),
            ("abschluss", vec![("truth", Tick)]),
        ],
        sent: json!({
            "legalForm": "gbr", "company": "Holz & Licht GbR",
            "persons": [arrived("Änne Marie", "Groß-Östrich", "female", "1980-02-01"),
                arrived("Kim", "Muster", "none", "1992-02-29")],
            "managers": 2, "establishment": "main", "businessAddress": home(), "reason": "takeover",
            "previousName": "Tischlerei Beispiel", "activities": [{"activity": "Bau von Möbeln nach Maß"}],
            "areas": ["craft"], "startDate": start, "sideline": false, "fullTime": 0, "partTime": 2,
            "needsLicence": false, "hasCraftCard": true, "craftChamber": "Handwerkskammer zu Köln",
            "craftDate": "2026-04-20", "onBehalf": false, "email": "kim@example.org", "feeTotal": 5200, "truth": true,
        }),
        files: vec![("craftCard", &["nachweis.pdf"])],
    }
}

/// A child with two parents, a brother and three wishes; a certificate in an entry.
pub fn day_care() -> Way {
    let ((bday, bmonth, byear), (_, _, next)) = (in_days(60), in_days(730));
    let due = format!("{byear:04}-{bmonth:02}-{bday:02}");
    let (start, year): (String, &'static str) = (format!("{next:04}-08"), next.to_string().leak());
    Way {
        service: "kita-aufnahme",
        search: ("Kitaanmeldng", "childcare"),
        steps: vec![
            ("kind", vec![("born", No), ("dueDate", Date(bday.to_string(), bmonth.to_string(), byear.to_string()))]),
            ("wohnung", vec![("livesHere", Yes), ("address", Address(HOME))]),
            (
                "betreuung",
                vec![
                    ("start", Month("8", year)),
                    ("care", Pick("either")),
                    ("hours", Pick("45")),
                    ("dropOff", Text("7:30")),
                    ("pickUp", Text("16 Uhr")),
                ],
            ),
            (
                "wuensche",
                vec![
                    ("wishes", Entries(vec![vec![("kita", Pick("lukas"))], vec![("kita", Pick("am-stadtpark"))]])),
                    ("otherCentres", Yes),
                ],
            ),
            (
                "eltern",
                vec![
                    (
                        "guardians",
                        Entries(vec![
                            vec![
                                ("firstName", Text("Kim")),
                                ("lastName", Text("Muster")),
                                ("relation", Pick("parent")),
                                ("custody", Yes),
                                ("sameHome", Yes),
                                ("occupation", Pick("work")),
                                ("weeklyHours", Text("38,5")),
                                ("certificate", Files(&["nachweis.pdf"])),
                            ],
                            vec![
                                ("firstName", Text("Zoë")),
                                ("lastName", Text("Groß")),
                                ("relation", Pick("parent")),
                                ("custody", Yes),
                                ("sameHome", No),
                                ("home", Address(HOME)),
                            ],
                        ]),
                    ),
                    ("alone", Yes),
                ],
            ),
            (
                "geschwister",
                vec![(
                    "siblings",
                    Entries(vec![vec![
                        ("siblingName", Text("Ida Muster")),
                        ("siblingBirthDate", date(29, 2, 2024)),
                        ("siblingKita", Pick("lukas")),
                    ]]),
                )],
            ),
            ("besonderes", vec![("support", No)]),
            ("kontakt", vec![("email", Text("kim@example.org")), ("truth", Tick)]),
        ],
        sent: json!({
            "born": false, "dueDate": due, "livesHere": true, "address": home(), "start": start, "care": "either",
            "hours": "45", "dropOff": "07:30", "pickUp": "16:00",
            "wishes": [{"kita": "lukas"}, {"kita": "am-stadtpark"}], "otherCentres": true,
            "guardians": [
                {"firstName": "Kim", "lastName": "Muster", "relation": "parent", "custody": true, "sameHome": true,
                    "occupation": "work", "weeklyHours": 38.5},
                {"firstName": "Zoë", "lastName": "Groß", "relation": "parent", "custody": true, "sameHome": false,
                    "home": home()},
            ],
            "alone": true,
            "siblings": [{"siblingName": "Ida Muster", "siblingBirthDate": "2024-02-29", "siblingKita": "lukas"}],
            "support": false, "email": "kim@example.org", "truth": true,
        }),
        files: vec![("guardians/0/certificate", &["nachweis.pdf"])],
    }
}
