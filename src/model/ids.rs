//! Names of accounts, regions and resources.

use std::fmt;

use serde::{Deserialize, Serialize};

macro_rules! text_id {
    ($($(#[$doc:meta])* $id:ident;)*) => {
        $($(#[$doc])*
        #[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $id(String);

        impl $id {
            pub fn new(text: impl Into<String>) -> Self {
                Self(text.into())
            }
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $id {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(&self.0)
            }
        }

        impl From<&str> for $id {
            fn from(text: &str) -> Self {
                Self(text.to_owned())
            }
        })*
    };
}

text_id! {
    /// An AWS account id: twelve digits.
    AccountId;
    /// A region code: `eu-west-1`.
    Region;
}

impl Region {
    /// The group of regions that it belongs to, as ARNs name it: `aws`, `aws-cn` or `aws-us-gov`.
    pub fn partition(&self) -> &'static str {
        match self.as_str() {
            code if code.starts_with("cn-") => "aws-cn",
            code if code.starts_with("us-gov-") => "aws-us-gov",
            _ => "aws",
        }
    }
}

/// Every kind of resource a dataset can hold; the name is the file's stem in `resources/` and `metrics/`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ResourceKind {
    Ec2Instance,
    Ec2InstanceType,
    Ec2Image,
    Ec2Address,
    AutoscalingGroup,
    EcsService,
    Ec2ReservedInstances,
    EbsVolume,
    EbsSnapshot,
    CloudwatchAlarm,
    DynamodbTable,
    LambdaFunction,
    LogsGroup,
    S3Bucket,
    RdsInstance,
    ElasticacheCluster,
    SavingsPlan,
}

impl ResourceKind {
    pub const ALL: [Self; 17] = [
        Self::Ec2Instance,
        Self::Ec2InstanceType,
        Self::Ec2Image,
        Self::Ec2Address,
        Self::AutoscalingGroup,
        Self::EcsService,
        Self::Ec2ReservedInstances,
        Self::EbsVolume,
        Self::EbsSnapshot,
        Self::CloudwatchAlarm,
        Self::DynamodbTable,
        Self::LambdaFunction,
        Self::LogsGroup,
        Self::S3Bucket,
        Self::RdsInstance,
        Self::ElasticacheCluster,
        Self::SavingsPlan,
    ];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Ec2Instance => "ec2-instance",
            Self::Ec2InstanceType => "ec2-instance-type",
            Self::Ec2Image => "ec2-image",
            Self::Ec2Address => "ec2-address",
            Self::AutoscalingGroup => "autoscaling-group",
            Self::EcsService => "ecs-service",
            Self::Ec2ReservedInstances => "ec2-reserved-instances",
            Self::EbsVolume => "ebs-volume",
            Self::EbsSnapshot => "ebs-snapshot",
            Self::CloudwatchAlarm => "cloudwatch-alarm",
            Self::DynamodbTable => "dynamodb-table",
            Self::LambdaFunction => "lambda-function",
            Self::LogsGroup => "logs-group",
            Self::S3Bucket => "s3-bucket",
            Self::RdsInstance => "rds-instance",
            Self::ElasticacheCluster => "elasticache-cluster",
            Self::SavingsPlan => "savings-plan",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// As people call the service; `--group-by service` and gaps use it.
    pub const fn service(self) -> &'static str {
        match self {
            Self::Ec2Instance | Self::Ec2InstanceType | Self::Ec2Image | Self::Ec2Address => "EC2",
            Self::AutoscalingGroup => "EC2 Auto Scaling",
            Self::EcsService => "ECS",
            Self::Ec2ReservedInstances => "Reserved Instances",
            Self::EbsVolume | Self::EbsSnapshot => "EBS",
            Self::CloudwatchAlarm => "CloudWatch",
            Self::DynamodbTable => "DynamoDB",
            Self::LambdaFunction => "Lambda",
            Self::LogsGroup => "CloudWatch Logs",
            Self::S3Bucket => "S3",
            Self::RdsInstance => "RDS",
            Self::ElasticacheCluster => "ElastiCache",
            Self::SavingsPlan => "Savings Plans",
        }
    }
}

impl fmt::Display for ResourceKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// One resource, named wherever it is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ResourceKey {
    pub kind: ResourceKind,
    pub account: AccountId,
    pub region: Region,
    /// `i-…`, `vol-…`, `snap-…`, `eipalloc-…`, a function's, table's, log group's or bucket's name.
    pub id: String,
}

impl ResourceKey {
    /// The Amazon Resource Name; the partition follows from the region.
    pub fn arn(&self) -> String {
        let Self { account, region, id, .. } = self;
        let partition = region.partition();
        match self.kind {
            ResourceKind::Ec2Instance => format!("arn:{partition}:ec2:{region}:{account}:instance/{id}"),
            ResourceKind::Ec2InstanceType => format!("arn:{partition}:ec2:{region}::instance-type/{id}"),
            ResourceKind::Ec2Image => format!("arn:{partition}:ec2:{region}::image/{id}"),
            ResourceKind::Ec2Address => format!("arn:{partition}:ec2:{region}:{account}:elastic-ip/{id}"),
            // The middle of a group's ARN is an id that only Auto Scaling knows; policies write it so.
            ResourceKind::AutoscalingGroup => {
                format!("arn:{partition}:autoscaling:{region}:{account}:autoScalingGroup:*:autoScalingGroupName/{id}")
            }
            ResourceKind::EcsService => format!("arn:{partition}:ecs:{region}:{account}:service/{id}"),
            ResourceKind::Ec2ReservedInstances => {
                format!("arn:{partition}:ec2:{region}:{account}:reserved-instances/{id}")
            }
            ResourceKind::EbsVolume => format!("arn:{partition}:ec2:{region}:{account}:volume/{id}"),
            ResourceKind::EbsSnapshot => format!("arn:{partition}:ec2:{region}::snapshot/{id}"),
            ResourceKind::CloudwatchAlarm => format!("arn:{partition}:cloudwatch:{region}:{account}:alarm:{id}"),
            ResourceKind::DynamodbTable => format!("arn:{partition}:dynamodb:{region}:{account}:table/{id}"),
            ResourceKind::LambdaFunction => format!("arn:{partition}:lambda:{region}:{account}:function:{id}"),
            ResourceKind::LogsGroup => format!("arn:{partition}:logs:{region}:{account}:log-group:{id}"),
            ResourceKind::S3Bucket => format!("arn:{partition}:s3:::{id}"),
            ResourceKind::RdsInstance => format!("arn:{partition}:rds:{region}:{account}:db:{id}"),
            ResourceKind::ElasticacheCluster => format!("arn:{partition}:elasticache:{region}:{account}:cluster:{id}"),
            ResourceKind::SavingsPlan => format!("arn:{partition}:savingsplans::{account}:savingsplan/{id}"),
        }
    }
}

impl fmt::Display for ResourceKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} ({} {})", self.kind, self.id, self.account, self.region)
    }
}
