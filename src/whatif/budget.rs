//! Up to which traffic a configuration stays within an amount a month.
//!
//! Traffic is what the business unit counts. Usage that flows with it (inputs called `monthly_…`, and what load balancers
//! process) grows in proportion; hours, sizes, durations and counts stay as they are.

use super::amount::{Amount, Conditions};
use super::assemble::total;
use super::setting::{Declared, Terms, priced};
use crate::model::comparison::{BudgetLine, BudgetVerdict};
use crate::units::Usd;

/// Inputs of load balancers that count a month's traffic without saying so in their names.
const FLOWS: [&str; 5] =
    ["processed_bytes_gb", "new_connections", "active_connections", "rule_evaluations", "new_connections_per_second"];
/// So many times the modelled traffic is as good as any.
const MOST: f64 = 1e9;
/// Halvings: beyond 50 no double can tell more.
const STEPS: u32 = 50;

/// Where a configuration with so many units a month crosses `budget` dollars a month.
pub fn line(
    configuration: &str,
    resources: &[Declared],
    units_per_month: f64,
    budget: Usd,
    terms: Terms<'_>,
) -> BudgetLine {
    let cost = |times: f64| total(&priced(&scaled(resources, times), Conditions::EXPECTED, terms));
    let (monthly, without) = (cost(1.0), cost(0.0));
    let within = |times: f64| cost(times).is_some_and(|usd| usd <= budget);
    let (verdict, times) = match (monthly, without) {
        (Some(_), Some(fixed)) if fixed > budget => (BudgetVerdict::AlwaysOver, None),
        (Some(monthly), Some(_)) => {
            let verdict = if monthly <= budget { BudgetVerdict::Within } else { BudgetVerdict::Over };
            crossing(within).map_or((BudgetVerdict::NeverOver, None), |times| (verdict, Some(times)))
        }
        _ => (BudgetVerdict::Unknown, None),
    };
    BudgetLine {
        configuration: configuration.to_owned(),
        verdict,
        monthly_usd: monthly,
        without_traffic_monthly_usd: without,
        units_per_month,
        within_up_to_units_per_month: times.map(|times| (times * units_per_month).floor()),
    }
}

/// The last multiple of the traffic that is within; costs never fall as usage grows.
fn crossing(within: impl Fn(f64) -> bool) -> Option<f64> {
    let (mut low, mut high) = (0.0, 1.0);
    while within(high) {
        if high > MOST {
            return None;
        }
        low = high;
        high *= 2.0;
    }
    for _ in 0..STEPS {
        let middle = f64::midpoint(low, high);
        if within(middle) {
            low = middle;
        } else {
            high = middle;
        }
    }
    Some(low)
}

fn scaled(resources: &[Declared], times: f64) -> Vec<Declared> {
    let mut resources = resources.to_vec();
    for usage in resources.iter_mut().map(|declared| &mut declared.usage) {
        let flows: Vec<String> = usage.amounts().into_iter().map(|(path, _)| path).filter(|path| flows(path)).collect();
        for path in flows {
            if let Some(amount) = usage.amount_mut(&path) {
                *amount = Amount::exactly(amount.expected * times);
            }
        }
    }
    resources
}

fn flows(path: &str) -> bool {
    let is_time = |step: &str| step.ends_with("_hrs") || step.ends_with("_hours");
    let mut steps = path.split('.');
    !path.split('.').any(is_time) && steps.any(|step| step.starts_with("monthly_") || FLOWS.contains(&step))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn traffic_is_what_a_month_counts() {
        for flow in
            ["monthly_requests", "standard.monthly_tier_1_requests", "monthly_https_requests.us", "new_connections"]
        {
            assert!(flows(flow), "{flow}");
        }
        for not in ["storage_gb", "request_duration_ms", "monthly_hrs", "monthly_cpu_credit_hrs", "instances"] {
            assert!(!flows(not), "{not}");
        }
    }

    #[test]
    fn the_crossing_is_found_from_both_sides() {
        for edge in [0.25, 1.0, 3.7, 1e6] {
            let found = crossing(|times| times <= edge).unwrap();
            assert!((found / edge - 1.0).abs() < 1e-9, "{found} for {edge}");
        }
        assert_eq!(crossing(|_| true), None);
    }
}
