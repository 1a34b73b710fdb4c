//! Imports point one way, and what belongs to one layer is not used in another.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Each layer with the layers it may import; `units` and, above it, `model` are open to all.
const LAYERS: &[(&str, &[&str])] = &[
    ("units", &[]),
    ("model", &["units"]),
    ("replace", &[]),
    ("dataset", &["replace", "model", "units"]),
    ("pricing", &["model", "units"]),
    ("history", &["replace", "model", "units"]),
    ("refresh", &["pricing", "replace", "model", "units"]),
    ("tables", &["dataset", "model", "units"]),
    ("estimate", &["pricing", "model", "units"]),
    ("catalog", &["estimate", "pricing", "model", "units"]),
    ("commitments", &["pricing", "model", "units"]),
    ("rules", &["tables", "model", "units"]),
    ("estate", &["tables", "dataset", "model", "units"]),
    ("rightsize", &["tables", "estimate", "pricing", "model", "units"]),
    ("remedy", &["rightsize", "rules", "estate", "estimate", "pricing", "tables", "dataset", "model", "units"]),
    (
        "analyze",
        &[
            "remedy",
            "rightsize",
            "rules",
            "estate",
            "commitments",
            "estimate",
            "pricing",
            "tables",
            "dataset",
            "model",
            "units",
        ],
    ),
    ("traces", &["rightsize", "tables", "pricing", "dataset", "model", "units"]),
    ("monthly", &["model", "units"]),
    ("deliver", &["replace", "model", "units"]),
    ("config", &["analyze", "deliver", "monthly", "rightsize", "rules", "model", "units"]),
    (
        "whatif",
        &[
            "catalog", "analyze", "remedy", "estate", "estimate", "rules", "tables", "dataset", "pricing", "model",
            "units",
        ],
    ),
    ("collect", &["dataset", "model", "units"]),
    ("report", &["model", "units"]),
    ("schedule", &["model", "units"]),
    ("push", &["units"]),
    (
        "cli",
        &[
            "analyze",
            "catalog",
            "collect",
            "config",
            "dataset",
            "deliver",
            "estimate",
            "history",
            "model",
            "monthly",
            "pricing",
            "push",
            "refresh",
            "remedy",
            "report",
            "rightsize",
            "rules",
            "schedule",
            "tables",
            "traces",
            "units",
            "whatif",
        ],
    ),
];

/// What stands in the source, where it may stand, and why nowhere else.
const PLACES: &[(&str, &[&str], &str)] = &[
    ("aws_sdk_", &["collect", "deliver", "history"], "AWS is seen by collectors, the store and deliveries only"),
    ("aws_config::", &["collect", "deliver", "history"], "AWS is seen by collectors, the store and deliveries only"),
    (
        "ureq",
        &["deliver", "push", "refresh"],
        "the network is seen by collectors, deliveries, the push of metrics and the price refresh only",
    ),
    ("lettre", &["deliver"], "mails are sent by deliveries"),
    ("polars", &["tables", "rules", "rightsize", "dataset"], "frames end at the tables and rules"),
    ("prometheus_client", &["report"], "metrics are written by the report"),
    ("minijinja", &["report", "schedule", "deliver"], "templates are filled by reports, schedules and messages"),
    ("plotters", &["report"], "charts are drawn by the report"),
    ("rust_xlsxwriter", &["report"], "workbooks are written by the report"),
    ("tabled", &["report"], "tables are drawn by the report"),
    ("clap", &["cli", "main"], "arguments are parsed by the command line"),
    ("Utc::now", &["cli"], "only the command line sees the clock; `as_of` is passed down"),
    ("SystemTime::now", &["cli"], "only the command line sees the clock; `as_of` is passed down"),
    ("env::var", &["cli"], "only the command line sees the environment"),
    (
        "rust_decimal",
        &["units", "model", "pricing", "refresh", "estimate", "catalog", "commitments", "whatif"],
        "money is made by the calculator",
    ),
];

