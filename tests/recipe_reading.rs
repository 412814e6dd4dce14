//! Reading whole recipes: all problems at once, limits, and which conditions depend on which fields.
#![cfg(not(target_arch = "wasm32"))]

mod patterns;

use std::collections::BTreeSet;

use amtsgang::expr::Read;
use amtsgang::reading::MOST_PROBLEMS;
use amtsgang::recipe::{Graph, MOST_BYTES, MOST_FIELDS, Node, Parsed, Recipe, Required, parse};
use patterns::Regex;
use proptest::prelude::*;
use serde_json::{Value, json};

fn recipe(steps: Value) -> Value {
    json!({
        "id": "probe", "version": 3, "title": {"de": "Probe"}, "summary": {"de": "Eine Probe"},
        "fee": {"de": "frei"}, "duration": {"de": "sofort"}, "privacy": {"de": "Datenschutz"},
        "office": {
            "name": {"de": "Amt"}, "street": "Markt 1", "postcode": "12345", "place": "Musterstadt",
            "hours": {"de": "Mo 8–12"}, "phone": "+49 1234 56-0", "email": "amt@musterstadt.example",
        },
        "steps": steps,
    })
}

fn step(id: &str, fields: Vec<Value>) -> Value {
    json!({"id": id, "title": {"de": id}, "fields": fields})
}

fn field(id: &str) -> Value {
    json!({"id": id, "kind": "text", "label": {"de": id}})
}

fn field_when(id: &str, reads: &str) -> Value {
    json!({"id": id, "kind": "text", "label": {"de": id}, "when": {"!!": {"var": reads}}})
}

fn read(json: &Value) -> Parsed {
    parse(&json.to_string(), &Regex)
}

fn good(json: &Value) -> Recipe {
    let parsed = read(json);
    parsed.recipe.unwrap_or_else(|| panic!("{:#?}", parsed.problems))
}

fn problems(json: &Value) -> Vec<(String, String)> {
    let parsed = read(json);
    assert!(parsed.recipe.is_none());
    parsed.problems.into_iter().map(|problem| (problem.pointer, problem.found)).collect()
}

#[test]
fn everything_written_is_read() {
    let mut json = recipe(json!([step("one", vec![field("a"), field_when("b", "a")]), step("two", vec![field("c")])]));
    json["leika"] = json!("99102013104000");
    json["keywords"] = json!({"de": ["Hund", "Steuer"], "en": []});
    json["legal"] = json!([{"title": {"de": "Satzung"}, "url": "https://stadt.example/satzung"}]);
    json["steps"][1]["when"] = json!({"==": [{"var": "b"}, "x"]});
    json["steps"][1]["fields"][0]["required"] = json!(true);
    json["steps"][1]["fields"][0]["autocomplete"] = json!("given-name");
    let recipe = good(&json);
    assert_eq!((recipe.id.as_str(), recipe.version), ("probe", 3));
    assert_eq!(recipe.leika.as_deref(), Some("99102013104000"));
    assert_eq!(recipe.keywords[0].1, ["Hund", "Steuer"]);
    assert_eq!(recipe.legal[0].url.as_deref(), Some("https://stadt.example/satzung"));
    assert_eq!(recipe.office.phone, "+49 1234 56-0");
    assert_eq!((recipe.steps[0].fields.clone(), recipe.steps[1].fields.clone()), (0..2, 2..3));
    let reads = recipe.steps[1].when.as_ref().map(|when| when.reads(&|_| None));
    assert_eq!(reads, Some(vec![Read { field: 1, within: None }]));
    assert_eq!((recipe.fields[2].step, &recipe.fields[2].required), (1, &Required::Yes));
    assert_eq!(recipe.fields[2].autocomplete.as_deref(), Some("given-name"));
    assert_eq!((recipe.field_ix("c"), recipe.field_ix("d")), (Some(2), None));
}

#[test]
fn all_problems_are_told_at_once_and_none_twice() {
    let mut json = recipe(json!([
        step("one", vec![field("a"), json!(7), json!({"id": "broken", "kind": "nothing"}), field_when("b", "broken")]),
        {"id": "one", "title": "Eins", "fields": [field_when("a", "c"), field_when("d", "a")]},
        [],
    ]));
    json["version"] = json!("1");
    json["office"].as_object_mut().unwrap().remove("hours");
    let mut pointers: Vec<String> = problems(&json).into_iter().map(|problem| problem.0).collect();
    pointers.sort_unstable();
    assert_eq!(
        pointers,
        [
            "/office/hours",
            "/steps/0/fields/1",
            "/steps/0/fields/2/kind",
            "/steps/1/fields/0/id",
            "/steps/1/fields/0/when/!!/var",
            "/steps/1/id",
            "/steps/1/title",
            "/steps/2",
            "/version",
        ]
    );
}

