//! What the collectors declare: the IAM policy, the charged calls, and what the errors tell people.
//! The calls themselves are tested end to end, against an AWS-compatible server.
#![cfg(feature = "aws")]

use cloudtrim::collect::{Charge, CollectError, operations, permissions};

#[test]
fn the_policy_is_the_least_that_the_collectors_need() {
    let policy = serde_json::to_string_pretty(&permissions()).unwrap();
    insta::assert_snapshot!("policy", policy);
}

#[test]
fn the_policy_allows_every_declared_action_and_nothing_else() {
    let policy = permissions();
    let [statement] = policy.as_slice() else { panic!("{policy:?}") };
    assert_eq!(statement["Effect"], "Allow");
    let allowed: Vec<&str> =
        statement["Action"].as_array().unwrap().iter().map(|action| action.as_str().unwrap()).collect();
    let declared: Vec<&str> = operations().iter().flat_map(|operation| operation.actions.iter().copied()).collect();
    for action in &declared {
        assert!(allowed.contains(action), "{action} is declared and not allowed");
    }
    for action in &allowed {
        assert!(declared.contains(action), "{action} is allowed and not declared");
        assert!(!action.contains('*'), "{action} is wider than one action");
    }
}

#[test]
fn what_aws_charges_for_is_marked() {
    let charged: Vec<(&str, Charge)> = operations()
        .iter()
        .filter(|operation| operation.charge != Charge::Free)
        .map(|operation| (operation.name, operation.charge))
        .collect();
    insta::assert_debug_snapshot!("charged_operations", charged);
}

#[test]
fn errors_that_end_a_collection_tell_what_to_do() {
    let cases = [
        (CollectError::NoCredentials, "aws sso login"),
        (CollectError::NoRegion, "--region"),
        (
            CollectError::UnknownRegion { name: "us-est-1".to_owned(), similar: Some("us-east-1".to_owned()) },
            "did you mean `us-east-1`?",
        ),
    ];
    for (error, hint) in cases {
        let said = error.hint().unwrap_or_default();
        assert!(said.contains(hint), "{error}: {said}");
    }
    assert_eq!(CollectError::Interrupted.hint(), None);
}
