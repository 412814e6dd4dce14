//! What the published services make of answers: fees, sums, limits, and questions that are asked only of some.
#![cfg(not(target_arch = "wasm32"))]

mod filled;
mod given;
mod patterns;

use amtsgang::form::Form;
use amtsgang::json::write;
use filled::{ELSEWHERE, HOME, asks, filled, has_step, judge, value};
use serde_json::{Value, json};

fn persons(count: usize) -> Value {
    let person = json!({"birthDate": ["1", "2", "1980"], "nationality": "DE"});
    json!(vec![person; count])
}

#[test]
fn each_partner_pays_for_a_business_and_a_company_for_each_further_representative() {
    for (form, count, fee) in [
        ("sole", 1, json!(2600)),
        ("ek", 1, json!(2600)),
        ("gbr", 3, json!(7800)),
        ("egbr", 2, json!(5200)),
        ("ohg", 2, json!(5200)),
        ("kg", 1, json!(2600)),
        ("gmbhcokg", 2, json!(4600)),
        ("gmbh", 1, json!(3300)),
        ("ug", 2, json!(4600)),
        ("eg", 4, json!(7200)),
        ("ev", 3, json!(5900)),
        ("other", 1, Value::Null),
    ] {
        let draft = json!({"legalForm": form, "persons": persons(count)});
        assert_eq!(value(&filled("gewerbeanmeldung", &draft), "feeTotal"), fee, "{form}");
    }
    let corporation = filled("gewerbeanmeldung", &json!({"legalForm": "ag", "boardMembers": "3"}));
    assert_eq!(value(&corporation, "feeTotal"), json!(5900));
    assert!(!has_step(&corporation, "personen"), "its board is not named");
    assert_eq!(value(&filled("gewerbeanmeldung", &json!({})), "feeTotal"), Value::Null);
}

#[test]
fn a_business_is_questioned_by_its_legal_form() {
    for (form, asked, not) in [
        ("sole", &["sideline"][..], &["company", "registered", "publicShare", "managers", "partnerCompany"][..]),
        ("gbr", &["company", "sideline", "managers"], &["registered", "registerNumber", "publicShare"]),
        (
            "gmbh",
            &["company", "registered", "foundingDeed", "publicShare", "managers"],
            &["sideline", "registerNumber"],
        ),
        ("gmbhcokg", &["partnerCompany", "partnerNumber"], &["boardMembers", "legalFormName"]),
        ("ag", &["boardMembers", "managerLastName"], &["managers", "firstName"]),
        ("other", &["legalFormName", "registered", "feeNote"], &["foundingDeed"]),
    ] {
        let draft = json!({"legalForm": form, "persons": persons(1), "registered": "false", "establishment": "main"});
        let form_ = filled("gewerbeanmeldung", &draft);
        asked.iter().for_each(|id| assert!(asks(&form_, id), "{form} {id}"));
        not.iter().for_each(|id| assert!(!asks(&form_, id), "{form} {id}"));
    }
}

#[test]
fn a_residence_permit_is_asked_of_those_who_need_one() {
    for (first, second, asked) in [
        ("DE", "", false),
        ("FR", "", false),
        ("CH", "", false),
        ("US", "", true),
        ("US", "IT", false),
        ("", "", false),
    ] {
        let draft = json!({"legalForm": "sole", "persons": [{"nationality": first, "secondNationality": second}]});
        assert_eq!(asks(&filled("gewerbeanmeldung", &draft), "hasPermit"), asked, "{first} {second}");
    }
}

#[test]
fn what_cannot_be_about_a_business_is_refused_or_asked_about() {
    let base =
        json!({"legalForm": "gbr", "persons": persons(2), "businessAddress": HOME, "startDate": ["3", "5", "2026"]});
    judge(
        "gewerbeanmeldung",
        &base,
        &[
            (json!({}), &[], &[]),
            (json!({"legalForm": "sole"}), &["persons"], &[]),
            (json!({"persons": persons(1)}), &[], &["persons"]),
            (json!({"businessAddress": ELSEWHERE}), &["businessAddress"], &[]),
            (json!({"startDate": ["2", "5", "2026"]}), &[], &["startDate"]),
            (
                json!({"persons": [{"birthDate": ["4", "5", "2008"]}, {"birthDate": ["3", "5", "2008"]}]}),
                &[],
                &["birthDate"],
            ),
        ],
    );
}

