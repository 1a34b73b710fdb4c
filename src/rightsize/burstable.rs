//! Burstable instances: what the baseline carries, and what surplus credits a larger baseline leaves.

use super::family::next_larger;
use super::generation::common_architecture;
use crate::pricing::InstanceSpec;
use crate::units::HOURS_PER_MONTH;

/// The vCPUs that a burstable type may use for ever: vCPUs × baseline
/// (<https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/burstable-credits-baseline-concepts.html>).
/// All vCPUs of a fixed-performance type; `None` where the baseline is not known.
pub fn sustained_vcpus(spec: &InstanceSpec) -> Option<f64> {
    let vcpus = f64::from(spec.vcpus);
    match spec.burstable {
        Some(false) => Some(vcpus),
        Some(true) => spec.cpu_baseline_percent_per_vcpu.map(|percent| vcpus * percent / 100.0),
        None => None,
    }
}

/// Surplus credits that another type would be charged, vCPU-hours a month.
///
/// A baseline larger by so many vCPUs earns that many vCPU-hours an hour more, so at most that much surplus goes away;
/// and what the average demand exceeds the new baseline by is surplus for ever. The larger of the two is the answer.
pub fn surplus_on(
    target_sustained_vcpus: f64,
    current_sustained_vcpus: f64,
    average_demand_vcpus: Option<f64>,
    current_surplus_vcpu_hours: f64,
) -> f64 {
    let hours = HOURS_PER_MONTH.to_f64();
    let earned_more = (target_sustained_vcpus - current_sustained_vcpus) * hours;
    let left = (current_surplus_vcpu_hours - earned_more).max(0.0);
    let sustained = average_demand_vcpus.map_or(0.0, |demand| (demand - target_sustained_vcpus).max(0.0) * hours);
    left.max(sustained)
}

/// Fixed-performance families beside each burstable one, of the same CPU maker, newest first.
const FIXED: &[(&str, &[&str])] = &[
    ("t2", &["m7i", "m6i", "m5", "c7i", "c6i", "c5"]),
    ("t3", &["m7i", "m6i", "m5", "c7i", "c6i", "c5"]),
    ("t3a", &["m7a", "m6a", "m5a", "c7a", "c6a", "c5a"]),
    ("t4g", &["m8g", "m7g", "m6g", "c8g", "c7g", "c6g"]),
];

/// Types that need fewer surplus credits: the next size of the family, and fixed-performance types that are no smaller.
///
/// Within a T family the next size alone rarely pays: a baseline larger by one vCPU saves the price of one vCPU-hour of
/// credits an hour, and costs more than that. AWS names the same break-even against a fixed-performance type
/// (<https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/burstable-performance-instances-unlimited-mode-concepts.html>).
pub fn steadier<'a>(
    specs: &'a [InstanceSpec],
    current: &InstanceSpec,
    offered: &dyn Fn(&InstanceSpec) -> bool,
) -> Vec<&'a InstanceSpec> {
    let families = FIXED.iter().find(|(family, _)| *family == current.family).map_or(&[][..], |(_, fixed)| *fixed);
    let next =
        next_larger(specs, current, &|name| specs.iter().any(|spec| spec.instance_type == name && offered(spec)));
    let fixed = families.iter().flat_map(|family| {
        specs.iter().filter(move |spec| {
            spec.family == *family
                && spec.burstable == Some(false)
                && !spec.bare_metal
                && spec.vcpus >= current.vcpus
                && spec.memory_gib >= current.memory_gib
                && spec.cpu_manufacturer == current.cpu_manufacturer
                && common_architecture(spec, current)
        })
    });
    next.into_iter().chain(fixed.filter(|spec| offered(spec))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_larger_baseline_takes_away_what_it_earns() {
        // t3.medium (0.4 vCPU) → t3.large (0.6 vCPU): 0.2 × 730 = 146 vCPU-hours more.
        let cases = [
            (100.0, None, 0.0),
            (146.0, None, 0.0),
            (150.0, None, 4.0),
            (100.0, Some(0.5), 0.0),
            (100.0, Some(0.7), 73.0),
        ];
        for (surplus, average, expected) in cases {
            let left = surplus_on(0.6, 0.4, average, surplus);
            assert!((left - expected).abs() < 1e-9, "{surplus} {average:?}: {left}");
        }
    }
}
