//! What AWS must allow for deliveries: statements of an IAM policy, as narrow as the targets.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::target::Target;

/// One statement for objects and one for topics; none where no target needs them. `partition` is that of ARNs, `aws`;
/// topics say their own.
///
/// A bucket whose default key is one of KMS also needs `kms:GenerateDataKey` on that key, which the target does not
/// tell.
pub fn statements(partition: &str, targets: &[Target]) -> Vec<Value> {
    let mut objects = BTreeSet::new();
    let mut topics = BTreeSet::new();
    for target in targets {
        match target {
            Target::S3 { bucket, key } => {
                objects.insert(format!("arn:{partition}:s3:::{bucket}/{}", key.pattern()));
            }
            Target::Sns(topic) => {
                topics.insert(topic.as_str().to_owned());
            }
            Target::File(_) | Target::Mail(_) | Target::Slack(_) | Target::Webhook(_) => {}
        }
    }
    let statement = |sid: &str, action: &str, resources: BTreeSet<String>| {
        (!resources.is_empty())
            .then(|| json!({ "Sid": sid, "Effect": "Allow", "Action": action, "Resource": resources }))
    };
    [
        statement("CloudtrimDeliverObjects", "s3:PutObject", objects),
        statement("CloudtrimDeliverMessages", "sns:Publish", topics),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Buckets do not say which partition they are in; topics beside them do.
pub fn partition_of(targets: &[Target]) -> Option<&str> {
    targets.iter().find_map(|target| match target {
        Target::Sns(topic) => topic.as_str().split(':').nth(1),
        _ => None,
    })
}
