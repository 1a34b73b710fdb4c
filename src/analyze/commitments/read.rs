//! Whether the commitments of an account were read.

use std::collections::BTreeSet;

use crate::dataset::{CollectorState, Dataset};
use crate::model::commitments::CommitmentState;
use crate::model::gap::{Gap, GapReason};
use crate::model::ids::ResourceKind;

/// How much of one kind was read.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Read {
    Nothing,
    Part,
    Whole,
}

/// The state, and what was not read in words.
pub(in crate::analyze) fn state(dataset: &Dataset) -> (CommitmentState, Vec<String>) {
    let resources = &dataset.resources;
    let (reserved, plans) = (resources.reserved_instances.len(), resources.savings_plans.len());
    let places = dataset.manifest.accounts.len().saturating_mul(dataset.manifest.regions.len());
    let kinds = [
        ("Reserved Instances", "DescribeReservedInstances", read(dataset, "ec2-reserved-instances", places, reserved)),
        (
            "Savings Plans",
            "DescribeSavingsPlans",
            read(dataset, "savings-plans", dataset.manifest.accounts.len(), plans),
        ),
    ];
    let mut not_read = BTreeSet::new();
    for (name, operation, read) in kinds {
        if read == Read::Whole {
            continue;
        }
        let gaps = dataset.gaps.iter().filter(|gap| gap.operation.as_deref() == Some(operation));
        let before = not_read.len();
        not_read.extend(gaps.map(|gap| gap.detail.clone()));
        if not_read.len() == before {
            not_read.insert(format!("{name} were not read"));
        }
    }
    let all = kinds.map(|(_, _, read)| read);
    let state = match (all.iter().min(), all.iter().max()) {
        (Some(Read::Whole), _) if reserved == 0 && plans == 0 => CommitmentState::None,
        (Some(Read::Whole), _) => CommitmentState::Known,
        (_, Some(Read::Nothing)) => CommitmentState::NotRead,
        _ => CommitmentState::PartlyKnown,
    };
    (state, not_read.into_iter().collect())
}

/// By the collector's status in every place; a dataset written by hand has what its files hold.
fn read(dataset: &Dataset, collector: &str, places: usize, found: usize) -> Read {
    let statuses: Vec<CollectorState> = dataset
        .manifest
        .collectors
        .iter()
        .filter(|status| status.collector == collector)
        .map(|status| status.state)
        .collect();
    if statuses.is_empty() {
        return if found > 0 { Read::Whole } else { Read::Nothing };
    }
    let complete = statuses.iter().filter(|state| **state == CollectorState::Complete).count();
    match complete {
        0 if statuses.iter().all(|state| *state == CollectorState::Failed) => Read::Nothing,
        all if all >= places => Read::Whole,
        _ => Read::Part,
    }
}

/// What is reserved of other kinds; Database Savings Plans are read and not applied.
const UNREAD: [(ResourceKind, &str); 3] = [
    (ResourceKind::RdsInstance, "reserved DB instances are not read"),
    (ResourceKind::ElasticacheCluster, "reserved cache nodes are not read"),
    (ResourceKind::DynamodbTable, "reserved capacity is not read"),
];

/// That what is reserved of a kind is not considered.
pub(in crate::analyze) fn unread(kind: ResourceKind) -> Option<&'static str> {
    UNREAD.iter().find(|(known, _)| *known == kind).map(|(_, what)| *what)
}

/// A gap for each kind of which there is something that could be reserved.
pub(super) fn not_considered(dataset: &Dataset) -> Vec<Gap> {
    let resources = &dataset.resources;
    let held = |kind| match kind {
        ResourceKind::RdsInstance => !resources.databases.is_empty(),
        ResourceKind::ElasticacheCluster => !resources.caches.is_empty(),
        _ => !resources.tables.is_empty(),
    };
    let gap = |(kind, what): (ResourceKind, &str)| Gap {
        service: kind.service().to_owned(),
        account: dataset.manifest.accounts.first().cloned(),
        region: None,
        operation: None,
        rule: None,
        resource_id: None,
        reason: GapReason::NotSupported,
        detail: format!("{what}, and no Database Savings Plan is applied: what commitments cover of it is not known"),
    };
    UNREAD.into_iter().filter(|(kind, _)| held(*kind)).map(gap).collect()
}

/// The kinds whose absence makes no saving larger or smaller than it is.
pub(in crate::analyze) fn is_commitment_service(service: &str) -> bool {
    [ResourceKind::Ec2ReservedInstances, ResourceKind::SavingsPlan].iter().any(|kind| kind.service() == service)
}
