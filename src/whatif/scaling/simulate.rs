//! The loop: minute by minute, what the units bear, and what the policy makes of it.
//!
//! The policy decides at the end of a minute; a launched unit is billed from the next one and serves after its warm-up.
//! A removed unit is gone with the next minute. Load that finds no unit is lost, not queued.

use std::collections::VecDeque;

use super::controller::{Controller, Observation, Wish, units_for_all};
use super::demand::{Demand, Metric};
use super::outcome::{Account, Outcome};
use super::policy::{Group, Policy, Targets};
use super::step::Stepper;
use super::target_tracking::Tracker;
use super::threshold::Watcher;

/// Run `policy` over `demand`; `reference` are the targets that policies are compared at.
///
/// O(minutes). Any policy is carried out, also one that a section would refuse: the fleet is then kept within `max`.
pub fn simulate(demand: &Demand, policy: &Policy, reference: &Targets) -> Outcome {
    let mut account = Account::new(demand, policy.targets(), *reference);
    match policy {
        Policy::Fixed { units } => {
            for minute in 0..demand.minutes() {
                account.minute(minute, *units, *units);
            }
        }
        Policy::TargetTracking(tracking) => {
            let cooldowns = Cooldowns {
                out_s: tracking.scale_out_cooldown_s,
                in_s: tracking.scale_in_cooldown_s,
                after_out: AfterOut::ScaleInFree,
            };
            run(&mut account, &mut Tracker::new(tracking), policy, &tracking.group, cooldowns);
        }
        Policy::Step(step) => {
            let cooldowns =
                Cooldowns { out_s: step.cooldown_s, in_s: step.cooldown_s, after_out: AfterOut::ScaleInFree };
            run(&mut account, &mut Stepper::new(step), policy, &step.group, cooldowns);
        }
        Policy::Threshold(thresholds) => {
            let cooldowns = Cooldowns {
                out_s: thresholds.cooldown_out_s,
                in_s: thresholds.cooldown_in_s,
                after_out: AfterOut::ScaleInWaits,
            };
            run(&mut account, &mut Watcher::new(thresholds), policy, &thresholds.group, cooldowns);
        }
    }
    account.finish()
}

#[derive(Clone, Copy, Debug)]
struct Cooldowns {
    out_s: u32,
    in_s: u32,
    after_out: AfterOut,
}

/// What a scale-out does to a later scale-in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum AfterOut {
    /// It ends the cooldown of a scale-in (Application Auto Scaling).
    ScaleInFree,
    /// It begins one (simple scaling).
    ScaleInWaits,
}

fn run(
    account: &mut Account<'_>,
    controller: &mut dyn Controller,
    policy: &Policy,
    group: &Group,
    cooldowns: Cooldowns,
) {
    let demand = account.demand;
    let mut fleet = Fleet::new(initial(demand, policy, group), group, cooldowns);
    for minute in 0..demand.minutes() {
        fleet.warm(minute);
        account.minute(minute, fleet.capacity(), fleet.in_service);
        let shown = Metric::ALL.map(|metric| shown(demand, metric, minute, fleet.in_service));
        let seen = Observation {
            minute,
            in_service: fleet.in_service,
            base: fleet.base(minute),
            capacity: fleet.capacity(),
            shown,
        };
        match controller.decide(&seen) {
            Wish::Hold => {}
            Wish::Out(units) => account.scale_outs += u32::from(fleet.scale_out(minute, units)),
            Wish::In(units) => account.scale_ins += u32::from(fleet.scale_in(minute, units)),
        }
    }
}

/// The units at the start.
fn initial(demand: &Demand, policy: &Policy, group: &Group) -> u32 {
    let targets = policy.targets();
    let needed = || {
        let first = (0..demand.minutes()).find(|minute| targets.iter().all(|(of, _)| demand.at(of, *minute).is_some()));
        units_for_all(&targets, demand, first?)
    };
    group.initial.or_else(needed).unwrap_or(group.min).max(group.min).min(group.max)
}

/// What CloudWatch shows: a unit is never busier than 100 %, which hides how much more is asked of it.
fn shown(demand: &Demand, metric: Metric, minute: usize, in_service: u32) -> Option<f64> {
    let on_each = demand.on_each(metric, minute, in_service).filter(|_| in_service > 0)?;
    Some(if metric.is_percent() { on_each.min(100.0) } else { on_each })
}

#[derive(Debug)]
struct Fleet {
    min: u32,
    max: u32,
    warm_up_minutes: usize,
    cooldowns: Cooldowns,
    in_service: u32,
    /// First minute in service, and how many.
    warming: VecDeque<(usize, u32)>,
    /// Second until which a scale-out counts what the last one added, and the units in service before that one.
    out_until: u64,
    before: u32,
    /// Second until which no scale-in is.
    in_until: u64,
}

impl Fleet {
    fn new(units: u32, group: &Group, cooldowns: Cooldowns) -> Self {
        Self {
            min: group.min,
            max: group.max,
            warm_up_minutes: usize::try_from(group.warm_up_s.div_ceil(60)).unwrap_or(usize::MAX),
            cooldowns,
            in_service: units,
            warming: VecDeque::new(),
            out_until: 0,
            before: units,
            in_until: 0,
        }
    }

    fn capacity(&self) -> u32 {
        self.warming.iter().fold(self.in_service, |units, (_, more)| units.saturating_add(*more))
    }

    /// What a scale-out at the end of `minute` is reckoned from.
    fn base(&self, minute: usize) -> u32 {
        if end_of(minute) < self.out_until { self.before.min(self.in_service) } else { self.in_service }
    }

    fn warm(&mut self, minute: usize) {
        while let Some((_, units)) = self.warming.pop_front_if(|(ready, _)| *ready <= minute) {
            self.in_service = self.in_service.saturating_add(units);
        }
    }

    /// Whether units were added.
    fn scale_out(&mut self, minute: usize, wanted: u32) -> bool {
        let (capacity, now) = (self.capacity(), end_of(minute));
        let more = wanted.min(self.max).saturating_sub(capacity);
        if more == 0 {
            return false;
        }
        self.before = self.base(minute);
        self.out_until = now + u64::from(self.cooldowns.out_s);
        self.in_until = match self.cooldowns.after_out {
            AfterOut::ScaleInFree => now,
            AfterOut::ScaleInWaits => now + u64::from(self.cooldowns.in_s),
        };
        self.warming.push_back((minute.saturating_add(1).saturating_add(self.warm_up_minutes), more));
        true
    }

    /// Whether units were removed; none is while others still warm up.
    fn scale_in(&mut self, minute: usize, wanted: u32) -> bool {
        let now = end_of(minute);
        let wanted = wanted.max(self.min);
        if !self.warming.is_empty() || now < self.in_until || wanted >= self.in_service {
            return false;
        }
        self.in_service = wanted;
        self.in_until = now + u64::from(self.cooldowns.in_s);
        true
    }
}

/// Seconds from the start to the end of a minute.
fn end_of(minute: usize) -> u64 {
    (minute as u64).saturating_add(1).saturating_mul(60)
}