#[test]
fn bulky_waste_is_added_up_exactly() {
    let draft = json!({"items": [
        {"item": "sofa", "number": "1"},
        {"item": "chair", "number": "6"},
        {"item": "washing-machine", "number": "2"},
        {"item": "other", "itemLength": "1,25", "itemWidth": "0,5", "itemHeight": "0.33", "number": "1"},
        {"item": "bed", "number": "x"},
    ]});
    let form = filled("sperrmuell", &draft);
    // 1.25 · 0.5 · 0.33 = 0.20625
    let volumes: Vec<Value> = (0..5).map(|ix| entry_value(&form, "items", ix, "itemVolume")).collect();
    assert_eq!(volumes, [json!(1.5), json!(1.2), json!(0.7), json!(0.21), Value::Null]);
    assert_eq!(value(&form, "volume"), json!(3.61));
    assert_eq!(value(&form, "appliances"), json!(2));
    assert!(!asks(&filled("sperrmuell", &json!({"items": [{"item": "sofa", "number": "1"}]})), "appliancesNote"));
}

fn entry_value(form: &Form, group: &str, at: usize, id: &str) -> Value {
    let group = form.find(group, None).unwrap();
    let field = form.find(id, Some(form.entries(group)[at])).unwrap();
    serde_json::from_str(&write(&form.value(field).to_json())).unwrap()
}

#[test]
fn more_bulky_waste_than_fits_is_refused() {
    let shelves = |number: &str| json!({"items": [{"item": "shelf", "number": number}]});
    judge(
        "sperrmuell",
        &json!({"address": HOME}),
        &[
            (shelves("8"), &[], &[]),
            (shelves("9"), &[], &["items"]),
            (shelves("10"), &[], &["items"]),
            (shelves("11"), &["items"], &[]),
            (json!({"address": ELSEWHERE}), &["address"], &[]),
        ],
    );
}

#[test]
fn every_bulky_thing_has_a_volume() {
    let path = format!("{}/public/recipes/sperrmuell.json", env!("CARGO_MANIFEST_DIR"));
    let recipe: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let options = recipe.pointer("/steps/0/fields/0/fields/0/options").unwrap().as_array().unwrap();
    for option in options.iter().map(|option| &option["value"]).filter(|value| *value != "other") {
        let form = filled("sperrmuell", &json!({"items": [{"item": option, "number": "1"}]}));
        assert!(value(&form, "volume").as_f64().unwrap() > 0.0, "{option}");
    }
}

/// A period from one day of May or June 2026 to another.
fn period(from: [&str; 2], to: [&str; 2]) -> Value {
    json!([from[0], from[1], "2026", to[0], to[1], "2026"])
}

#[test]
fn the_fee_for_posters_follows_the_schedule() {
    for (purpose, to, places, fee) in [
        // 14 days are two weeks: 40 · 0.75 · 2
        ("event", ["14", "6"], &[("a1", 40)][..], 6000),
        // One day more is a third week.
        ("event", ["15", "6"], &[("a1", 40)], 9000),
        // 3 · (13 · 0.75 + 2 · 1.50) = 38.25: whole euros
        ("event", ["15", "6"], &[("a1", 13), ("a0", 2)], 3800),
        // Half of 38.25, but the least is 25
        ("charity", ["15", "6"], &[("a1", 13), ("a0", 2)], 2500),
        ("charity", ["15", "6"], &[("a1", 40), ("large", 1)], 5800),
        ("vote", ["15", "6"], &[("a1", 400), ("large", 9)], 0),
    ] {
        let places: Vec<Value> =
            places.iter().map(|(format, count)| json!({"format": format, "count": count.to_string()})).collect();
        let draft = json!({"purpose": purpose, "period": period(["1", "6"], to), "places": places});
        assert_eq!(value(&filled("sondernutzung-plakate", &draft), "feeTotal"), json!(fee), "{draft}");
    }
    assert_eq!(value(&filled("sondernutzung-plakate", &json!({"purpose": "event"})), "feeTotal"), Value::Null);
}

