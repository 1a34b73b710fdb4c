//! A cheaper node type that carries a cache; all nodes of a replication group change together.

use super::Case;
use super::proposal::one;
use crate::estate::Resource;
use crate::estimate::estimate;
use crate::model::action::{Action, Effort};
use crate::model::configuration::{CacheClusterConfiguration, Configuration, Placed};
use crate::model::edit::Edit;
use crate::model::finding::{Proposal, ProposedSize, Remedy};
use crate::model::gap::GapReason;
use crate::model::resource::CacheCluster;
use crate::model::rightsizing::SizeOption;
use crate::pricing::NodeSpec;
use crate::rightsize::cache::{CacheDemand, Cluster, Node, NodeTarget, cheaper, measure};
use crate::rightsize::lineage::is_graviton;
use crate::rightsize::risk::worst;
use crate::rightsize::series::Unmeasured;
use crate::units::Usd;

pub(super) fn remedy(case: Case<'_>) -> Remedy {
    let Resource::Cache(cluster) = case.entry.resource else { return case.wrong_kind() };
    let Some(Configuration::ElasticacheCluster(configuration)) =
        case.entry.placed.as_ref().map(|placed| &placed.configuration)
    else {
        return Remedy::Nothing;
    };
    let prices = case.context.prices;
    let Some(current) = prices.node_spec(&cluster.node_type) else {
        let detail = format!("the vCPUs and memory of {} are not known", cluster.node_type);
        return case.unknown(GapReason::NotSupported, detail);
    };
    let list_cost = |node_type: &str| cost_as(case, configuration, node_type);
    let Some(cost) = list_cost(&cluster.node_type) else {
        let detail = format!("no list price for {} with {} to compare with", cluster.node_type, cluster.engine);
        return case.unknown(GapReason::PriceMissing, detail);
    };
    let demand = match demand(case, cluster, current) {
        Ok(demand) => demand,
        Err(unmeasured) => return case.unknown(unmeasured.reason, unmeasured.detail),
    };
    let hardware = |name: &str| prices.instance_spec(name);
    let targets = cheaper(prices.node_specs(), as_sized(cluster, current), &demand, cost, &hardware, &list_cost);
    let Some(best) = targets.first() else { return Remedy::Nothing };
    let node = |spec| Node { spec, hardware: spec.node_type.strip_prefix("cache.").and_then(hardware) };
    let options = targets.iter().map(|target| option(case, &demand, node(current), node(target.spec))).collect();
    let longer = demand.needs_longer_lookback();
    let longer = longer.then_some("it needs a longer lookback to size closer; collect with `--lookback 63d`");
    Proposal::sized(action(best, current), options)
        .with_evidence(demand.evidence())
        .with_caveats(longer)
        .with_caveats(caveats(cluster))
        .into_remedy()
}

/// A node type to choose from.
fn option(case: Case<'_>, demand: &CacheDemand, current: Node<'_>, target: Node<'_>) -> ProposedSize {
    let projected = demand.projected(current, target);
    let (then, now) = (target.spec.family(), current.spec.family());
    ProposedSize {
        edits: one(case.key(), Edit::CacheNodeType { node_type: target.spec.node_type.clone() }),
        option: SizeOption {
            target: target.spec.node_type.clone(),
            list_cost_monthly_usd: None,
            monthly_savings_usd: None,
            performance_risk: worst(&projected),
            projected,
            migration_effort: if then == now { Effort::VeryLow } else { Effort::Low },
            differences: Vec::new(),
            caveats: Vec::new(),
        },
    }
}

fn action(target: &NodeTarget<'_>, current: &NodeSpec) -> Action {
    let (then, now) = (target.spec.family(), current.family());
    if is_graviton(then) && !is_graviton(now) {
        Action::MigrateToGraviton
    } else if then != now && target.spec.size() == current.size() {
        Action::Upgrade
    } else {
        Action::Rightsize
    }
}

fn caveats(cluster: &CacheCluster) -> Vec<String> {
    let memcached = cluster.engine == "memcached";
    let mut caveats = vec![match &cluster.replication_group_id {
        Some(group) => format!("change replication group {group} as a whole: its nodes are of one type"),
        None if memcached => "Memcached is scaled by a new cluster: what it holds is lost".to_owned(),
        None => "its endpoint is away for some minutes while the node is replaced".to_owned(),
    }];
    if let (Some(_), true) = (&cluster.replication_group_id, !memcached) {
        caveats.push("sized on the busiest node of the group".to_owned());
    }
    caveats
        .push("caches hold what fits: with less memory to spare, expiry and eviction decide what is kept".to_owned());
    caveats
}

/// What it needs; a node of a replication group what the busiest node does.
fn demand(case: Case<'_>, cluster: &CacheCluster, current: &NodeSpec) -> Result<CacheDemand, Unmeasured> {
    let mut all = measure_one(case, cluster, current)?;
    for other in group_mates(case, cluster) {
        all = all.busiest(measure_one(case, other, current)?);
    }
    Ok(all)
}

/// The other nodes of its replication group.
pub(super) fn group_mates<'a>(case: Case<'a>, cluster: &'a CacheCluster) -> impl Iterator<Item = &'a CacheCluster> {
    case.context.dataset.resources.caches.iter().filter(move |other| {
        let same_place = other.account == cluster.account && other.region == cluster.region;
        let same_group =
            cluster.replication_group_id.is_some() && other.replication_group_id == cluster.replication_group_id;
        same_place && same_group && other.id != cluster.id
    })
}

fn measure_one(case: Case<'_>, cluster: &CacheCluster, current: &NodeSpec) -> Result<CacheDemand, Unmeasured> {
    measure(case.reader(&cluster.key(), cluster.tags.as_ref()), as_sized(cluster, current))
}

fn as_sized<'a>(cluster: &'a CacheCluster, spec: &'a NodeSpec) -> Cluster<'a> {
    Cluster { engine: &cluster.engine, engine_version: cluster.engine_version.as_deref(), spec }
}

fn cost_as(case: Case<'_>, configuration: &CacheClusterConfiguration, node_type: &str) -> Option<Usd> {
    let configuration = CacheClusterConfiguration { node_type: node_type.to_owned(), ..configuration.clone() };
    let configuration = Configuration::ElasticacheCluster(configuration);
    let cost = estimate(&Placed { region: case.key().region.clone(), configuration }, case.context.prices);
    cost.is_complete().then(|| cost.known())
}
