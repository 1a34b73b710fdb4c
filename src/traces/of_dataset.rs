//! A dataset's running instances → machines for a back-test.

use std::collections::BTreeMap;

use super::Traces;
use crate::dataset::Dataset;
use crate::model::resource::Instance;
use crate::model::vocabulary::{InstanceState, Lifecycle};
use crate::pricing::{InstanceSpec, PriceBook};
use crate::rightsize::backtest::{Machine, Size};
use crate::rightsize::generation::common_architecture;
use crate::rightsize::market::Market;
use crate::tables::{HourlyUse, Tables};
use crate::units::{Days, Window};

/// The judged share of the lookback: its last third, in whole days.
const JUDGED_SHARE: u32 = 3;

/// Every running on-demand instance whose CPU was measured; its sizes are those of its family that the region sells.
pub fn of_dataset(dataset: &Dataset, tables: &Tables, prices: &PriceBook) -> Traces {
    let manifest = &dataset.manifest;
    let recorded = Window::before(manifest.as_of, manifest.lookback_days);
    let judged = Days::new((manifest.lookback_days.count() / JUDGED_SHARE).max(1));
    let running = |it: &&Instance| it.state == InstanceState::Running && it.lifecycle == Lifecycle::OnDemand;
    let instances: BTreeMap<_, _> =
        dataset.resources.instances.iter().filter(running).map(|it| (it.key(), it)).collect();
    let market =
        Market::of(instances.values().map(|it| (it.region.clone(), it.platform.clone(), it.tenancy.clone())), prices);
    let machines = instances.iter().filter_map(|(key, instance)| {
        let spec = prices.instance_spec(&instance.instance_type)?;
        let hours = |metric: &str| tables.usage.get(key, metric).and_then(|usage| usage.hours.clone());
        Some(Machine {
            id: instance.id.clone(),
            vcpus: spec.vcpus,
            memory_mib: Some(spec.memory_gib * 1024.0),
            cpu: hours("CPUUtilization")?,
            memory: hours("mem_used_percent").map(|hours| of_whole(&hours, spec.memory_gib * 1024.0)),
            network: hours("NetworkTraffic"),
            sizes: sizes(&market, instance, spec),
            hindsight: None,
        })
    });
    Traces { machines: machines.collect(), recorded, last_file: Window::before(manifest.as_of, judged) }
}

/// Percent → the unit of `whole`.
fn of_whole(hours: &HourlyUse, whole: f64) -> HourlyUse {
    hours.scaled(whole / 100.0)
}

/// Of equal vCPUs the cheapest with as much memory.
fn sizes(market: &Market<'_>, instance: &Instance, current: &InstanceSpec) -> Vec<Size> {
    let offers = market.offers(&instance.region, &instance.platform, &instance.tenancy);
    let mut sizes: BTreeMap<u32, Size> = BTreeMap::new();
    for offer in offers {
        let spec = offer.spec;
        let is_current = spec.instance_type == current.instance_type;
        let of_family = spec.family == current.family
            && spec.bare_metal == current.bare_metal
            && common_architecture(spec, current)
            && spec.vcpus < current.vcpus;
        if is_current || of_family {
            let size = Size {
                vcpus: spec.vcpus,
                memory_mib: Some(spec.memory_gib * 1024.0),
                list_cost_monthly: Some(offer.compute_monthly),
            };
            sizes.entry(spec.vcpus).and_modify(|known| known.take_larger_memory(size)).or_insert(size);
        }
    }
    sizes.entry(current.vcpus).or_insert(Size {
        vcpus: current.vcpus,
        memory_mib: Some(current.memory_gib * 1024.0),
        list_cost_monthly: None,
    });
    sizes.into_values().collect()
}
