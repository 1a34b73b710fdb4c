//! The `scaling:` section with one thing wrong.

use std::fmt::Write as _;

use cloudtrim::whatif::scaling::{Adjustment, Policy};
use proptest::prelude::*;

use super::{fixtures, read};

const GOOD: &str = "\
unit: web-task
demand: { csv: demand/web-day.csv, measured_on: { units: 8 }, step: 5 minutes, idle: { memory: 30 % } }
targets: { cpu: 60 % }
policies:
  - { name: fixed, fixed: 10 }
  - name: tracking
    target_tracking:
      cpu: 60 %
      requests_per_target: 1000
      min: 2
      max: 20
      scale_out_cooldown: 60 s
      warm_up: 1 minute
      disable_scale_in: false
  - name: steps
    step:
      metric: cpu
      min: 2
      max: 20
      cooldown: 300 s
      sustained_out: 2 minutes
      steps:
        - { upper: 30 %, change: -1 }
        - { lower: 60 %, upper: 80 %, change: 2 }
        - { lower: 80 %, percent: 50 % }
  - name: thresholds
    thresholds: { cpu: 70 %, memory: 80 %, scale_in_below: { cpu: 30 % }, min: 2, max: 50, cooldown_in: 600 s }
";

/// What is wrong, the text, and what it becomes.
const CASES: &[(&str, &str, &str)] = &[
    ("not a mapping", GOOD, "10\n"),
    ("field mistyped", "policies:", "policys:"),
    ("no unit", "unit: web-task\n", ""),
    ("unit is a number", "unit: web-task", "unit: 4"),
    (
        "demand is text",
        "{ csv: demand/web-day.csv, measured_on: { units: 8 }, step: 5 minutes, idle: { memory: 30 % } }",
        "web",
    ),
    ("no source", "csv: demand/web-day.csv, measured_on: { units: 8 }, step: 5 minutes,", ""),
    ("two sources", "csv: demand/web-day.csv,", "csv: demand/web-day.csv, dataset: { dir: x, resource_ids: [i-1] },"),
    ("no such file", "web-day", "web-year"),
    ("measured on no units", "units: 8", "units: 0"),
    ("measured on half a unit", "units: 8", "units: 8.5"),
    ("measured on nothing", "measured_on: { units: 8 }", "measured_on: {}"),
    ("step without unit", "5 minutes", "5"),
    ("step of another unit", "5 minutes", "5 %"),
    ("step in short", "5 minutes", "5min"),
    ("idle above what was measured", "memory: 30 %", "memory: 40 %"),
    ("target in another unit", "targets: { cpu: 60 % }", "targets: { cpu: 60 s }"),
    ("target of another metric", "targets: { cpu: 60 % }", "targets: { disk: 60 % }"),
    ("no target", "targets: { cpu: 60 % }", "targets: {}"),
    (
        "policies not a list",
        GOOD,
        "\
unit: web-task
demand: { csv: demand/web-day.csv, measured_on: { units: 8 } }
policies: { name: fixed, fixed: 4 }
",
    ),
    ("a policy without name", "name: fixed, ", ""),
    ("a policy that says nothing", ", fixed: 10", ""),
    ("a policy that says two things", "fixed: 10", "fixed: 10, thresholds: { cpu: 70 %, min: 1, max: 2 }"),
    ("kind mistyped", "target_tracking:", "target_traking:"),
    ("a name twice", "name: tracking", "name: fixed"),
    ("half a unit", "fixed: 10", "fixed: 10.5"),
    ("a negative fleet", "fixed: 10", "fixed: -10"),
    ("a fleet beyond any number", "fixed: 10", "fixed: 1e300"),
    ("a fleet that is no number", "fixed: 10", "fixed: .nan"),
    ("a fleet in words", "fixed: 10", "fixed: ten"),
    ("target above 100 %", "      cpu: 60 %", "      cpu: 160 %"),
    ("target of 0 %", "      cpu: 60 %", "      cpu: 0 %"),
    ("target without unit", "      cpu: 60 %", "      cpu: 60"),
    ("requests in percent", "1000", "10 %"),
    ("no metric", "      cpu: 60 %\n      requests_per_target: 1000\n", ""),
    ("no maximum", "      max: 20\n      scale_out", "      scale_out"),
    ("maximum below minimum", "      max: 20\n      scale_out", "      max: 1\n      scale_out"),
    ("minimum of 0", "      min: 2\n", "      min: 0\n"),
    ("initial outside", "      warm_up: 1 minute", "      initial: 30"),
    ("cooldown without unit", "60 s", "60"),
    ("cooldown of years", "60 s", "900 days"),
    ("cooldown negative", "60 s", "-60 s"),
    ("flag in words", "disable_scale_in: false", "disable_scale_in: no"),
    ("a field of another policy", "warm_up: 1 minute", "cooldown_out: 60 s"),
    ("metric unknown", "metric: cpu", "metric: disk"),
    ("sustained for seconds", "2 minutes", "90 s"),
    ("steps overlap", "lower: 80 %", "lower: 75 %"),
    ("step upside down", "lower: 60 %, upper: 80 %", "lower: 80 %, upper: 60 %"),
    ("step without bound", "lower: 80 %, ", ""),
    ("step without adjustment", ", percent: 50 %", ""),
    ("step with two adjustments", "percent: 50 %", "percent: 50 %, change: 1"),
    ("adjustment mistyped", "percent: 50 %", "percnt: 50 %"),
    ("step of no unit", "change: 2", "change: 0"),
    ("step of half a unit", "change: 2", "change: 2.5"),
    ("step of more than all", "change: -1", "percent: -150 %"),
    (
        "no steps",
        GOOD,
        "\
unit: web-task
demand: { csv: demand/web-day.csv, measured_on: { units: 8 } }
policies: [{ name: steps, step: { metric: cpu, min: 1, max: 2, steps: [] } }]
",
    ),
    ("scale-in above scale-out", "scale_in_below: { cpu: 30 % }", "scale_in_below: { cpu: 70 % }"),
    ("scale-in of another metric", "scale_in_below: { cpu: 30 % }", "scale_in_below: { requests_per_target: 30 }"),
    ("target that an idle unit misses", "memory: 80 %", "memory: 25 %"),
    ("null", "fixed: 10", "fixed: null"),
];