#[test]
fn what_is_no_json_is_one_problem() {
    for text in ["", "{", "{} x", "nul", "\u{0}", &"[".repeat(100_000)] {
        let parsed = parse(text, &Regex);
        assert!(parsed.recipe.is_none());
        assert_eq!(parsed.problems.len(), 1, "{:?}", parsed.problems);
        assert_eq!(parsed.problems[0].pointer, "");
    }
    let with_mark = format!("\u{feff}{}", recipe(json!([step("one", vec![field("a")])])));
    assert!(parse(&with_mark, &Regex).recipe.is_some());
}

#[test]
fn a_key_that_stands_twice_is_told_with_its_place() {
    let text = "{\n  \"id\": \"probe\",\n  \"title\": {\"de\": \"Probe\", \"de\": \"Versuch\"}\n}";
    let told: Vec<String> = parse(text, &Regex).problems.iter().map(ToString::to_string).collect();
    let expected = "(whole file): expected a file in the JSON format, found the key \"de\" for the second time instead of \
                    another key at line 3, column 28";
    assert_eq!(told, [expected]);
}

#[test]
fn there_are_limits() {
    let parsed = parse(&" ".repeat(MOST_BYTES + 1), &Regex);
    assert_eq!(parsed.problems[0].expected, "a recipe of at most 4 MB");
    let fields = |count: usize| (0..count).map(|ix| field(&format!("f{ix}"))).collect();
    assert_eq!(good(&recipe(json!([step("one", fields(MOST_FIELDS))]))).fields.len(), MOST_FIELDS);
    let too_many = problems(&recipe(json!([step("one", fields(MOST_FIELDS + 2)), step("two", vec![field("x")])])));
    assert_eq!(too_many.len(), 1);
    assert_eq!(too_many[0].0, "/steps/0/fields/5000");
    assert!(problems(&json!(vec![0; 5])).len() == 1);
    assert_eq!(problems(&recipe(json!(vec![0; 100_000]))).len(), MOST_PROBLEMS);
}

#[test]
fn circles_name_all_their_members() {
    let circle = recipe(json!([step(
        "one",
        vec![
            field("free"),
            field_when("behind", "c"),
            field_when("a", "c"),
            field_when("b", "a"),
            field_when("c", "b"),
            field_when("self", "self"),
        ]
    )]));
    assert_eq!(
        problems(&circle),
        [
            ("/steps/0/fields/2/when".into(), "the circle a → b → c → a".into()),
            ("/steps/0/fields/5/when".into(), "the circle self → self".into()),
        ]
    );
    let mut through_step = recipe(json!([step("one", vec![field_when("a", "b")]), step("two", vec![field("b")])]));
    through_step["steps"][1]["when"] = json!({"==": [{"var": "a"}, "x"]});
    let found = problems(&through_step);
    assert_eq!(found, [("/steps/1/when".into(), "the circle step two → b → a → step two".into())]);
}

#[test]
fn a_change_reaches_what_depends_on_it_in_order() {
    let mut json = recipe(json!([
        step("one", vec![field_when("last", "inner"), field("first"), field("free")]),
        step("two", vec![field("inner"), field_when("other", "free")]),
    ]));
    json["steps"][1]["when"] = json!({"==": [{"var": "first"}, "x"]});
    let recipe = good(&json);
    let graph = &recipe.graph;
    assert_eq!(dependents(graph, Node::Field(1)), [Node::Step(1), Node::Field(3), Node::Field(0), Node::Field(4)]);
    assert_eq!(dependents(graph, Node::Field(2)), [Node::Field(4)]);
    assert_eq!(dependents(graph, Node::Field(0)), []);
    assert_eq!(dependents(graph, Node::Field(99)), []);
    assert_eq!(graph.order().len(), 7);
}

/// All that the arrows from a node reach, in the graph's order.
fn dependents(graph: &Graph, node: Node) -> Vec<Node> {
    let (mut found, mut open) = (BTreeSet::new(), vec![node]);
    while let Some(node) = open.pop() {
        for arrow in graph.arrows(node).iter().filter(|arrow| found.insert(arrow.to)).collect::<Vec<_>>() {
            open.push(graph.order()[arrow.to as usize]);
        }
    }
    found.into_iter().map(|place| graph.order()[place as usize]).collect()
}

#[test]
fn two_fields_may_require_each_other() {
    let mut both = recipe(json!([step("one", vec![field("a"), field("b")])]));
    both["steps"][0]["fields"][0]["required"] = json!({"!!": {"var": "b"}});
    both["steps"][0]["fields"][1]["required"] = json!({"!!": {"var": "a"}});
    let recipe = good(&both);
    assert_eq!(dependents(&recipe.graph, Node::Field(0)), [Node::Need(0), Node::Need(1)]);
}

