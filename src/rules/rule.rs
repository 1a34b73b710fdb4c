//! The typed rule.

use super::condition::{Condition, Leaf, Need};
use super::literal::{Dimension, Literal, LiteralUnit};
use crate::model::action::{Effort, Severity};
use crate::model::ids::ResourceKind;

/// Gives each variant its word, so that YAML and Rust cannot drift apart.
macro_rules! remediations {
    ($($(#[$doc:meta])* $variant:ident $(($($parameter:literal: $dimension:ident),*))?),* $(,)?) => {
        /// A remediation word; `remedy` has one file for each.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Remediation { $($(#[$doc])* $variant),* }

        impl Remediation {
            pub const ALL: &'static [(&'static str, Self)] = &[$((stringify!($variant), Self::$variant)),*];

            /// As a rule spells it.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => stringify!($variant)),* }
            }

            /// The parameters it reads: a rule that uses the word must declare them.
            pub const fn parameters(self) -> &'static [(&'static str, Dimension)] {
                match self { $(Self::$variant => &[$($(($parameter, Dimension::$dimension)),*)?]),* }
            }
        }
    };
}

remediations! {
    /// The resource goes.
    Delete,
    /// The instance stops running; its volumes and addresses stay.
    Stop,
    /// Terminate a stopped instance with its attached volumes and addresses.
    DeleteStoppedInstance,
    /// The cheapest type of the same architecture that carries the demand.
    Rightsize,
    /// The cheapest Graviton type that carries the demand.
    MigrateToGraviton,
    /// The cheapest type that carries what the one of now does not.
    EnlargeInstance,
    /// The next larger size, whose price is below size + surplus credits.
    ResizeForSurplusCredits("window": Duration, "coverage": Percent),
    /// A newer generation of the same line.
    UpgradeGeneration,
    DisableDetailedMonitoring,
    /// Stopped at the hours of the week at which nobody uses it.
    ScheduleOffHours(
        "cpu_at_most": Percent, "network_at_most": Size, "stopped_hours_at_least": Number,
        "false_stops_at_most": Percent, "coverage": Percent
    ),
    /// Fewer instances in an Auto Scaling group that never needs as many.
    LowerCapacityFloor,
    /// A smaller type for all instances of an Auto Scaling group.
    RightsizeAutoScalingGroup,
    /// Size and number of a service's Fargate tasks.
    ResizeFargateTasks,
    /// Fargate tasks on Graviton.
    MigrateTasksToArm64,
    /// gp2 → gp3.
    MigrateToGp3("headroom": Percent, "window": Duration, "coverage": Percent),
    /// io1/io2 IOPS down to what is used.
    ReduceProvisionedIops("iops_headroom": Percent, "used_below": Percent, "window": Duration, "coverage": Percent),
    /// gp3 IOPS and throughput down to what is used.
    ReduceGp3Performance("headroom": Percent, "window": Duration, "coverage": Percent),
    /// The cheapest of fixed capacity, auto scaling and on-demand that holds.
    ChangeTableCapacity("headroom": Percent, "target_utilization": Percent),
    /// Less memory, as far as what was used leaves room.
    ReduceFunctionMemory("memory_headroom": Percent, "window": Duration),
    /// x86_64 → arm64.
    MigrateFunctionToArm64,
    SetLogRetention("target_retention": Duration),
    UseInfrequentAccessLogs,
    AddLifecycleTransitions("minimum_object_size": Size),
    AbortIncompleteUploads("older_than": Duration),
    ExpireNoncurrentVersions,
    UseIntelligentTiering("minimum_object_size": Size),
    /// A cheaper class that carries the database, and provisioned IOPS and throughput down to what is used.
    RightsizeDatabase,
    /// The cheapest class that carries a database which its own does not.
    EnlargeDatabase,
    /// A cheaper node type that carries the cache.
    RightsizeCache,
    /// Delete a cache that nobody is connected to, with the replication group whose nodes all are so.
    DeleteIdleCache("connections_at_most": Number, "window": Duration, "coverage": Percent),
}

