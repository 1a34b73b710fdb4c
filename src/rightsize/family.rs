//! Targets within one family: smaller ones, and the next larger one.

use super::demand::Demand;
use super::fit::{Fit, fit};
use super::generation::common_architecture;
use crate::pricing::InstanceSpec;
use crate::units::{Percent, Usd};

/// A target with its list cost a month.
#[derive(Clone, Debug, PartialEq)]
pub struct Target<'a> {
    pub spec: &'a InstanceSpec,
    pub list_cost_monthly: Usd,
    pub caveats: Vec<String>,
}

/// The outcome of the search for a smaller type.
#[derive(Clone, Debug, PartialEq)]
pub enum Search<'a> {
    Found(Target<'a>),
    /// Nothing smaller carries the demand at a lower price.
    Nothing,
    /// A smaller type carries all that was measured, but memory was not measured and it has less.
    WaitsForMemory(&'a InstanceSpec),
}

/// The cheapest smaller type of the family of `current` that carries `demand`, never a dearer one.
///
/// `offered` says what the region offers; `list_cost` answers the monthly cost as that type, or `None` without a price.
pub fn smaller<'a>(
    specs: &'a [InstanceSpec],
    current: &InstanceSpec,
    demand: &Demand,
    headroom: Percent,
    offered: &dyn Fn(&str) -> bool,
    list_cost: &dyn Fn(&InstanceSpec) -> Option<Usd>,
) -> Search<'a> {
    let Some(current_cost) = list_cost(current) else { return Search::Nothing };
    let mut best: Option<Target<'a>> = None;
    let mut waiting: Option<(&InstanceSpec, Usd)> = None;
    for spec in same_family(specs, current).filter(|spec| is_smaller(spec, current) && offered(&spec.instance_type)) {
        let Some(cost) = list_cost(spec).filter(|cost| *cost < current_cost) else { continue };
        let Fit { caveats, .. } = match fit(demand, current, spec, headroom) {
            it if it.carries() => it,
            it if it.waits_for_memory() => {
                if waiting.is_none_or(|(_, least)| cost < least) {
                    waiting = Some((spec, cost));
                }
                continue;
            }
            _ => continue,
        };
        if best.as_ref().is_none_or(|best| cost < best.list_cost_monthly) {
            best = Some(Target { spec, list_cost_monthly: cost, caveats });
        }
    }
    match (best, waiting) {
        (Some(target), _) => Search::Found(target),
        (None, Some((spec, _))) => Search::WaitsForMemory(spec),
        (None, None) => Search::Nothing,
    }
}

/// The next size up in the family of `current` that is offered: the least memory above it, then the fewest vCPUs.
pub fn next_larger<'a>(
    specs: &'a [InstanceSpec],
    current: &InstanceSpec,
    offered: &dyn Fn(&str) -> bool,
) -> Option<&'a InstanceSpec> {
    same_family(specs, current)
        .filter(|spec| spec.memory_gib > current.memory_gib && spec.vcpus >= current.vcpus)
        .filter(|spec| offered(&spec.instance_type))
        .min_by(|one, other| one.memory_gib.total_cmp(&other.memory_gib).then(one.vcpus.cmp(&other.vcpus)))
}

fn same_family<'a>(specs: &'a [InstanceSpec], current: &InstanceSpec) -> impl Iterator<Item = &'a InstanceSpec> {
    specs.iter().filter(move |spec| {
        spec.family == current.family
            && spec.instance_type != current.instance_type
            && common_architecture(spec, current)
            && spec.burstable == current.burstable
            // Who took bare metal needs it, whatever the load.
            && spec.bare_metal == current.bare_metal
    })
}

fn is_smaller(spec: &InstanceSpec, current: &InstanceSpec) -> bool {
    spec.vcpus <= current.vcpus
        && spec.memory_gib <= current.memory_gib
        && (spec.vcpus < current.vcpus || spec.memory_gib < current.memory_gib)
}

#[cfg(test)]
mod tests {
    use super::super::fit::tests::{quiet, spec};
    use super::*;

    fn ladder() -> Vec<InstanceSpec> {
        vec![
            spec("m9.2xlarge", 8),
            spec("m9.4xlarge", 16),
            spec("m9.large", 2),
            spec("m9.xlarge", 4),
            spec("m8.large", 2),
        ]
    }

    fn cost(spec: &InstanceSpec) -> Option<Usd> {
        Usd::from_f64(f64::from(spec.vcpus) * 35.0)
    }

    fn found(demand: &Demand, offered: &dyn Fn(&str) -> bool, price: &dyn Fn(&InstanceSpec) -> Option<Usd>) -> String {
        let specs = ladder();
        match smaller(&specs, &spec("m9.2xlarge", 8), demand, Percent::new(20.0), offered, price) {
            Search::Found(target) => target.spec.instance_type.clone(),
            Search::Nothing => "nothing".to_owned(),
            Search::WaitsForMemory(spec) => format!("memory of {}", spec.instance_type),
        }
    }

    #[test]
    fn the_cheapest_that_fits() {
        let mut demand = quiet();
        assert_eq!(found(&demand, &|_| true, &cost), "m9.large");
        demand.cpu_p99_5_percent = 30.0;
        assert_eq!(found(&demand, &|_| true, &cost), "m9.xlarge");
        demand.cpu_p99_5_percent = 60.0;
        assert_eq!(found(&demand, &|_| true, &cost), "nothing");
    }

    #[test]
    fn only_what_the_region_offers_and_prices() {
        let demand = quiet();
        assert_eq!(found(&demand, &|name| name != "m9.large", &cost), "m9.xlarge");
        assert_eq!(found(&demand, &|_| true, &|spec| cost(spec).filter(|_| spec.vcpus != 2)), "m9.xlarge");
        assert_eq!(found(&demand, &|_| true, &|spec| cost(spec).filter(|_| spec.vcpus != 8)), "nothing");
    }

    #[test]
    fn never_dearer_nor_equal() {
        assert_eq!(found(&quiet(), &|_| true, &|_| Usd::from_f64(10.0)), "nothing");
    }

    #[test]
    fn unmeasured_memory_is_said() {
        let mut demand = quiet();
        demand.memory_peak_percent = None;
        assert_eq!(found(&demand, &|_| true, &cost), "memory of m9.large");
    }

    #[test]
    fn the_next_size_up() {
        let specs = ladder();
        let next = next_larger(&specs, &spec("m9.xlarge", 4), &|_| true).map(|spec| spec.instance_type.as_str());
        assert_eq!(next, Some("m9.2xlarge"));
        assert_eq!(next_larger(&specs, &spec("m9.4xlarge", 16), &|_| true), None);
    }
}