fn errors(text: &str) -> Result<(), Vec<String>> {
    read(text, &fixtures()).map(drop).map_err(|mistakes| {
        let base = format!("{}/", fixtures().display());
        mistakes.iter().map(|mistake| mistake.to_string().replace(&base, "")).collect()
    })
}

#[test]
fn each_is_one_clear_error() {
    let (mut golden, mut wrong) = (String::new(), Vec::new());
    for (name, from, to) in CASES {
        assert!(GOOD.contains(from), "{name}: nothing to change");
        match errors(&GOOD.replacen(from, to, 1)) {
            Ok(()) => wrong.push(format!("{name}: accepted")),
            Err(mistakes) if mistakes.len() == 1 => {
                writeln!(golden, "{name}\n    {}\n", mistakes[0].replace('\n', "\n    ")).unwrap();
            }
            Err(mistakes) => wrong.push(format!("{name}: {} errors\n{}", mistakes.len(), mistakes.join("\n"))),
        }
    }
    assert!(wrong.is_empty(), "{} of {} cases:\n{}", wrong.len(), CASES.len(), wrong.join("\n"));
    insta::assert_snapshot!("section_mistakes", golden);
}

#[test]
fn what_is_spoilt_was_good_before() {
    let section = read(GOOD, &fixtures()).unwrap();
    assert_eq!(section.unit, "web-task");
    assert_eq!(section.policies.len(), 4);
    let Policy::Step(step) = &section.policies[2].policy else { panic!("{:?}", section.policies[2]) };
    assert_eq!(step.steps[0].adjustment, Adjustment::Change(-1));
    assert_eq!((step.group.sustained_out, step.group.sustained_in), (2, 15));
    assert_eq!(section.run().unwrap().len(), 4);
}

#[test]
fn all_mistakes_are_told_at_once() {
    let spoilt = GOOD
        .replace("unit: web-task", "unit: \"\"")
        .replace("      cpu: 60 %", "      cpu: 600 %")
        .replace("max: 50", "max: 1")
        .replace("fixed: 10", "fixed: 0.5")
        .replace("change: 2", "change: x");
    assert_eq!(errors(&spoilt).unwrap_err().len(), 5);
}

#[test]
fn a_policy_that_watches_what_is_not_measured() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("r.csv"), "timestamp,requests\n0,1\n60,1\n").unwrap();
    let text = "\
unit: web-task
demand: { csv: r.csv }
policies:
  - { name: tracking, target_tracking: { cpu: 60 %, requests_per_target: 10, min: 1, max: 2 } }
";
    let mistakes = read(text, folder.path()).unwrap_err();
    insta::assert_snapshot!(mistakes[0], @r"
    scenario.yml:4:40: `scaling.policies[0].target_tracking.cpu`: the demand does not say CPU
      hint: add a column `cpu_percent` to it, or leave this out
    ");
    assert_eq!(mistakes.len(), 1);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_damaged_section_is_a_section_or_mistakes(
        at in any::<prop::sample::Index>(), cut in 0..40_usize, put in "[-a-z0-9 :,.%{}\\[\\]\"'&*!|>#\n]{0,12}",
    ) {
        let start = at.index(GOOD.len());
        let end = (start + cut).min(GOOD.len());
        if let Ok(section) = read(&format!("{}{put}{}", &GOOD[..start], &GOOD[end..]), &fixtures()) {
            // A dataset that is not there, at worst.
            let _ = section.run();
        }
    }
}
