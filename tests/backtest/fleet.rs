//! Five machines whose back-test a person can do by hand.

use cloudtrim::model::backtest::{Backtest, PolicyResult};
use cloudtrim::rightsize::backtest::{Hindsight, Machine, backtest, doubling_sizes};
use cloudtrim::tables::HourlyUse;

use super::{hours, machine, window};

/// Hours that decide, four weeks, and all hours, two more weeks.
const DECIDE: usize = 4 * 168;
const ALL: usize = 6 * 168;

fn two_levels(decided: f64, judged: f64) -> HourlyUse {
    hours((0..ALL).map(|hour| Some(if hour < DECIDE { decided } else { judged })))
}

/// | machine | vCPUs | then | later | default takes | later needs |
/// |---|---|---|---|---|---|
/// | `steady` | 8 | 8 % | 8 % | 0.9 → 1 | 1 |
/// | `grows-later` | 4 | 15 % | 60 % | 0.9 → 1 | 4: too small |
/// | `busy` | 2 | 90 % | 90 % | 2 | 2 |
/// | `asleep` | 4 | 1 %, no traffic | the same | 1, idle | 1 |
/// | `wakes` | 4 | 1 %, no traffic | 50 % | 1, idle | 4: too small, woke |
/// | `gone` | 4 | 10 % | | left out | |
pub(super) fn fleet() -> Vec<Machine> {
    let silent = |machine: Machine| Machine { network: Some(two_levels(10.0, 10.0)), ..machine };
    vec![
        machine("steady", 8, two_levels(8.0, 8.0)),
        machine("grows-later", 4, two_levels(15.0, 60.0)),
        machine("busy", 2, two_levels(90.0, 90.0)),
        silent(machine("asleep", 4, two_levels(1.0, 1.0))),
        silent(machine("wakes", 4, two_levels(1.0, 50.0))),
        machine("gone", 4, hours((0..ALL).map(|hour| (hour < DECIDE).then_some(10.0)))),
    ]
}

pub(super) fn result(machines: &[Machine]) -> Backtest {
    backtest("fleet", machines, window(0, DECIDE), window(DECIDE, ALL))
}

pub(super) fn policy<'b>(backtest: &'b Backtest, name: &str) -> &'b PolicyResult {
    backtest.policies.iter().find(|policy| policy.name == name).unwrap_or_else(|| panic!("no policy `{name}`"))
}

#[test]
fn it_is_what_a_person_finds() {
    let found = result(&fleet());
    assert_eq!((found.machines_judged, found.vcpus), (5, 22));
    assert_eq!(found.left_out.len(), 1);
    assert_eq!(
        (found.left_out[0].id.as_str(), found.left_out[0].reason.as_str()),
        ("gone", "no point of CPU in the judged part")
    );
    // name, vCPUs saved, shrunk, too small, percent of their hours above the capacity, idle, woke
    let cases = [
        ("max-savings", 16, 4, 2, 50.0, 2, 1),
        ("default", 16, 4, 2, 50.0, 2, 1),
        ("max-performance", 16, 4, 2, 50.0, 2, 1),
        ("hindsight", 10, 2, 0, 0.0, 0, 0),
        ("max of hourly peaks at 100 %", 16, 4, 2, 50.0, 0, 0),
        ("max of hourly peaks at 50 %", 14, 4, 2, 50.0, 0, 0),
        ("OptScale: p99 within 80 %", 16, 4, 2, 50.0, 0, 0),
        ("Kosty: average below 20 %, one size down", 10, 4, 2, 25.0, 0, 0),
        ("cloudrift: maximum up to 5 %, one size down", 4, 2, 1, 0.0, 0, 0),
    ];
    for (name, saved, shrunk, too_small, above, idle, woke) in cases {
        let policy = policy(&found, name);
        assert_eq!((policy.machines, policy.vcpus), (5, 22), "{name}");
        assert_eq!(
            (policy.vcpus_saved, policy.shrunk, policy.too_small, policy.idle_called, policy.idle_woke),
            (saved, shrunk, too_small, idle, woke),
            "{name}"
        );
        assert!((policy.hours_above_capacity_percent - above).abs() < 1e-9, "{name}: {policy:?}");
        assert!((policy.vcpus_saved_percent - 100.0 * f64::from(saved) / 22.0).abs() < 1e-9, "{name}");
        assert_eq!(policy.too_small_machines.len(), usize::try_from(too_small).unwrap(), "{name}");
        assert_eq!(policy.savings_monthly_usd, None, "{name}: nobody said what a size costs");
    }
    let default = policy(&found, "default");
    assert_eq!(default.too_small_machines, ["grows-later", "wakes"]);
    assert_eq!(default.idle_woke_machines, ["wakes"]);
    let sizes: Vec<_> =
        found.machines.iter().map(|it| (it.id.as_str(), it.recommended_vcpus, it.idle, it.too_small)).collect();
    assert_eq!(
        sizes,
        [
            ("steady", 1, false, false),
            ("grows-later", 1, false, true),
            ("busy", 2, false, false),
            ("asleep", 1, true, false),
            ("wakes", 1, true, true)
        ]
    );
    assert!(!found.default_is_outside_the_plain_frontier, "a plain policy does the same here");
}

