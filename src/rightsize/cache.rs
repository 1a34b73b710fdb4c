//! ElastiCache node types: what a cluster's busiest node was measured to need, and the types that carry it.

use super::burstable::sustained_vcpus;
use super::class_support::cache_runs_on;
use super::dimension::{BYTES_PER_GIB, Dimension, GBIT_OF_BYTES, Question, Reader, larger_of_both};
use super::lineage::succeeds;
use super::preset::Resource;
use super::series::Unmeasured;
use crate::model::analysis::Evidence;
use crate::model::metric::Statistic;
use crate::model::rightsizing::ProjectedUse;
use crate::pricing::{InstanceSpec, NodeSpec};
use crate::units::Usd;

/// A node type with the EC2 type of its name, which tells its network and CPU baseline; its memory is its own.
#[derive(Clone, Copy, Debug)]
pub struct Node<'a> {
    pub spec: &'a NodeSpec,
    pub hardware: Option<&'a InstanceSpec>,
}

/// A cluster as far as its node type goes.
#[derive(Clone, Copy, Debug)]
pub struct Cluster<'a> {
    pub engine: &'a str,
    pub engine_version: Option<&'a str>,
    pub spec: &'a NodeSpec,
}

impl Cluster<'_> {
    /// The same or a succeeding family, which the engine's version has.
    fn may_become(self, spec: &NodeSpec) -> bool {
        let (then, now) = (spec.family(), self.spec.family());
        let same = then == now && spec.node_type != self.spec.node_type;
        let newer = then != now && succeeds(then, now) && spec.current_generation;
        same || (newer && cache_runs_on(self.engine, self.engine_version, then))
    }
}

/// What the busiest node of a cluster needs; `None` where it was not measured, never zero.
#[derive(Clone, Debug, PartialEq)]
pub struct CacheDemand {
    pub cpu_vcpus: Dimension,
    /// The share of one core that the engine's thread takes, percent; Memcached has as many threads as vCPUs.
    pub engine_percent: Option<Dimension>,
    pub memory_gib: Dimension,
    pub received_gbps: Option<Dimension>,
    pub sent_gbps: Option<Dimension>,
}

/// What the cluster of `reader` needs. CPU and memory are indispensable: a cache is sized by what it holds.
pub fn measure(reader: Reader<'_>, cluster: Cluster<'_>) -> Result<CacheDemand, Unmeasured> {
    let of =
        |metric, statistic, resource, factor, unit| Question { metric, statistic, resource, factor, offset: 0.0, unit };
    let (mean, sum) = (Statistic::Average, Statistic::Sum);
    let (memcached, node) = (cluster.engine == "memcached", cluster.spec);
    let memory = if memcached {
        of("BytesUsedForCacheItems", Statistic::Maximum, Resource::Memory, 1.0 / BYTES_PER_GIB, "GiB in use")
    } else {
        // Percent of `maxmemory`, which is the same share of every node type's memory.
        let factor = node.memory_gib / 100.0;
        of("DatabaseMemoryUsagePercentage", mean, Resource::Memory, factor, "GiB in use")
    };
    let vcpus = f64::from(node.vcpus);
    let engine_percent = of("EngineCPUUtilization", mean, Resource::Cpu, 1.0, "% of one core");
    Ok(CacheDemand {
        cpu_vcpus: reader.read(of("CPUUtilization", mean, Resource::Cpu, vcpus / 100.0, "vCPUs"))?,
        engine_percent: if memcached { None } else { Some(reader.read(engine_percent)?) },
        memory_gib: reader.read(memory)?,
        received_gbps: reader.read(of("NetworkBytesIn", sum, Resource::Cpu, GBIT_OF_BYTES, "Gbit/s")).ok(),
        sent_gbps: reader.read(of("NetworkBytesOut", sum, Resource::Cpu, GBIT_OF_BYTES, "Gbit/s")).ok(),
    })
}

impl CacheDemand {
    /// What carries either: the nodes of a replication group are of one type.
    #[must_use]
    pub fn busiest(self, other: Self) -> Self {
        Self {
            cpu_vcpus: self.cpu_vcpus.larger(other.cpu_vcpus),
            engine_percent: larger_of_both(self.engine_percent, other.engine_percent),
            memory_gib: self.memory_gib.larger(other.memory_gib),
            received_gbps: larger_of_both(self.received_gbps, other.received_gbps),
            sent_gbps: larger_of_both(self.sent_gbps, other.sent_gbps),
        }
    }

