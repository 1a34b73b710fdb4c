//! Parts of functions and tables, and what follows from them.

use serde::{Deserialize, Serialize};

use super::resource::Function;
use super::vocabulary::{CapacityDirection, PackageType};

/// Runtimes that exist for x86_64 alone, all of them deprecated (AWS Lambda Developer Guide, *Lambda runtimes* and its
/// history; <https://docs.aws.amazon.com/toolkit-for-jetbrains/latest/userguide/lambda-runtimes.html> lists both
/// architectures). Newer ones exist for both.
const X86_ONLY_RUNTIMES: [&str; 15] = [
    "dotnetcore1.0",
    "dotnetcore2.0",
    "dotnetcore2.1",
    "go1.x",
    "java8",
    "nodejs",
    "nodejs10.x",
    "nodejs4.3",
    "nodejs6.10",
    "nodejs8.10",
    "provided",
    "python2.7",
    "python3.6",
    "python3.7",
    "ruby2.5",
];

impl Function {
    /// Whether it could be built for arm64; `None` where its runtime is not known.
    pub fn runs_on_arm64(&self) -> Option<bool> {
        match (&self.package_type, &self.runtime) {
            (Some(PackageType::Image), _) => Some(true),
            (_, Some(runtime)) => Some(!X86_ONLY_RUNTIMES.contains(&runtime.as_str())),
            (_, None) => None,
        }
    }
}

/// A global secondary index of a DynamoDB table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TableIndex {
    pub name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub read_capacity_units: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub write_capacity_units: Option<u32>,
    /// IndexSizeBytes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub size_bytes: Option<u64>,
}

/// What Application Auto Scaling does to one capacity of a table or index.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CapacityScaling {
    /// The index; `None` for the table itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub index: Option<String>,
    pub direction: CapacityDirection,
    pub minimum_units: u32,
    pub maximum_units: u32,
    /// Target utilization of its target tracking policy; `None` without one, or where policies could not be read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target_percent: Option<f64>,
}
