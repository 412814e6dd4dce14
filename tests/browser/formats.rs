//! Numbers, money, dates, names and patterns as the browser has them.

use amtsgang::browser::intl;
use amtsgang::browser::patterns::RegExpPatterns;
use amtsgang::expr::date::Date;
use amtsgang::field::{Answer, CodeLists, Context, Kind, Patterns};
use amtsgang::reading::{Node, Problems};
use serde_json::json;
use wasm_bindgen_test::wasm_bindgen_test;

/// Browsers put no-break spaces where we write plain ones here.
fn plain(text: String) -> String {
    text.replace(['\u{a0}', '\u{202f}'], " ")
}

#[wasm_bindgen_test]
fn numbers_and_money_are_written_as_the_language_does() {
    assert_eq!(intl::number("de", 1234567.0), "1.234.567");
    assert_eq!(intl::number("en", 1234567.0), "1,234,567");
    assert_eq!(plain(intl::money("de", 3070)), "30,70 €");
    assert_eq!(intl::money("en", -5), "-€0.05");
}

#[wasm_bindgen_test]
fn sizes_are_in_a_fitting_unit() {
    assert_eq!(plain(intl::bytes("de", 10_485_760.0)), "10 MB");
    assert_eq!(plain(intl::bytes("de", 1_572_864.0)), "1,5 MB");
    assert_eq!(plain(intl::bytes("en", 2048.0)), "2 kB");
    assert_eq!(plain(intl::bytes("de", 1.0)), "1 Byte");
}

#[wasm_bindgen_test]
fn dates_are_gregorian_and_of_the_day_that_was_meant() {
    let date = Date::new(2026, 5, 3).unwrap();
    assert_eq!(intl::date("de", date), "3. Mai 2026");
    assert_eq!(intl::date("en", date), "3 May 2026");
    assert!(intl::date("th", date).contains("2026") || intl::date("th", date).contains("ค.ศ."));
    assert_eq!(intl::date("de", Date::new(1, 1, 1).unwrap()), "1. Januar 1");
    assert!(intl::date_time_of("de", "2026-05-03T12:00:00Z").contains("Mai 2026"));
    assert!(intl::date_time("de", 1_777_777_777_777.0).contains("2026"));
    assert!(intl::time("de").contains(':'));
}

#[wasm_bindgen_test]
fn what_is_no_language_or_no_time_gives_a_plain_value() {
    assert!(!intl::number("de_DE!", 5.0).is_empty());
    assert!(!intl::countries("").is_empty());
    assert_eq!(intl::date_time_of("de", "soon"), "soon");
    assert_eq!(intl::date_time("de", f64::NAN), "");
    assert_eq!(intl::country("de", "?"), "?");
}

#[wasm_bindgen_test]
fn plurals_and_lists_follow_the_language() {
    assert_eq!((intl::plural("de", 1.0), intl::plural("de", 0.0)), ("one".into(), "other".into()));
    assert_eq!(intl::plural("ar", 3.0), "few");
    assert_eq!(intl::list("de", &["PDF", "JPEG", "PNG"]), "PDF, JPEG und PNG");
}

#[wasm_bindgen_test]
fn countries_are_named_and_sorted_by_the_language() {
    let german = intl::countries("de");
    assert_eq!(german.len(), 250);
    let place = |code: &str| german.iter().position(|(other, _)| other == code).unwrap();
    assert_eq!(german[place("DE")].1, "Deutschland");
    // Österreich stands with O and not after Z, Ägypten with A.
    assert!(place("OM") < place("AT") && place("AT") < place("PK") && place("EG") < place("AR"));
    assert!(place("NE") < place("NG"));
    assert_eq!(intl::country("en", "XK"), "Kosovo");
    assert_eq!((intl::language_name("de"), intl::language_name("en")), ("Deutsch".into(), "English".into()));
}

#[wasm_bindgen_test]
fn patterns_match_the_whole_text() {
    let patterns = RegExpPatterns::default();
    assert!(patterns.is_match("[0-9]{15}", "276098100000001"));
    assert!(!patterns.is_match("[0-9]{15}", "x276098100000001"));
    assert!(!patterns.is_match("a|b", "ab"));
    assert!(patterns.is_match("\\p{Lu}+", "ÄÖ"));
    assert!(!patterns.is_match(".", "a\n"));
    for _ in 0..3 {
        assert!(patterns.is_match("[a-z]", "q"), "a pattern has no memory");
    }
}

#[wasm_bindgen_test]
fn what_a_recipe_may_ask_for_is_soon_judged_whatever_is_typed() {
    let patterns = RegExpPatterns::default();
    let read = |pattern: &str, most: usize| {
        let json = json!({"pattern": pattern, "patternMessage": {"de": "x"}, "maxLength": most}).to_string();
        let (value, problems) = (amtsgang::json::read(&json).unwrap(), Problems::new());
        let object = Node::at(&value, "", &problems).object().unwrap();
        let kind = Kind::read("text", &object, &patterns).unwrap();
        problems.is_empty().then_some(kind)
    };
    for pattern in ["^(a+)+$", "(a|a)*b", "(\\w*)*x", "(a?a?)*b", ".*a.*a.*a.*b", "(.*,){9}x"] {
        assert!(read(pattern, 200).is_none(), "{pattern}");
    }
    // The slowest of those that are taken, on texts that they fit in most ways and at last in none.
    let cx = Context { today: Date::FIRST, patterns: &patterns, code_lists: CodeLists::NONE };
    for (pattern, most) in [
        (".*a.*ab", 200),
        ("a*a*b", 200),
        ("(a{1,2}){9}b", 200),
        (".*ab", 3000),
        ("(a+,)*a+b", 3000),
        ("(?:a?){1}(?:a|a)(?:a|a)(?:a|a)(?:a|a)(?:a|a)(?:a|a)(?:a|a)(?:a|a)a*ab", 60),
    ] {
        let kind = read(pattern, most).unwrap_or_else(|| panic!("{pattern}"));
        let started = js_sys::Date::now();
        for text in ["a".repeat(most), "a,".repeat(most / 2), ["a".repeat(most - 1).as_str(), "!"].concat()] {
            assert!(kind.check(&Answer::Text(text), true, &cx).is_err(), "{pattern}");
        }
        let took = js_sys::Date::now() - started;
        assert!(took < 2000.0, "{pattern} took {took} ms");
    }
}

#[wasm_bindgen_test]
fn what_is_no_pattern_is_told_and_matches_nothing() {
    let patterns = RegExpPatterns::default();
    for bad in ["(", ")(", "[", "a{2,1}", "\\p{Nothing}", "*"] {
        assert!(patterns.check(bad).is_err_and(|cause| !cause.is_empty()), "{bad}");
        assert!(!patterns.is_match(bad, bad));
    }
    assert_eq!(patterns.check("(a)|b"), Ok(()));
}

#[wasm_bindgen_test]
fn texts_come_in_the_composed_form() {
    let patterns = RegExpPatterns::default();
    assert_eq!(patterns.nfc("Mu\u{308}ller c\u{306}\u{328} 🐕"), "Müller c\u{328}\u{306} 🐕");
    assert_eq!(patterns.nfc(""), "");
}
