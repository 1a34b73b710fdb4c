//! Load, tables, verdicts and the whole audit over synthetic estates; the demo from process start; peak memory.
//!
//! `benches/README.md` says how to run it and what to expect.
#![allow(clippy::print_stdout, reason = "a benchmark talks")]

mod estate;
mod peak_memory;

use std::path::Path;
use std::process::{Command, Stdio};

use cloudtrim::analyze::{AnalyzeOptions, analyze};
use cloudtrim::dataset::{Dataset, load};
use cloudtrim::model::analysis::Analysis;
use cloudtrim::pricing::PriceBook;
use cloudtrim::rules::{Remediation, RuleSet, evaluate};
use cloudtrim::tables::Tables;
use cloudtrim::units::Usd;
use divan::Bencher;

use estate::{Size, dataset};

/// All rules over resources alone.
const WITHOUT_METRICS: [Size; 3] = [
    Size { resources: 1_000, measured_instances: 0 },
    Size { resources: 10_000, measured_instances: 0 },
    Size { resources: 100_000, measured_instances: 0 },
];
/// The same, with five-minute points for some: 1.6 and 16 million of them.
const WITH_METRICS: [Size; 3] = [
    Size { resources: 1_000, measured_instances: 100 },
    Size { resources: 10_000, measured_instances: 1_000 },
    Size { resources: 100_000, measured_instances: 1_000 },
];

/// Of these, three of ten are instances: 1,000 and 10,000 measured ones, 16 and 161 million points.
const RIGHTSIZED: [Size; 2] =
    [Size { resources: 3_334, measured_instances: 1_000 }, Size { resources: 33_334, measured_instances: 10_000 }];

/// As the binary has it.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    if peak_memory::is_child() {
        return peak_memory::child();
    }
    divan::main();
    peak_memory::report();
}

fn read(folder: &Path) -> Dataset {
    load(folder).unwrap_or_else(|error| stop(&error))
}

fn rules() -> RuleSet {
    RuleSet::embedded().unwrap_or_else(|error| stop(&error))
}

#[expect(clippy::panic, reason = "a benchmark without its input has nothing to measure")]
fn stop(error: &dyn std::error::Error) -> ! {
    panic!("{error}")
}

fn options() -> AnalyzeOptions {
    AnalyzeOptions {
        min_savings: Usd::from_f64(1.0).unwrap_or(Usd::ZERO),
        exempt_tag: ("cloudtrim".to_owned(), "ignore".to_owned()),
        suppressions: Vec::new(),
        time_zone: chrono_tz::Tz::UTC,
        rightsizing: cloudtrim::rightsize::settings::Settings::default(),
    }
}

/// What `cloudtrim audit` does between reading its arguments and printing.
fn audit(folder: &Path) -> Analysis {
    let dataset = read(folder);
    analyze(&dataset, &rules(), PriceBook::embedded(), &options()).unwrap_or_else(|error| stop(&error))
}

#[divan::bench(args = WITHOUT_METRICS, sample_count = 5, sample_size = 1)]
fn load_dataset(bencher: Bencher<'_, '_>, size: &Size) {
    let folder = dataset(*size);
    bencher.bench(|| read(&folder));
}

#[divan::bench(args = WITHOUT_METRICS, sample_count = 5, sample_size = 1)]
fn build_tables(bencher: Bencher<'_, '_>, size: &Size) {
    let dataset = read(&dataset(*size));
    let windows = rules().windows();
    bencher.bench(|| Tables::build(&dataset, &windows));
}

#[divan::bench(args = WITHOUT_METRICS, sample_count = 5, sample_size = 1)]
fn evaluate_all_rules(bencher: Bencher<'_, '_>, size: &Size) {
    let dataset = read(&dataset(*size));
    let rules = rules();
    let tables = Tables::build(&dataset, &rules.windows()).unwrap_or_else(|error| stop(&error));
    bencher.bench(|| evaluate(&rules, &tables, &|_| false));
}

#[divan::bench(args = WITHOUT_METRICS, sample_count = 5, sample_size = 1)]
fn whole_audit(bencher: Bencher<'_, '_>, size: &Size) {
    let folder = dataset(*size);
    bencher.bench(|| audit(&folder));
}

#[divan::bench(args = WITH_METRICS, sample_count = 3, sample_size = 1)]
fn statistics(bencher: Bencher<'_, '_>, size: &Size) {
    let dataset = read(&dataset(*size));
    let windows = rules().windows();
    bencher.bench(|| Tables::build(&dataset, &windows));
}

#[divan::bench(args = WITH_METRICS, sample_count = 3, sample_size = 1)]
fn whole_audit_with_metrics(bencher: Bencher<'_, '_>, size: &Size) {
    let folder = dataset(*size);
    bencher.bench(|| audit(&folder));
}

/// Sizes of every measured instance against every type of its region: points to options, other rules left out.
#[divan::bench(args = RIGHTSIZED, sample_count = 1, sample_size = 1)]
fn rightsize(bencher: Bencher<'_, '_>, size: &Size) {
    let folder = dataset(*size);
    let mut rules = rules();
    rules.rules.retain(|rule| matches!(rule.remediation, Remediation::Rightsize | Remediation::MigrateToGraviton));
    bencher.bench(|| {
        let dataset = read(&folder);
        analyze(&dataset, &rules, PriceBook::embedded(), &options()).unwrap_or_else(|error| stop(&error))
    });
}

/// From process start to the last line of the report.
#[divan::bench(sample_count = 20, sample_size = 1)]
fn demo_audit_process() -> bool {
    let demo = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/datasets/demo");
    let status = Command::new(env!("CARGO_BIN_EXE_cloudtrim"))
        .args(["audit", demo])
        .current_dir(env!("CARGO_TARGET_TMPDIR"))
        .stdout(Stdio::null())
        .status();
    status.unwrap_or_else(|error| stop(&error)).success()
}
