//! What users get wrong with `whatif --terraform`: every message, with file, line, field and what to do; nothing crashes.

use std::fmt::Write as _;
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};
use std::process::Command;

use super::plans::scratch;

const PLAN: &str = include_str!("../../fixtures/plans/shop.json");
const USAGE: &str = include_str!("../../fixtures/plans/usage.yml");

/// stderr and the exit code; the command runs where the files are, so that messages name no folder.
fn whatif(folder: &Path, arguments: &[&str]) -> (String, Option<i32>) {
    let output = Command::new(env!("CARGO_BIN_EXE_cloudtrim"))
        .args(["whatif", "--prices", "embedded", "--color", "never", "--as-of", "2026-11-21", "--format", "comment"])
        .args(arguments)
        .env("COLUMNS", "120")
        .env_remove("AWS_REGION")
        .current_dir(folder)
        .output()
        .unwrap();
    (String::from_utf8(output.stderr).unwrap(), output.status.code())
}

fn folder_of(name: &str) -> PathBuf {
    let folder = scratch(&format!("{name}.marker"), b"").with_file_name(name);
    std::fs::create_dir_all(folder.join("a-folder")).unwrap();
    std::fs::write(folder.join("plan.json"), PLAN).unwrap();
    std::fs::write(folder.join("usage.yml"), USAGE).unwrap();
    folder
}

fn replaced(from: &str, to: &str) -> Vec<u8> {
    assert!(PLAN.contains(from), "nothing to change: {from}");
    PLAN.replacen(from, to, 1).into_bytes()
}

fn replaced_all(from: &str, to: &str) -> Vec<u8> {
    assert!(PLAN.contains(from), "nothing to change: {from}");
    PLAN.replace(from, to).into_bytes()
}

/// What is wrong, and the bytes of the plan.
fn plans() -> Vec<(&'static str, Vec<u8>)> {
    let nested = |opening: &str, closing: &str, depth: usize| {
        format!("{{\"format_version\":\"1.2\",\"planned_values\":{}1{}}}", opening.repeat(depth), closing.repeat(depth))
    };
    vec![
        ("empty", Vec::new()),
        ("in binary form, of `terraform plan -out`", b"PK\x03\x04\x14\x00\x08\x00tfplan".to_vec()),
        ("truncated", PLAN.as_bytes()[..20_000].to_vec()),
        ("truncated within a word", PLAN.as_bytes()[..PLAN.find("true").unwrap() + 2].to_vec()),
        ("not JSON", b"aws_instance.web will be created\n".to_vec()),
        ("a comma too many", replaced("\"format_version\": \"1.2\",", "\"format_version\": \"1.2\",,")),
        ("configuration", b"resource \"aws_instance\" \"web\" {\n}\n".to_vec()),
        ("JSON, but no plan", b"{\"name\": \"shop\", \"version\": \"1.0.0\"}".to_vec()),
        ("a number", b"42".to_vec()),
        ("a list", b"[1, 2]".to_vec()),
        (
            "a state file without plan",
            b"{\"version\": 4, \"terraform_version\": \"1.14.2\", \"serial\": 3, \"lineage\": \"0b\"}".to_vec(),
        ),
        ("of a later format", replaced("\"format_version\": \"1.2\"", "\"format_version\": \"3.0\"")),
        ("its members misspelt", replaced("\"resource_changes\"", "\"resource_chnages\"")),
        (
            "two members misspelt",
            String::from_utf8(replaced("\"resource_changes\"", "\"resources_changes\""))
                .unwrap()
                .replacen("\"prior_state\"", "\"prior_sate\"", 1)
                .into_bytes(),
        ),
        ("unknown actions", PLAN.replace("[\"update\"]", "[\"renew\"]").into_bytes()),
        ("actions as text", replaced("\"actions\": [\"update\"]", "\"actions\": \"update\"")),
        ("changes as text", b"{\"format_version\": \"1.2\", \"resource_changes\": \"none\"}".to_vec()),
        ("nested deeply in lists", nested("[", "]", 1_000_000).into_bytes()),
        ("nested deeply in objects", nested("{\"root_module\":", "}", 200_000).into_bytes()),
        ("nested deeply in modules", nested("{\"root_module\":{\"child_modules\":[", "]}}", 100_000).into_bytes()),
        (
            "nested deeply in attributes",
            replaced_all(
                "\"volume_size\": 50",
                &format!("\"volume_size\": {}1{}", "[".repeat(300_000), "]".repeat(300_000)),
            ),
        ),
        ("nested deeply and cut off", format!("{{\"resource_changes\":{}", "[{\"a\":".repeat(300_000)).into_bytes()),
    ]
}

