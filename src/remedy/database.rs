//! What the words that change a database's class have in common: what it is, what it needs, and what another class costs.

use super::Case;
use super::proposal::one;
use crate::estate::Resource;
use crate::estimate::estimate;
use crate::model::action::Effort;
use crate::model::configuration::{Configuration, DbInstanceConfiguration, Placed};
use crate::model::edit::Edit;
use crate::model::finding::{ProposedSize, Remedy};
use crate::model::gap::GapReason;
use crate::model::ids::ResourceKey;
use crate::model::resource::DbInstance;
use crate::model::rightsizing::SizeOption;
use crate::pricing::InstanceSpec;
use crate::rightsize::burstable::{surplus_on, sustained_vcpus};
use crate::rightsize::database::{ClassTarget, Database, DatabaseDemand, measure, type_of};
use crate::rightsize::lineage::is_graviton;
use crate::rightsize::risk::worst;
use crate::rightsize::series::Unmeasured;
use crate::units::Usd;

/// A running database whose class may change, with what it was measured to need.
#[derive(Clone, Debug)]
pub(super) struct Measured<'a> {
    pub(super) instance: &'a DbInstance,
    pub(super) configuration: &'a DbInstanceConfiguration,
    pub(super) database: Database<'a>,
    pub(super) demand: DatabaseDemand,
    /// The list cost of a month as it is, without storage.
    pub(super) cost: Usd,
}

impl<'a> Measured<'a> {
    /// Or what is to be said instead.
    pub(super) fn of(case: Case<'a>) -> Result<Self, Box<Remedy>> {
        let Resource::Database(instance) = case.entry.resource else { return Err(Box::new(case.wrong_kind())) };
        let Some(placed) = &case.entry.placed else {
            return Err(Box::new(case.unknown(GapReason::NoData, case.entry.unmeasured.join("; "))));
        };
        let Configuration::RdsInstance(configuration) = &placed.configuration else {
            return Err(Box::new(Remedy::Nothing));
        };
        if !configuration.running || instance.instance_class == "db.serverless" {
            return Err(Box::new(Remedy::Nothing));
        }
        let Some(spec) = spec_of(case, instance) else {
            let detail = format!("the vCPUs and memory of {} are not known", instance.instance_class);
            return Err(Box::new(case.unknown(GapReason::NotSupported, detail)));
        };
        let Some(cost) = class_cost(case, configuration, &instance.instance_class, None) else {
            let (class, engine) = (&instance.instance_class, &instance.engine);
            let detail = format!("no list price for {class} with {engine} to compare with");
            return Err(Box::new(case.unknown(GapReason::PriceMissing, detail)));
        };
        let database = Database { engine: &instance.engine, engine_version: instance.engine_version.as_deref(), spec };
        match demand(case, instance, database) {
            Ok(demand) => Ok(Self { instance, configuration, database, demand, cost }),
            Err(unmeasured) => Err(Box::new(case.unknown(unmeasured.reason, unmeasured.detail))),
        }
    }

    /// The list cost of a month as another class, without storage; `None` without a price.
    pub(super) fn cost_as(&self, case: Case<'_>, class: &str) -> Option<Usd> {
        let spec = type_of(class).and_then(|name| case.context.prices.instance_spec(name))?;
        class_cost(case, self.configuration, class, self.surplus_as(spec))
    }

    pub(super) fn edit_to(&self, target: &ClassTarget<'_>) -> Edit {
        Edit::DbInstanceClass {
            instance_class: target.class.clone(),
            surplus_vcpu_hours_per_month: self.surplus_as(target.spec),
        }
    }

    /// Surplus credits as another class; fixed-performance classes have none.
    fn surplus_as(&self, target: &InstanceSpec) -> Option<f64> {
        if target.burstable == Some(false) {
            return None;
        }
        let surplus = self.configuration.surplus_vcpu_hours_per_month?;
        let (then, now) = (sustained_vcpus(target)?, sustained_vcpus(self.database.spec)?);
        Some(surplus_on(then, now, Some(self.demand.cpu_vcpus.average), surplus))
    }

