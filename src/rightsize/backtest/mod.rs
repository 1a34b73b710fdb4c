//! Back-test: decide on the first part of every series, judge on the second.
//!
//! Pure: recorded machines in, the result of every policy out. Start with [`backtest`].

mod judge;
mod machine;
mod policy;

pub use machine::{Hindsight, Machine, Size, doubling_sizes};

use judge::Case;
use policy::{Decision, Policy};

use crate::model::backtest::{BACKTEST_SCHEMA, Backtest, LeftOut, MachineResult, PolicyFamily, PolicyResult};
use crate::rightsize::{Preset, Resource, need};
use crate::units::{Usd, Window};

/// MiB that memory is recommended in.
const MEMORY_STEP_MIB: f64 = 256.0;

/// What every policy would have done with `machines`.
pub fn backtest(source: &str, machines: &[Machine], decide: Window, judge: Window) -> Backtest {
    let mut cases = Vec::new();
    let mut left_out = Vec::new();
    for machine in machines {
        match (machine.seen(decide), machine.seen(judge)) {
            (Some(decided), Some(judged)) => cases.push(Case::new(machine, decided, judged)),
            (decided, _) => left_out.push(LeftOut {
                id: machine.id.clone(),
                reason: format!("no point of CPU in the {} part", if decided.is_none() { "decided" } else { "judged" }),
            }),
        }
    }
    // Where there is a reference, it alone judges.
    if cases.iter().any(|case| case.machine.hindsight.is_some()) {
        cases.retain(|case| {
            let known = case.machine.hindsight.is_some();
            if !known {
                left_out
                    .push(LeftOut { id: case.machine.id.clone(), reason: "the reference does not have it".to_owned() });
            }
            known
        });
    }
    let five_minutes = cases.iter().any(|case| case.machine.hindsight.is_some_and(|it| it.five_minute_vcpus.is_some()));
    let compared = Policy::all(five_minutes);
    let mut policies: Vec<PolicyResult> = compared.iter().map(|policy| result(policy, &cases)).collect();
    mark_frontier(&mut policies);
    let default = Policy::of(Preset::default());
    Backtest {
        schema: BACKTEST_SCHEMA.to_owned(),
        source: source.to_owned(),
        decide,
        judge,
        judged_by: judged_by(&cases),
        machines_judged: count(cases.len()),
        vcpus: cases.iter().fold(0, |sum: u32, case| sum.saturating_add(case.machine.vcpus)),
        list_cost_monthly_usd: sum_of_known(cases.iter().map(|case| case.machine.cost_of(case.machine.vcpus))),
        machines_without_price: count(
            cases.iter().filter(|case| case.machine.cost_of(case.machine.vcpus).is_none()).count(),
        ),
        default_is_outside_the_plain_frontier: is_outside(&policies, &default.name),
        policies,
        machines: cases.iter().map(|case| machine_result(case, &default)).collect(),
        left_out,
    }
}

