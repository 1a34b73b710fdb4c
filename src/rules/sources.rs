//! Which AWS operation tells a field, so that an unknown field can name the gap behind it.

use std::collections::HashMap;

use crate::model::gap::Gap;
use crate::model::ids::{ResourceKey, ResourceKind};

/// The operations behind the fields that other calls than the listing of the resource itself fill.
const SOURCES: &[(ResourceKind, &[&str], &[&str])] = &[
    (ResourceKind::Ec2Instance, &["alarm_uses_detailed_monitoring"], &["DescribeAlarms"]),
    (ResourceKind::Ec2Instance, &["burstable", "vcpus", "memory", "current_generation"], &["DescribeInstanceTypes"]),
    (ResourceKind::Ec2Instance, &["volumes_size", "age"], &["DescribeVolumes"]),
    (ResourceKind::Ec2Instance, &["has_elastic_ip"], &["DescribeAddresses"]),
    (
        ResourceKind::EbsVolume,
        &[
            "attached_instance_state",
            "any_instance_running",
            "all_instances_stopped",
            "instance_stopped_age",
            "instance_in_auto_scaling_group",
        ],
        &["DescribeInstances"],
    ),
    (ResourceKind::AutoscalingGroup, &["scaling_policies"], &["DescribePolicies"]),
    (ResourceKind::AutoscalingGroup, &["scheduled_actions"], &["DescribeScheduledActions"]),
    (
        ResourceKind::AutoscalingGroup,
        &["instance_type"],
        &["DescribeLaunchTemplateVersions", "DescribeLaunchConfigurations"],
    ),
    (
        ResourceKind::EcsService,
        &["vcpus", "memory", "architecture", "operating_system_family"],
        &["DescribeTaskDefinition"],
    ),
    (
        ResourceKind::EcsService,
        &["scaling_policies", "min_capacity"],
        &["DescribeScalableTargets", "DescribeScalingPolicies"],
    ),
    (ResourceKind::EbsSnapshot, &["volume_exists"], &["DescribeVolumes"]),
    (ResourceKind::EbsSnapshot, &["backs_image"], &["DescribeImages"]),
    (ResourceKind::DynamodbTable, &["auto_scaled"], &["DescribeScalableTargets"]),
    (ResourceKind::LambdaFunction, &["provisioned_concurrency"], &["ListProvisionedConcurrencyConfigs"]),
    (ResourceKind::LogsGroup, &["metric_filters"], &["DescribeLogGroups", "DescribeMetricFilters"]),
    (ResourceKind::LogsGroup, &["subscription_filters"], &["DescribeSubscriptionFilters"]),
    (
        ResourceKind::S3Bucket,
        &[
            "lifecycle_rules_enabled",
            "has_enabled_lifecycle_rule",
            "lifecycle_transitions",
            "aborts_incomplete_uploads",
            "expires_noncurrent",
        ],
        &["GetBucketLifecycleConfiguration"],
    ),
    (ResourceKind::S3Bucket, &["versioning"], &["GetBucketVersioning"]),
    (
        ResourceKind::S3Bucket,
        &["incomplete_uploads", "oldest_incomplete_upload_age", "incomplete_upload_size"],
        &["ListMultipartUploads", "ListParts"],
    ),
    (
        ResourceKind::S3Bucket,
        &[
            "size",
            "standard_size",
            "intelligent_tiering_size",
            "wholly_intelligent_tiering",
            "objects",
            "average_object_size",
        ],
        &["GetMetricData"],
    ),
];

/// Gaps by what was asked and of which resource; `None` is the gap of a whole region or account.
pub(super) struct GapIndex<'g> {
    gaps: HashMap<(&'g str, Option<&'g str>), Vec<&'g Gap>>,
}

impl<'g> GapIndex<'g> {
    pub(super) fn of(gaps: &'g [Gap]) -> Self {
        let mut index: HashMap<_, Vec<_>> = HashMap::new();
        for gap in gaps {
            if let Some(operation) = gap.operation.as_deref() {
                index.entry((operation, gap.resource_id.as_deref())).or_default().push(gap);
            }
        }
        Self { gaps: index }
    }

    /// The gap that explains why a field of a resource is not known.
    pub(super) fn behind(&self, key: &ResourceKey, field: &str) -> Option<&'g Gap> {
        let told_by =
            |(kind, fields, _): &&(ResourceKind, &[&str], &[&str])| *kind == key.kind && fields.contains(&field);
        let (_, _, operations) = SOURCES.iter().find(told_by)?;
        let here = |gap: &&&Gap| {
            gap.account.as_ref().is_none_or(|account| *account == key.account)
                && gap.region.as_ref().is_none_or(|region| *region == key.region)
        };
        operations
            .iter()
            .flat_map(|operation| [(*operation, Some(key.id.as_str())), (*operation, None)])
            .filter_map(|place| self.gaps.get(&place))
            .flatten()
            .find(here)
            .copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tables::FIELDS;

    #[test]
    fn every_field_is_one() {
        for (kind, fields, _) in SOURCES {
            for field in *fields {
                assert!(FIELDS.iter().any(|known| known.kind == *kind && known.name == *field), "{kind} {field}");
            }
        }
    }
}
