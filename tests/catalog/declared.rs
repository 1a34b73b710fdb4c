//! What the kinds declare: names, words and help, the page that lists them, and that no more is read.
//!
//! `UPDATE_DOCS=1 cargo test catalog::declared` writes docs/catalog.md anew.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;

use cloudtrim::catalog::{Field, Form, Kind, Neighbourhood, kinds, price};
use cloudtrim::model::blueprint::Blueprint;
use cloudtrim::pricing::PriceBook;
use proptest::prelude::*;
use serde_json::{Map, Value, json};

#[test]
fn types_are_sorted_and_words_are_unique() {
    let types: Vec<&str> = kinds().iter().map(|kind| kind.type_name).collect();
    assert!(types.windows(2).all(|pair| pair[0] < pair[1]), "not sorted or not unique: {types:?}");
    let mut words = BTreeSet::new();
    for kind in kinds() {
        assert!(words.insert(kind.kind), "two kinds are called `{}`", kind.kind);
        let letters =
            kind.kind.chars().all(|letter| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '-');
        assert!(letters, "`{}` is no kebab-case", kind.kind);
        assert!(!types.contains(&kind.kind));
    }
}

fn fields(fields: &'static [Field], path: &str, visit: &mut impl FnMut(&str, &Field)) {
    for field in fields {
        let path = if path.is_empty() { field.name.to_owned() } else { format!("{path}.{}", field.name) };
        visit(&path, field);
        if let Form::Block(inner) = field.form {
            self::fields(inner, &path, visit);
        }
    }
}

#[test]
fn every_field_has_a_name_of_its_own_help_and_a_unit() {
    let mut odd = Vec::new();
    for kind in kinds() {
        for declared in [kind.attributes, kind.usage] {
            let mut seen = BTreeSet::new();
            fields(declared, "", &mut |path, field| {
                let name = format!("{} {path}", kind.type_name);
                assert!(seen.insert(path.to_owned()), "{name} is declared twice");
                let (first, last) = (field.help.chars().next(), field.help.chars().last());
                let sentence =
                    first.is_some_and(|first| !first.is_lowercase()) && last.is_some_and(|last| ".…".contains(last));
                // Of an area its name is enough.
                let sentence = sentence || path.contains("_gb.") || path.contains("_requests.");
                if !sentence {
                    odd.push(format!("{name}: `{}` is no sentence", field.help));
                }
                assert!(!field.name.contains('.'), "{name}");
                if matches!(field.form, Form::Number("")) {
                    odd.push(format!("{name} has no unit"));
                }
            });
        }
    }
    assert!(odd.is_empty(), "{}", odd.join("\n"));
}

fn row(page: &mut String, path: &str, field: &Field) {
    let form = match field.form {
        Form::Text => "text".to_owned(),
        Form::Flag => "true or false".to_owned(),
        Form::Number(unit) => unit.to_owned(),
        Form::Block(_) => "block".to_owned(),
        Form::Any => "any".to_owned(),
    };
    writeln!(page, "| `{path}` | {form} | {} |", field.help.replace('|', "\\|")).unwrap();
}

fn section(page: &mut String, kind: &Kind) {
    write!(page, "\n## {}\n\n`{}`, priced from `{}`.\n", kind.type_name, kind.kind, kind.service).unwrap();
    for (title, declared) in [("attribute", kind.attributes), ("usage", kind.usage)] {
        if !declared.is_empty() {
            write!(page, "\n| {title} | form | |\n|---|---|---|\n").unwrap();
            fields(declared, "", &mut |path, field| row(page, path, field));
        }
    }
}

fn page() -> String {
    let mut page = String::from(
        "# The catalog\n\nEvery resource type that is priced, with the attributes its cost depends on (words of the Terraform AWS \
         provider) and its usage inputs (words of usage files).\nA type is named by the provider's word or by ours.\nThis page is \
         written by a test from what the types declare.\n",
    );
    for kind in kinds() {
        section(&mut page, kind);
    }
    page
}

#[test]
fn the_page_of_the_catalog_is_true() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/catalog.md");
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(&file, page()).unwrap();
    }
    let written = std::fs::read_to_string(&file).unwrap_or_default();
    assert!(written == page(), "run `UPDATE_DOCS=1 cargo test catalog::declared` and read the diff of docs/catalog.md");
}

/// Anything a plan may hold in a field: of its form, of another, missing.
fn value(form: Form) -> BoxedStrategy<Option<Value>> {
    let number = prop_oneof![
        Just(json!(0)),
        (1..2_000_000_u32).prop_map(|number| json!(number)),
        (0.0..1e4_f64).prop_map(|number| json!(number)),
        Just(json!("12")),
        Just(json!(1e300)),
        Just(json!("79228162514264337593543950335")),
        Just(json!(-1)),
    ];
    let fits = match form {
        Form::Text => prop_oneof![Just(json!("")), "[a-zA-Z0-9_.-]{1,12}".prop_map(|text| json!(text))].boxed(),
        Form::Flag => prop_oneof![Just(json!(true)), Just(json!(false)), Just(json!("true"))].boxed(),
        Form::Number(_) => number.boxed(),
        Form::Block(inner) => prop::collection::vec(object(inner), 0..3).prop_map(Value::from).boxed(),
        Form::Any => prop_oneof![Just(json!({"eu_west_1": 3})), Just(json!(["a", null])), Just(json!([{}]))].boxed(),
    };
    let wrong = prop_oneof![Just(json!(null)), Just(json!([1, [2]])), Just(json!({"x": {}})), Just(json!("?"))];
    prop_oneof![6 => fits.prop_map(Some), 1 => wrong.prop_map(Some), 2 => Just(None)].boxed()
}

fn object(fields: &'static [Field]) -> BoxedStrategy<Value> {
    let values: Vec<_> = fields.iter().map(|field| value(field.form)).collect();
    values
        .prop_map(move |values| {
            let named = fields.iter().zip(values);
            let named = named.filter_map(|(field, value)| Some((field.name.to_owned(), value?)));
            Value::Object(named.collect::<Map<String, Value>>())
        })
        .boxed()
}

fn map(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(map) => map,
        _ => Map::new(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Of any input: no panic, nothing read that is not declared (debug builds stop there), and no line that says neither
    /// a cost nor why not.
    #[test]
    fn whatever_is_declared_is_priced_or_a_gap((kind, attributes, usage) in prop::sample::select(kinds())
        .prop_flat_map(|kind| (Just(kind), object(kind.attributes), object(kind.usage))))
    {
        let blueprint = Blueprint {
            address: format!("{}.any", kind.type_name),
            type_name: kind.type_name.to_owned(),
            region: Some("us-east-1".into()),
            attributes: map(attributes),
            usage: map(usage),
            ..Blueprint::default()
        };
        let neighbourhood = Neighbourhood::new([&blueprint]);
        let priced = price(&blueprint, &neighbourhood, PriceBook::embedded(), None).unwrap();
        for line in priced.lines {
            prop_assert_eq!(line.monthly.is_none(), !line.gap.is_empty(), "{}", line.name);
            prop_assert!(line.monthly.is_none_or(|monthly| monthly.amount().is_sign_positive()), "{}", line.name);
        }
    }
}
