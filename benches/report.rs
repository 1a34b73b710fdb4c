//! The monthly report of 24 months and 5,000 recommendations in each format; bytes of the page.
//!
//! `benches/README.md` says how to run it and what to expect.
#![allow(clippy::print_stdout, reason = "a benchmark talks")]

mod big_report;
#[path = "../tests/report/monthly/synthetic/mod.rs"]
#[allow(dead_code, unreachable_pub, clippy::unwrap_used, reason = "it is the test suite's")]
mod synthetic;

use big_report::Size;
use cloudtrim::report::{MonthlyFormat, render_monthly};
use divan::Bencher;

const FORMATS: [MonthlyFormat; 5] =
    [MonthlyFormat::Html, MonthlyFormat::Markdown, MonthlyFormat::Json, MonthlyFormat::Csv, MonthlyFormat::Xlsx];

const BIG: Size = Size { months: 24, recommendations: 5_000 };

/// The large one, and what grows with months and with recommendations.
const SIZES: [Size; 4] = [
    Size { months: 12, recommendations: 5_000 },
    Size { months: 24, recommendations: 500 },
    BIG,
    Size { months: 24, recommendations: 50_000 },
];

/// As the binary has it.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    let page = render_monthly(&big_report::report(BIG), MonthlyFormat::Html).map_or(0, |bytes| bytes.len());
    println!("Html: {page} bytes for {BIG:?}");
    let report = synthetic::large();
    let (months, recommendations) = (report.months.len(), report.recommendations.len());
    for format in FORMATS {
        let bytes = render_monthly(&report, format).map_or(0, |bytes| bytes.len());
        println!("{format:?}: {bytes} bytes for {months} months and {recommendations} recommendations");
    }
    divan::main();
}

#[divan::bench(args = FORMATS, sample_count = 10, sample_size = 1)]
#[expect(clippy::trivially_copy_pass_by_ref, reason = "divan passes arguments so")]
fn render(bencher: Bencher<'_, '_>, format: &MonthlyFormat) {
    let report = synthetic::large();
    bencher.bench_local(|| render_monthly(&report, *format).map(|bytes| bytes.len()));
}

/// Bill, analysis and history → the report's value.
#[divan::bench(args = SIZES, sample_count = 10, sample_size = 1)]
#[expect(clippy::trivially_copy_pass_by_ref, reason = "divan passes arguments so")]
fn make(bencher: Bencher<'_, '_>, size: &Size) {
    let estate = big_report::estate(*size);
    bencher.bench_local(|| estate.report());
}

/// The same, to the bytes of the page.
#[divan::bench(args = SIZES, sample_count = 10, sample_size = 1)]
#[expect(clippy::trivially_copy_pass_by_ref, reason = "divan passes arguments so")]
fn make_a_page(bencher: Bencher<'_, '_>, size: &Size) {
    let estate = big_report::estate(*size);
    bencher.bench_local(|| render_monthly(&estate.report(), MonthlyFormat::Html).map(|bytes| bytes.len()));
}
