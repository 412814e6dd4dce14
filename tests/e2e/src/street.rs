//! Ways through the services that end on the street: what is put out and hung up there, at places and on days.

use serde_json::json;

use crate::way::Typed::{Address, Entries, Files, Found, No, Period, Pick, Slot, Text, Tick, Words};
use crate::way::{HOME, Way, date, home, in_days};

/// As the backend knows it, from what is typed to look for it.
const FOUND: (&str, &str) = ("marktstrasse 12", "Marktstraße 12, 12345 Musterstadt");

/// A sofa, an appliance and something that is measured, put out around the corner. What arrives of the appointment only the
/// backend knows: it is not among `sent`.
pub fn bulky_waste() -> Way {
    Way {
        service: "sperrmuell",
        search: ("Spermüll", "mattress"),
        steps: vec![
            (
                "gegenstaende",
                vec![(
                    "items",
                    Entries(vec![
                        vec![("item", Pick("sofa")), ("number", Text("1"))],
                        vec![("item", Pick("fridge")), ("number", Text("1"))],
                        vec![
                            ("item", Pick("other")),
                            ("itemName", Text("Vogelkäfig")),
                            ("itemLength", Text("1,20")),
                            ("itemWidth", Text("0,8")),
                            ("itemHeight", Text("0,75")),
                            ("number", Text("2")),
                        ],
                    ]),
                )],
            ),
            ("ort", vec![("address", Address(HOME)), ("spot", Pick("elsewhere")), ("place", Found(FOUND.0, FOUND.1))]),
            ("termin", vec![("collection", Slot)]),
            (
                "kontakt",
                vec![
                    ("firstName", Text("Änne")),
                    ("lastName", Text("Groß-Östrich")),
                    ("email", Text("aenne@example.org")),
                    ("rules", Tick),
                ],
            ),
        ],
        sent: json!({
            "items": [
                {"item": "sofa", "number": 1, "itemVolume": 1.5}, {"item": "fridge", "number": 1, "itemVolume": 0.5},
                {"item": "other", "itemName": "Vogelkäfig", "itemLength": 1.2, "itemWidth": 0.8, "itemHeight": 0.75,
                    "number": 2, "itemVolume": 1.44},
            ],
            "volume": 3.44, "appliances": 1, "address": home(), "spot": "elsewhere",
            "place": {"text": FOUND.1, "latitude": 50.801618, "longitude": 6.483506},
            "firstName": "Änne", "lastName": "Groß-Östrich", "email": "aenne@example.org", "rules": true,
        }),
        files: vec![],
    }
}

/// A charity's posters in two places, one found on the map and one in words, for a fee that is halved and rounded down.
pub fn posters() -> Way {
    let (from, to, fete) = (in_days(20), in_days(41), in_days(40));
    let iso = |(day, month, year): (u8, u8, u16)| format!("{year:04}-{month:02}-{day:02}");
    let typed = |(day, month, year): (u8, u8, u16)| [day.to_string(), month.to_string(), year.to_string()];
    Way {
        service: "sondernutzung-plakate",
        search: ("Plakatwerbng", "billboard"),
        steps: vec![
            (
                "anlass",
                vec![
                    ("purpose", Pick("charity")),
                    ("title", Text("Sommerfest „Für alle“")),
                    ("day", date(fete.0, fete.1, fete.2)),
                    ("venue", Text("Stadtpark")),
                ],
            ),
            ("zeitraum", vec![("period", Period(typed(from), typed(to)))]),
            (
                "orte",
                vec![(
                    "places",
                    Entries(vec![
                        vec![
                            ("place", Found(FOUND.0, FOUND.1)),
                            ("fixture", Pick("lamppost")),
                            ("format", Pick("a1")),
                            ("count", Text("21")),
                        ],
                        vec![
                            ("place", Words("Kreisverkehr an der Hafenstraße")),
                            ("fixture", Pick("own")),
                            ("format", Pick("large")),
                            ("count", Text("2")),
                        ],
                    ]),
                )],
            ),
            (
                "antragsteller",
                vec![
                    ("applicant", Pick("organisation")),
                    ("organisation", Text("Musterverein e. V.")),
                    ("firstName", Text("Kim")),
                    ("lastName", Text("Muster")),
                    ("address", Address(HOME)),
                    ("email", Text("kim@example.org")),
                ],
            ),
            (
                "verantwortlich",
                vec![("isContact", No), ("contactName", Text("Änne Groß")), ("contactPhone", Text("0221 / 4710 123"))],
            ),
            (
                "unterlagen",
                vec![
                    ("design", Files(&["nachweis.pdf"])),
                    ("sitePlan", Files(&["foto.png", "nachweis.pdf"])),
                    ("exemption", Files(&["nachweis.pdf"])),
                ],
            ),
            ("abschluss", vec![("duties", Tick)]),
        ],
        // Four weeks begun; 21 × 0.75 € and 2 × 9 € a week, half of 135 € and no cents.
        sent: json!({
            "purpose": "charity", "title": "Sommerfest „Für alle“", "day": iso(fete), "venue": "Stadtpark",
            "period": {"from": iso(from), "to": iso(to)}, "weeks": 4,
            "places": [
                {"place": {"text": FOUND.1, "latitude": 50.801618, "longitude": 6.483506}, "fixture": "lamppost",
                    "format": "a1", "count": 21, "weekly": 1575},
                {"place": {"text": "Kreisverkehr an der Hafenstraße"}, "fixture": "own", "format": "large", "count": 2,
                    "weekly": 1800},
            ],
            "posters": 23, "applicant": "organisation", "organisation": "Musterverein e. V.", "firstName": "Kim",
            "lastName": "Muster", "address": home(), "email": "kim@example.org", "isContact": false,
            "contactName": "Änne Groß", "contactPhone": "+492214710123", "feeTotal": 6700, "duties": true,
        }),
        files: vec![
            ("design", &["nachweis.pdf"]),
            ("sitePlan", &["foto.png", "nachweis.pdf"]),
            ("exemption", &["nachweis.pdf"]),
        ],
    }
}