#[test]
fn posters_hang_neither_too_long_nor_too_many() {
    let base = json!({"purpose": "event", "day": ["20", "6", "2026"], "period": period(["1", "6"], ["20", "6"]),
        "places": [{"format": "a1", "count": "60", "fixture": "lamppost"}]});
    judge(
        "sondernutzung-plakate",
        &base,
        &[
            (json!({}), &[], &[]),
            (json!({"period": period(["26", "5"], ["23", "6"])}), &["period"], &[]),
            (json!({"period": period(["27", "5"], ["23", "6"])}), &[], &[]),
            (json!({"period": period(["27", "5"], ["24", "6"])}), &["period"], &[]),
            (json!({"period": period(["1", "6"], ["19", "6"])}), &[], &["period"]),
            (json!({"period": period(["21", "6"], ["22", "6"])}), &["period"], &[]),
            (json!({"places": [{"format": "a1", "count": "61", "fixture": "stand"}]}), &["places"], &[]),
            (json!({"places": [{"format": "large", "count": "1", "fixture": "lamppost"}]}), &["format"], &[]),
            (json!({"purpose": "charity", "applicant": "person"}), &["applicant"], &[]),
            (json!({"purpose": "vote", "places": [{"format": "a1", "count": "500", "fixture": "stand"}]}), &[], &[]),
            (json!({"purpose": "vote", "day": ["1", "9", "2026"]}), &[], &["period"]),
            (json!({"purpose": "vote", "day": ["2", "9", "2026"]}), &["period"], &["period"]),
            (json!({"purpose": "vote", "day": ["13", "6", "2026"]}), &[], &[]),
            (json!({"purpose": "vote", "day": ["12", "6", "2026"]}), &["period"], &[]),
        ],
    );
}

#[test]
fn a_place_in_day_care_before_the_first_birthday_needs_a_reason() {
    for (born, start, asked) in [
        (["1", "8", "2026"], ["8", "2027"], false),
        (["2", "8", "2026"], ["8", "2027"], true),
        (["31", "8", "2026"], ["9", "2027"], false),
    ] {
        let unborn = json!({"born": "false", "dueDate": born, "start": start});
        assert_eq!(has_step(&filled("kita-aufnahme", &unborn), "bedarf"), asked, "{unborn}");
    }
    let born = json!({"born": "true", "birthDate": ["2", "5", "2026"], "start": ["5", "2027"]});
    assert!(has_step(&filled("kita-aufnahme", &born), "bedarf"));
    assert!(!has_step(&filled("kita-aufnahme", &json!({"born": "true"})), "bedarf"));
}

#[test]
fn what_does_not_go_together_in_day_care_is_refused_or_asked_about() {
    let base = json!({"born": "true", "birthDate": ["3", "2", "2024"], "livesHere": "true", "address": HOME,
        "start": ["8", "2027"], "care": "either", "hours": "35-block", "dropOff": "8", "pickUp": "15",
        "wishes": [{"kita": "lukas"}, {"kita": "regenbogen"}],
        "guardians": [{"custody": "true", "sameHome": "true"}], "alone": "true"});
    judge(
        "kita-aufnahme",
        &base,
        &[
            (json!({}), &[], &[]),
            (json!({"address": ELSEWHERE}), &["address"], &[]),
            (json!({"address": ELSEWHERE, "livesHere": "false", "moveIn": ["8", "2027"]}), &[], &[]),
            (json!({"livesHere": "false", "moveIn": ["9", "2027"]}), &[], &["start"]),
            (json!({"start": ["11", "2026"]}), &[], &["start"]),
            (json!({"start": ["12", "2026"]}), &[], &[]),
            (json!({"birthDate": ["31", "7", "2021"]}), &[], &["start"]),
            (json!({"pickUp": "12", "dropOff": "12"}), &["pickUp"], &[]),
            (json!({"dropOff": "6:30"}), &[], &["dropOff"]),
            (json!({"dropOff": "6:30", "care": "childminder"}), &[], &[]),
            (json!({"wishes": [{"kita": "lukas"}, {"kita": "martin"}, {"kita": "lukas"}]}), &["wishes"], &[]),
            (json!({"guardians": [{"custody": "false", "sameHome": "true"}]}), &["guardians"], &[]),
            (json!({"guardians": [{"sameHome": "true"}, {"sameHome": "true"}]}), &[], &["alone"]),
        ],
    );
}

#[test]
fn parents_prove_their_work_only_where_it_matters() {
    for (hours, occupation, asked) in
        [("45", "work", true), ("45", "jobseeking", true), ("45", "none", false), ("25", "work", false)]
    {
        let draft = json!({"hours": hours, "guardians": [{"sameHome": "true", "occupation": occupation}]});
        assert_eq!(asks(&filled("kita-aufnahme", &draft), "certificate"), asked, "{draft}");
    }
    let early = json!({"born": "true", "birthDate": ["2", "5", "2026"], "start": ["4", "2027"], "hours": "25",
        "reasons": ["work"], "guardians": [{"sameHome": "true", "occupation": "work"}]});
    assert!(asks(&filled("kita-aufnahme", &early), "certificate"));
}
