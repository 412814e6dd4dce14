//! Calculations with numbers and days in conditions: what they give, and what is refused and where.
#![cfg(not(target_arch = "wasm32"))]

mod given;
mod shapes;

use amtsgang::expr::{Shape, read};
use amtsgang::reading::{Node, Problems};
use given::given;
use serde_json::json;
use shapes::{Form, eval, read_at, refused};

#[test]
fn decimals_are_exact() {
    assert_eq!(eval(json!({"+": [0.1, 0.2]})), 0.3);
    assert_eq!(eval(json!({"==": [{"+": [0.1, 0.2]}, 0.3]})), true);
    assert_eq!(eval(json!({"*": [{"var": "area"}, 0.8]})), 10);
    assert_eq!(eval(json!({"==": [{"*": [{"var": "area"}, 0.8]}, 10]})), true);
    assert_eq!(eval(json!({"-": [{"var": "area"}]})), -12.5);
    assert_eq!(eval(json!({"max": [{"var": "area"}, 12, 12.75]})), 12.75);
    assert_eq!(eval(json!({"<": [12, {"var": "area"}, 12.51]})), true);
    assert_eq!(eval(json!({">=": [{"var": "area"}, 12.5]})), true);
    assert_eq!(eval(json!({">": [{"var": "area"}, {"var": "number"}]})), true);
    assert_eq!(eval(json!({"in": [{"var": "area"}, [12, 12.5]]})), true);
    assert_eq!(eval(json!({"!!": [0.5]})), true);
    assert_eq!(eval(json!({"+": [{"var": "area"}, {"var": "broken"}]})), json!(null));
    assert_eq!(eval(json!({"sum": [{"var": "people"}, {"var": "share"}]})), 0.75);
    assert_eq!(eval(json!({"sum": [{"var": "people"}, {"/": [{"var": "income"}, 3]}]})), 133.333_333);
}

#[test]
fn division_is_exact_and_by_nothing_it_is_null() {
    assert_eq!(eval(json!({"/": [7, 2]})), 3.5);
    assert_eq!(eval(json!({"/": [6, 2]})), 3);
    assert_eq!(eval(json!({"*": [{"/": [1, 3]}, 3]})), 1);
    assert_eq!(eval(json!({"/": [1, {"-": [{"var": "number"}, 5]}]})), json!(null));
    assert_eq!(eval(json!({"%": [1, {"-": [{"var": "number"}, 5]}]})), json!(null));
    assert_eq!(eval(json!({"%": [{"var": "number"}, 3]})), 2);
    assert_eq!(eval(json!({"%": [-7, 3]})), -1);
    assert_eq!(eval(json!({"%": [{"var": "area"}, 5]})), 2.5);
    assert_eq!(eval(json!({"/": [{"var": "broken"}, 2]})), json!(null));
}

#[test]
fn fees_are_rounded_to_their_step() {
    assert_eq!(eval(json!({"roundUp": [{"var": "area"}]})), 13);
    assert_eq!(eval(json!({"roundDown": {"var": "area"}})), 12);
    assert_eq!(eval(json!({"roundHalfUp": [{"var": "area"}]})), 13);
    assert_eq!(eval(json!({"roundHalfUp": [{"-": [{"var": "area"}]}]})), -13);
    assert_eq!(eval(json!({"roundUp": [1201, 100]})), 1300);
    assert_eq!(eval(json!({"roundHalfUp": [{"/": [1, 3]}, 0.01]})), 0.33);
    assert_eq!(eval(json!({"roundUp": [1, {"-": [{"var": "number"}, 5]}]})), json!(null));
    assert_eq!(eval(json!({"roundUp": [{"var": "broken"}]})), json!(null));
    // Half of 30.70 euros a year, for 7 of 12 months, to whole ten cents.
    let month = json!({"/": [{"*": [3070, 0.5, 7]}, 12]});
    assert_eq!(eval(json!({"roundHalfUp": [month, 10]})), 900);
}

#[test]
fn days_are_calculated_with() {
    // Today is the 23rd of November 2026, a Monday.
    let (today, born) = (json!({"today": []}), json!({"var": "born"}));
    assert_eq!(eval(today.clone()), "2026-11-23");
    assert_eq!(eval(json!({"==": [{"var": "day"}, today]})), true);
    assert_eq!(eval(json!({"age": [born, today]})), 18);
    assert_eq!(eval(json!({"age": [born, "2026-02-28"]})), 17);
    assert_eq!(eval(json!({"age": [born, "2026-03-01"]})), 18);
    assert_eq!(eval(json!({"age": [today, born]})), json!(null));
    assert_eq!(eval(json!({"daysBetween": [today, "2026-12-24"]})), 31);
    assert_eq!(eval(json!({"daysBetween": ["2026-12-24", today]})), -31);
    assert_eq!(eval(json!({"monthsBetween": ["2026-01-31", "2026-02-28"]})), 1);
    assert_eq!(eval(json!({"addDays": [today, 14]})), "2026-12-07");
    assert_eq!(eval(json!({"addMonths": ["2026-01-31", {"-": [{"var": "number"}, 4]}]})), "2026-02-28");
    assert_eq!(eval(json!({"addDays": ["9999-12-31", 1]})), json!(null));
    assert_eq!(eval(json!({"weekday": [today]})), 1);
    assert_eq!(eval(json!({"year": born})), 2008);
    assert_eq!(eval(json!({"month": [born]})), 2);
    for unread in ["addDays", "addMonths", "daysBetween", "age"] {
        assert_eq!(eval(json!({unread: [{"var": "broken"}, {"var": "broken"}]})), json!(null), "{unread}");
    }
    assert_eq!(eval(json!({"year": {"var": "broken"}})), json!(null));
}