#[test]
fn dollars_are_the_difference_of_two_sizes() {
    let mut machines = fleet();
    for machine in &mut machines {
        for size in &mut machine.sizes {
            // Ten dollars a vCPU.
            size.list_cost_monthly = Some(format!("{}", 10 * size.vcpus).parse().unwrap());
        }
    }
    let found = result(&machines);
    assert_eq!(found.list_cost_monthly_usd.unwrap().to_string(), "$220.00");
    assert_eq!(policy(&found, "default").savings_monthly_usd.unwrap().to_string(), "$160.00");
    machines[0].sizes[0].list_cost_monthly = None;
    let found = result(&machines);
    assert_eq!(found.machines_without_price, 1, "one of its sizes has none");
    assert_eq!(found.list_cost_monthly_usd.unwrap().to_string(), "$140.00", "that machine counts on neither side");
    assert_eq!(policy(&found, "default").savings_monthly_usd.unwrap().to_string(), "$90.00");
}

#[test]
fn a_reference_alone_judges() {
    let mut machines = fleet();
    let reference =
        |minimum_vcpus, idle_in_both| Some(Hindsight { minimum_vcpus, idle_in_both, five_minute_vcpus: None });
    machines[0].hindsight = reference(2, false);
    machines[3].hindsight = reference(1, false);
    let found = result(&machines);
    assert_eq!((found.machines_judged, found.left_out.len()), (2, 4));
    let default = policy(&found, "default");
    assert_eq!((default.too_small_machines.as_slice(), default.idle_woke), (["steady".to_owned()].as_slice(), 1));
    assert_eq!(policy(&found, "hindsight").vcpus_saved, 9);
    assert!(!found.policies.iter().any(|policy| policy.name == "p99 at 60 %"), "no five-minute points");
}

#[test]
fn five_minute_percentiles_of_a_reference_are_a_policy() {
    let mut machines = fleet();
    machines[0].hindsight =
        Some(Hindsight { minimum_vcpus: 1, idle_in_both: false, five_minute_vcpus: Some([0.5, 1.2, 2.0, 3.0]) });
    let found = result(&machines);
    for (name, saved) in [
        ("p95 at 50 %", 7),
        ("p99 at 60 %", 6),
        ("p99.9 at 50 %", 4),
        ("max at 75 %", 4),
        ("p99 at 60 % with max at 60 %", 0),
    ] {
        assert_eq!(policy(&found, name).vcpus_saved, saved, "{name}");
    }
}

#[test]
fn memory_is_recommended_in_steps_and_never_below_what_was_used() {
    let with = |memory_mib, used: Option<f64>| {
        let mut machine = machine("m", 2, two_levels(10.0, 10.0));
        machine.memory_mib = memory_mib;
        machine.memory = used.map(|used| two_levels(used, used));
        result(&[machine]).machines[0].recommended_memory_mb
    };
    let cases = [
        (None, Some(100.0), None),
        (Some(8192.0), None, Some(8192.0)),
        (Some(8192.0), Some(1000.0), Some(1536.0)),
        (Some(8192.0), Some(0.0), Some(256.0)),
        (Some(100.0), Some(10.0), Some(100.0)),
        (Some(8192.0), Some(8000.0), Some(8192.0)),
        (Some(8192.0), Some(20_000.0), Some(8192.0)),
    ];
    for (has, used, expected) in cases {
        assert_eq!(with(has, used), expected, "{has:?} {used:?}");
    }
}

#[test]
fn sizes_double() {
    let vcpus = |of: u32| doubling_sizes(of).iter().map(|size| size.vcpus).collect::<Vec<_>>();
    for (of, expected) in [(1, vec![1]), (2, vec![1, 2]), (6, vec![1, 2, 4, 6]), (8, vec![1, 2, 4, 8])] {
        assert_eq!(vcpus(of), expected);
    }
    assert_eq!(vcpus(u32::MAX).len(), 33);
    assert_eq!(vcpus(0), [0]);
}

#[test]
fn nothing_and_too_much_are_judged_without_a_panic() {
    let found = result(&[]);
    assert_eq!((found.machines_judged, found.vcpus, found.default_is_outside_the_plain_frontier), (0, 0, false));
    let huge = [machine("a", u32::MAX, two_levels(1e30, 1e30)), machine("b", u32::MAX, two_levels(1.0, 1.0))];
    assert_eq!(result(&huge).vcpus, u32::MAX);
    let backwards = backtest("fleet", &fleet(), window(DECIDE, 0), window(ALL, DECIDE));
    assert_eq!(backwards.machines_judged, 0);
}

/// A plain policy is on the frontier where no other plain one saves as much at less risk, or more at as little.
#[test]
fn the_frontier_is_what_nobody_plain_beats() {
    let found = result(&fleet());
    let plain: Vec<_> = found.policies.iter().filter(|policy| policy.name.contains(" at ")).collect();
    assert!(plain.len() > 1_000);
    for policy in &plain {
        let beaten = plain.iter().any(|other| {
            (other.vcpus_saved > policy.vcpus_saved && other.too_small_percent <= policy.too_small_percent)
                || (other.vcpus_saved >= policy.vcpus_saved && other.too_small_percent < policy.too_small_percent)
        });
        assert_eq!(policy.on_plain_frontier, !beaten, "{}", policy.name);
    }
    assert!(plain.iter().any(|policy| policy.on_plain_frontier));
}