/// What is wrong, and the text of the usage file.
fn usages() -> Vec<(&'static str, String)> {
    let changed = |changes: &[(&str, &str)]| {
        changes.iter().fold(USAGE.to_owned(), |text, (from, to)| {
            assert!(text.contains(from), "nothing to change: {from}");
            text.replacen(from, to, 1)
        })
    };
    vec![
        ("empty", String::new()),
        ("of another version", changed(&[("version: 0.1", "version: 1")])),
        ("with a tab", changed(&[("  aws_lb:", "\taws_lb:")])),
        (
            "with several mistakes",
            changed(&[
                ("version: 0.1", "versoin: 0.1"),
                ("new_connections: 50", "new_connections: -50"),
                ("processed_bytes_gb: 200", "processed_bytes_gb: 200 GB"),
                ("monthly_requests: 1000000", "monthly_requests: 1,000,000"),
                ("request_duration_ms: 120", "request_duration_ms: [120]"),
                ("aws_data_transfer.out:", "aws_data_transfer.*:"),
                ("storage_gb: 800", "storage_gb: plenty"),
            ]),
        ),
        ("with counts that are none", changed(&[("monthly_requests: 30000000", "monthly_requests: .nan")])),
        ("of a project", "version: 0.1\nprojects:\n  - path: .\n".to_owned()),
        // These are warnings: a usage file may serve several plans and tools.
        (
            "with names that the plan and the types do not have",
            changed(&[
                ("aws_lambda_function.resize:", "aws_lambda_function.rezise:"),
                ("aws_instance.worker[*]:", "aws_instance.worker:"),
                ("rule_evaluations", "rule_evaluation"),
                ("storage_gb: 800", "storage_bg: 800"),
                ("    monthly_outbound_internet_gb", "    monthly_outbuond_internet_gb"),
            ]),
        ),
    ]
}

/// What is wrong, and the arguments.
const ARGUMENTS: [(&str, &[&str]); 8] = [
    ("no such plan", &["--terraform", "palm.json"]),
    ("a folder as plan", &["--terraform", "a-folder"]),
    ("no such usage file", &["--terraform", "plan.json", "--usage", "usages.yml"]),
    ("a folder as usage file", &["--terraform", "plan.json", "--usage", "a-folder"]),
    ("usage without plan", &["--usage", "usage.yml"]),
    ("a scenario and a plan", &["usage.yml", "--terraform", "plan.json"]),
    ("a plan as scenario", &["plan.json"]),
    ("the plan as usage", &["--terraform", "plan.json", "--usage", "plan.json"]),
];