    /// A class to choose from.
    pub(super) fn option(&self, key: &ResourceKey, target: &ClassTarget<'_>) -> ProposedSize {
        let (spec, current) = (target.spec, self.database.spec);
        let projected = self.demand.projected(self.database, spec);
        let graviton = is_graviton(&spec.family) && !is_graviton(&current.family);
        ProposedSize {
            edits: one(key, self.edit_to(target)),
            option: SizeOption {
                target: target.class.clone(),
                list_cost_monthly_usd: None,
                monthly_savings_usd: None,
                performance_risk: worst(&projected),
                projected,
                // RDS moves the engine itself: only plugins and extensions may notice another architecture.
                migration_effort: if graviton {
                    Effort::Medium
                } else if spec.family != current.family {
                    Effort::Low
                } else {
                    Effort::VeryLow
                },
                differences: graviton
                    .then(|| format!("architecture {} instead of {}", spec.architecture, current.architecture))
                    .into_iter()
                    .collect(),
                caveats: Vec::new(),
            },
        }
    }

    /// What one must know before the class changes to `target`.
    pub(super) fn caveats_to(&self, target: &InstanceSpec) -> Vec<String> {
        let (instance, current) = (self.instance, self.database.spec);
        let mut caveats = vec![if self.configuration.multi_az {
            "the change fails over to the standby: connections break for a minute or two".to_owned()
        } else {
            "the database is down for some minutes while its class changes: use the maintenance window".to_owned()
        }];
        if self.demand.needs_longer_lookback() {
            caveats.push("it needs a longer lookback to size closer; collect with `--lookback 63d`".to_owned());
        }
        if target.memory_gib < current.memory_gib {
            caveats.push(
                "buffer caches fill the memory and shrink with it: FreeableMemory tells less than could be freed, and \
                 reads from storage may grow"
                    .to_owned(),
            );
        }
        if target.family != current.family {
            caveats.push(format!(
                "`aws rds describe-orderable-db-instance-options` tells whether {} offers {} with {}",
                instance.region, target.family, instance.engine
            ));
        }
        if is_graviton(&target.family) && !is_graviton(&current.family) {
            caveats
                .push("Graviton: nothing changes for clients; plugins and extensions must exist for arm64".to_owned());
        }
        if instance.cluster_id.is_some() {
            caveats.push("sized on the busiest member of its cluster: a failover may make it the writer".to_owned());
        }
        if let Some(source) = &instance.replica_of {
            caveats.push(format!("a replica smaller than its source {source} may fall behind it"));
        }
        if !instance.replica_ids.is_empty() {
            caveats.push("its read replicas keep their classes: change them apart".to_owned());
        }
        caveats
    }
}

/// What it needs; a member of an Aurora cluster what the busiest member does.
fn demand(case: Case<'_>, instance: &DbInstance, database: Database<'_>) -> Result<DatabaseDemand, Unmeasured> {
    let own = measure_one(case, instance, database)?;
    let Some(cluster) = instance.cluster_id.as_deref() else { return Ok(own) };
    let others = case.context.dataset.resources.databases.iter().filter(|other| {
        let same_place = other.account == instance.account && other.region == instance.region;
        same_place && other.id != instance.id && other.cluster_id.as_deref() == Some(cluster)
    });
    let mut all = own;
    for other in others.filter(|other| other.instance_class != "db.serverless") {
        let spec = spec_of(case, other).ok_or_else(|| Unmeasured {
            reason: GapReason::NotSupported,
            detail: format!("the vCPUs and memory of {}, a member of its cluster, are not known", other.instance_class),
        })?;
        all = all.busiest(measure_one(case, other, Database { spec, ..database })?);
    }
    Ok(all)
}

fn measure_one(case: Case<'_>, instance: &DbInstance, database: Database<'_>) -> Result<DatabaseDemand, Unmeasured> {
    measure(case.reader(&instance.key(), instance.tags.as_ref()), database)
}

fn spec_of<'a>(case: Case<'a>, instance: &DbInstance) -> Option<&'a InstanceSpec> {
    case.context.prices.instance_spec(type_of(&instance.instance_class)?)
}

/// Without storage, which no class changes, and without extended support, which fewer vCPUs only make cheaper.
fn class_cost(
    case: Case<'_>,
    configuration: &DbInstanceConfiguration,
    class: &str,
    surplus_vcpu_hours_per_month: Option<f64>,
) -> Option<Usd> {
    let surplus = surplus_vcpu_hours_per_month.or(configuration.surplus_vcpu_hours_per_month);
    let compute = DbInstanceConfiguration {
        instance_class: class.to_owned(),
        allocated_gib: None,
        extended_support: None,
        surplus_vcpu_hours_per_month: surplus,
        ..configuration.clone()
    };
    let placed = Placed { region: case.key().region.clone(), configuration: Configuration::RdsInstance(compute) };
    let cost = estimate(&placed, case.context.prices);
    cost.is_complete().then(|| cost.known())
}
