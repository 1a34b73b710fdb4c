//! Every column of every kind, declared once: names, types, units, what null means. Rules, documentation and frames
//! come from this list.

use crate::model::ids::ResourceKind;

/// What a field holds; a condition's literal must be of the same type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldType {
    /// One of AWS's words or free text.
    Text,
    Flag,
    /// A plain number (counts, IOPS, MiB/s).
    Number,
    /// GiB.
    Gib,
    /// Days since a moment, as of the dataset's `as_of`.
    Age,
    Percent,
}

/// One column of one kind's frame.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    pub kind: ResourceKind,
    pub name: &'static str,
    pub field_type: FieldType,
    pub help: &'static str,
    /// Why it can be null.
    pub null: &'static str,
}

pub const FIELDS: &[Field] = &[
    Field {
        kind: ResourceKind::Ec2Instance,
        name: "state",
        field_type: FieldType::Text,
        help: "instance state",
        null: "never",
    },
    Field {
        kind: ResourceKind::Ec2Instance,
        name: "tenancy",
        field_type: FieldType::Text,
        help: "tenancy",
        null: "never",
    },
    Field {
        kind: ResourceKind::Ec2Instance,
        name: "age",
        field_type: FieldType::Age,
        help: "time since launch or root volume attachment, the earlier",
        null: "neither time is known",
    },
    Field {
        kind: ResourceKind::Ec2Instance,
        name: "stopped_age",
        field_type: FieldType::Age,
        help: "time since it stopped",
        null: "it runs, or the time cannot be read",
    },
    Field {
        kind: ResourceKind::Ec2Instance,
        name: "in_auto_scaling_group",
        field_type: FieldType::Flag,
        help: "member of an Auto Scaling group",
        null: "its tags could not be read",
    },
    Field {
        kind: ResourceKind::Ec2Instance,
        name: "detailed_monitoring",
        field_type: FieldType::Flag,
        help: "detailed monitoring is on",
        null: "AWS did not say",
    },
    Field {
        kind: ResourceKind::Ec2Instance,
        name: "alarm_uses_detailed_monitoring",
        field_type: FieldType::Flag,
        help: "an alarm looks more often than every five minutes",
        null: "alarms could not be read",
    },
    Field {
        kind: ResourceKind::Ec2Instance,
        name: "burstable",
        field_type: FieldType::Flag,
        help: "burstable performance",
        null: "the instance type is not known",
    },
    Field {
        kind: ResourceKind::Ec2Address,
        name: "associated",
        field_type: FieldType::Flag,
        help: "associated",
        null: "never",
    },
    Field {
        kind: ResourceKind::Ec2Address,
        name: "service_managed",
        field_type: FieldType::Flag,
        help: "managed by an AWS service",
        null: "never",
    },
    Field {
        kind: ResourceKind::Ec2Address,
        name: "amazon_owned",
        field_type: FieldType::Flag,
        help: "from the pool of Amazon",
        null: "the pool is not known",
    },
    Field {
        kind: ResourceKind::EbsVolume,
        name: "state",
        field_type: FieldType::Text,
        help: "volume state",
        null: "never",
    },
    Field {
        kind: ResourceKind::EbsVolume,
        name: "volume_type",
        field_type: FieldType::Text,
        help: "volume type",
        null: "never",
    },
    Field {
        kind: ResourceKind::EbsVolume,
        name: "age",
        field_type: FieldType::Age,
        help: "time since creation",
        null: "AWS did not say",
    },
    Field {
        kind: ResourceKind::EbsVolume,
        name: "iops",
        field_type: FieldType::Number,
        help: "IOPS",
        null: "the type has none",
    },
    Field {
        kind: ResourceKind::EbsVolume,
        name: "throughput",
        field_type: FieldType::Number,
        help: "MiB/s",
        null: "the type has none",
    },
    Field {
        kind: ResourceKind::EbsVolume,
        name: "all_instances_stopped",
        field_type: FieldType::Flag,
        help: "every attached instance is stopped",
        null: "an instance could not be read",
    },
    Field {
        kind: ResourceKind::EbsVolume,
        name: "instance_stopped_age",
        field_type: FieldType::Age,
        help: "time since the last attached instance stopped",
        null: "an instance runs or its stop time is not known",
    },
    Field {
        kind: ResourceKind::EbsVolume,
        name: "any_instance_running",
        field_type: FieldType::Flag,
        help: "an attached instance is running",
        null: "an instance could not be read",
    },
    Field { kind: ResourceKind::EbsSnapshot, name: "state", field_type: FieldType::Text, help: "state", null: "never" },
    Field {
        kind: ResourceKind::EbsSnapshot,
        name: "age",
        field_type: FieldType::Age,
        help: "time since start",
        null: "AWS did not say",
    },
    Field {
        kind: ResourceKind::EbsSnapshot,
        name: "volume_exists",
        field_type: FieldType::Flag,
        help: "its volume exists",
        null: "volumes could not be read or it is a copy",
    },
    Field {
        kind: ResourceKind::EbsSnapshot,
        name: "backs_image",
        field_type: FieldType::Flag,
        help: "an image uses it",
        null: "images could not be read",
    },
    Field {
        kind: ResourceKind::EbsSnapshot,
        name: "service_managed",
        field_type: FieldType::Flag,
        help: "owned by a backup service",
        null: "its tags could not be read",
    },
    Field { kind: ResourceKind::LogsGroup, name: "class", field_type: FieldType::Text, help: "class", null: "never" },
    Field {
        kind: ResourceKind::LogsGroup,
        name: "retention_set",
        field_type: FieldType::Flag,
        help: "events expire",
        null: "never",
    },
    Field {
        kind: ResourceKind::LogsGroup,
        name: "retention",
        field_type: FieldType::Age,
        help: "retention",
        null: "events never expire",
    },
    Field {
        kind: ResourceKind::LogsGroup,
        name: "age",
        field_type: FieldType::Age,
        help: "time since creation",
        null: "AWS did not say",
    },
    Field {
        kind: ResourceKind::LogsGroup,
        name: "metric_filters",
        field_type: FieldType::Number,
        help: "metric filters",
        null: "could not be read",
    },
    Field {
        kind: ResourceKind::LogsGroup,
        name: "subscription_filters",
        field_type: FieldType::Number,
        help: "subscription filters",
        null: "could not be read",
    },
    Field {
        kind: ResourceKind::S3Bucket,
        name: "lifecycle_rules_enabled",
        field_type: FieldType::Number,
        help: "enabled lifecycle rules",
        null: "could not be read",
    },
    Field {
        kind: ResourceKind::S3Bucket,
        name: "size",
        field_type: FieldType::Gib,
        help: "bytes over all classes",
        null: "CloudWatch was not answered",
    },
    Field {
        kind: ResourceKind::S3Bucket,
        name: "wholly_intelligent_tiering",
        field_type: FieldType::Flag,
        help: "all bytes are in Intelligent-Tiering",
        null: "CloudWatch was not answered",
    },
    Field {
        kind: ResourceKind::S3Bucket,
        name: "incomplete_uploads",
        field_type: FieldType::Number,
        help: "incomplete uploads",
        null: "could not be listed",
    },
    Field {
        kind: ResourceKind::S3Bucket,
        name: "oldest_incomplete_upload_age",
        field_type: FieldType::Age,
        help: "age of the oldest",
        null: "could not be listed",
    },
    Field {
        kind: ResourceKind::S3Bucket,
        name: "aborts_incomplete_uploads",
        field_type: FieldType::Flag,
        help: "an enabled rule aborts",
        null: "could not be read",
    },
    Field {
        kind: ResourceKind::S3Bucket,
        name: "versioning",
        field_type: FieldType::Text,
        help: "versioning",
        null: "could not be read",
    },
    Field {
        kind: ResourceKind::S3Bucket,
        name: "expires_noncurrent",
        field_type: FieldType::Flag,
        help: "an enabled rule expires noncurrent versions",
        null: "could not be read",
    },
    Field {
        kind: ResourceKind::S3Bucket,
        name: "standard_size",
        field_type: FieldType::Gib,
        help: "bytes in Standard",
        null: "CloudWatch was not answered",
    },
    Field {
        kind: ResourceKind::S3Bucket,
        name: "lifecycle_transitions",
        field_type: FieldType::Flag,
        help: "an enabled rule transitions",
        null: "could not be read",
    },
    Field {
        kind: ResourceKind::S3Bucket,
        name: "average_object_size",
        field_type: FieldType::Gib,
        help: "bytes by object",
        null: "CloudWatch was not answered or it is empty",
    },
];
