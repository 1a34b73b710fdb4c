//! Histories of many findings: `cargo bench --bench history --no-default-features`.
//!
//! `diff` compares two analyses of 10,000 and 100,000 findings that are in memory, `read_and_diff` reads them from a store first as
//! `cloudtrim history diff` does, `lives` follows 5,000 findings over 12 and 24 months.
//! Aim on two cores: `diff` of 100,000 in under 1 s.

use std::path::Path;

use cloudtrim::dataset;
use cloudtrim::history::{Store, StoreAccess, StoreUrl, diff, history};
use cloudtrim::model::analysis::{Analysis, Recommendation};
use cloudtrim::model::history::{HISTORY_SCHEMA, Inventory, InventoryGroup, PastAnalysis, StoredAnalysis};
use divan::Bencher;

fn main() {
    divan::main();
}

/// The demo's analysis with its first recommendation repeated; month by month a tenth is fixed and another found.
fn stored(analysis: &Analysis, month: usize, findings: usize) -> StoredAnalysis {
    let mut analysis = analysis.clone();
    analysis.as_of += chrono::TimeDelta::days(30 * i64::try_from(month).unwrap_or(0));
    let model = analysis.recommendations.first().cloned();
    let first = month * findings / 10;
    let numbered = |number: usize, model: &Recommendation| Recommendation {
        id: format!("{number:016x}"),
        resource_id: format!("i-{number:017x}"),
        ..model.clone()
    };
    analysis.gaps.clear();
    analysis.recommendations =
        model.iter().flat_map(|model| (first..first + findings).map(|number| numbered(number, model))).collect();
    let inventory = model.iter().map(|model| InventoryGroup {
        resource_kind: model.resource_kind,
        account: model.account.clone(),
        region: model.region.clone(),
        resource_ids: (first..first + findings * 2).map(|number| format!("i-{number:017x}")).collect(),
    });
    StoredAnalysis {
        schema: HISTORY_SCHEMA.to_owned(),
        tool_version: "0.1.0".to_owned(),
        rules: model.iter().map(|model| model.rule.clone()).collect(),
        inventory: Inventory { groups: inventory.collect() },
        spend: None,
        analysis,
    }
}

/// What `cloudtrim audit` makes of the demo.
fn demo() -> Option<Analysis> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/datasets/demo");
    let dataset = dataset::load(&folder).ok()?;
    let rules = cloudtrim::rules::RuleSet::embedded().ok()?;
    let prices = cloudtrim::pricing::PriceBook::embedded();
    cloudtrim::analyze::analyze(&dataset, &rules, prices, &cloudtrim::config::defaults()).ok()
}

fn past(months: usize, findings: usize) -> Vec<PastAnalysis> {
    let demo = demo();
    let stored = demo.iter().flat_map(|demo| (0..months).map(|month| stored(demo, month, findings)));
    stored.enumerate().map(|(month, stored)| PastAnalysis::of(format!("{month:02}"), &stored)).collect()
}

#[divan::bench(args = [10_000, 100_000], sample_count = 10)]
fn diff_of(bencher: Bencher<'_, '_>, findings: usize) {
    let past = past(2, findings);
    let pair = || (past.first().cloned(), past.last().cloned());
    bencher.with_inputs(pair).bench_values(|(one, other)| one.zip(other).map(|(one, other)| diff(one, other)));
}

#[divan::bench(sample_count = 3)]
fn read_and_diff_of_100_000(bencher: Bencher<'_, '_>) {
    let (Ok(folder), Some(demo)) = (tempfile::tempdir(), demo()) else { return };
    let url = StoreUrl::Folder(folder.path().to_owned());
    let Ok(store) = Store::open(&url, &StoreAccess::default()) else { return };
    for month in 0..2 {
        drop(store.add(&stored(&demo, month, 100_000)));
    }
    bencher.bench(|| {
        let mut past = store.past().map(|past| past.analyses).unwrap_or_default();
        past.pop().zip(past.pop()).map(|(one, other)| diff(one, other))
    });
}

#[divan::bench(args = [12, 24], sample_count = 5)]
fn lives_of_5_000_over(bencher: Bencher<'_, '_>, months: usize) {
    let past = past(months, 5_000);
    bencher.bench(|| history(&past, Vec::new()));
}
