//! The ids of everything that was read.

use std::collections::{BTreeMap, BTreeSet};

use super::{CollectorState, Dataset, Resources};
use crate::model::history::{Inventory, InventoryGroup};
use crate::model::ids::{AccountId, Region, ResourceKey, ResourceKind};

/// Collectors that list a kind of resource, as the manifest names them.
const COLLECTORS: &[(&str, ResourceKind)] = &[
    ("ec2-instances", ResourceKind::Ec2Instance),
    ("ec2-images", ResourceKind::Ec2Image),
    ("ec2-addresses", ResourceKind::Ec2Address),
    ("autoscaling-groups", ResourceKind::AutoscalingGroup),
    ("ecs-services", ResourceKind::EcsService),
    ("ec2-volumes", ResourceKind::EbsVolume),
    ("ec2-snapshots", ResourceKind::EbsSnapshot),
    ("cloudwatch-alarms", ResourceKind::CloudwatchAlarm),
    ("dynamodb-tables", ResourceKind::DynamodbTable),
    ("lambda-functions", ResourceKind::LambdaFunction),
    ("logs-groups", ResourceKind::LogsGroup),
    ("s3-buckets", ResourceKind::S3Bucket),
    ("rds-instances", ResourceKind::RdsInstance),
    ("elasticache-clusters", ResourceKind::ElasticacheCluster),
    ("ec2-reserved-instances", ResourceKind::Ec2ReservedInstances),
    ("savings-plans", ResourceKind::SavingsPlan),
];

type Groups = BTreeMap<(ResourceKind, AccountId, Region), BTreeSet<String>>;

impl Dataset {
    /// A collector that was complete and found nothing leaves an empty group; what nobody asked for has none.
    pub fn inventory(&self) -> Inventory {
        let mut groups = Groups::new();
        for status in self.manifest.collectors.iter().filter(|status| status.state == CollectorState::Complete) {
            let Some((_, kind)) = COLLECTORS.iter().find(|(name, _)| *name == status.collector) else { continue };
            let regions = status.region.as_ref().map_or(self.manifest.regions.as_slice(), std::slice::from_ref);
            for region in regions {
                groups.entry((*kind, status.account.clone(), region.clone())).or_default();
            }
        }
        add(&self.resources, &mut groups);
        let groups = groups.into_iter().map(|((resource_kind, account, region), ids)| InventoryGroup {
            resource_kind,
            account,
            region,
            resource_ids: ids.into_iter().collect(),
        });
        Inventory { groups: groups.collect() }
    }
}

fn add(resources: &Resources, groups: &mut Groups) {
    let mut note = |key: ResourceKey| {
        groups.entry((key.kind, key.account, key.region)).or_default().insert(key.id);
    };
    macro_rules! note_all {
        ($($list:ident),*) => {{
            // Instance types are no resources of the account.
            let Resources { instance_types: _, $($list),* } = resources;
            $(for resource in $list {
                note(resource.key());
            })*
        }};
    }
    note_all!(
        instances,
        images,
        addresses,
        auto_scaling_groups,
        ecs_services,
        reserved_instances,
        volumes,
        snapshots,
        alarms,
        tables,
        functions,
        log_groups,
        buckets,
        databases,
        caches,
        savings_plans
    );
}
