//! Recipes, drafts and texts that somebody made to be too much: each ends in a problem, or in little time. The bound is five
//! seconds of processor time in a test's build, which checks everything and optimises nothing.
#![cfg(not(target_arch = "wasm32"))]

mod given;
mod patterns;

use std::fmt::Write;
use std::rc::Rc;
use std::time::Duration;

use amtsgang::broken::BrokenFile;
use amtsgang::expr::date::Date;
use amtsgang::field::Answer;
use amtsgang::form::Form;
use amtsgang::json;
use amtsgang::reading::MOST_PROBLEMS;
use amtsgang::recipe::{MOST_BYTES, Parsed, contract, markdown, parse, search};
use cpu_time::ThreadTime;
use given::given;
use patterns::Regex;
use serde_json::{Value, json};

const MOST: Duration = Duration::from_secs(5);
const TODAY: Date = Date { year: 2026, month: 11, day: 23 };

/// What comes of something that must be done in time.
fn soon<T>(what: &str, work: impl FnOnce() -> T) -> T {
    let clock = ThreadTime::now();
    let done = work();
    assert!(clock.elapsed() < MOST, "{what} takes {:?}", clock.elapsed());
    done
}

fn text() -> Value {
    json!({"de": "Text"})
}

/// A recipe with these steps.
fn recipe(steps: &str) -> String {
    let head = json!({
        "id": "probe", "version": 3, "title": text(), "summary": text(), "fee": text(), "duration": text(), "privacy": text(),
        "office": {
            "name": text(), "street": "Marktplatz 1", "postcode": "52349", "place": "Musterstadt", "hours": text(),
            "phone": "+49 2421 25-0", "email": "amt@musterstadt.example"
        },
    });
    let head = head.to_string();
    [&head[..head.len() - 1], ",\"steps\":", steps, "}"].concat()
}