/// Recipes of some steps whose fields and steps read each other at random.
fn tangled() -> impl Strategy<Value = Value> {
    let fields = 12_usize;
    let reads = prop::collection::vec(prop::option::weighted(0.5, (0..fields, any::<bool>())), fields);
    (reads, prop::collection::vec(prop::option::weighted(0.4, 0..fields), 3)).prop_map(move |(reads, steps)| {
        let field = |ix: usize| {
            let mut field = field(&format!("f{ix}"));
            if let Some((read, when)) = reads[ix] {
                field[if when { "when" } else { "required" }] = json!({"!!": {"var": format!("f{read}")}});
            }
            field
        };
        let step = |ix: usize| {
            let mut step = step(&format!("s{ix}"), (ix * 4..ix * 4 + 4).map(field).collect());
            if let Some(read) = steps[ix] {
                step["when"] = json!({"==": [{"var": format!("f{read}")}, "x"]});
            }
            step
        };
        recipe(json!([step(0), step(1), step(2)]))
    })
}

/// The arrows of `tangled`, read from the JSON itself: (from, to).
fn arrows(json: &Value) -> Vec<(Node, Node)> {
    let mut arrows = Vec::new();
    let mut add = |holder: &Value, key: &str, node: Node| {
        for operator in ["!!", "=="] {
            let operand = &holder[key][operator];
            if let Some(path) = operand["var"].as_str().or(operand[0]["var"].as_str()) {
                arrows.push((Node::Field(path[1..].parse().unwrap()), node));
            }
        }
    };
    for ix in 0..3 {
        add(&json["steps"][ix], "when", Node::Step(ix));
        for field in 0..4 {
            let json = &json["steps"][ix]["fields"][field];
            add(json, "when", Node::Field(ix * 4 + field));
            add(json, "required", Node::Need(ix * 4 + field));
        }
    }
    arrows.extend((0..12).map(|field| (Node::Step(field / 4), Node::Field(field))));
    let needs: Vec<Node> = arrows.iter().map(|(_, to)| *to).collect();
    arrows.extend((0..12).map(|ix| (Node::Field(ix), Node::Need(ix))).filter(|(_, need)| needs.contains(need)));
    arrows
}

fn reachable(arrows: &[(Node, Node)], from: Node) -> Vec<Node> {
    let mut found: Vec<Node> = Vec::new();
    let mut open = vec![from];
    while let Some(node) = open.pop() {
        for (_, to) in arrows.iter().filter(|(from, _)| *from == node) {
            if !found.contains(to) {
                found.push(*to);
                open.push(*to);
            }
        }
    }
    found
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_order_is_right_or_there_is_a_circle(json in tangled()) {
        let arrows = arrows(&json);
        let circular = arrows.iter().any(|(from, _)| reachable(&arrows, *from).contains(from));
        let parsed = read(&json);
        prop_assert_eq!(circular, parsed.recipe.is_none());
        let Some(recipe) = parsed.recipe else {
            prop_assert!(parsed.problems.iter().all(|problem| problem.found.starts_with("the circle ")));
            return Ok(());
        };
        let order = recipe.graph.order();
        let place = |node: &Node| order.iter().position(|other| other == node).unwrap();
        let needs = order.iter().filter(|node| matches!(node, Node::Need(_))).count();
        prop_assert_eq!(order.len(), 15 + needs);
        for (from, to) in &arrows {
            prop_assert!(place(from) < place(to));
        }
        for field in 0..12 {
            let mut expected = reachable(&arrows, Node::Field(field));
            expected.sort_by_key(place);
            prop_assert_eq!(dependents(&recipe.graph, Node::Field(field)), expected);
        }
    }

    #[test]
    fn no_text_makes_it_panic(text in any::<String>()) {
        parse(&text, &Regex);
    }

    #[test]
    fn no_json_makes_it_panic(pointer in pointer(), value in anything()) {
        let mut json = recipe(json!([step("one", vec![field("a"), field_when("b", "a")])]));
        if let Some(place) = json.pointer_mut(pointer) {
            *place = value;
        }
        let parsed = read(&json);
        prop_assert_eq!(parsed.recipe.is_none(), !parsed.problems.is_empty());
    }
}

fn pointer() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "",
        "/id",
        "/version",
        "/title",
        "/office",
        "/steps",
        "/steps/0",
        "/steps/0/fields",
        "/steps/0/fields/0",
        "/steps/0/fields/0/kind",
        "/steps/0/fields/1/when",
        "/steps/0/fields/1/when/!!",
    ])
}

fn anything() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        any::<String>().prop_map(Value::from),
        prop::sample::select(vec!["a", "text", "choice", "file", "date"]).prop_map(Value::from),
    ];
    let key = prop_oneof![
        3 => prop::sample::select(vec![
            "id", "kind", "label", "de", "when", "required", "options", "var", "==", "in", "fields", "min", "pattern",
        ]).prop_map(str::to_owned),
        1 => any::<String>(),
    ];
    leaf.prop_recursive(4, 30, 5, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
            prop::collection::btree_map(key.clone(), inner, 0..5)
                .prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    })
}
