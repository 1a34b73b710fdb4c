//! RDS instance classes: what a database was measured to need, and the classes that carry it.
//!
//! A class is the EC2 type of its name (`db.m6g.large` is `m6g.large`): vCPUs, memory, network and EBS baseline
//! (<https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Concepts.DBInstanceClass.Summary.html>). Classes with
//! processor features in their name (`db.r5.large.tpc1.mem2x`) differ from it and are not known.

use super::burstable::sustained_vcpus;
use super::class_support::database_runs_on;
use super::connections::default_limit;
use super::dimension::{BYTES_PER_GIB, BYTES_PER_MIB, Dimension, GBIT_OF_BYTES, Question, Reader, larger_of_both};
use super::lineage::succeeds;
use super::preset::Resource;
use super::series::Unmeasured;
use crate::model::analysis::Evidence;
use crate::model::metric::Statistic;
use crate::model::rightsizing::ProjectedUse;
use crate::pricing::InstanceSpec;
use crate::units::Usd;

/// The EC2 type of a class; `None` for Aurora Serverless and for classes of another shape.
pub fn type_of(class: &str) -> Option<&str> {
    let name = class.strip_prefix("db.")?;
    (name.split('.').count() == 2).then_some(name)
}

/// A database as far as its class goes.
#[derive(Clone, Copy, Debug)]
pub struct Database<'a> {
    pub engine: &'a str,
    pub engine_version: Option<&'a str>,
    pub spec: &'a InstanceSpec,
}

impl Database<'_> {
    fn is_aurora(self) -> bool {
        self.engine.starts_with("aurora")
    }
}

/// What a database was measured to need; `None` where it was not measured, never zero.
#[derive(Clone, Debug, PartialEq)]
pub struct DatabaseDemand {
    pub cpu_vcpus: Dimension,
    pub memory_gib: Option<Dimension>,
    pub connections: Option<Dimension>,
    pub iops: Option<Dimension>,
    pub mibps: Option<Dimension>,
    pub received_gbps: Option<Dimension>,
    pub sent_gbps: Option<Dimension>,
}

/// What `reader`'s database needs. CPU is indispensable.
pub fn measure(reader: Reader<'_>, database: Database<'_>) -> Result<DatabaseDemand, Unmeasured> {
    let question = |metric, resource, factor, offset, unit| Question {
        metric,
        statistic: Statistic::Average,
        resource,
        factor,
        offset,
        unit,
    };
    let vcpus = f64::from(database.spec.vcpus);
    let (cpu, memory) = (Resource::Cpu, Resource::Memory);
    let optional = |question| reader.read(question).ok();
    Ok(DatabaseDemand {
        cpu_vcpus: reader.read(question("CPUUtilization", cpu, vcpus / 100.0, 0.0, "vCPUs"))?,
        // The profile is of the free bytes times −1: what is left of the class's memory is in use.
        memory_gib: optional(question(
            "FreeableMemory",
            memory,
            1.0 / BYTES_PER_GIB,
            database.spec.memory_gib,
            "GiB in use",
        )),
        connections: optional(question("DatabaseConnections", cpu, 1.0, 0.0, "connections")),
        iops: optional(question("DatabaseIOPS", cpu, 1.0, 0.0, "IOPS")),
        mibps: optional(question("DatabaseThroughput", cpu, 1.0 / BYTES_PER_MIB, 0.0, "MiB/s")),
        received_gbps: optional(question("NetworkReceiveThroughput", cpu, GBIT_OF_BYTES, 0.0, "Gbit/s")),
        sent_gbps: optional(question("NetworkTransmitThroughput", cpu, GBIT_OF_BYTES, 0.0, "Gbit/s")),
    })
}

