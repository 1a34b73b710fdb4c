//! `cloudtrim export prometheus`: what it writes is OpenMetrics, and what dashboard and alerts read is what it writes.

mod dashboards;
mod exposition;
#[cfg(feature = "deliver")]
mod pushed;

use std::path::{Path, PathBuf};

use cloudtrim::history::{Store, StoreAccess};
use cloudtrim::model::analysis::Analysis;
use cloudtrim::model::history::{HISTORY_SCHEMA, Inventory, StoredAnalysis};

use crate::cli::run;

pub(super) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}

pub(super) fn export(more: &[&str]) -> (i32, String, String) {
    run(&root(), &[&["export", "prometheus"], more].concat())
}

/// The demo's metrics.
pub(super) fn demo() -> String {
    let (code, text, said) = export(&["fixtures/datasets/demo"]);
    assert_eq!(code, 0, "{said}");
    text
}

/// A store with the demo's analysis, and the same a month later with one recommendation gone.
pub(super) fn store(folder: &Path) {
    let (_, text, _) = run(&root(), &["audit", "fixtures/datasets/demo", "--format", "json"]);
    let mut analysis: Analysis = serde_json::from_str(&text).unwrap();
    let rules: Vec<String> = analysis.recommendations.iter().map(|found| found.rule.clone()).collect();
    let store = Store::open(&folder.to_str().unwrap().parse().unwrap(), &StoreAccess::default()).unwrap();
    for _ in 0..2 {
        let stored = StoredAnalysis {
            schema: HISTORY_SCHEMA.to_owned(),
            tool_version: "0.1.0".to_owned(),
            rules: rules.clone(),
            inventory: Inventory::default(),
            spend: None,
            analysis: analysis.clone(),
        };
        store.add(&stored).unwrap();
        analysis.as_of += chrono::TimeDelta::days(31);
        analysis.recommendations.pop();
    }
}
