//! Tags by key, for `tag:KEY` columns.

use std::collections::{BTreeMap, HashMap};

use polars::prelude::{Column, NamedFrom, Series};

use crate::dataset::Resources;
use crate::model::ids::ResourceKind;
use crate::model::resource::Tags;

#[derive(Debug, Default)]
pub(super) struct TagIndex {
    /// Whether the tags of each row could be read.
    readable: Vec<bool>,
    values: HashMap<String, Vec<(usize, String)>>,
}

impl TagIndex {
    fn new<'a>(rows: impl Iterator<Item = Option<&'a Tags>>) -> Self {
        let mut index = Self::default();
        for (row, tags) in rows.enumerate() {
            index.readable.push(tags.is_some());
            for (key, value) in tags.into_iter().flatten() {
                match index.values.get_mut(key) {
                    Some(rows) => rows.push((row, value.clone())),
                    None => {
                        index.values.insert(key.clone(), vec![(row, value.clone())]);
                    }
                }
            }
        }
        index
    }

    pub(super) fn column(&self, name: &str, key: &str) -> Column {
        let mut cells: Vec<Option<&str>> = self.readable.iter().map(|readable| readable.then_some("")).collect();
        for (row, value) in self.values.get(key).into_iter().flatten() {
            if let Some(cell) = cells.get_mut(*row) {
                *cell = Some(value);
            }
        }
        Column::from(Series::new(name.into(), cells))
    }
}

pub(super) fn index(resources: &Resources) -> BTreeMap<ResourceKind, TagIndex> {
    macro_rules! index {
        ($($kind:ident: $list:ident),*) => {
            BTreeMap::from([$((
                ResourceKind::$kind,
                TagIndex::new(resources.$list.iter().map(|resource| resource.tags.as_ref())),
            )),*])
        };
    }
    index! {
        Ec2Instance: instances, Ec2InstanceType: instance_types, Ec2Image: images, Ec2Address: addresses,
        AutoscalingGroup: auto_scaling_groups, EcsService: ecs_services,
        EbsVolume: volumes, EbsSnapshot: snapshots, CloudwatchAlarm: alarms, DynamodbTable: tables,
        LambdaFunction: functions, LogsGroup: log_groups, S3Bucket: buckets,
        RdsInstance: databases, ElasticacheCluster: caches,
        Ec2ReservedInstances: reserved_instances, SavingsPlan: savings_plans
    }
}