impl DatabaseDemand {
    /// What carries either: members of a cluster take each other's place after a failover.
    #[must_use]
    pub fn busiest(self, other: Self) -> Self {
        Self {
            cpu_vcpus: self.cpu_vcpus.larger(other.cpu_vcpus),
            memory_gib: larger_of_both(self.memory_gib, other.memory_gib),
            connections: larger_of_both(self.connections, other.connections),
            iops: larger_of_both(self.iops, other.iops),
            mibps: larger_of_both(self.mibps, other.mibps),
            received_gbps: larger_of_both(self.received_gbps, other.received_gbps),
            sent_gbps: larger_of_both(self.sent_gbps, other.sent_gbps),
        }
    }

    pub fn evidence(&self) -> Vec<Evidence> {
        let optional =
            [&self.memory_gib, &self.connections, &self.iops, &self.mibps, &self.received_gbps, &self.sent_gbps];
        let optional = optional.into_iter().flatten();
        std::iter::once(&self.cpu_vcpus).chain(optional).map(|dimension| dimension.evidence.clone()).collect()
    }
}

impl DatabaseDemand {
    /// Every measured dimension on `target` beside the class of now.
    pub fn projected(&self, database: Database<'_>, target: &InstanceSpec) -> Vec<ProjectedUse> {
        type Capacity = fn(&InstanceSpec) -> Option<f64>;
        let dimensions: [(&str, Option<&Dimension>, Capacity); 6] = [
            ("CPU", Some(&self.cpu_vcpus), |spec| Some(f64::from(spec.vcpus))),
            ("memory", self.memory_gib.as_ref(), |spec| Some(spec.memory_gib)),
            ("network in", self.received_gbps.as_ref(), |spec| spec.network_baseline_gbps),
            ("network out", self.sent_gbps.as_ref(), |spec| spec.network_baseline_gbps),
            ("EBS operations", self.iops.as_ref(), |spec| spec.ebs_baseline_iops.map(f64::from)),
            ("EBS throughput", self.mibps.as_ref(), |spec| spec.ebs_baseline_throughput_mibps),
        ];
        let told = dimensions.into_iter().filter(|(name, ..)| !(database.is_aurora() && name.starts_with("EBS")));
        let mut projected: Vec<ProjectedUse> = told
            .filter_map(|(name, measured, capacity)| {
                Some(measured?.projected(name, capacity(target), capacity(database.spec)))
            })
            .collect();
        projected.extend(self.connections.as_ref().map(|connections| {
            let limit = |spec: &InstanceSpec| default_limit(database.engine, spec.memory_gib);
            connections.projected("connections", limit(target), limit(database.spec))
        }));
        projected
    }

    /// What decided its CPU or memory needs a longer lookback.
    pub fn needs_longer_lookback(&self) -> bool {
        let dimensions = [Some(&self.cpu_vcpus), self.memory_gib.as_ref()];
        dimensions.into_iter().flatten().any(|dimension| dimension.need.driver.needs_longer_lookback())
    }
}

/// Why a class is out of the question.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DatabaseVeto {
    Cpu,
    /// The average demand exceeds what a burstable class may use for ever.
    Baseline,
    /// Less memory, and what is in use was not measured.
    MemoryUnmeasured,
    Memory,
    /// Less memory, and with it fewer connections than were open, or than could be told.
    Connections,
    Network,
    Ebs,
    /// The engine's version has no classes of the family, or is not known to have them.
    Engine,
}

