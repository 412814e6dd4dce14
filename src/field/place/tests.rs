//! Coordinates as people type and paste them.

use super::super::tests::{cx, listed};
use super::*;
use crate::json::given;
use serde_json::json;

fn check(parts: [&str; 3]) -> Checked {
    Place.check(&listed(&parts), true, &cx())
}

fn faults(parts: [&str; 3]) -> Vec<(usize, Fault)> {
    let errors = check(parts).expect_err("a fault");
    errors.into_iter().map(|error| (error.part.expect("a part"), error.fault)).collect()
}

fn latitude(text: &str) -> Option<i64> {
    degrees(text, &NORTHWARD)
}

fn longitude(text: &str) -> Option<i64> {
    degrees(text, &EASTWARD)
}

#[test]
fn words_alone_are_a_place() {
    let value = check([" Spielplatz am Markt, hinter der Rutsche\u{a0}", "", " "]).expect("a place");
    assert_eq!(value.to_json(), given(&json!({"text": "Spielplatz am Markt, hinter der Rutsche"})));
}

#[test]
fn coordinates_are_exact_numbers() {
    let value = check(["Markt", "50,798712", "6.48220"]).expect("a place");
    assert_eq!(value.to_json(), given(&json!({"text": "Markt", "latitude": 50.798712, "longitude": 6.4822})));
    let value = check(["Insel", "-0,0000004", "-180"]).expect("a place");
    assert_eq!(value.to_json(), given(&json!({"text": "Insel", "latitude": 0, "longitude": -180})));
}

#[test]
fn degrees_are_read_in_every_usual_notation() {
    for text in [
        "50,5",
        "50.5",
        "50,500000000001",
        "50,5°",
        "50.5 °N",
        "N 50,5",
        "n50.5°",
        "+50,5",
        "50° 30′",
        "50°30'N",
        "50° 30’ 0\"",
        "50° 30′ 0,0″ N",
        "50°30'00.0\" N",
        "٥٠,٥",
    ] {
        assert_eq!(latitude(text), Some(50_500_000), "{text}");
    }
    for text in ["-6,25", "−6.25°", "6,25 W", "W6° 15'", "6°15′0″W"] {
        assert_eq!(longitude(text), Some(-6_250_000), "{text}");
    }
    for text in ["6,25 O", "6.25E", "o 6,25°", "6° 15′ E"] {
        assert_eq!(longitude(text), Some(6_250_000), "{text}");
    }
    assert_eq!(latitude("33,75 S"), Some(-33_750_000));
    // 28″ are 28/3600 of a degree.
    assert_eq!(longitude("6°28′28″"), Some(6_474_444));
    assert_eq!(latitude("50,7987125"), Some(50_798_713));
    assert_eq!(latitude("50,79871249999999"), Some(50_798_712));
}

#[test]
fn what_may_mean_two_things_or_none_is_refused() {
    for text in [
        "",
        "N",
        "50,",
        "50,°",
        ",5",
        "50,5 E",
        "-50 N",
        "+-50",
        "50.79.1",
        "50 30",
        "50° 60′",
        "50,5° 30′",
        "50° 30,5′ 10″",
        "50° 30″",
        "50° 30",
        "30′",
        "1.234,5",
        "50,5x",
        "12345",
        "fünfzig",
    ] {
        assert_eq!(latitude(text), None, "{text}");
    }
}

#[test]
fn says_which_part_is_wrong() {
    assert_eq!(faults(["Markt", "x", "6,4 N"]), [(LATITUDE, Fault::Latitude), (LONGITUDE, Fault::Longitude)]);
    assert_eq!(
        faults(["Markt", "90,000001", "-180,000001"]),
        [(LATITUDE, Fault::TooLarge { max: 90 }), (LONGITUDE, Fault::TooSmall { min: -180 })]
    );
    assert_eq!(faults(["Markt", "50,5", ""]), [(LONGITUDE, Fault::Missing(Missing::Coordinate))]);
    assert_eq!(faults(["Markt", "", "6"]), [(LATITUDE, Fault::Missing(Missing::Coordinate))]);
    assert_eq!(faults(["", "50,5", "6,4"]), [(TEXT, Fault::Missing(Missing::Location))]);
    assert_eq!(faults([&"x".repeat(201), "", ""]), [(TEXT, Fault::TooLong { max: 200 })]);
}

#[test]
fn nothing_is_wrong_only_where_something_is_required() {
    for answer in [Answer::Empty, listed(&["", " ", ""])] {
        assert_eq!(Place.check(&answer, false, &cx()), Ok(Value::Null));
        assert_eq!(Place.check(&answer, true, &cx()), nothing(true, Missing::Location));
    }
    assert!(Place.check(&listed(&["", "50,5", ""]), false, &cx()).is_err());
}

#[test]
fn a_pasted_pair_is_split() {
    for text in [
        "50.798712, 6.482203",
        "50.798712,6.482203",
        "50,798712 6,482203",
        "50,798712; 6,482203",
        "50.798712 N, 6.482203 E",
        "50,798712°N 6,482203°O",
    ] {
        let answer = listed(&["Markt", text, ""]);
        let point = Point { latitude: 50_798_712, longitude: 6_482_203 };
        assert_eq!(Point::of(&answer), Some(point), "{text}");
        let tidied = Place.normalize(&answer).expect("two halves");
        assert!(tidied.part(LONGITUDE).starts_with('6') && tidied.part(LATITUDE).starts_with("50"), "{tidied:?}");
        assert_eq!(Place.check(&tidied, true, &cx()), Place.check(&answer, true, &cx()));
        assert_eq!(Place.normalize(&tidied), None);
    }
    let parts = |text: &str| split(&listed(&["", text, ""]));
    assert_eq!(parts("50° 47′ 55″ N 6° 28′ 56″ E"), ["50° 47′ 55″ N", "6° 28′ 56″ E"]);
    for text in ["50,7", "50,70", "50° 30′", "50", "50 N"] {
        assert_eq!(parts(text), [text, ""], "{text}");
    }
    assert_eq!(split(&listed(&["", "50.7, 6.4", "6.4"])), ["50.7, 6.4", "6.4"]);
}

#[test]
fn mixed_up_coordinates_are_noticed_in_germany_only() {
    let point = |latitude, longitude| Point::new(latitude * MILLION, longitude * MILLION);
    assert_eq!(point(6, 50).and_then(Point::turned), point(50, 6));
    // In Germany as it is; in Germany neither way; no place the other way round.
    assert_eq!(point(50, 6).and_then(Point::turned), None);
    assert_eq!(point(48, 2).and_then(Point::turned), None);
    assert_eq!(point(10, 120).and_then(Point::turned), None);
    assert_eq!((point(91, 0), point(0, -181)), (None, None));
}

#[test]
fn numbers_are_rounded_to_millionths() {
    for (text, expected) in [
        ("50.7987124", Some(50_798_712)),
        ("50.7987125", Some(50_798_713)),
        ("-50.79871249999999", Some(-50_798_712)),
        ("-50.7987125", Some(-50_798_713)),
        ("1e-200", Some(0)),
        ("6", Some(6_000_000)),
        ("1e17", None),
        ("0.12345678901234567891", None),
    ] {
        let Ok(json::Value::Number(number)) = json::read(text) else { panic!("{text}") };
        assert_eq!(millionths(&number), expected, "{text}");
    }
}

#[test]
fn coordinates_are_written_as_the_language_does() {
    assert_eq!(written(50_798_700, ','), "50,7987");
    assert_eq!(written(-1, '.'), "-0.000001");
    assert_eq!(written(6_000_000, ','), "6");
}
