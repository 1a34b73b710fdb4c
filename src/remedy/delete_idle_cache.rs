//! Delete a cache that nobody is connected to. The nodes of a replication group go together, when all of them are idle.

use super::Case;
use super::rightsize_cache::group_mates;
use crate::estate::Resource;
use crate::model::action::Action;
use crate::model::edit::Edit;
use crate::model::finding::{Proposal, Remedy};
use crate::model::metric::Statistic;
use crate::rightsize::series::Series;

pub(super) fn remedy(case: Case<'_>) -> Remedy {
    let Resource::Cache(cluster) = case.entry.resource else { return case.wrong_kind() };
    let at_most = case.rule.parameter("connections_at_most").unwrap_or(0.0);
    for other in group_mates(case, cluster) {
        let key = other.key();
        let connections = Series {
            statistics: &case.context.tables.statistics,
            key: &key,
            metric: "CurrConnections",
            statistic: Statistic::Maximum,
            window: case.days("window"),
            coverage: case.percent("coverage", 90.0),
        };
        match connections.indispensable() {
            // A standby without readers is there for the node that has some.
            Ok(points) if points.maximum > at_most => return Remedy::Nothing,
            Ok(_) => {}
            Err(unmeasured) => {
                return case.unknown(unmeasured.reason, format!("{}, of its group: {}", other.id, unmeasured.detail));
            }
        }
    }
    let mut caveats = vec!["what the cache holds goes with it".to_owned()];
    if cluster.engine != "memcached" {
        caveats.push("a last backup can be taken first; it is billed for its size".to_owned());
    }
    if let Some(group) = &cluster.replication_group_id {
        caveats.push(format!("a node of replication group {group}, of which no node is in use: delete the group"));
    }
    Proposal::exact(Action::Delete, case.key(), Edit::Delete).with_caveats(caveats).into_remedy()
}
