//! Folder in, report out, in this process.

use std::path::{Path, PathBuf};

use cloudtrim::analyze::{AnalyzeOptions, analyze};
use cloudtrim::config;
use cloudtrim::dataset::{LoadError, load};
use cloudtrim::model::analysis::Analysis;
use cloudtrim::pricing::PriceBook;
use cloudtrim::report::{Format, Layout, render};
use cloudtrim::rules::RuleSet;
use cloudtrim::tables::MetricsError;
use tempfile::TempDir;

/// A folder of this repository.
pub(super) fn repository(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// A copy of the hand-written dataset, to be spoilt.
pub(super) fn minimal() -> TempDir {
    let copy = tempfile::tempdir().unwrap();
    copy_folder(&repository("fixtures/datasets/minimal"), copy.path());
    copy
}

fn copy_folder(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let (source, target) = {
            let path = entry.unwrap().path();
            (path.clone(), to.join(path.file_name().unwrap()))
        };
        if source.is_dir() {
            copy_folder(&source, &target);
        } else {
            std::fs::copy(source, target).unwrap();
        }
    }
}

/// The analysis of a dataset, or its mistakes as the command line shows them, with the folder left out.
pub(super) fn audit(root: &Path, rules: &RuleSet, options: &AnalyzeOptions) -> Result<Analysis, Vec<String>> {
    let shown =
        |mistakes: Vec<_>| mistakes.iter().map(ToString::to_string).map(|text: String| without(root, &text)).collect();
    let dataset = load(root).map_err(|error| match error {
        LoadError::Mistakes(mistakes) => shown(mistakes),
        LoadError::Io { .. } => vec![chain(root, &error)],
    })?;
    // What the bill says is no part of the analysis, and must survive all the same.
    let _ = serde_json::to_string(&dataset.spend()).unwrap();
    analyze(&dataset, rules, PriceBook::embedded(), options).map_err(|error| match error {
        MetricsError::Mistakes(mistakes) => shown(mistakes),
        MetricsError::Read { .. } => vec![chain(root, &error)],
    })
}

/// With the rules and options that ship.
pub(super) fn audit_by_default(root: &Path) -> Result<Analysis, Vec<String>> {
    audit(root, &RuleSet::embedded().unwrap(), &config::defaults())
}

/// Every format of the report; their text is of no interest here, that there is one is.
pub(super) fn render_all(analysis: &Analysis) {
    for format in [Format::Table, Format::Json, Format::Csv, Format::Markdown] {
        let report = render(analysis, format, &Layout::default()).unwrap();
        assert!(!report.is_empty());
    }
}

fn chain(root: &Path, error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        text = format!("{text}: {cause}");
        source = cause.source();
    }
    without(root, &text)
}

fn without(root: &Path, text: &str) -> String {
    text.replace(&format!("{}/", root.display()), "").replace(&root.display().to_string(), "DIR")
}
