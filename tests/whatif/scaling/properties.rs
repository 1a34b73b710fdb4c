//! What must hold for any demand and policy.

use cloudtrim::whatif::scaling::{
    Adjustment, Demand, Group, Metric, Outcome, Policy, Step, StepScaling, TargetTracking, Targets, Thresholds,
    simulate,
};
use proptest::prelude::*;

use super::minutes;

fn any_group() -> impl Strategy<Value = Group> {
    (1..10_u32, 0..20_u32, prop::option::of(1..30_u32), 0..400_u32, 1..5_u32, 1..20_u32).prop_map(
        |(min, more, initial, warm_up_s, sustained_out, sustained_in)| Group {
            min,
            max: min + more,
            initial,
            warm_up_s,
            sustained_out,
            sustained_in,
        },
    )
}

fn any_targets() -> impl Strategy<Value = Targets> {
    let percent = || prop::option::of(1.0..100.0);
    (1.0..100.0, percent(), prop::option::of(1.0..2_000.0)).prop_map(|(cpu, memory, requests_per_target)| Targets {
        cpu: Some(cpu),
        memory,
        requests_per_target,
    })
}

fn any_adjustment() -> impl Strategy<Value = Adjustment> {
    prop_oneof![
        (-5..10_i32).prop_map(Adjustment::Change),
        (0..30_u32).prop_map(Adjustment::Exact),
        (-100.0..300.0).prop_map(Adjustment::Percent),
    ]
}

fn any_policy() -> impl Strategy<Value = Policy> {
    let tracking = (any_group(), any_targets(), 0..900_u32, 0..900_u32, any::<bool>()).prop_map(
        |(group, targets, scale_out_cooldown_s, scale_in_cooldown_s, disable_scale_in)| {
            Policy::TargetTracking(TargetTracking {
                group,
                targets,
                scale_out_cooldown_s,
                scale_in_cooldown_s,
                disable_scale_in,
            })
        },
    );
    let steps = (any_group(), 1.0..50.0, 50.0..100.0, any_adjustment(), any_adjustment(), 0..900_u32).prop_map(
        |(group, low, high, one, other, cooldown_s)| {
            let steps = vec![
                Step { lower: None, upper: Some(low), adjustment: one },
                Step { lower: Some(high), upper: None, adjustment: other },
            ];
            Policy::Step(StepScaling { group, metric: Metric::Cpu, steps, cooldown_s })
        },
    );
    let thresholds = (any_group(), any_targets(), 1..4_u32, 1..4_u32, 0..900_u32, 0..900_u32).prop_map(
        |(group, above, add, remove, cooldown_out_s, cooldown_in_s)| {
            let below = Targets::default();
            Policy::Threshold(Thresholds { group, above, below, add, remove, cooldown_out_s, cooldown_in_s })
        },
    );
    prop_oneof![(0..30_u32).prop_map(|units| Policy::Fixed { units }), tracking, steps, thresholds]
}

fn any_demand() -> impl Strategy<Value = Demand> {
    let values = |most: f64| prop::collection::vec(prop::option::weighted(0.9, 0.0..most), 1..150);
    (values(2_000.0), values(2_000.0), values(30_000.0), 1..4_u32).prop_map(|(cpu, memory, requests, step)| {
        let series = [(Metric::Cpu, cpu), (Metric::Memory, memory), (Metric::Requests, requests)];
        Demand::held(chrono::DateTime::UNIX_EPOCH, step * 60, &series).unwrap()
    })
}

fn run(demand: &Demand, policy: &Policy) -> Outcome {
    simulate(demand, policy, &Targets { cpu: Some(60.0), ..Targets::default() })
}