    pub fn evidence(&self) -> Vec<Evidence> {
        let always = [&self.cpu_vcpus, &self.memory_gib];
        let optional = [&self.engine_percent, &self.received_gbps, &self.sent_gbps].into_iter().flatten();
        always.into_iter().chain(optional).map(|dimension| dimension.evidence.clone()).collect()
    }
}

impl CacheDemand {
    /// Every measured dimension on `target` beside the node type of now.
    pub fn projected(&self, current: Node<'_>, target: Node<'_>) -> Vec<ProjectedUse> {
        let network = |node: Node<'_>| node.hardware.and_then(|hardware| hardware.network_baseline_gbps);
        let (then, now) = (target.spec, current.spec);
        let vcpus = |spec: &NodeSpec| Some(f64::from(spec.vcpus));
        let mut projected = vec![
            self.cpu_vcpus.projected("CPU", vcpus(then), vcpus(now)),
            self.memory_gib.projected("memory", Some(then.memory_gib), Some(now.memory_gib)),
        ];
        let core = Some(100.0);
        projected.extend(self.engine_percent.as_ref().map(|thread| thread.projected("engine thread", core, core)));
        for (name, traffic) in [("network in", &self.received_gbps), ("network out", &self.sent_gbps)] {
            projected
                .extend(traffic.as_ref().map(|traffic| traffic.projected(name, network(target), network(current))));
        }
        projected
    }

    /// What decided its CPU or memory needs a longer lookback.
    pub fn needs_longer_lookback(&self) -> bool {
        [&self.cpu_vcpus, &self.memory_gib].into_iter().any(|it| it.need.driver.needs_longer_lookback())
    }
}

/// Why a node type is out of the question.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CacheVeto {
    Cpu,
    /// The engine's thread has no core to spare, on any node type.
    EngineThread,
    /// The average demand exceeds what a burstable node may use for ever, or its baseline is not known.
    Baseline,
    Memory,
    Network,
}

/// What speaks against `target`.
pub fn vetoes(demand: &CacheDemand, target: Node<'_>) -> Vec<CacheVeto> {
    let mut vetoes = Vec::new();
    let mut unless = |fits: bool, veto| {
        if !fits {
            vetoes.push(veto);
        }
    };
    unless(demand.cpu_vcpus.need.capacity <= f64::from(target.spec.vcpus), CacheVeto::Cpu);
    unless(demand.engine_percent.as_ref().is_none_or(|thread| thread.need.capacity <= 100.0), CacheVeto::EngineThread);
    unless(demand.memory_gib.need.capacity <= target.spec.memory_gib, CacheVeto::Memory);
    if target.spec.family().starts_with('t') {
        let sustained = target.hardware.and_then(sustained_vcpus);
        unless(sustained.is_some_and(|sustained| demand.cpu_vcpus.average <= sustained), CacheVeto::Baseline);
    }
    let baseline = target.hardware.and_then(|hardware| hardware.network_baseline_gbps);
    let busiest = [&demand.received_gbps, &demand.sent_gbps].into_iter().flatten().map(|it| it.need.capacity);
    let exceeds = |baseline: f64| busiest.clone().any(|capacity| capacity > baseline);
    unless(!baseline.is_some_and(exceeds), CacheVeto::Network);
    vetoes
}

/// A node type that carries the demand.
#[derive(Clone, Debug, PartialEq)]
pub struct NodeTarget<'a> {
    pub spec: &'a NodeSpec,
    pub list_cost_monthly: Usd,
}

/// How many node types are told.
const TARGETS: usize = 3;

/// Node types of the same or a succeeding family that carry `demand` for less than `below`; the cheapest first, at most
/// three, each of another family.
pub fn cheaper<'a>(
    specs: &'a [NodeSpec],
    cluster: Cluster<'_>,
    demand: &CacheDemand,
    below: Usd,
    hardware: &dyn Fn(&str) -> Option<&'a InstanceSpec>,
    list_cost: &dyn Fn(&str) -> Option<Usd>,
) -> Vec<NodeTarget<'a>> {
    let mut found: Vec<NodeTarget<'a>> = specs
        .iter()
        .filter(|spec| cluster.may_become(spec))
        .filter_map(|spec| {
            let cost = list_cost(&spec.node_type).filter(|cost| *cost < below)?;
            let node = Node { spec, hardware: hardware(spec.node_type.strip_prefix("cache.")?) };
            vetoes(demand, node).is_empty().then_some(NodeTarget { spec, list_cost_monthly: cost })
        })
        .collect();
    found.sort_by(|one, other| {
        (one.list_cost_monthly, &one.spec.node_type).cmp(&(other.list_cost_monthly, &other.spec.node_type))
    });
    let mut families: Vec<&str> = Vec::new();
    found.retain(|target| {
        let new = !families.contains(&target.spec.family());
        families.push(target.spec.family());
        new
    });
    found.truncate(TARGETS);
    found
}

