//! What arrives when a citizen fills in a service with groups: typed answers on the left, the application on the right.
#![cfg(not(target_arch = "wasm32"))]

mod filled;
mod given;
mod openapi;
mod patterns;

use std::path::Path;

use filled::{HOME, UPLOADED, file, filled, home, sent};
use openapi::{Contract, assert_valid};
use serde_json::{Value, json};

/// An entry of a code list: its value and the words that were chosen.
const BRANCH: [&str; 2] = ["31", "31 Herstellung von Möbeln"];
/// Words, latitude and longitude.
const PLACE: [&str; 3] = ["Ecke Marktplatz und Gartenweg", "", ""];
/// Slot, start, hold, and what only the device keeps: until when it is held, when it ends, where it is.
const SLOT: [&str; 6] = ["s-17", "2026-05-19T06:00:00+02:00", "h1", "1779170400000", "2026-05-19T16:00:00+02:00", ""];

/// Fills a service in and sends it.
fn arrives(service: &str, draft: &Value, answers: &Value) {
    let sent = sent(&mut filled(service, draft));
    assert_eq!(&sent["answers"], answers);
    assert_valid(&Contract::load(Path::new(env!("CARGO_MANIFEST_DIR"))).named("Application"), &sent, service);
}

#[test]
fn two_partners_register_a_craft_business() {
    let draft = json!({
        "legalForm": "gbr", "company": "Holz & Licht GbR", "tradeName": "Holz & Licht",
        "persons": [
            {"firstName": "Änne Marie", "lastName": "Groß", "birthName": "Klein", "gender": "female",
                "birthDate": ["1", "2", "1980"], "birthPlace": "Musterstadt", "birthCountry": "DE", "nationality": "DE",
                "home": HOME},
            {"firstName": "Sam", "lastName": "Jones", "gender": "none", "birthDate": ["3", "4", "1990"],
                "birthPlace": "Boston", "birthCountry": "US", "nationality": "US", "home": HOME, "hasPermit": "true",
                "residenceAuthority": "Stadt Musterstadt", "residenceDate": ["5", "6", "2024"],
                "residencePermit": file()},
        ],
        "establishment": "main", "businessAddress": HOME, "reason": "new",
        "activities": [
            {"activity": "Tischlerei: Bau von Möbeln nach Maß", "branchOfTrade": BRANCH},
            {"activity": "Einzelhandel mit Leuchten"},
        ],
        "areas": ["craft", "trade"], "startDate": ["1", "6", "2026"], "sideline": "false", "fullTime": "0",
        "partTime": "1", "needsLicence": "false", "hasCraftCard": "true", "craftChamber": "Handwerkskammer zu Köln",
        "craftDate": ["20", "4", "2026"], "craftCard": file(), "onBehalf": "false", "email": "info@example.org",
        "truth": "true",
    });
    let answers = json!({
        "legalForm": "gbr", "company": "Holz & Licht GbR", "tradeName": "Holz & Licht",
        "persons": [
            {"firstName": "Änne Marie", "lastName": "Groß", "birthName": "Klein", "gender": "female",
                "birthDate": "1980-02-01", "birthPlace": "Musterstadt", "birthCountry": "DE", "nationality": "DE",
                "home": home()},
            {"firstName": "Sam", "lastName": "Jones", "gender": "none", "birthDate": "1990-04-03",
                "birthPlace": "Boston", "birthCountry": "US", "nationality": "US", "home": home(), "hasPermit": true,
                "residenceAuthority": "Stadt Musterstadt", "residenceDate": "2024-06-05",
                "residencePermit": [UPLOADED]},
        ],
        "managers": 2, "establishment": "main", "businessAddress": home(), "reason": "new",
        "activities": [
            {"activity": "Tischlerei: Bau von Möbeln nach Maß", "branchOfTrade": "31"},
            {"activity": "Einzelhandel mit Leuchten"},
        ],
        "areas": ["craft", "trade"], "startDate": "2026-06-01", "sideline": false, "fullTime": 0, "partTime": 1,
        "needsLicence": false, "hasCraftCard": true, "craftChamber": "Handwerkskammer zu Köln",
        "craftDate": "2026-04-20", "craftCard": [UPLOADED], "onBehalf": false, "email": "info@example.org",
        "feeTotal": 5200, "truth": true,
    });
    arrives("gewerbeanmeldung", &draft, &answers);
}

#[test]
fn a_sofa_and_a_fridge_are_collected() {
    let draft = json!({
        "items": [{"item": "sofa", "number": "1"}, {"item": "fridge", "number": "1"},
            {"item": "other", "itemName": "Kaninchenstall", "itemLength": "1,2", "itemWidth": "0,6", "itemHeight": "0,5",
                "number": "2"}],
        "address": HOME, "spot": "elsewhere", "place": PLACE, "collection": SLOT,
        "firstName": "Kim", "lastName": "Muster", "email": "kim@example.org", "phone": "0221 4710123", "rules": "true",
    });
    let answers = json!({
        "items": [{"item": "sofa", "number": 1, "itemVolume": 1.5}, {"item": "fridge", "number": 1, "itemVolume": 0.5},
            {"item": "other", "itemName": "Kaninchenstall", "itemLength": 1.2, "itemWidth": 0.6, "itemHeight": 0.5,
                "number": 2, "itemVolume": 0.72}],
        "volume": 2.72, "appliances": 1, "address": home(), "spot": "elsewhere",
        "place": {"text": "Ecke Marktplatz und Gartenweg"}, "collection": {"slot": "s-17", "start": "2026-05-19T06:00:00+02:00", "hold": "h1"},
        "firstName": "Kim", "lastName": "Muster", "email": "kim@example.org", "phone": "+492214710123", "rules": true,
    });
    arrives("sperrmuell", &draft, &answers);
}