/// What speaks against `target` for a database that now has the class of `database`.
pub fn vetoes(demand: &DatabaseDemand, database: Database<'_>, target: &InstanceSpec) -> Vec<DatabaseVeto> {
    let mut vetoes = Vec::new();
    let mut unless = |fits: bool, veto| {
        if !fits {
            vetoes.push(veto);
        }
    };
    let current = database.spec;
    unless(demand.cpu_vcpus.need.capacity <= f64::from(target.vcpus), DatabaseVeto::Cpu);
    let sustained = sustained_vcpus(target).is_some_and(|sustained| demand.cpu_vcpus.average <= sustained);
    unless(target.burstable == Some(false) || sustained, DatabaseVeto::Baseline);
    if target.memory_gib < current.memory_gib {
        match &demand.memory_gib {
            None => unless(false, DatabaseVeto::MemoryUnmeasured),
            Some(memory) => unless(memory.need.capacity <= target.memory_gib, DatabaseVeto::Memory),
        }
        unless(connections_fit(demand, database, target), DatabaseVeto::Connections);
    }
    let exceeds = |dimension: &Option<Dimension>, capacity: Option<f64>| matches!((dimension, capacity), (Some(dimension), Some(capacity)) if dimension.need.capacity > capacity);
    let network = exceeds(&demand.received_gbps, target.network_baseline_gbps)
        || exceeds(&demand.sent_gbps, target.network_baseline_gbps);
    unless(!network, DatabaseVeto::Network);
    // Aurora's storage is reached by the network, not by EBS.
    let ebs = exceeds(&demand.iops, target.ebs_baseline_iops.map(f64::from))
        || exceeds(&demand.mibps, target.ebs_baseline_throughput_mibps);
    unless(database.is_aurora() || !ebs, DatabaseVeto::Ebs);
    let supported =
        target.family == current.family || database_runs_on(database.engine, database.engine_version, &target.family);
    unless(supported, DatabaseVeto::Engine);
    vetoes
}

/// A peak above the default limit of the class of now tells that the limit was set by hand: then it is not known.
fn connections_fit(demand: &DatabaseDemand, database: Database<'_>, target: &InstanceSpec) -> bool {
    let Some(connections) = &demand.connections else { return false };
    let limit = |spec: &InstanceSpec| default_limit(database.engine, spec.memory_gib);
    match (limit(database.spec), limit(target)) {
        (Some(now), Some(then)) => connections.peak <= now && connections.peak < then,
        _ => false,
    }
}

/// A class that carries the demand.
#[derive(Clone, Debug, PartialEq)]
pub struct ClassTarget<'a> {
    pub class: String,
    pub spec: &'a InstanceSpec,
    pub list_cost_monthly: Usd,
}

/// The outcome of a search.
#[derive(Clone, Debug, PartialEq)]
pub enum ClassSearch<'a> {
    /// The cheapest first, at most three, each of another family.
    Found(Vec<ClassTarget<'a>>),
    Nothing,
    /// A cheaper class carries all that was measured, but memory was not measured and it has less.
    WaitsForMemory(&'a InstanceSpec),
}

/// How many classes are told.
const TARGETS: usize = 3;

/// Classes of the same or a succeeding family that carry `demand` and cost less than `below`, where that is asked.
///
/// `list_cost` answers the monthly cost as that class, or `None` where engine, region or book do not have it.
pub fn carrying<'a>(
    specs: &'a [InstanceSpec],
    database: Database<'_>,
    demand: &DatabaseDemand,
    below: Option<Usd>,
    list_cost: &dyn Fn(&str) -> Option<Usd>,
) -> ClassSearch<'a> {
    let mut found: Vec<ClassTarget<'a>> = Vec::new();
    let mut waiting: Option<(&InstanceSpec, Usd)> = None;
    for spec in specs.iter().filter(|spec| is_candidate(spec, database.spec)) {
        let class = format!("db.{}", spec.instance_type);
        let Some(cost) = list_cost(&class).filter(|cost| below.is_none_or(|below| *cost < below)) else { continue };
        match vetoes(demand, database, spec).as_slice() {
            [] => found.push(ClassTarget { class, spec, list_cost_monthly: cost }),
            [DatabaseVeto::MemoryUnmeasured] if waiting.is_none_or(|(_, least)| cost < least) => {
                waiting = Some((spec, cost));
            }
            _ => {}
        }
    }
    found.sort_by(|one, other| (one.list_cost_monthly, &one.class).cmp(&(other.list_cost_monthly, &other.class)));
    let mut families: Vec<&str> = Vec::new();
    found.retain(|target| {
        let new = !families.contains(&target.spec.family.as_str());
        families.push(&target.spec.family);
        new
    });
    found.truncate(TARGETS);
    match (found.is_empty(), waiting) {
        (false, _) => ClassSearch::Found(found),
        (true, Some((spec, _))) => ClassSearch::WaitsForMemory(spec),
        (true, None) => ClassSearch::Nothing,
    }
}