#[cfg(test)]
mod tests {
    use super::super::dimension::tests::flat;
    use super::super::fit::tests::spec;
    use super::*;

    fn node(node_type: &str, vcpus: u32, memory_gib: f64) -> NodeSpec {
        NodeSpec {
            node_type: node_type.to_owned(),
            vcpus,
            memory_gib,
            current_generation: true,
            as_of: "2025-04-24".to_owned(),
        }
    }

    fn quiet() -> CacheDemand {
        CacheDemand {
            cpu_vcpus: flat(0.3),
            engine_percent: Some(flat(10.0)),
            memory_gib: flat(2.0),
            received_gbps: Some(flat(0.01)),
            sent_gbps: None,
        }
    }

    #[test]
    fn both_sides_of_every_limit() {
        let (target, hardware) = (node("cache.m9.large", 2, 6.38), spec("m9.large", 2));
        let of = |change: fn(&mut CacheDemand)| {
            let mut demand = quiet();
            change(&mut demand);
            vetoes(&demand, Node { spec: &target, hardware: Some(&hardware) })
        };
        assert_eq!(of(|demand| demand.cpu_vcpus = flat(2.0)), []);
        assert_eq!(of(|demand| demand.cpu_vcpus = flat(2.01)), [CacheVeto::Cpu]);
        assert_eq!(of(|demand| demand.engine_percent = Some(flat(100.0))), []);
        assert_eq!(of(|demand| demand.engine_percent = Some(flat(100.1))), [CacheVeto::EngineThread]);
        assert_eq!(of(|demand| demand.memory_gib = flat(6.38)), []);
        assert_eq!(of(|demand| demand.memory_gib = flat(6.39)), [CacheVeto::Memory]);
        assert_eq!(of(|demand| demand.sent_gbps = Some(flat(0.51))), [CacheVeto::Network]);
    }

    #[test]
    fn a_burstable_node_of_unknown_baseline_is_out_of_the_question() {
        let target = node("cache.t9.small", 2, 1.4);
        let demand = CacheDemand { memory_gib: flat(1.0), ..quiet() };
        assert_eq!(vetoes(&demand, Node { spec: &target, hardware: None }), [CacheVeto::Baseline]);
    }

    #[test]
    fn the_cheapest_of_each_succeeding_family_that_the_version_has() {
        let specs = [
            node("cache.m4.large", 2, 6.42),
            node("cache.m5.large", 2, 6.38),
            node("cache.m5.xlarge", 4, 12.9),
            node("cache.m6g.large", 2, 6.38),
            node("cache.m7g.large", 2, 6.38),
            node("cache.r6g.large", 2, 13.0),
        ];
        let hardware = |_: &str| None;
        let cost = |name: &str| Usd::from_f64(if name.contains("g.") { 90.0 } else { 100.0 });
        let below = Usd::from_f64(200.0).unwrap();
        let names = |demand: &CacheDemand, version| -> Vec<String> {
            let spec = node("cache.m5.xlarge", 4, 12.9);
            let cluster = Cluster { engine: "redis", engine_version: version, spec: &spec };
            let found = cheaper(&specs, cluster, demand, below, &hardware, &cost);
            found.into_iter().map(|target| target.spec.node_type.clone()).collect()
        };
        let all = ["cache.m6g.large", "cache.m7g.large", "cache.m5.large"];
        assert_eq!(names(&quiet(), Some("7.1.0")), all);
        assert_eq!(names(&quiet(), Some("6.0.5")), [all[0], all[2]]);
        assert_eq!(names(&quiet(), Some("5.0.5")), [all[2]]);
        assert_eq!(names(&quiet(), None), [all[2]]);
        assert_eq!(names(&CacheDemand { memory_gib: flat(7.0), ..quiet() }, Some("7.1.0")), [""; 0]);
    }
}
