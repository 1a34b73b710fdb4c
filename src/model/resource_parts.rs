//! What resources are made of: attachments, policies, rules.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Attachment {
    pub instance_id: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attached_at: Option<DateTime<Utc>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub device: Option<String>,
}

/// Which instance types a group may launch, and how much of it is on-demand.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MixedInstancesPolicy {
    #[serde(default)]
    pub overrides: Vec<LaunchOverride>,
    /// Instances that are on-demand whatever the share.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on_demand_base_capacity: Option<u32>,
    /// The on-demand share above the base; the rest is spot.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on_demand_percentage_above_base: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub spot_allocation_strategy: Option<String>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LaunchOverride {
    /// `None` where instance requirements choose the type.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instance_type: Option<String>,
    /// How many units of capacity one instance counts; one without it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weighted_capacity: Option<u32>,
}

/// A scaling policy of an Auto Scaling group or an ECS service.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScalingPolicy {
    pub name: String,
    /// `TargetTrackingScaling`, `StepScaling`, `SimpleScaling`, `PredictiveScaling`.
    pub policy_type: String,
    /// The predefined metric that a target is kept of: `ASGAverageCPUUtilization`, `ECSServiceAverageCPUUtilization`, …
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub metric: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target_value: Option<f64>,
}

/// One provider of an ECS capacity provider strategy.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CapacityProvider {
    /// `FARGATE`, `FARGATE_SPOT`, or one of EC2 instances.
    pub name: String,
    /// Tasks that run on it at least.
    #[serde(default)]
    pub base: u32,
    /// Its share above the bases.
    #[serde(default)]
    pub weight: u32,
}

/// One S3 lifecycle rule, so far as cost goes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(clippy::struct_excessive_bools, reason = "each is a separate fact of one line in a dataset")]
pub struct LifecycleRule {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    pub enabled: bool,
    /// It covers the whole bucket: no prefix, tag or size filter.
    pub whole_bucket: bool,
    #[serde(default)]
    pub transitions: bool,
    #[serde(default)]
    pub expires_current: bool,
    #[serde(default)]
    pub expires_noncurrent: bool,
    /// AbortIncompleteMultipartUpload, days after initiation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub abort_uploads_after_days: Option<u32>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Versioning {
    Never,
    Enabled,
    Suspended,
}

/// Incomplete multipart uploads of a bucket.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IncompleteUploads {
    pub uploads: Vec<IncompleteUpload>,
    /// There are more uploads than were listed.
    #[serde(default)]
    pub truncated: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IncompleteUpload {
    pub key: String,
    pub initiated_at: DateTime<Utc>,
    /// The bytes of its parts; `None` when they were not listed (beyond the cap, denied).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bytes: Option<u64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub storage_class: Option<String>,
}