fn rust_files(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            rust_files(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
}

fn source_root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

/// The layer of a file: its first folder under `src`, or its own name.
fn layer(file: &Path) -> String {
    let relative = file.strip_prefix(source_root()).unwrap();
    let first = relative.components().next().unwrap().as_os_str().to_str().unwrap();
    first.trim_end_matches(".rs").to_owned()
}

fn sources() -> Vec<(PathBuf, String, String)> {
    let mut files = Vec::new();
    rust_files(&source_root(), &mut files);
    files.sort();
    files
        .into_iter()
        .map(|file| {
            let text = fs::read_to_string(&file).unwrap();
            // Unit tests may reach further than the code they test.
            let code = text.split("#[cfg(test)]").next().unwrap_or_default().to_owned();
            let layer = layer(&file);
            (file, layer, code)
        })
        .collect()
}

/// Code lines, without comments and documentation.
fn code_lines(code: &str) -> impl Iterator<Item = &str> {
    code.lines().filter(|line| !line.trim_start().starts_with("//"))
}

/// The layers that a line names after `crate::`.
fn named_layers(line: &str) -> BTreeSet<String> {
    line.split("crate::")
        .skip(1)
        .map(|rest| rest.chars().take_while(|letter| letter.is_alphanumeric() || *letter == '_').collect::<String>())
        .filter(|name| !name.is_empty())
        .collect()
}

#[test]
fn imports_point_one_way() {
    let mut wrong = Vec::new();
    for (file, layer, code) in sources() {
        if layer == "lib" || layer == "main" {
            continue;
        }
        let Some((_, allowed)) = LAYERS.iter().find(|(name, _)| *name == layer) else {
            wrong.push(format!("{}: layer `{layer}` is not in the table", file.display()));
            continue;
        };
        for line in code_lines(&code) {
            for named in named_layers(line) {
                if named != layer && !allowed.contains(&named.as_str()) {
                    wrong.push(format!("{}: `{layer}` must not import `{named}`: {}", file.display(), line.trim()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_table_of_layers_has_no_circle() {
    for (position, (layer, allowed)) in LAYERS.iter().enumerate() {
        for other in *allowed {
            let below =
                LAYERS.iter().position(|(name, _)| name == other).unwrap_or_else(|| panic!("no layer `{other}`"));
            assert!(below < position, "`{layer}` imports `{other}`, which stands after it in the table");
        }
    }
}

#[test]
fn what_belongs_to_one_layer_is_used_there_only() {
    let mut wrong = Vec::new();
    for (file, layer, code) in sources() {
        for line in code_lines(&code) {
            for (word, places, why) in PLACES {
                if line.contains(word) && !places.contains(&layer.as_str()) {
                    wrong.push(format!("{}: `{word}` in `{layer}`: {why}: {}", file.display(), line.trim()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The history is a function of what was stored; one file of it speaks to S3.
#[test]
fn of_the_history_one_file_sees_aws() {
    let seeing = sources().into_iter().filter(|(_, layer, code)| layer == "history" && code.contains("aws_sdk_"));
    let files: Vec<_> = seeing.map(|(file, _, _)| file.strip_prefix(source_root()).unwrap().to_owned()).collect();
    assert_eq!(files, [Path::new("history/s3.rs")]);
}

#[test]
fn a_month_has_its_hours_in_one_place() {
    let mut places = Vec::new();
    for (file, _, code) in sources() {
        for line in code_lines(&code) {
            let words = line.split(|letter: char| !(letter.is_alphanumeric() || letter == '_' || letter == '.'));
            if words.into_iter().any(|word| matches!(word, "730" | "730.0" | "730_u32" | "730_f64")) {
                places.push(format!("{}: {}", file.strip_prefix(source_root()).unwrap().display(), line.trim()));
            }
        }
    }
    assert_eq!(places.len(), 1, "{places:#?}");
    assert!(places[0].starts_with("units/quantity.rs"), "{places:#?}");
}

#[test]
fn files_stay_short() {
    let mut long = Vec::new();
    for (file, _, _) in sources() {
        let lines = fs::read_to_string(&file).unwrap().lines().count();
        if lines > 500 {
            long.push(format!("{}: {lines} lines", file.display()));
        }
    }
    assert!(long.is_empty(), "look for the seam:\n{}", long.join("\n"));
}
