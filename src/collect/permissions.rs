//! What the collectors call, and the least-privilege IAM policy that follows.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::operation::Operation;
use super::{
    autoscaling, budgets, cloudwatch, commitment_coverage, cost_explorer, dynamodb, ec2, ecs, elasticache, lambda,
    logs, rds, s3, savings_plans, session,
};

/// Every operation a collector may call, each declared beside its call.
pub fn operations() -> Vec<Operation> {
    [
        session::OPERATIONS,
        ec2::OPERATIONS,
        autoscaling::OPERATIONS,
        ecs::OPERATIONS,
        cloudwatch::OPERATIONS,
        dynamodb::OPERATIONS,
        lambda::OPERATIONS,
        logs::OPERATIONS,
        s3::OPERATIONS,
        rds::OPERATIONS,
        elasticache::OPERATIONS,
        cost_explorer::OPERATIONS,
        budgets::OPERATIONS,
        commitment_coverage::OPERATIONS,
        savings_plans::OPERATIONS,
    ]
    .concat()
}

/// The statements of an IAM policy that allow what the collectors call and nothing else.
///
/// The actions only read; most of them cannot be narrowed to resources, and the others are asked of whatever exists.
/// GetCallerIdentity needs no permission.
pub fn permissions() -> Vec<Value> {
    let actions: BTreeSet<&str> = operations().iter().flat_map(|operation| operation.actions.iter().copied()).collect();
    vec![json!({
        "Sid": "CloudtrimReadOnly",
        "Effect": "Allow",
        "Action": actions.into_iter().collect::<Vec<_>>(),
        "Resource": "*",
    })]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_operation_is_declared_once_and_has_actions() {
        let operations = operations();
        let names: BTreeSet<_> = operations.iter().map(|operation| (operation.service, operation.name)).collect();
        assert_eq!(names.len(), operations.len());
        for operation in operations.iter().filter(|operation| operation.name != "GetCallerIdentity") {
            assert!(!operation.actions.is_empty(), "{}", operation.name);
        }
    }

    #[test]
    fn actions_only_read() {
        for operation in operations() {
            for action in operation.actions {
                let (service, verb) = action.split_once(':').unwrap();
                let services = [
                    "application-autoscaling",
                    "autoscaling",
                    "budgets",
                    "ce",
                    "cloudwatch",
                    "dynamodb",
                    "ec2",
                    "ecs",
                    "elasticache",
                    "lambda",
                    "logs",
                    "rds",
                    "s3",
                    "savingsplans",
                ];
                assert!(services.contains(&service), "{action}");
                assert!(["Describe", "List", "Get", "View"].iter().any(|read| verb.starts_with(read)), "{action}");
            }
        }
    }
}
