//! What a store in S3 needs of IAM, apart from that of reading AWS.

use serde_json::{Value, json};

use super::reported::{DELIVERIES, REPORTS};
use super::store::ANALYSES;

/// Statements of a policy for adding and reading; with `prune`, for taking analyses away too. Of the objects of the
/// store alone. `partition` is that of ARNs: `aws`.
pub fn permissions(partition: &str, bucket: &str, prefix: &str, prune: bool) -> Vec<Value> {
    let below = |name: &str| if prefix.is_empty() { format!("{name}*") } else { format!("{prefix}/{name}*") };
    let bucket = format!("arn:{partition}:s3:::{bucket}");
    let objects = |name: &str| format!("{bucket}/{}", below(name));
    let kept = [ANALYSES, REPORTS, DELIVERIES];
    let (resources, prefixes) = (kept.map(objects), kept.map(below));
    let mut statements = vec![
        json!({
            "Sid": "CloudtrimStore",
            "Effect": "Allow",
            "Action": ["s3:GetObject", "s3:PutObject"],
            "Resource": resources,
        }),
        // Without it S3 says of a missing object that it is denied.
        json!({
            "Sid": "CloudtrimStoreList",
            "Effect": "Allow",
            "Action": ["s3:ListBucket"],
            "Resource": bucket,
            "Condition": {"StringLike": {"s3:prefix": prefixes}},
        }),
    ];
    if prune {
        statements.push(json!({
            "Sid": "CloudtrimStorePrune",
            "Effect": "Allow",
            "Action": ["s3:DeleteObject"],
            "Resource": objects(ANALYSES),
        }));
    }
    statements
}