/// A recipe of one step with these fields.
fn of_fields(fields: &str) -> String {
    recipe(&[r#"[{"id":"s","title":{"de":"S"},"fields":["#, fields, "]}]"].concat())
}

fn list(count: usize, one: impl Fn(usize) -> String) -> String {
    (0..count).map(one).collect::<Vec<_>>().join(",")
}

fn read(what: &str, recipe: &str) -> Parsed {
    soon(what, || parse(recipe, &Regex))
}

/// The recipe has problems, of which one expects this.
fn refused(what: &str, recipe: &str, expected: &str) {
    let problems = read(what, recipe).problems;
    let told = problems.iter().any(|problem| problem.expected.contains(expected));
    assert!(told, "{what}: {:?}", problems.first());
    assert!(problems.len() <= MOST_PROBLEMS, "{what}: {} problems", problems.len());
    let file = BrokenFile::new("probe.json".to_owned(), recipe, problems);
    soon("the places of its problems", || file.places().iter().flatten().map(|place| file.around(place).len()).max());
}

/// The form of a recipe that is none too much.
fn form(what: &str, recipe: &str) -> Form {
    let parsed = read(what, recipe);
    assert_eq!(parsed.problems, [], "{what}");
    let recipe = Rc::new(parsed.recipe.expect("a recipe"));
    soon("the contract", || contract(&recipe));
    soon(what, || Form::new(recipe, TODAY, Rc::new(Regex)))
}

#[test]
fn too_many_fields_are_a_problem() {
    let fields = list(100_000, |ix| format!(r#"{{"id":"f{ix}","kind":"phone","label":{{"de":"F"}}}}"#));
    refused("100,000 fields, in 5 MB", &of_fields(&fields), "at most 4 MB");
    // As many as there is room for.
    let fields = list(80_000, |ix| format!(r#"{{"id":"f{ix}","kind":"phone","label":{{"de":"F"}}}}"#));
    refused("80,000 fields", &of_fields(&fields), "at most 5000 fields");
    let fields = list(100_000, |_| r#"{"kind":"phone"}"#.to_owned());
    refused("100,000 fields without an id", &of_fields(&fields), "an id");
    let steps = list(60_000, |ix| format!(r#"{{"id":"s{ix}","fields":[{{"id":"f{ix}"}}]}}"#));
    refused("60,000 steps", &recipe(&["[", &steps, "]"].concat()), "a text such as");
}

#[test]
fn what_is_deep_is_a_problem() {
    for (open, close) in [("[", "]"), ("{\"a\":", "}"), ("{\"!\":[", "]}"), ("{\"fields\":[", "]}")] {
        let deep = [&open.repeat(1000), "1", &close.repeat(1000)].concat();
        refused(open, &deep, "JSON");
        refused(open, &recipe(&["[", &deep, "]"].concat()), "JSON");
        let deep = [&open.repeat(1_000_000), "1"].concat();
        refused(open, &deep[..MOST_BYTES.min(deep.len())], "JSON");
    }
    let condition = (0..80).fold("true".to_owned(), |inner, _| format!(r#"{{"!":{inner}}}"#));
    let field = format!(r#"{{"id":"f","kind":"yesNo","label":{{"de":"F"}},"when":{condition}}}"#);
    refused("80 operators", &of_fields(&field), "nested less deeply");
    let group = |ix, inner: String| {
        format!(
            r#"{{"id":"g{ix}","kind":"group","label":{{"de":"G"}},"entry":{{"de":"E"}},"add":{{"de":"A"}},"fields":[{inner}]}}"#
        )
    };
    let groups = (0..9).fold(field, |inner, ix| group(ix, inner));
    refused("9 groups", &of_fields(&groups), "a group in at most 2 others");
}

#[test]
fn four_megabytes_of_anything_are_read_soon() {
    for part in [
        " ",
        "[",
        "]",
        "{",
        "\"",
        "\\",
        "\"\\u00e4",
        "1",
        "[1,",
        "{\"a\":1,",
        "[[],",
        "null,",
        "9e9",
        "ä",
        "\"a\":",
        "-",
    ] {
        let whole = part.repeat(MOST_BYTES / part.len());
        assert!(!read(part, &whole).problems.is_empty());
        let quoted = ["[\"", &whole.replace(['"', '\\'], ""), "\"]"].concat();
        let value = soon(part, || json::read(&quoted));
        assert!(value.is_ok(), "{part}");
    }
    let keys = list(200_000, |ix| format!("\"k{ix}\":{ix}"));
    refused("200,000 unknown keys", &["{", &keys, "}"].concat(), "one of the keys");
    let long = ["{\"version\":1", &"0".repeat(4_000_000), "}"].concat();
    refused("a number of 4,000,000 digits", &long, "a whole number");
    let languages = list(50_000, |ix| format!("\"l{ix}\":\"x\""));
    refused("50,000 languages", &["{\"title\":{", &languages, "}}"].concat(), "a language such as de");
}

#[test]
fn long_markdown_is_read_soon_and_never_deep() {
    fn depth(inlines: &[markdown::Inline]) -> usize {
        let deeper = |inline: &markdown::Inline| match inline {
            markdown::Inline::Text(_) => 0,
            markdown::Inline::Strong(inner)
            | markdown::Inline::Emphasis(inner)
            | markdown::Inline::Link { children: inner, .. } => 1 + depth(inner),
        };
        inlines.iter().map(deeper).max().unwrap_or(0)
    }
    let nested_lists: String = (0..1000).map(|ix| format!("{}- x\n", " ".repeat(ix))).collect();
    let mut all = vec![nested_lists];
    for part in [
        "*",
        "**a",
        "*a ",
        "[",
        "[a](",
        "](x)",
        "[*a*](https:b)",
        "- ",
        "1. a\n",
        "\\",
        "## ",
        "# #\n",
        "a\n",
        "[a](b(c(",
    ] {
        all.push(part.repeat(1_000_000 / part.len()));
    }
    all.push(["*".repeat(500_000), "a".to_owned(), "*".repeat(500_000)].concat());
    for text in all {
        let start: String = text.chars().take(20).collect();
        for block in soon(&start, || markdown::read(&text)) {
            let depth = match block {
                markdown::Block::Paragraph(inlines) | markdown::Block::Heading(_, inlines) => depth(&inlines),
                markdown::Block::List { items, .. } => items.iter().map(|item| depth(item)).max().unwrap_or(0),
            };
            assert!(depth <= 40, "{start}: {depth}");
        }
    }
    soon("the search", || search::score(&"hund".repeat(30), &[&"hundesteuer ".repeat(50_000), &"h".repeat(100_000)]));
}

#[test]
fn long_lists_of_options_are_a_problem_or_read_soon() {
    let options = |count| list(count, |ix| format!(r#"{{"value":"{ix}","label":{{"de":"x"}}}}"#));
    let field = |count, id: &str| {
        format!(r#"{{"id":"{id}","kind":"choice","label":{{"de":"F"}},"options":[{}]}}"#, options(count))
    };
    refused("100,000 options", &of_fields(&field(100_000, "f")), "2 to 20000 options");
    // Every value of a long list is looked for among those of a field.
    let values = list(20_000, |ix| format!("\"{}\"", 19_999 - ix));
    let when = |ix: usize| {
        format!(r#"{{"id":"c{ix}","kind":"yesNo","label":{{"de":"F"}},"when":{{"in":[{{"var":"f"}},[{values}]]}}}}"#)
    };
    let mut form = form("20,000 options", &of_fields(&[field(20_000, "f"), list(10, when)].join(",")));
    soon("an answer", || form.set(0, Answer::List(vec!["7".to_owned(), "x".to_owned()])));
    assert!(form.visible(10));
}

#[test]
fn long_chains_of_conditions_cost_as_much_as_short_ones() {
    let field = |ix: usize, before: usize| {
        format!(r#"{{"id":"f{ix}","kind":"yesNo","label":{{"de":"F"}},"when":{{"==":[{{"var":"f{before}"}},true]}}}}"#)
    };
    let chain = list(3000, |ix| {
        if ix == 0 { field(0, 0).replace(",\"when\":{\"==\":[{\"var\":\"f0\"},true]}", "") } else { field(ix, ix - 1) }
    });
    let mut form = form("a chain of 3,000", &of_fields(&chain));
    soon("answers along the chain", || {
        for ix in 0..3000 {
            assert!(form.visible(ix), "{ix}");
            form.set(ix, Answer::Text("true".to_owned()));
        }
    });
    assert_eq!(soon("no to the first", || form.set(0, Answer::Text("false".to_owned()))).fields.len(), 2999);
    let circle = list(3000, |ix| field(ix, (ix + 2999) % 3000));
    let problems = read("a circle through 3,000", &of_fields(&circle)).problems;
    assert_eq!(problems.len(), 1);
    assert!((0..3000).all(|ix| problems[0].found.contains(&format!("f{ix} "))), "all its members are named");
    let pairs = list(4000, |ix| field(ix, ix ^ 1));
    let problems = read("2,000 circles", &of_fields(&pairs)).problems;
    assert!((1..=20).contains(&problems.len()), "{} problems", problems.len());
}

/// A group with these keys and fields.
fn group(id: &str, keys: &str, fields: &str) -> String {
    format!(
        r#"{{"id":"{id}","kind":"group","label":{{"de":"G"}},"entry":{{"de":"E"}},"add":{{"de":"A"}},{keys},"fields":[{fields}]}}"#
    )
}

#[test]
fn groups_in_groups_stay_within_what_a_form_can_bear() {
    let amount = r#"{"id":"a","kind":"integer","label":{"de":"A"},"default":{"+":[{"count":{"var":"g"}},1]}}"#;
    let nested = |keys: &str| group("g", keys, &group("h", keys, &group("i", keys, amount)));
    refused(
        "500 entries three levels deep to begin with",
        &of_fields(&nested("\"min\":500,\"max\":500")),
        "so few entries",
    );
    refused("999,999,999 entries", &of_fields(&nested("\"max\":999999999")), "from 0 to 500");
    let mut form = form("500 entries three levels deep", &of_fields(&nested("\"max\":500")));
    let entry = json!({"h": vec![json!({"i": vec![json!({"a": "1"}); 9]}); 9]});
    let draft = given(&json!({"g": vec![entry; 400]}));
    soon("a draft of 400 times 81 entries", || form.restore(&draft));
    soon("one more entry", || form.add_entry(0));
    let draft = given(&json!({"g": vec![json!({}); 60_000], "unknown": vec![json!({}); 60_000]}));
    assert_eq!(soon("a draft of 60,000 entries", || form.restore(&draft)).len(), 2);
    let mut keys = String::from("{");
    (0..50_000).for_each(|ix| write!(keys, "\"k{ix}\":1,").expect("a text"));
    let draft = json::read(&[keys.trim_end_matches(','), "}"].concat()).expect("JSON");
    assert_eq!(soon("a draft of 50,000 unknown answers", || form.restore(&draft)).len(), 50_000);
}

#[test]
fn calculations_over_calculations_over_entries_are_a_problem() {
    let count = |inner: &str| format!(r#"{{"sum":[{{"var":"g"}},{inner}]}}"#);
    let field = |value: &str| {
        let entries =
            group("g", "\"min\":20,\"max\":500", r#"{"id":"a","kind":"integer","label":{"de":"A"},"default":1}"#);
        format!(r#"{entries},{{"id":"c","kind":"calculated","label":{{"de":"C"}},"as":"number","value":{value}}}"#)
    };
    let twice = form("each with each", &of_fields(&field(&count(&count("{\"var\":\"a\"}")))));
    assert_eq!(twice.value(2).to_json(), 400.into());
    let often = (0..40).fold("{\"var\":\"a\"}".to_owned(), |inner, _| count(&inner));
    refused("40 sums in each other", &of_fields(&field(&often)), "fewer entries");
    let many = list(3000, |ix| {
        format!(
            r#"{{"id":"n{ix}","kind":"calculated","label":{{"de":"C"}},"as":"number","value":{}}}"#,
            count(&count("1"))
        )
    });
    refused("each with each, 3,000 times", &of_fields(&[field("1").as_str(), &many].join(",")), "fewer entries");
}

#[test]
fn enormous_numbers_and_days_are_a_problem_or_read() {
    for (kind, keys, expected) in [
        ("text", "\"maxLength\":1e300", "a whole number"),
        ("text", "\"minLength\":99999999999999999999", "a whole number"),
        ("integer", "\"min\":-1e400", "a whole number"),
        ("file", "\"accept\":[\"image/png\"],\"maxFiles\":1000000000", "a whole number"),
        ("file", "\"accept\":[\"image/png\"],\"maxSize\":9e99", "a whole number"),
        ("date", "\"min\":\"99999-01-01\"", "a day such as"),
        ("date", "\"max\":\"today+99999999999999999999\"", "a day such as"),
        ("period", "\"minDays\":1e18", "a whole number"),
        ("decimal", "\"decimals\":1000", "a whole number"),
    ] {
        let field = format!(r#"{{"id":"f","kind":"{kind}","label":{{"de":"F"}},{keys}}}"#);
        refused(keys, &of_fields(&field), expected);
    }
    let value = r#"{"addDays":[{"addMonths":[{"today":[]},999999999999999]},999999999999999]}"#;
    let power = (0..40).fold("999999999999999".to_owned(), |inner, _| format!(r#"{{"*":[{inner},999999999999999]}}"#));
    let fields = format!(
        r#"{{"id":"d","kind":"calculated","label":{{"de":"D"}},"as":"date","value":{value}}},
        {{"id":"p","kind":"calculated","label":{{"de":"P"}},"as":"number","value":{power}}}"#
    );
    let form = form("dates beyond the calendar", &of_fields(&fields));
    assert!(form.value(0).to_json().is_null() && form.value(1).to_json().is_null());
}