#[test]
fn a_charity_puts_up_posters_at_two_places() {
    let draft = json!({
        "purpose": "charity", "title": "Sommerfest", "day": ["20", "6", "2026"], "venue": "Stadtpark",
        "period": ["30", "5", "2026", "22", "6", "2026"],
        "places": [
            {"place": PLACE, "fixture": "lamppost", "format": "a1", "count": "18"},
            {"place": PLACE, "fixture": "stand", "format": "a0", "count": "5"},
        ],
        "applicant": "organisation", "organisation": "Heimatverein Musterstadt e. V.", "firstName": "Kim",
        "lastName": "Muster", "address": HOME, "email": "kim@example.org", "isContact": "false",
        "contactName": "Alex Beispiel", "contactPhone": "0221 4710123", "design": file(), "exemption": file(),
        "duties": "true",
    });
    let place = json!({"text": "Ecke Marktplatz und Gartenweg"});
    let answers = json!({
        "purpose": "charity", "title": "Sommerfest", "day": "2026-06-20", "venue": "Stadtpark",
        "period": {"from": "2026-05-30", "to": "2026-06-22"}, "weeks": 4,
        "places": [
            {"place": place, "fixture": "lamppost", "format": "a1", "count": 18, "weekly": 1350},
            {"place": place, "fixture": "stand", "format": "a0", "count": 5, "weekly": 750},
        ],
        "posters": 23, "applicant": "organisation", "organisation": "Heimatverein Musterstadt e. V.",
        "firstName": "Kim", "lastName": "Muster", "address": home(), "email": "kim@example.org", "isContact": false,
        "contactName": "Alex Beispiel", "contactPhone": "+492214710123", "design": [UPLOADED],
        "exemption": [UPLOADED], "feeTotal": 4200, "duties": true,
    });
    arrives("sondernutzung-plakate", &draft, &answers);
}

#[test]
fn two_parents_look_for_a_place_in_day_care() {
    let draft = json!({
        "born": "true", "childFirstName": "Zoë", "childLastName": "Muster", "birthDate": ["10", "9", "2024"],
        "livesHere": "true", "address": HOME, "start": ["8", "2027"], "care": "either", "hours": "45",
        "dropOff": "7:30", "pickUp": "16 Uhr",
        "wishes": [{"kita": "lukas"}, {"kita": "am-stadtpark"}, {"kita": "regenbogen"}], "otherCentres": "true",
        "guardians": [
            {"firstName": "Kim", "lastName": "Muster", "relation": "parent", "custody": "true", "sameHome": "true",
                "occupation": "work", "weeklyHours": "38,5", "certificate": file()},
            {"firstName": "Alex", "lastName": "Beispiel", "relation": "parent", "custody": "true", "sameHome": "false",
                "home": HOME},
        ],
        "alone": "true",
        "siblings": [{"siblingName": "Mia Muster", "siblingBirthDate": ["1", "3", "2022"], "siblingKita": "lukas"}],
        "hardship": "Ich pflege meine Mutter.", "support": "true", "supportNeeds": "Hilfe beim Hören",
        "supportConsent": "true", "email": "kim@example.org", "truth": "true",
    });
    let answers = json!({
        "born": true, "childFirstName": "Zoë", "childLastName": "Muster", "birthDate": "2024-09-10",
        "livesHere": true, "address": home(), "start": "2027-08", "care": "either", "hours": "45",
        "dropOff": "07:30", "pickUp": "16:00",
        "wishes": [{"kita": "lukas"}, {"kita": "am-stadtpark"}, {"kita": "regenbogen"}], "otherCentres": true,
        "guardians": [
            {"firstName": "Kim", "lastName": "Muster", "relation": "parent", "custody": true, "sameHome": true,
                "occupation": "work", "weeklyHours": 38.5, "certificate": [UPLOADED]},
            {"firstName": "Alex", "lastName": "Beispiel", "relation": "parent", "custody": true, "sameHome": false,
                "home": home()},
        ],
        "alone": true,
        "siblings": [{"siblingName": "Mia Muster", "siblingBirthDate": "2022-03-01", "siblingKita": "lukas"}],
        "hardship": "Ich pflege meine Mutter.", "support": true, "supportNeeds": "Hilfe beim Hören",
        "supportConsent": true, "email": "kim@example.org", "truth": true,
    });
    arrives("kita-aufnahme", &draft, &answers);
}
