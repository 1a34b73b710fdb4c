//! Which kinds were read whole, and where: only there does absence mean that something does not exist.

use std::collections::HashSet;

use crate::dataset::{CollectorState, Dataset};
use crate::model::gap::Gap;
use crate::model::ids::{AccountId, Region, ResourceKind};

/// Kinds read whole, by account and region.
pub(super) struct Collected {
    /// A hand-written dataset without collectors: the files it has are whole.
    given: Option<HashSet<ResourceKind>>,
    complete: HashSet<(ResourceKind, AccountId, Option<Region>)>,
    /// Gaps of the call that lists a kind.
    broken: Vec<(ResourceKind, Option<AccountId>, Option<Region>)>,
}

impl Collected {
    pub(super) fn new(dataset: &Dataset) -> Self {
        let manifest = &dataset.manifest;
        let mut complete = HashSet::new();
        for status in manifest.collectors.iter().filter(|status| status.state == CollectorState::Complete) {
            if let Some(kind) = ResourceKind::ALL.into_iter().find(|kind| collector(*kind) == status.collector) {
                complete.insert((kind, status.account.clone(), status.region.clone()));
            }
        }
        let broken = dataset
            .gaps
            .iter()
            .filter(|gap| gap.resource_id.is_none() && gap.rule.is_none())
            .flat_map(|gap| {
                ResourceKind::ALL
                    .into_iter()
                    .filter(|kind| concerns(gap, *kind))
                    .map(|kind| (kind, gap.account.clone(), gap.region.clone()))
            })
            .collect();
        let given = manifest.collectors.is_empty().then(|| {
            ResourceKind::ALL
                .into_iter()
                .filter(|kind| dataset.root.join("resources").join(format!("{kind}.jsonl")).is_file())
                .collect()
        });
        Self { given, complete, broken }
    }

    /// All resources of `kind` in that account and region are in the dataset.
    pub(super) fn whole(&self, kind: ResourceKind, account: &AccountId, region: &Region) -> bool {
        let broken = self.broken.iter().any(|(of, in_account, in_region)| {
            *of == kind
                && in_account.as_ref().is_none_or(|known| known == account)
                && in_region.as_ref().is_none_or(|known| known == region)
        });
        if broken {
            return false;
        }
        match &self.given {
            Some(given) => given.contains(&kind),
            None => {
                self.complete.contains(&(kind, account.clone(), Some(region.clone())))
                    || self.complete.contains(&(kind, account.clone(), None))
            }
        }
    }
}

/// The collector that reads a kind, as the manifest names it.
const fn collector(kind: ResourceKind) -> &'static str {
    match kind {
        ResourceKind::Ec2Instance => "ec2-instances",
        ResourceKind::Ec2InstanceType => "ec2-instance-types",
        ResourceKind::Ec2Image => "ec2-images",
        ResourceKind::Ec2Address => "ec2-addresses",
        ResourceKind::AutoscalingGroup => "autoscaling-groups",
        ResourceKind::EcsService => "ecs-services",
        ResourceKind::Ec2ReservedInstances => "ec2-reserved-instances",
        ResourceKind::EbsVolume => "ec2-volumes",
        ResourceKind::EbsSnapshot => "ec2-snapshots",
        ResourceKind::CloudwatchAlarm => "cloudwatch-alarms",
        ResourceKind::DynamodbTable => "dynamodb-tables",
        ResourceKind::LambdaFunction => "lambda-functions",
        ResourceKind::LogsGroup => "logs-groups",
        ResourceKind::S3Bucket => "s3-buckets",
        ResourceKind::RdsInstance => "rds-instances",
        ResourceKind::ElasticacheCluster => "elasticache-clusters",
        ResourceKind::SavingsPlan => "savings-plans",
    }
}

/// The gap is of the call that lists the kind, or of the whole service in that region.
fn concerns(gap: &Gap, kind: ResourceKind) -> bool {
    let operation = match kind {
        ResourceKind::Ec2Instance => "DescribeInstances",
        ResourceKind::Ec2InstanceType => "DescribeInstanceTypes",
        ResourceKind::Ec2Image => "DescribeImages",
        ResourceKind::Ec2Address => "DescribeAddresses",
        ResourceKind::AutoscalingGroup => "DescribeAutoScalingGroups",
        ResourceKind::EcsService => "DescribeServices",
        ResourceKind::Ec2ReservedInstances => "DescribeReservedInstances",
        ResourceKind::EbsVolume => "DescribeVolumes",
        ResourceKind::EbsSnapshot => "DescribeSnapshots",
        ResourceKind::CloudwatchAlarm => "DescribeAlarms",
        ResourceKind::DynamodbTable => "ListTables",
        ResourceKind::LambdaFunction => "ListFunctions",
        ResourceKind::LogsGroup => "DescribeLogGroups",
        ResourceKind::S3Bucket => "ListBuckets",
        ResourceKind::RdsInstance => "DescribeDBInstances",
        ResourceKind::ElasticacheCluster => "DescribeCacheClusters",
        ResourceKind::SavingsPlan => "DescribeSavingsPlans",
    };
    match gap.operation.as_deref() {
        Some(failed) => failed == operation,
        None => gap.service == kind.service() || (gap.service == "EC2" && kind.service() == "EBS"),
    }
}