impl Remediation {
    /// Whether the word means anything for resources of this kind.
    pub const fn fits(self, kind: ResourceKind) -> bool {
        match self {
            Self::Delete => true,
            Self::Stop => matches!(kind, ResourceKind::Ec2Instance | ResourceKind::RdsInstance),
            Self::RightsizeDatabase | Self::EnlargeDatabase => matches!(kind, ResourceKind::RdsInstance),
            Self::RightsizeCache | Self::DeleteIdleCache => matches!(kind, ResourceKind::ElasticacheCluster),
            Self::DeleteStoppedInstance
            | Self::Rightsize
            | Self::MigrateToGraviton
            | Self::EnlargeInstance
            | Self::ResizeForSurplusCredits
            | Self::UpgradeGeneration
            | Self::DisableDetailedMonitoring
            | Self::ScheduleOffHours => matches!(kind, ResourceKind::Ec2Instance),
            Self::LowerCapacityFloor | Self::RightsizeAutoScalingGroup => {
                matches!(kind, ResourceKind::AutoscalingGroup)
            }
            Self::ResizeFargateTasks | Self::MigrateTasksToArm64 => matches!(kind, ResourceKind::EcsService),
            Self::MigrateToGp3 | Self::ReduceProvisionedIops | Self::ReduceGp3Performance => {
                matches!(kind, ResourceKind::EbsVolume)
            }
            Self::ChangeTableCapacity => matches!(kind, ResourceKind::DynamodbTable),
            Self::ReduceFunctionMemory | Self::MigrateFunctionToArm64 => matches!(kind, ResourceKind::LambdaFunction),
            Self::SetLogRetention | Self::UseInfrequentAccessLogs => matches!(kind, ResourceKind::LogsGroup),
            Self::AddLifecycleTransitions
            | Self::AbortIncompleteUploads
            | Self::ExpireNoncurrentVersions
            | Self::UseIntelligentTiering => matches!(kind, ResourceKind::S3Bucket),
        }
    }
}

/// A rule, parsed and typed, with its parameters resolved.
#[derive(Clone, Debug)]
pub struct Rule {
    pub id: String,
    pub summary: String,
    pub why: String,
    pub kind: ResourceKind,
    pub severity: Severity,
    pub parameters: Vec<RuleParameter>,
    pub remediation: Remediation,
    pub effort: Effort,
    pub hygiene: bool,
    pub restore: String,
    pub references: Vec<String>,
    /// Where one does not hold, what would be flagged is unknown.
    pub needs: Vec<Need>,
    pub when: Condition,
}

#[derive(Clone, Debug, PartialEq)]
pub struct RuleParameter {
    pub name: String,
    /// In the parameter's own unit: days for a duration, percent for a percentage, GiB for a size.
    pub value: f64,
    /// As written: `14 days`, `20 %`, `10 GiB`.
    pub shown: String,
    pub help: String,
    pub overridden: bool,
    /// The unit of `value`: days, %, GiB or none.
    pub unit: LiteralUnit,
    /// The least and the most it may be, inclusive.
    pub minimum: Option<Literal>,
    pub maximum: Option<Literal>,
}

impl RuleParameter {
    pub const fn literal(&self) -> Literal {
        Literal { number: self.value, unit: self.unit }
    }

    /// Give it another value of the same dimension, within its bounds; the message says what is wrong.
    pub fn set(&mut self, literal: Literal) -> Result<(), String> {
        if literal.dimension() != self.unit.dimension() {
            return Err(format!("`{literal}` does not fit: expected {}", self.unit.dimension().example()));
        }
        if let Some(minimum) = self.minimum.filter(|minimum| literal.base() < minimum.base()) {
            return Err(format!("`{literal}` is less than the minimum of {minimum}"));
        }
        if let Some(maximum) = self.maximum.filter(|maximum| literal.base() > maximum.base()) {
            return Err(format!("`{literal}` is more than the maximum of {maximum}"));
        }
        self.value = literal.in_unit(self.unit).number;
        self.shown = literal.to_string();
        self.overridden = true;
        Ok(())
    }
}

impl Rule {
    /// The value of a parameter that remediation needs; `None` when the rule declares no such name.
    pub fn parameter(&self, name: &str) -> Option<f64> {
        self.parameters.iter().find(|parameter| parameter.name == name).map(|parameter| parameter.value)
    }

    /// The leaves of its needs and conditions, in the order of the file.
    pub fn leaves(&self) -> Vec<Leaf<'_>> {
        let mut leaves = Vec::new();
        for condition in self.needs.iter().map(|need| &need.condition).chain([&self.when]) {
            condition.each_leaf(&mut |leaf| leaves.push(leaf));
        }
        leaves
    }
}
