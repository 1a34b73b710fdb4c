//! Small cases, minute by minute, computed by hand.

use cloudtrim::whatif::scaling::{
    Adjustment, Demand, Group, Metric, Outcome, Policy, Step, StepScaling, TargetTracking, Targets, Thresholds,
    simulate,
};

use super::minutes;

/// `300 500 ? 20`: a value a minute, `?` is unknown.
fn load(metric: Metric, text: &str) -> Demand {
    let values: Vec<Option<f64>> = text.split(' ').map(|word| (word != "?").then(|| word.parse().unwrap())).collect();
    minutes(metric, &values)
}

fn words(units: &[u32]) -> String {
    units.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
}

fn run(demand: &Demand, policy: &Policy) -> Outcome {
    simulate(demand, policy, &Targets::default())
}

fn group(initial: u32, sustained_out: u32, sustained_in: u32) -> Group {
    Group { min: 1, max: 20, initial: Some(initial), warm_up_s: 0, sustained_out, sustained_in }
}

/// 100 requests a minute on each, no cooldown.
fn tracking(group: Group) -> TargetTracking {
    TargetTracking {
        group,
        targets: Targets { requests_per_target: Some(100.0), ..Targets::default() },
        scale_out_cooldown_s: 0,
        scale_in_cooldown_s: 0,
        disable_scale_in: false,
    }
}

struct Case {
    name: &'static str,
    policy: TargetTracking,
    load: &'static str,
    units: &'static str,
}

fn with(change: fn(&mut TargetTracking), group: Group) -> TargetTracking {
    let mut policy = tracking(group);
    change(&mut policy);
    policy
}

fn check(cases: &[Case]) {
    for Case { name, policy, load: text, units } in cases {
        let outcome = run(&load(Metric::Requests, text), &Policy::TargetTracking(*policy));
        assert_eq!(words(&outcome.units), *units, "{name}");
        assert_eq!(outcome.units, outcome.in_service, "{name}");
    }
}

#[test]
fn target_tracking_scales_out() {
    check(&[
        Case {
            name: "three minutes above the target, then at once what is needed",
            policy: tracking(group(2, 3, 15)),
            load: "500 500 500 500 500",
            units: "2 2 2 5 5",
        },
        Case {
            name: "two minutes above are not three",
            policy: tracking(group(2, 3, 15)),
            load: "500 500 200 500 500 200",
            units: "2 2 2 2 2 2",
        },
        Case {
            name: "never above the maximum",
            policy: with(|policy| policy.group.max = 4, group(2, 3, 15)),
            load: "500 500 500 500 500",
            units: "2 2 2 4 4",
        },
        Case {
            name: "at the target nothing happens",
            policy: tracking(group(5, 1, 1)),
            load: "500 500 500",
            units: "5 5 5",
        },
        Case {
            name: "between 90 % of the target and the target nothing happens",
            policy: tracking(group(10, 1, 1)),
            load: "901 950 999",
            units: "10 10 10",
        },
        Case {
            name: "no further scale-out while its cooldown of 180 s runs",
            policy: with(|policy| policy.scale_out_cooldown_s = 180, group(2, 1, 15)),
            load: "300 400 400 400 400",
            units: "2 3 3 3 4",
        },
        Case {
            name: "a larger scale-out does not wait, and is reckoned from the 2 units before: 2 × 300 / 100",
            policy: with(|policy| policy.scale_out_cooldown_s = 180, group(2, 1, 15)),
            load: "300 900 900 900 900 900",
            units: "2 3 6 6 6 9",
        },
    ]);
}

#[test]
fn target_tracking_scales_in() {
    check(&[
        Case {
            name: "three minutes below, then what the highest load of them needs",
            policy: tracking(group(10, 3, 3)),
            load: "300 500 300 300 300 300",
            units: "10 10 10 5 5 3",
        },
        Case {
            name: "no further scale-in while its cooldown of 180 s runs",
            policy: with(|policy| policy.scale_in_cooldown_s = 180, group(10, 3, 3)),
            load: "300 500 300 300 300 300 300",
            units: "10 10 10 5 5 5 3",
        },
        Case {
            name: "a scale-out ends the cooldown of a scale-in",
            policy: with(|policy| policy.scale_in_cooldown_s = 600, group(10, 1, 1)),
            load: "300 600 200 200",
            units: "10 3 6 2",
        },
        Case {
            name: "never below the minimum",
            policy: with(|policy| policy.group.min = 4, group(10, 1, 1)),
            load: "0 0 0",
            units: "10 4 4",
        },
        Case {
            name: "an unknown minute ends the row of low ones",
            policy: tracking(group(10, 3, 3)),
            load: "300 ? 300 300 300 300",
            units: "10 10 10 10 10 3",
        },
        Case {
            name: "an unknown minute ends the row of high ones",
            policy: tracking(group(2, 3, 3)),
            load: "500 500 ? 500 500 500 500",
            units: "2 2 2 2 2 2 5",
        },
        Case {
            name: "scale-in is disabled",
            policy: with(|policy| policy.disable_scale_in = true, group(10, 1, 1)),
            load: "0 0 1200 0",
            units: "10 10 10 12",
        },
        Case {
            name: "without initial units the first known minute says them",
            policy: with(|policy| policy.group.initial = None, group(1, 3, 15)),
            load: "? 730 730",
            units: "8 8 8",
        },
    ]);
}