/// One metric without cooldown, from the minimum.
fn plain_tracking(target: f64, max: u32) -> TargetTracking {
    let group = Group { min: 1, max, initial: Some(1), warm_up_s: 0, sustained_out: 1, sustained_in: 15 };
    TargetTracking {
        group,
        targets: Targets { cpu: Some(target), ..Targets::default() },
        scale_out_cooldown_s: 0,
        scale_in_cooldown_s: 0,
        disable_scale_in: false,
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_fleet_stays_within_its_bounds(demand in any_demand(), policy in any_policy()) {
        let outcome = run(&demand, &policy);
        prop_assert_eq!(outcome.units.len(), demand.minutes());
        let (min, max) = match (&policy, policy.group()) {
            (Policy::Fixed { units }, _) => (*units, *units),
            (_, Some(group)) => (group.min, group.max),
            _ => unreachable!(),
        };
        prop_assert!(outcome.units.iter().all(|units| (min..=max).contains(units)));
        prop_assert!(outcome.units.iter().zip(&outcome.in_service).all(|(units, serving)| serving <= units));
        let changes = |holds: fn(&u32, &u32) -> bool| {
            outcome.units.windows(2).filter(|pair| holds(&pair[0], &pair[1])).count()
        };
        // What is decided in the last minute is not seen any more.
        let (outs, ins) = (outcome.scale_outs as usize, outcome.scale_ins as usize);
        prop_assert!((changes(|a, b| a < b)..=changes(|a, b| a < b) + 1).contains(&outs));
        prop_assert!((changes(|a, b| a > b)..=changes(|a, b| a > b) + 1).contains(&ins));
    }

    #[test]
    fn shares_are_shares(demand in any_demand(), policy in any_policy()) {
        let outcome = run(&demand, &policy);
        let shares = [outcome.above_target, outcome.above_reference, outcome.saturated, outcome.unmet_demand];
        for share in shares.into_iter().flatten().chain([outcome.unknown_share]) {
            prop_assert!((0.0..=1.0).contains(&share), "{}", share);
        }
        prop_assert!((outcome.unknown_share - demand.unknown_share()).abs() < 1e-9);
        prop_assert!(f64::from(outcome.min_units) <= outcome.average_units + 1e-9);
        prop_assert!(outcome.average_units <= f64::from(outcome.max_units) + 1e-9);
        prop_assert!((outcome.unit_hours_month.to_f64() - outcome.average_units * 730.0).abs() < 1e-6);
        if outcome.saturated == Some(0.0) {
            prop_assert_eq!(outcome.unmet_demand, Some(0.0));
        }
    }

    #[test]
    fn the_same_gives_the_same(demand in any_demand(), policy in any_policy()) {
        prop_assert_eq!(run(&demand, &policy), run(&demand, &policy));
    }

    #[test]
    fn a_fixed_fleet_runs_all_month(demand in any_demand(), units in 0..1_000_u32) {
        let outcome = run(&demand, &Policy::Fixed { units });
        prop_assert_eq!(outcome.unit_hours_month.to_f64(), f64::from(units) * 730.0);
        prop_assert_eq!((outcome.scale_outs, outcome.scale_ins), (0, 0));
    }

    #[test]
    fn an_unknown_demand_changes_nothing(policy in any_policy(), minutes_in_all in 1..200_usize) {
        let outcome = run(&minutes(Metric::Cpu, &vec![None; minutes_in_all]), &policy);
        prop_assert_eq!(outcome.min_units, outcome.max_units);
        prop_assert_eq!((outcome.unknown_share, outcome.above_target), (1.0, None));
    }

    #[test]
    fn a_constant_load_settles_at_what_it_needs(load in 1.0..3_000.0, target in 5.0..99.0, max in 1..100_u32) {
        let policy = Policy::TargetTracking(plain_tracking(target, max));
        let outcome = run(&minutes(Metric::Cpu, &[Some(load); 400]), &policy);
        let needed = (load / target).ceil().min(f64::from(max));
        prop_assert_eq!(f64::from(*outcome.units.last().unwrap()), needed);
        prop_assert_eq!(outcome.scale_ins, 0);
    }

    #[test]
    fn from_above_it_settles_where_the_low_alarm_is_silent(load in 1.0..3_000.0, target in 5.0..99.0, from in 1..200_u32) {
        let mut tracking = plain_tracking(target, 1_000);
        tracking.group.initial = Some(from);
        let last = *run(&minutes(Metric::Cpu, &[Some(load); 400]), &Policy::TargetTracking(tracking)).units.last().unwrap();
        let needed = (load / target).ceil();
        prop_assert!(f64::from(last) >= needed);
        prop_assert!(f64::from(last) == needed || load / f64::from(last) >= 0.9 * target - 1e-6);
    }

    #[test]
    fn a_higher_constant_load_needs_no_fewer_unit_hours(
        load in 1.0..3_000.0, more in 0.0..3_000.0, target in 5.0..99.0, warm_up_s in 0..600_u32,
    ) {
        let mut tracking = plain_tracking(target, 100);
        tracking.group.warm_up_s = warm_up_s;
        let policy = Policy::TargetTracking(tracking);
        let hours = |load| run(&minutes(Metric::Cpu, &[Some(load); 100]), &policy).unit_hours_month;
        prop_assert!(hours(load) <= hours(load + more));
    }

    /// With scale-in, a lower load may just miss the low alarm and so cost more: only a fleet that never shrinks, and
    /// sees all of its load, follows any demand.
    #[test]
    fn without_scale_in_more_demand_needs_no_fewer_unit_hours(
        rows in prop::collection::vec((0.0..5_000.0, 0.0..5_000.0), 1..100), target in 5.0..500.0,
    ) {
        let mut tracking = plain_tracking(target, 1_000);
        tracking.targets = Targets { requests_per_target: Some(target), ..Targets::default() };
        tracking.disable_scale_in = true;
        let policy = Policy::TargetTracking(tracking);
        let hours = |values: Vec<Option<f64>>| run(&minutes(Metric::Requests, &values), &policy).unit_hours_month;
        let less = hours(rows.iter().map(|(load, _)| Some(*load)).collect());
        let more = hours(rows.iter().map(|(load, more)| Some(load + more)).collect());
        prop_assert!(less <= more);
    }
}
