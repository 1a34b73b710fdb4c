//! What README.md shows is what the program prints. `UPDATE_README=1 cargo test documentation -- --test-threads 1` writes it anew.

use std::fs;
use std::path::{Path, PathBuf};

use cloudtrim::rules::RuleSet;

use crate::cli::cloudtrim;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}

/// The text between the two markers `<!-- name -->` and `<!-- /name -->`.
fn marked<'t>(text: &'t str, name: &str) -> &'t str {
    let (start, end) = (format!("<!-- {name} -->\n"), format!("<!-- /{name} -->"));
    let from = text.find(&start).unwrap_or_else(|| panic!("README.md has no `{start}`")) + start.len();
    let to = text.find(&end).unwrap_or_else(|| panic!("README.md has no `{end}`"));
    &text[from..to]
}

/// README.md shows `wanted` between the markers of `name`.
fn check(name: &str, wanted: &str) {
    let file = root().join("README.md");
    let readme = fs::read_to_string(&file).unwrap();
    let shown = marked(&readme, name);
    if std::env::var_os("UPDATE_README").is_some() {
        fs::write(&file, readme.replace(shown, wanted)).unwrap();
    } else {
        assert_eq!(
            shown, wanted,
            "run `UPDATE_README=1 cargo test documentation -- --test-threads 1` and read the diff"
        );
    }
}

#[test]
fn the_first_screen_is_the_real_report_of_the_demo() {
    let output = cloudtrim(&root())
        .env("COLUMNS", "112")
        .args(["audit", "fixtures/datasets/demo", "--top", "6"])
        .output()
        .unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let end = text.find("recommendations hidden by `--top`").unwrap();
    let report: String = text[..end].lines().collect::<Vec<_>>().split_last().unwrap().1.join("\n");
    check("demo report", &format!("```text\n{report}\n```\n"));
}

#[test]
fn the_table_of_rules_is_true() {
    let rules = RuleSet::embedded().unwrap();
    let rows: Vec<_> = rules.rules.iter().map(|rule| format!("| `{}` | {} |", rule.id, rule.summary)).collect();
    check("rules", &format!("| rule | finds |\n|---|---|\n{}\n", rows.join("\n")));
}

/// Files that Markdown links to inside the repository exist.
#[test]
fn links_lead_somewhere() {
    let mut broken = Vec::new();
    for page in [
        "README.md",
        "ARCHITECTURE.md",
        "CONTRIBUTING.md",
        "CHANGELOG.md",
        "docs/rules.md",
        "docs/dataset.md",
        "docs/rightsizing.md",
    ] {
        let file = root().join(page);
        let text = fs::read_to_string(&file).unwrap();
        for link in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            let path = link.split('#').next().unwrap_or_default();
            if !path.is_empty() && !path.contains("://") && !file.parent().unwrap().join(path).exists() {
                broken.push(format!("{page}: {link}"));
            }
        }
    }
    assert!(broken.is_empty(), "{broken:#?}");
}