fn judged_by(cases: &[Case<'_>]) -> String {
    if cases.iter().any(|case| case.machine.hindsight.is_some()) {
        "fewer vCPUs than the reference says that the judged part needed".to_owned()
    } else {
        "the 99th percentile of the hourly averages above 80 % of the new size".to_owned()
    }
}

fn result(policy: &Policy, cases: &[Case<'_>]) -> PolicyResult {
    let mut result = PolicyResult {
        name: policy.name.clone(),
        family: policy.family,
        machines: count(cases.len()),
        vcpus: 0,
        vcpus_saved: 0,
        vcpus_saved_percent: 0.0,
        shrunk: 0,
        too_small: 0,
        too_small_percent: 0.0,
        too_small_machines: Vec::new(),
        hours_above_capacity_percent: 0.0,
        idle_called: 0,
        idle_woke: 0,
        idle_woke_machines: Vec::new(),
        savings_monthly_usd: None,
        on_plain_frontier: false,
    };
    let (mut above, mut hours) = (0, 0);
    for case in cases {
        let machine = case.machine;
        let Decision { vcpus, idle, .. } = policy.decide(machine, &case.decided, case.needed);
        result.vcpus = result.vcpus.saturating_add(machine.vcpus);
        result.vcpus_saved = result.vcpus_saved.saturating_add(machine.vcpus.saturating_sub(vcpus));
        let saved = machine.cost_of(machine.vcpus).zip(machine.cost_of(vcpus)).map(|(now, then)| now - then);
        result.savings_monthly_usd = sum_of_known([result.savings_monthly_usd, saved]);
        if vcpus < machine.vcpus {
            result.shrunk += 1;
            let (passed, judged) = case.hours_above(vcpus);
            above += passed;
            hours += judged;
            if case.is_too_small(vcpus) {
                result.too_small += 1;
                result.too_small_machines.push(machine.id.clone());
            }
        }
        if idle {
            result.idle_called += 1;
            if case.woke() {
                result.idle_woke += 1;
                result.idle_woke_machines.push(machine.id.clone());
            }
        }
    }
    result.vcpus_saved_percent = percent(result.vcpus_saved, result.vcpus);
    result.too_small_percent = percent(result.too_small, result.shrunk);
    result.hours_above_capacity_percent = percent(count(above), count(hours));
    result
}

fn machine_result(case: &Case<'_>, default: &Policy) -> MachineResult {
    let machine = case.machine;
    let preset = Preset::default();
    let decision = default.decide(machine, &case.decided, case.needed);
    let needed = case.decided.memory.as_ref().and_then(|memory| need(memory, &preset, Resource::Memory).ok());
    let recommended_memory_mb = machine.memory_mib.map(|now| {
        needed.map_or(now, |need| ((need.capacity / MEMORY_STEP_MIB).ceil().max(1.0) * MEMORY_STEP_MIB).min(now))
    });
    MachineResult {
        id: machine.id.clone(),
        vcpus: machine.vcpus,
        recommended_vcpus: decision.vcpus,
        memory_mb: machine.memory_mib,
        recommended_memory_mb,
        idle: decision.idle,
        sized_on: decision
            .driver
            .map_or_else(|| "too little was measured".to_owned(), |driver| driver.name().to_owned()),
        too_small: decision.vcpus < machine.vcpus && case.is_too_small(decision.vcpus),
    }
}

/// Among plain policies those that no other plain one beats.
fn mark_frontier(policies: &mut [PolicyResult]) {
    let plain: Vec<(u32, f64)> = policies
        .iter()
        .filter(|policy| policy.family == PolicyFamily::Plain)
        .map(|policy| (policy.vcpus_saved, policy.too_small_percent))
        .collect();
    for policy in policies.iter_mut().filter(|policy| policy.family == PolicyFamily::Plain) {
        let (saved, risk) = (policy.vcpus_saved, policy.too_small_percent);
        policy.on_plain_frontier = !plain.iter().any(|(other, other_risk)| {
            *other >= saved && *other_risk <= risk && (*other > saved || *other_risk < risk)
        });
    }
}

/// Whether no plain policy saves as much as the named one at as little risk.
fn is_outside(policies: &[PolicyResult], name: &str) -> bool {
    policies.iter().find(|policy| policy.name == name).is_some_and(|ours| {
        ours.vcpus_saved > 0
            && !policies.iter().any(|policy| {
                policy.family == PolicyFamily::Plain
                    && policy.vcpus_saved >= ours.vcpus_saved
                    && policy.too_small_percent <= ours.too_small_percent
            })
    })
}

/// `None` of none.
fn sum_of_known(amounts: impl IntoIterator<Item = Option<Usd>>) -> Option<Usd> {
    amounts.into_iter().flatten().reduce(|sum, amount| sum + amount)
}

fn percent(part: u32, whole: u32) -> f64 {
    if whole == 0 { 0.0 } else { 100.0 * f64::from(part) / f64::from(whole) }
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