fn is_candidate(spec: &InstanceSpec, current: &InstanceSpec) -> bool {
    spec.instance_type != current.instance_type && !spec.bare_metal && succeeds(&spec.family, &current.family)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::dimension::tests::flat;
    use super::super::fit::tests::spec;
    use super::super::lineage::is_graviton;
    use super::*;

    fn quiet() -> DatabaseDemand {
        DatabaseDemand {
            cpu_vcpus: flat(0.4),
            memory_gib: Some(flat(4.0)),
            connections: Some(flat(20.0)),
            iops: Some(flat(100.0)),
            mibps: Some(flat(2.0)),
            received_gbps: Some(flat(0.01)),
            sent_gbps: Some(flat(0.02)),
        }
    }

    fn ladder() -> Vec<InstanceSpec> {
        let graviton = InstanceSpec { architecture: "arm64".to_owned(), ..spec("m6g.xlarge", 4) };
        vec![spec("m5.large", 2), spec("m6i.2xlarge", 8), spec("m6i.large", 2), spec("m6i.xlarge", 4), graviton]
    }

    /// A Graviton class costs a tenth less.
    fn cost(class: &str) -> Option<Usd> {
        let specs = ladder();
        let spec = specs.iter().find(|spec| class == format!("db.{}", spec.instance_type))?;
        Usd::from_f64(f64::from(spec.vcpus) * if is_graviton(&spec.family) { 63.0 } else { 70.0 })
    }

    fn found(demand: &DatabaseDemand, engine: &str, version: Option<&str>) -> Vec<String> {
        let (specs, current) = (ladder(), spec("m6i.xlarge", 4));
        let database = Database { engine, engine_version: version, spec: &current };
        match carrying(&specs, database, demand, cost("db.m6i.xlarge"), &cost) {
            ClassSearch::Found(targets) => targets.into_iter().map(|target| target.class).collect(),
            ClassSearch::Nothing => Vec::new(),
            ClassSearch::WaitsForMemory(spec) => vec![format!("memory of {}", spec.instance_type)],
        }
    }

    #[test]
    fn the_cheapest_of_each_family_and_graviton_where_the_engine_has_it() {
        assert_eq!(found(&quiet(), "postgres", Some("16.3")), ["db.m6i.large", "db.m6g.xlarge"]);
        assert_eq!(found(&quiet(), "postgres", Some("12.6")), ["db.m6i.large"]);
        assert_eq!(found(&quiet(), "oracle-se2", Some("19.0.0.0.ru-2024-01.rur-2024-01.r1")), ["db.m6i.large"]);
        let busy = DatabaseDemand { cpu_vcpus: flat(2.1), ..quiet() };
        assert_eq!(found(&busy, "postgres", Some("16.3")), ["db.m6g.xlarge"]);
        assert_eq!(found(&busy, "postgres", None), [""; 0]);
    }

    #[test]
    fn what_was_not_measured_is_not_shrunk() {
        let unmeasured = DatabaseDemand { memory_gib: None, ..quiet() };
        assert_eq!(found(&unmeasured, "postgres", None), ["memory of m6i.large"]);
        let unmeasured = DatabaseDemand { connections: None, ..quiet() };
        assert_eq!(found(&unmeasured, "postgres", None), [""; 0]);
    }

    #[test]
    fn both_sides_of_every_limit() {
        let (current, target) = (spec("m6i.xlarge", 4), spec("m6i.large", 2));
        let of = |change: fn(&mut DatabaseDemand)| {
            let mut demand = quiet();
            change(&mut demand);
            vetoes(&demand, Database { engine: "mysql", engine_version: None, spec: &current }, &target)
        };
        assert_eq!(of(|demand| demand.cpu_vcpus = flat(2.0)), []);
        assert_eq!(of(|demand| demand.cpu_vcpus = flat(2.01)), [DatabaseVeto::Cpu]);
        assert_eq!(of(|demand| demand.memory_gib = Some(flat(8.0))), []);
        assert_eq!(of(|demand| demand.memory_gib = Some(flat(8.01))), [DatabaseVeto::Memory]);
        // m6i.large: 0.5 Gbit/s, 2,000 IOPS, 80 MiB/s.
        assert_eq!(of(|demand| demand.sent_gbps = Some(flat(0.51))), [DatabaseVeto::Network]);
        assert_eq!(of(|demand| demand.iops = Some(flat(2_000.0))), []);
        assert_eq!(of(|demand| demand.iops = Some(flat(2_001.0))), [DatabaseVeto::Ebs]);
        assert_eq!(of(|demand| demand.mibps = Some(flat(80.1))), [DatabaseVeto::Ebs]);
        // MySQL on 8 GiB: (8 × 0.98 − 0.3) GiB ÷ 12,582,880 = 643.
        assert_eq!(of(|demand| demand.connections = Some(flat(642.0))), []);
        assert_eq!(of(|demand| demand.connections = Some(flat(643.0))), [DatabaseVeto::Connections]);
    }

    #[test]
    fn aurora_has_no_volumes_of_its_own() {
        let (current, target) = (spec("r9.xlarge", 4), spec("r9.large", 2));
        let demand = DatabaseDemand { iops: Some(flat(9_000.0)), ..quiet() };
        let database = Database { engine: "aurora-postgresql", engine_version: None, spec: &current };
        assert_eq!(vetoes(&demand, database, &target), []);
    }

    #[test]
    fn the_average_must_fit_a_burstable_baseline() {
        let current = spec("t9.xlarge", 4);
        let mut target = spec("t9.large", 2);
        target.burstable = Some(true);
        target.cpu_baseline_percent_per_vcpu = Some(20.0);
        let database = Database { engine: "mysql", engine_version: None, spec: &current };
        assert_eq!(vetoes(&quiet(), database, &target), []);
        let demand = DatabaseDemand { cpu_vcpus: flat(0.41), ..quiet() };
        assert_eq!(vetoes(&demand, database, &target), [DatabaseVeto::Baseline]);
    }

    #[test]
    fn classes_of_another_shape_have_no_type() {
        let cases = [("db.m6g.large", Some("m6g.large")), ("db.serverless", None), ("db.r5.large.tpc1.mem2x", None)];
        for (class, expected) in cases {
            assert_eq!(type_of(class), expected, "{class}");
        }
    }

    proptest! {
        /// More demand in any dimension never makes a class fit that did not.
        #[test]
        fn more_demand_never_fits_more(
            one in prop::array::uniform7(0.0..3_000.0_f64),
            more in prop::array::uniform7(0.0..3_000.0_f64),
            vcpus in 1_u32..64,
        ) {
            let demand = |values: [f64; 7]| {
                let [cpu, memory, connections, iops, mibps, received, sent] = values;
                DatabaseDemand {
                    cpu_vcpus: flat(cpu / 50.0),
                    memory_gib: Some(flat(memory / 10.0)),
                    connections: Some(flat(connections)),
                    iops: Some(flat(iops * 10.0)),
                    mibps: Some(flat(mibps)),
                    received_gbps: Some(flat(received / 300.0)),
                    sent_gbps: Some(flat(sent / 300.0)),
                }
            };
            let sum: [f64; 7] = std::array::from_fn(|at| one[at] + more[at]);
            let (current, target) = (spec("m6i.16xlarge", 64), spec("m6i.large", vcpus));
            let database = Database { engine: "postgres", engine_version: Some("16.3"), spec: &current };
            let (before, after) = (demand(one), demand(sum));
            let before = vetoes(&before, database, &target);
            let after = vetoes(&after, database, &target);
            prop_assert!(before.iter().all(|veto| after.contains(veto)), "{before:?} {after:?}");
        }
    }
}
