//! The back-test as `cloudtrim backtest --format json` runs it: `cargo bench --bench backtest --no-default-features`.
//!
//! `generated` runs on the shipped traces, 14 machines over three months. `recorded` runs on real machines where
//! `CLOUDTRIM_SHARED_DATA` names their folder, and does nothing elsewhere. Aim on two cores: 1,000 machines of three months
//! against every policy in under 5 s.

use std::path::{Path, PathBuf};

use cloudtrim::report::{BacktestFormat, Paint, render_backtest};
use cloudtrim::rightsize::backtest::{Machine, backtest};
use cloudtrim::traces::{self, Traces};
use cloudtrim::units::Window;
use divan::Bencher;
use divan::counter::ItemsCount;

fn main() {
    divan::main();
}

fn generated() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/traces/generated")
}

fn recorded() -> Option<PathBuf> {
    let folder = PathBuf::from(std::env::var_os("CLOUDTRIM_SHARED_DATA")?).join("utilization/bitbrains-rnd");
    folder.is_dir().then_some(folder)
}

fn judged(traces: &Traces, machines: &[Machine]) -> usize {
    let decide = Window { start: traces.recorded.start, end: traces.last_file.start };
    let result = backtest("bench", machines, decide, traces.last_file);
    render_backtest(&result, BacktestFormat::Json, Paint::Plain).map_or(0, |json| json.len())
}

/// Reading the files of a folder.
#[divan::bench(args = ["generated", "recorded"], sample_count = 10)]
fn read(bencher: Bencher<'_, '_>, which: &str) {
    let folder = if which == "generated" { Some(generated()) } else { recorded() };
    let Some(folder) = folder else { return bencher.bench(|| ()) };
    let machines = traces::read(&folder, None).map_or(0, |traces| traces.machines.len());
    bencher.counter(ItemsCount::new(machines)).bench(|| traces::read(&folder, None).map_or(0, |it| it.machines.len()));
}

/// Deciding and judging by every policy, and writing JSON: so many machines, the shipped ones over and over.
#[divan::bench(args = [14, 140, 1_400], sample_count = 5)]
fn judge(bencher: Bencher<'_, '_>, machines: usize) {
    let Ok(traces) = traces::read(&generated(), None) else { return bencher.bench(|| ()) };
    let many: Vec<Machine> = traces.machines.iter().cycle().take(machines).cloned().collect();
    bencher.counter(ItemsCount::new(machines)).bench(|| judged(&traces, &many));
}

/// The same on real machines.
#[divan::bench(sample_count = 5)]
fn judge_recorded(bencher: Bencher<'_, '_>) {
    let Some(Ok(traces)) = recorded().map(|folder| traces::read(&folder, None)) else { return bencher.bench(|| ()) };
    bencher.counter(ItemsCount::new(traces.machines.len())).bench(|| judged(&traces, &traces.machines));
}