#[test]
fn a_unit_that_warms_up_is_billed_and_does_not_serve() {
    let policy = tracking(Group { warm_up_s: 120, ..group(2, 3, 15) });
    let outcome = run(&load(Metric::Requests, "500 500 500 500 500 500 500"), &Policy::TargetTracking(policy));
    assert_eq!(words(&outcome.units), "2 2 2 5 5 5 5");
    assert_eq!(words(&outcome.in_service), "2 2 2 2 2 5 5");
    assert_eq!((outcome.scale_outs, outcome.scale_ins), (1, 0));
    // 26 unit-minutes of 7 minutes; above 100 each in the first five.
    assert_eq!(outcome.average_units, 26.0 / 7.0);
    assert_eq!(outcome.above_target, Some(5.0 / 7.0));
    assert_eq!((outcome.saturated, outcome.unmet_demand), (None, None), "what a unit bears of requests is not known");
}

#[test]
fn no_unit_goes_while_another_warms_up() {
    let policy = tracking(Group { warm_up_s: 180, ..group(2, 1, 1) });
    let outcome = run(&load(Metric::Requests, "500 100 100 100 100 100"), &Policy::TargetTracking(policy));
    assert_eq!(words(&outcome.units), "2 5 5 5 5 1");
    assert_eq!(words(&outcome.in_service), "2 2 2 2 5 1");
}

#[test]
fn a_busy_unit_shows_no_more_than_100_percent() {
    let policy =
        TargetTracking { targets: Targets { cpu: Some(50.0), ..Targets::default() }, ..tracking(group(2, 1, 15)) };
    let outcome = run(&load(Metric::Cpu, "1000 1000 1000 1000 1000 1000"), &Policy::TargetTracking(policy));
    // Twice as many each minute, until 1000 / 16 = 62.5 % can be seen and 20 be reckoned.
    assert_eq!(words(&outcome.units), "2 4 8 16 20 20");
    assert_eq!(outcome.saturated, Some(3.0 / 6.0));
    assert_eq!(outcome.above_target, Some(4.0 / 6.0));
    // 800 + 600 + 200 of 6000 unit-percent.
    assert_eq!(outcome.unmet_demand, Some(1600.0 / 6000.0));
}

#[test]
fn units_go_only_when_all_metrics_agree_and_come_when_one_asks() {
    let targets = Targets { cpu: Some(50.0), requests_per_target: Some(100.0), ..Targets::default() };
    let policy = Policy::TargetTracking(TargetTracking { targets, ..tracking(group(4, 1, 2)) });
    let run_both = |cpu: &str, requests: &str| {
        let values = |metric, text| load(metric, text).series(metric).to_vec();
        let series = [(Metric::Cpu, values(Metric::Cpu, cpu)), (Metric::Requests, values(Metric::Requests, requests))];
        let demand = Demand::held(chrono::DateTime::UNIX_EPOCH, 60, &series).unwrap();
        let outcome = run(&demand, &policy);
        (words(&outcome.units), outcome.unknown_share)
    };
    let cases = [
        ("CPU is low, requests are not", "50 50 50 50", "380 380 380 380", "4 4 4 4", 0.0),
        ("both are low: the larger fleet of the two", "50 50 50 50", "210 210 210 210", "4 4 3 3", 0.0),
        ("one asks for more", "50 50 50 50", "610 610 610 610", "4 7 7 7", 0.0),
        ("both ask: the larger fleet wins", "400 400 400 400", "610 610 610 610", "4 8 8 8", 0.0),
        ("one is unknown", "? ? ? ?", "100 100 100 100", "4 4 4 4", 1.0),
        ("one is unknown, the other asks", "? ? ? ?", "500 500 500 500", "4 5 5 5", 1.0),
    ];
    for (name, cpu, requests, units, unknown) in cases {
        assert_eq!(run_both(cpu, requests), (units.to_owned(), unknown), "{name}");
    }
}

#[test]
fn what_a_unit_uses_idle_does_not_spread() {
    let idle = Targets { memory: Some(30.0), ..Targets::default() };
    let demand = load(Metric::Memory, "80 80 80 80").above_idle(idle);
    let policy = |initial| {
        let targets = Targets { memory: Some(70.0), ..Targets::default() };
        let group = Group { initial, ..group(1, 1, 1) };
        Policy::TargetTracking(TargetTracking { targets, ..tracking(group) })
    };
    // 30 + 80 / 2 = 70 % on two: the target. Ten show 38 %, of which AWS reckons ceil(10 × 38 / 70) = 6, then
    // ceil(6 × 43.3 / 70) = 4, ceil(4 × 50 / 70) = 3; three show 56.7 %, of which it reckons 3 again.
    assert_eq!(words(&run(&demand, &policy(None)).units), "2 2 2 2");
    assert_eq!(words(&run(&demand, &policy(Some(10))).units), "10 6 4 3");
}