#[test]
fn what_is_calculated_with_is_known_by_its_kind() {
    for (json, pointer) in [
        (json!({"==": [{"var": "number"}, 1.5]}), "/when/==/1"),
        (json!({">": [{"var": "number"}, 1.5]}), "/when/>/1"),
        (json!({"in": [{"var": "number"}, [1, 1.5]]}), "/when/in/1/1"),
        (json!({"<": [{"var": "area"}, "12,5"]}), "/when/</1"),
        (json!({"==": [{"/": [{"var": "number"}, 2]}, {"var": "text"}]}), "/when/==/1"),
        (json!({"/": [{"var": "number"}, 0]}), "/when/~1/1"),
        (json!({"/": [{"var": "number"}, "2"]}), "/when/~1/1"),
        (json!({"/": [{"var": "number"}]}), "/when/~1"),
        (json!({"%": [{"var": "number"}, 0]}), "/when/%/1"),
        (json!({"+": [{"var": "number"}, null]}), "/when/+/1"),
        (json!({"roundUp": [{"var": "area"}, 0]}), "/when/roundUp/1"),
        (json!({"roundUp": [{"var": "area"}, -10]}), "/when/roundUp/1"),
        (json!({"roundUp": [{"var": "area"}, -0.5]}), "/when/roundUp/1"),
        (json!({"roundUp": []}), "/when/roundUp"),
        (json!({"today": [1]}), "/when/today"),
        (json!({"today": null}), "/when/today"),
        (json!({"age": [{"var": "born"}]}), "/when/age"),
        (json!({"age": [{"var": "number"}, {"today": []}]}), "/when/age/0"),
        (json!({"age": [{"var": "born"}, "today"]}), "/when/age/1"),
        (json!({"daysBetween": [{"var": "born"}, "2026-02-29"]}), "/when/daysBetween/1"),
        (json!({"addDays": [{"var": "day"}, 0.5]}), "/when/addDays/1"),
        (json!({"addDays": [{"var": "day"}, {"/": [{"var": "number"}, 2]}]}), "/when/addDays/1"),
        (json!({"addMonths": [{"var": "text"}, 1]}), "/when/addMonths/0"),
        (json!({"weekday": {"var": "text"}}), "/when/weekday"),
        (json!({"<": [{"addDays": [{"var": "day"}, 14]}, "tomorrow"]}), "/when/</1"),
        (json!({"==": [{"month": [{"var": "day"}]}, "5"]}), "/when/==/1"),
        (json!({"sum": [{"var": "people"}, {"addDays": [{"var": "day"}, 1]}]}), "/when/sum/1"),
        (json!({"==": [{"var": "area"}, 0.1234567]}), "/when/==/1"),
        (json!({"==": [{"var": "area"}, 1234567890.123456]}), "/when/==/1"),
        (json!({"in": [{"var": "area"}, [0.1234567]]}), "/when/in/1"),
    ] {
        assert_eq!(refused(json.clone()), [pointer], "{json}");
    }
    for json in [
        json!({"addDays": [{"var": "day"}, {"roundUp": [{"/": [{"var": "number"}, 2]}]}]}),
        json!({"addMonths": [{"var": "day"}, {"*": [{"var": "number"}, 12]}]}),
        json!({"age": [{"var": "born"}, {"if": [{"var": "yes"}, "2026-09-30", {"var": "day"}]}]}),
        json!({"addDays": [{"var": "day"}, {"if": [{"var": "yes"}, 14, null]}]}),
        json!({"==": [{"or": [{"var": "one"}]}, "not an option any more"]}),
        json!({"<": [{"var": "number"}, {"var": "area"}]}),
    ] {
        assert!(read_at(&json).is_ok(), "{json}");
    }
}

fn shape(json: serde_json::Value) -> Shape {
    let (value, problems) = (given(&json), Problems::new());
    read(Node::at(&value, "", &problems), &Form, None).unwrap_or_else(|| panic!("{:?}", problems.into_list())).1
}

#[test]
fn tells_what_a_calculation_gives() {
    for (json, expected) in [
        (json!({"+": [{"var": "number"}, 1]}), Shape::Int),
        (json!({"+": [{"var": "number"}, 0.5]}), Shape::Number),
        (json!({"*": [{"var": "number"}, {"var": "area"}]}), Shape::Number),
        (json!({"/": [{"var": "number"}, 1]}), Shape::Number),
        (json!({"%": [{"var": "number"}, 2]}), Shape::Int),
        (json!({"roundHalfUp": [{"var": "area"}, 10]}), Shape::Int),
        (json!({"roundHalfUp": [{"var": "area"}]}), Shape::Int),
        (json!({"roundHalfUp": [{"var": "area"}, 0.5]}), Shape::Number),
        (json!({"sum": [{"var": "people"}, {"var": "share"}]}), Shape::Number),
        (json!({"sum": [{"var": "people"}, {"var": "income"}]}), Shape::Int),
        (json!({"if": [{"var": "yes"}, 1, {"var": "number"}]}), Shape::Int),
        (json!({"if": [{"var": "yes"}, 1, {"var": "text"}]}), Shape::Unknown),
        (json!({"if": [{"var": "yes"}, null, {"var": "day"}]}), Shape::Date),
        (json!({"and": [{"var": "yes"}, {"!": {"var": "yes"}}]}), Shape::Bool),
        (json!({"today": []}), Shape::Date),
        (json!({"addMonths": [{"var": "day"}, 1]}), Shape::Date),
        (json!({"age": [{"var": "born"}, {"var": "day"}]}), Shape::Int),
    ] {
        assert_eq!(shape(json.clone()), expected, "{json}");
    }
}
