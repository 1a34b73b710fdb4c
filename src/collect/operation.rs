//! An AWS API operation as a collector declares it, beside the call.

/// One operation with the IAM actions it needs and what AWS charges for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Operation {
    /// As gaps name the service: `EC2`, `EBS`, `S3`, …
    pub service: &'static str,
    /// The API's own name: `DescribeVolumes`.
    pub name: &'static str,
    /// IAM's names; they differ from the API's in places (`s3:ListAllMyBuckets` for ListBuckets).
    pub actions: &'static [&'static str],
    pub charge: Charge,
}

/// What AWS charges for an operation, at list price.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Charge {
    Free,
    /// $0.01 a request: <https://aws.amazon.com/aws-cost-management/pricing/>.
    CostExplorerRequest,
    /// $0.01 per 1,000 metrics requested: <https://aws.amazon.com/cloudwatch/pricing/>.
    MetricRequested,
    /// $0.01 per 1,000 requests: <https://aws.amazon.com/cloudwatch/pricing/>.
    CloudWatchRequest,
    /// $0.005 per 1,000 LIST requests: <https://aws.amazon.com/s3/pricing/> (us-east-1).
    S3List,
    /// $0.0004 per 1,000 GET requests: <https://aws.amazon.com/s3/pricing/> (us-east-1).
    S3Get,
}

impl Operation {
    pub(super) const fn free(service: &'static str, name: &'static str, actions: &'static [&'static str]) -> Self {
        Self { service, name, actions, charge: Charge::Free }
    }

    pub(super) const fn charged(self, charge: Charge) -> Self {
        Self { charge, ..self }
    }
}

impl Charge {
    /// Dollars for one, as a decimal number.
    pub const fn usd(self) -> &'static str {
        match self {
            Self::Free => "0",
            Self::CostExplorerRequest => "0.01",
            Self::MetricRequested | Self::CloudWatchRequest => "0.00001",
            Self::S3List => "0.000005",
            Self::S3Get => "0.0000004",
        }
    }
}