#[test]
fn every_message_names_what_is_wrong() {
    let folder = folder_of("bad_plans");
    let mut golden = String::new();
    let mut tell = |name: String, (stderr, code): (String, Option<i32>)| {
        assert!(matches!(code, Some(0..=2)), "{name}: {code:?} {stderr}");
        assert!(!stderr.is_empty() && !stderr.contains("panicked"), "{name}: {stderr}");
        let code = code.unwrap();
        writeln!(golden, "# {name} (exit code {code})\n{stderr}").unwrap();
    };
    for (name, bytes) in plans() {
        std::fs::write(folder.join("spoilt.json"), bytes).unwrap();
        tell(format!("a plan: {name}"), whatif(&folder, &["--terraform", "spoilt.json"]));
    }
    for (name, text) in usages() {
        std::fs::write(folder.join("spoilt.yml"), text).unwrap();
        let arguments = ["--terraform", "plan.json", "--usage", "spoilt.yml"];
        tell(format!("a usage file: {name}"), whatif(&folder, &arguments));
    }
    std::fs::write(folder.join("spoilt.yml"), [0x76, 0xff, 0xfe, 0x00]).unwrap();
    let arguments = ["--terraform", "plan.json", "--usage", "spoilt.yml"];
    tell("a usage file: not text".to_owned(), whatif(&folder, &arguments));
    for (name, arguments) in ARGUMENTS {
        tell(format!("arguments: {name}"), whatif(&folder, arguments));
    }
    insta::assert_snapshot!("bad_plans", golden);
}

/// Run under a limit of the address space, in KiB; Linux alone has it.
#[cfg(target_os = "linux")]
fn bounded(folder: &Path, file: &str, kib: u64) -> (String, Option<i32>) {
    let script = format!("ulimit -v {kib}; exec \"$0\" whatif --prices embedded --format comment --terraform {file}");
    let output = Command::new("sh")
        .args(["-c", &script, env!("CARGO_BIN_EXE_cloudtrim")])
        .env_remove("AWS_REGION")
        .current_dir(folder)
        .output()
        .unwrap();
    (String::from_utf8(output.stderr).unwrap(), output.status.code())
}

/// A plan whose one resource has an attribute that `fill` writes.
fn large(path: &Path, mut fill: impl FnMut(&mut dyn std::io::Write)) {
    let mut out = BufWriter::new(std::fs::File::create(path).unwrap());
    write!(
        out,
        "{{\"format_version\":\"1.2\",\"resource_changes\":[{{\"address\":\"aws_instance.a\",\"mode\":\"managed\","
    )
    .unwrap();
    write!(out, "\"type\":\"aws_instance\",\"name\":\"a\",\"change\":{{\"actions\":[\"create\"],\"before\":null,")
        .unwrap();
    write!(out, "\"after\":{{\"instance_type\":\"t3.micro\",\"user_data\":").unwrap();
    fill(&mut out);
    write!(out, "}}}}}}]}}").unwrap();
    out.flush().unwrap();
}

/// 200 MB of text are a result, 200 MB of small values an error; both within 1.5 GB; what never ends is one too.
#[test]
#[cfg(target_os = "linux")]
fn huge_files_are_bounded() {
    const MIB: usize = 1 << 20;
    let folder = folder_of("huge_plans");
    let letters = vec![b'x'; MIB];
    large(&folder.join("text.json"), |out| {
        write!(out, "\"").unwrap();
        (0..200).for_each(|_| out.write_all(&letters).unwrap());
        write!(out, "\"").unwrap();
    });
    let (stderr, code) = bounded(&folder, "text.json", 1_500_000);
    assert_eq!(code, Some(0), "{stderr}");
    let zeros = b"0,".repeat(MIB / 2);
    large(&folder.join("values.json"), |out| {
        write!(out, "[").unwrap();
        (0..200).for_each(|_| out.write_all(&zeros).unwrap());
        write!(out, "0]").unwrap();
    });
    let (stderr, code) = bounded(&folder, "values.json", 1_500_000);
    assert_eq!(code, Some(2), "{stderr}");
    assert!(stderr.contains("more than 50 million values"), "{stderr}");
    let endless = bounded(&folder, "/dev/zero", 8_000_000);
    assert_eq!(endless.1, Some(2), "{}", endless.0);
    assert!(endless.0.contains("larger than 1 GiB"), "{}", endless.0);
    std::fs::remove_dir_all(&folder).unwrap();
}
