//! The IAM policy that a store in S3 needs, apart from that of reading AWS.

use serde_json::{Value, json};

use super::store::ANALYSES;

/// What adding and reading need; with `prune`, what taking away needs too. Of the objects of the store alone.
pub fn permissions(bucket: &str, prefix: &str, prune: bool) -> Value {
    let below = if prefix.is_empty() { ANALYSES.to_owned() } else { format!("{prefix}/{ANALYSES}") };
    let objects = format!("arn:aws:s3:::{bucket}/{below}*");
    let mut statements = vec![
        json!({
            "Sid": "CloudtrimStore",
            "Effect": "Allow",
            "Action": ["s3:GetObject", "s3:PutObject"],
            "Resource": objects,
        }),
        // Without it S3 says of a missing object that it is denied.
        json!({
            "Sid": "CloudtrimStoreList",
            "Effect": "Allow",
            "Action": ["s3:ListBucket"],
            "Resource": format!("arn:aws:s3:::{bucket}"),
            "Condition": {"StringLike": {"s3:prefix": format!("{below}*")}},
        }),
    ];
    if prune {
        statements.push(json!({
            "Sid": "CloudtrimStorePrune",
            "Effect": "Allow",
            "Action": ["s3:DeleteObject"],
            "Resource": objects,
        }));
    }
    json!({"Version": "2012-10-17", "Statement": statements})
}
