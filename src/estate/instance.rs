//! EC2 instances: what runs, and the surplus CPU credits it was charged.

use chrono::{DateTime, Utc};

use super::{Measured, Usage};
use crate::model::configuration::{Configuration, InstanceConfiguration};
use crate::model::ids::ResourceKey;
use crate::model::metric::Statistic;
use crate::model::resource::Instance;
use crate::model::vocabulary::InstanceState;
use crate::tables::Answered;
use crate::units::HOURS_PER_MONTH;

/// One CPU credit is one vCPU at 100 % for one minute
/// (<https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/burstable-credits-baseline-concepts.html>).
const CREDITS_PER_VCPU_HOUR: f64 = 60.0;

pub(super) fn configuration(instance: &Instance, measured: Measured<'_>) -> Usage {
    if matches!(instance.state, InstanceState::Terminated | InstanceState::ShuttingDown) {
        return Usage::known(Configuration::Absent);
    }
    let mut unmeasured = Vec::new();
    let running = !matches!(instance.state, InstanceState::Stopped | InstanceState::Stopping);
    if running && instance.detailed_monitoring.is_none() {
        unmeasured.push("whether detailed monitoring is on is not known".to_owned());
    }
    if running && instance.auto_assigned_public_ipv4.is_none() {
        unmeasured.push("whether it has an automatically assigned public IPv4 address is not known".to_owned());
    }
    let surplus = if running && earns_cpu_credits(&instance.instance_type) {
        surplus_vcpu_hours_per_month(&instance.key(), instance.launched_at, measured)
    } else {
        None
    };
    Usage {
        configuration: Some(Configuration::Ec2Instance(InstanceConfiguration {
            instance_type: instance.instance_type.clone(),
            platform: instance.platform.clone(),
            tenancy: instance.tenancy.clone(),
            lifecycle: instance.lifecycle.clone(),
            running,
            detailed_monitoring: instance.detailed_monitoring.unwrap_or(false),
            surplus_vcpu_hours_per_month: surplus,
            auto_assigned_public_ipv4: instance.auto_assigned_public_ipv4.unwrap_or(false),
            running_hours_per_month: None,
            schedule: None,
        })),
        unmeasured,
    }
}

/// T2 and later T families; T1 has no credits.
fn earns_cpu_credits(instance_type: &str) -> bool {
    let mut letters = instance_type.chars();
    letters.next() == Some('t')
        && letters.next().is_some_and(|generation| generation.is_ascii_digit() && generation != '1')
}

/// The sum of `CPUSurplusCreditsCharged` over the lookback, scaled to a month; `None` where it was not measured.
pub(super) fn surplus_vcpu_hours_per_month(
    key: &ResourceKey,
    began: Option<DateTime<Utc>>,
    measured: Measured<'_>,
) -> Option<f64> {
    let answered = measured.statistics.get(key, "CPUSurplusCreditsCharged", Statistic::Sum, measured.lookback);
    match answered {
        Answered::Points(points) => {
            let hours = hours_measured(points.window.start, points.window.end, began);
            Some(scaled_to_a_month(points.sum, hours))
        }
        // CloudWatch was asked and keeps no point of a charge.
        Answered::NoPoints => Some(0.0),
        Answered::NotAnswered(_) => None,
    }
}

/// Hours of the window in which the instance ran: since its launch, where that was within the window.
fn hours_measured(start: DateTime<Utc>, end: DateTime<Utc>, launched_at: Option<DateTime<Utc>>) -> f64 {
    let from = launched_at.filter(|launched| *launched > start && *launched < end).unwrap_or(start);
    ((end - from).num_minutes() as f64 / 60.0).max(1.0)
}

/// Credits charged in `hours` → vCPU-hours in a month of 730 hours.
fn scaled_to_a_month(credits: f64, hours: f64) -> f64 {
    let month = HOURS_PER_MONTH.to_f64();
    (credits.max(0.0) / CREDITS_PER_VCPU_HOUR) * month / hours
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sixty_credits_are_one_vcpu_hour() {
        // 336 hours of lookback with 20,160 credits: 336 vCPU-hours, one each hour.
        assert!((scaled_to_a_month(20_160.0, 336.0) - 730.0).abs() < 1e-9);
        assert!(scaled_to_a_month(0.0, 336.0).abs() < f64::EPSILON);
    }

    #[test]
    fn a_launch_within_the_window_shortens_it() {
        let end: DateTime<Utc> = "2026-11-15T00:00:00Z".parse().unwrap();
        let start: DateTime<Utc> = "2026-11-01T00:00:00Z".parse().unwrap();
        let cases = [(None, 336.0), (Some("2026-10-01T00:00:00Z"), 336.0), (Some("2026-11-13T00:00:00Z"), 48.0)];
        for (launched, hours) in cases {
            let launched = launched.map(|text: &str| text.parse().unwrap());
            assert!((hours_measured(start, end, launched) - hours).abs() < 1e-9, "{launched:?}");
        }
    }

    #[test]
    fn only_t_families_from_the_second_on_earn_credits() {
        let cases = [
            ("t2.micro", true),
            ("t3a.large", true),
            ("t4g.nano", true),
            ("t1.micro", false),
            ("trn1.2xlarge", false),
            ("m5.large", false),
        ];
        for (instance_type, expected) in cases {
            assert_eq!(earns_cpu_credits(instance_type), expected, "{instance_type}");
        }
    }
}