fn steps(group: Group, cooldown_s: u32, steps: &[(Option<f64>, Option<f64>, Adjustment)]) -> Policy {
    let steps =
        steps.iter().map(|(lower, upper, adjustment)| Step { lower: *lower, upper: *upper, adjustment: *adjustment });
    Policy::Step(StepScaling { group, metric: Metric::Requests, steps: steps.collect(), cooldown_s })
}

#[test]
fn step_scaling() {
    let changes = [
        (None, Some(50.0), Adjustment::Change(-1)),
        (Some(100.0), Some(200.0), Adjustment::Change(1)),
        (Some(200.0), None, Adjustment::Change(3)),
    ];
    let percent = [(Some(100.0), None, Adjustment::Percent(50.0)), (None, Some(40.0), Adjustment::Percent(-50.0))];
    let exact = [(Some(100.0), None, Adjustment::Exact(8)), (None, Some(40.0), Adjustment::Exact(2))];
    let cases = [
        ("+1, then +3 within the cooldown: 2 more", steps(group(2, 1, 1), 300, &changes), "300 900 900 900", "2 3 5 5"),
        ("a bound belongs to the step above", steps(group(2, 1, 1), 0, &changes), "200 200 200", "2 3 3"),
        ("between the steps nothing", steps(group(2, 1, 1), 0, &changes), "100 199 198", "2 2 2"),
        ("one unit fewer, each 120 s", steps(group(4, 1, 1), 120, &changes), "0 0 0 0 0 0", "4 3 3 2 2 1"),
        ("half as many more", steps(group(4, 1, 1), 0, &percent), "590 590 590", "4 6 6"),
        ("half as many", steps(group(9, 1, 2), 0, &percent), "90 90 90 90 90", "9 9 5 3 2"),
        ("so many", steps(group(4, 2, 2), 0, &exact), "600 600 600 0 0 0", "4 4 8 8 8 2"),
    ];
    for (name, policy, text, units) in cases {
        assert_eq!(words(&run(&load(Metric::Requests, text), &policy).units), units, "{name}");
    }
}

#[test]
fn a_step_counts_the_units_that_warm_up() {
    let changes = [(Some(100.0), Some(200.0), Adjustment::Change(1)), (Some(200.0), None, Adjustment::Change(3))];
    let policy = steps(Group { warm_up_s: 120, ..group(2, 1, 1) }, 0, &changes);
    let outcome = run(&load(Metric::Requests, "300 300 900 900 900"), &policy);
    // 2 serve until minute 2 and 3 from minute 3: one warms up, then +3 makes 5, then 3 + 3 makes 6.
    assert_eq!(words(&outcome.in_service), "2 2 2 3 3");
    assert_eq!(words(&outcome.units), "2 3 3 5 6");
}

#[test]
fn thresholds() {
    let policy = |initial| Thresholds {
        group: group(initial, 1, 1),
        above: Targets { cpu: Some(70.0), ..Targets::default() },
        below: Targets::default(),
        add: 1,
        remove: 1,
        cooldown_out_s: 120,
        cooldown_in_s: 180,
    };
    let cases = [
        ("one more unit each 120 s", policy(2), "300 300 300 300 300 300 300", "2 3 3 4 4 5 5"),
        ("one fewer, 180 s after the last activity", policy(2), "300 30 30 30 30 30 30 30", "2 3 3 3 2 2 2 1"),
        ("below half of the threshold", policy(4), "140 140 139 139", "4 4 4 3"),
        ("a scale-out does not wait for a scale-in", policy(4), "100 300 300", "4 3 4"),
        ("unknown: as it is", policy(4), "? ? ?", "4 4 4"),
    ];
    for (name, policy, text, units) in cases {
        assert_eq!(words(&run(&load(Metric::Cpu, text), &Policy::Threshold(policy)).units), units, "{name}");
    }
    let below = Targets { cpu: Some(20.0), ..Targets::default() };
    let outcome = run(&load(Metric::Cpu, "100 79 79"), &Policy::Threshold(Thresholds { below, ..policy(4) }));
    assert_eq!(words(&outcome.units), "4 4 3", "a threshold of its own");
}

#[test]
fn a_fixed_fleet_stays() {
    let outcome = run(&load(Metric::Cpu, "100 ? 500 50"), &Policy::Fixed { units: 3 });
    assert_eq!(words(&outcome.units), "3 3 3 3");
    assert_eq!(outcome.unit_hours_month.to_string(), "2190 Hrs");
    assert_eq!((outcome.saturated, outcome.unmet_demand), (Some(1.0 / 3.0), Some(200.0 / 650.0)));
    assert_eq!((outcome.above_target, outcome.unknown_share), (None, 0.25));
    let none = run(&load(Metric::Cpu, "100 0"), &Policy::Fixed { units: 0 });
    assert_eq!((none.saturated, none.unmet_demand), (Some(0.5), Some(1.0)));
}
