//! What is no plan: one clear error, nothing of its values, and never a panic.

use std::fmt::Write as _;
use std::path::Path;

use cloudtrim::whatif::terraform::{PlanError, parse_plan, read_plan};
use proptest::prelude::*;

use super::terraform::plans;

const MINIMAL: &str = r#"{"format_version":"1.2","resource_changes":[{"address":"aws_db_instance.a","mode":"managed","type":"aws_db_instance","name":"a","change":{"actions":["create"],"before":null,"after":{"password":"hunter2"}}}]}"#;

/// What is wrong, and the bytes.
fn cases() -> Vec<(&'static str, Vec<u8>)> {
    let replaced = |from: &str, to: &str| {
        assert!(MINIMAL.contains(from), "nothing to change: {from}");
        MINIMAL.replacen(from, to, 1).into_bytes()
    };
    let utf16 = |text: &str| [0xff, 0xfe].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    let nested = format!("{}1{}", "[".repeat(4000), "]".repeat(4000));
    vec![
        ("empty", Vec::new()),
        ("blank", b" \n\n".to_vec()),
        ("a plan file", b"PK\x03\x04\x14\x00tfplan".to_vec()),
        ("gzip", vec![0x1f, 0x8b, 8, 0]),
        ("UTF-16", utf16(MINIMAL)),
        (
            "a state file",
            br#"{"version":4,"terraform_version":"1.9.8","serial":3,"lineage":"0b","resources":[]}"#.to_vec(),
        ),
        ("configuration", b"# web\nresource \"aws_instance\" \"web\" {\n  ami = \"ami-1\"\n}\n".to_vec()),
        (
            "a plan for people",
            b"Terraform will perform the following actions:\n\n  # aws_instance.web will be created\n".to_vec(),
        ),
        ("other text", b"hello\n".to_vec()),
        (
            "messages",
            b"{\"@level\":\"info\",\"@message\":\"Terraform 1.9.8\",\"type\":\"version\"}\n{\"@level\":\"info\"}\n"
                .to_vec(),
        ),
        ("a list", format!("[{MINIMAL}]").into_bytes()),
        ("schemas", br#"{"format_version":"1.0","provider_schemas":{}}"#.to_vec()),
        ("another document", br#"{"name":"web","version":"1.0.0"}"#.to_vec()),
        ("a later format", replaced("1.2", "2.0")),
        ("a format that is no version", replaced("1.2", "latest")),
        ("a format as number", replaced("\"1.2\"", "1.2")),
        ("cut off", MINIMAL.as_bytes()[..120].to_vec()),
        ("two plans", format!("{MINIMAL}\n{MINIMAL}").into_bytes()),
        ("a trailing comma", replaced("\"hunter2\"}", "\"hunter2\",}")),
        ("not a number", replaced("\"hunter2\"", "NaN")),
        ("a number beyond any", replaced("\"hunter2\"", "1e999")),
        ("deeply nested", replaced("\"hunter2\"", &nested)),
        ("values as text", replaced("{\"password\":\"hunter2\"}", "\"hunter2\"")),
        ("values as text that pretends", replaced("{\"password\":\"hunter2\"}", "\"hunter2, expected hunter2\"")),
        ("actions as text", replaced("[\"create\"]", "\"hunter2\"")),
        ("changes as object", replaced("[{\"address\"", "{\"hunter2\":{\"address\"")),
        ("no address", replaced("\"address\":\"aws_db_instance.a\",", "")),
        ("no actions", replaced("[\"create\"]", "[]")),
        ("unknown actions", replaced("[\"create\"]", "[\"create\",\"paint\"]")),
        (
            "state without address",
            replaced(
                "\"resource_changes\"",
                r#""planned_values":{"root_module":{"resources":[{"type":"a"}]}},"resource_changes""#,
            ),
        ),
        (
            "modules as object",
            replaced(
                "\"resource_changes\"",
                r#""planned_values":{"root_module":{"child_modules":{}}},"resource_changes""#,
            ),
        ),
        (
            "root module as text",
            replaced("\"resource_changes\"", r#""planned_values":{"root_module":"hunter2"},"resource_changes""#),
        ),
    ]
}

#[test]
fn each_is_one_clear_error() {
    let mut golden = String::new();
    for (name, bytes) in cases() {
        let error = parse_plan(&bytes, Path::new("plan.json")).expect_err(name);
        let debug = format!("{error:?}{error}");
        assert!(!debug.contains("hunter2"), "{name}: a value is told: {debug}");
        let PlanError::Mistakes(mistakes) = error else { panic!("{name}: {error}") };
        assert_eq!(mistakes.len(), 1, "{name}");
        writeln!(golden, "{name}\n    {}\n", mistakes[0].to_string().replace('\n', "\n    ")).unwrap();
    }
    insta::assert_snapshot!("plans", golden);
}

#[test]
fn what_is_spoilt_was_good_before() {
    let file = Path::new("plan.json");
    assert_eq!(parse_plan(MINIMAL.as_bytes(), file).unwrap().resources.len(), 1);
    let marked = [b"\xef\xbb\xbf", MINIMAL.as_bytes()].concat();
    assert_eq!(parse_plan(&marked, file).unwrap().resources.len(), 1);
}

#[test]
fn all_unknown_actions_are_told_at_once() {
    let spoilt = std::fs::read_to_string(plans().join("changes.json")).unwrap().replace("\"update\"", "\"renew\"");
    let spoilt = spoilt.replace("[\"create\", \"delete\"]", "[\"delete\", \"delete\"]");
    let Err(PlanError::Mistakes(mistakes)) = parse_plan(spoilt.as_bytes(), Path::new("plan.json")) else { panic!() };
    let fields: Vec<&str> = mistakes.iter().map(|mistake| mistake.field.as_str()).collect();
    assert_eq!(fields, ["aws_instance.resized.change.actions", "aws_instance.replaced_first.change.actions"]);
}

#[test]
fn a_file_that_is_not_there_is_named() {
    let error = read_plan(Path::new("no/such/plan.json")).unwrap_err();
    assert_eq!(error.to_string(), "cannot read no/such/plan.json");
}

fn fixtures() -> Vec<Vec<u8>> {
    let mut files: Vec<_> = std::fs::read_dir(plans()).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|file| file.extension().is_some_and(|extension| extension == "json"));
    files.sort();
    files.iter().map(|file| std::fs::read(file).unwrap()).collect()
}

#[test]
fn every_cut_is_an_error() {
    for bytes in fixtures() {
        let end = bytes.trim_ascii_end().len();
        for cut in (0..end).step_by(7) {
            assert!(parse_plan(&bytes[..cut], Path::new("plan.json")).is_err(), "cut after {cut} bytes");
        }
    }
}

/// Values that may stand anywhere in a plan, and do not fit.
const ODD: [&str; 9] =
    ["null", "true", "[]", "{}", "-1", "1e300", "\"\"", "\"module.[\\\"\"", "[[{\"references\":[null]}]]"];

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn changed_bytes_never_panic(
        which in any::<prop::sample::Index>(),
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
    ) {
        let mut bytes = which.get(&fixtures()).clone();
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        let _ = parse_plan(&bytes, Path::new("plan.json"));
    }

    #[test]
    fn changed_values_never_panic(
        which in any::<prop::sample::Index>(),
        changes in prop::collection::vec((any::<prop::sample::Index>(), 0..ODD.len()), 1..4),
    ) {
        let mut plan: serde_json::Value = serde_json::from_slice(which.get(&fixtures()).as_slice()).unwrap();
        for (at, odd) in changes {
            let count = values(&mut plan, &mut |_, _| ());
            let at = at.index(count);
            values(&mut plan, &mut |position, value| if position == at {
                *value = serde_json::from_str(ODD[odd]).unwrap();
            });
        }
        let _ = parse_plan(&serde_json::to_vec(&plan).unwrap(), Path::new("plan.json"));
    }
}

/// Visit every value within, and count them.
fn values(value: &mut serde_json::Value, visit: &mut impl FnMut(usize, &mut serde_json::Value)) -> usize {
    fn walk(value: &mut serde_json::Value, count: &mut usize, visit: &mut impl FnMut(usize, &mut serde_json::Value)) {
        match value {
            serde_json::Value::Array(values) => values.iter_mut().for_each(|value| walk(value, count, visit)),
            serde_json::Value::Object(members) => members.values_mut().for_each(|value| walk(value, count, visit)),
            _ => {}
        }
        visit(*count, value);
        *count += 1;
    }
    let mut count = 0;
    walk(value, &mut count, visit);
    count
}
