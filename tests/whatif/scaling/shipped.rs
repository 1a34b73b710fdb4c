//! The demand that ships: what its generator writes, and what policies make of it.

use std::fmt::Write as _;
use std::process::Command;

use cloudtrim::whatif::scaling::{PolicyOutcome, Targets, advise};

use super::{fixtures, read};

#[test]
fn the_generator_writes_the_same_bytes() {
    let folder = tempfile::tempdir().unwrap();
    let status =
        Command::new("python3").arg("-B").arg(fixtures().join("generate_demand.py")).arg(folder.path()).status();
    assert!(status.expect("cannot run python3").success());
    for file in ["web-day.csv", "web-week.csv"] {
        let read = |path: std::path::PathBuf| std::fs::read(path).unwrap();
        assert!(read(folder.path().join(file)) == read(fixtures().join("demand").join(file)), "{file} differs");
    }
}

/// Fixed fleets beside the policies of the two scenarios with scaling.
const POLICIES: &str = "\
targets: { cpu: 60 %, memory: 70 %, requests_per_target: 1000 }
policies:
  - { name: fixed for the peak, fixed: 11 }
  - { name: fixed for the average, fixed: 6 }
  - name: target tracking
    target_tracking:
      { cpu: 60 %, memory: 70 %, requests_per_target: 1000, min: 2, max: 20, scale_out_cooldown: 60 s,
        scale_in_cooldown: 300 s, warm_up: 60 s }
  - name: slow to warm up
    target_tracking: { cpu: 60 %, min: 2, max: 20, warm_up: 10 minutes }
  - name: steps
    step:
      metric: cpu
      min: 2
      max: 20
      steps:
        - { upper: 40 %, change: -1 }
        - { lower: 60 %, upper: 75 %, change: 1 }
        - { lower: 75 %, percent: 40 % }
  - name: thresholds
    thresholds: { cpu: 70 %, memory: 80 %, cooldown_out: 300 s, cooldown_in: 600 s, min: 2, max: 50 }
";

fn table(outcomes: &[PolicyOutcome], hour_starts: &[usize]) -> String {
    let percent = |share: Option<f64>| share.map_or("?".to_owned(), |share| format!("{:.1} %", share * 100.0));
    let mut text = String::new();
    for PolicyOutcome { name, described, outcome } in outcomes {
        writeln!(text, "{name}: {described}").unwrap();
        writeln!(
            text,
            "  {:.1} unit-hours a month, {:.2} units on average ({} to {})",
            outcome.unit_hours_month.to_f64(),
            outcome.average_units,
            outcome.min_units,
            outcome.max_units
        )
        .unwrap();
        writeln!(
            text,
            "  above own target {}, above the common one {}, saturated {}, unmet {}",
            percent(outcome.above_target),
            percent(outcome.above_reference),
            percent(outcome.saturated),
            percent(outcome.unmet_demand)
        )
        .unwrap();
        let units: Vec<String> = hour_starts.iter().map(|minute| outcome.units[*minute].to_string()).collect();
        writeln!(text, "  {} out, {} in: {}", outcome.scale_outs, outcome.scale_ins, units.join(" ")).unwrap();
    }
    text
}

fn section(file: &str) -> String {
    format!(
        "unit: web-task\ndemand: {{ csv: demand/{file}, measured_on: {{ units: 8 }}, idle: {{ cpu: 2 %, memory: 30 % }} }}\n{POLICIES}"
    )
}

#[test]
fn a_day_under_each_policy() {
    let section = read(&section("web-day.csv"), &fixtures()).unwrap();
    let hours: Vec<usize> = (0..24).map(|hour| hour * 60).collect();
    insta::assert_snapshot!("a_day", table(&section.run().unwrap(), &hours));
}

#[test]
fn a_week_under_each_policy() {
    let section = read(&section("web-week.csv"), &fixtures()).unwrap();
    let noons: Vec<usize> = (0..14).map(|half| half * 720).collect();
    insta::assert_snapshot!("a_week", table(&section.run().unwrap(), &noons));
}

#[test]
fn advice_for_a_fixed_fleet() {
    let demand = read(&section("web-day.csv"), &fixtures()).unwrap().demand().unwrap();
    assert_eq!(demand.notes(), Vec::<String>::new());
    let thresholds = Targets { cpu: Some(70.0), memory: Some(80.0), requests_per_target: None };
    let words = [4, 8, 12].map(|units| advise(&demand, units, &thresholds).unwrap().to_string()).join("\n\n");
    insta::assert_snapshot!("advice", words);
}
