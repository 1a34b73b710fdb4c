//! S3 and SNS against the AWS-compatible server of the end-to-end tests.

use std::process::Command;
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};

use cloudtrim::deliver::{DocumentFormat, Ledger, Outcome};
use cloudtrim::model::delivery::DeliveryState;
use serde_json::{Value, json};

use super::{Room, only, parcel, reason, to};
use crate::e2e::server::{SECRETS, Server};

const TOPIC: &str = "arn:aws:sns:us-east-1:123456789012:reports";

/// One server for all, since faults are the server's; a test holds it while it uses it.
fn server() -> MutexGuard<'static, Server> {
    static SERVER: OnceLock<Mutex<Server>> = OnceLock::new();
    let start = || {
        let server = Server::start(&[]);
        server.python("seed.delivery", &["prepare"]);
        Mutex::new(server)
    };
    SERVER.get_or_init(start).lock().unwrap_or_else(PoisonError::into_inner)
}

/// Deliver with the environment of a process that has credentials of `server`: this one's cannot be changed.
fn deliver(server: &Server, room: &Room, targets: &[&str]) -> Outcome {
    let told = room.path().join("outcome.json");
    let output = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "deliver::aws::a_process_that_delivers", "--ignored", "--nocapture"])
        .env_clear()
        .env("HOME", room.path())
        .env("AWS_ENDPOINT_URL", server.endpoint())
        .env("AWS_ACCESS_KEY_ID", "testing")
        .env("AWS_SECRET_ACCESS_KEY", SECRETS[0])
        .env("AWS_SESSION_TOKEN", SECRETS[1])
        .env("AWS_EC2_METADATA_DISABLED", "true")
        .env("DELIVER_TARGETS", targets.join("\n"))
        .env("DELIVER_LEDGER", room.ledger())
        .env("DELIVER_OUTCOME", &told)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
    let text = std::fs::read_to_string(&told).unwrap();
    assert!(SECRETS.iter().all(|secret| !said.contains(secret) && !text.contains(secret)), "{said}{text}");
    Outcome { deliveries: serde_json::from_str(&text).unwrap(), warnings: Vec::new() }
}

#[test]
#[ignore = "the other side of `deliver`"]
fn a_process_that_delivers() {
    let Ok(targets) = std::env::var("DELIVER_TARGETS") else { return };
    let deliveries = to(&targets.lines().collect::<Vec<_>>());
    let ledger = std::env::var("DELIVER_LEDGER").unwrap();
    let mut ledger = Ledger::open(ledger.as_ref()).unwrap();
    let outcome = Room::new()
        .surrounded(|surroundings| cloudtrim::deliver::deliver(&parcel(), &deliveries, &mut ledger, surroundings));
    std::fs::write(std::env::var("DELIVER_OUTCOME").unwrap(), serde_json::to_string(&outcome.deliveries).unwrap())
        .unwrap();
}

/// What the buckets and queues hold.
fn look(server: &Server, what: &[&str]) -> Value {
    serde_json::from_str(&server.python("seed.delivery", what)).unwrap()
}

#[test]
fn an_object_arrives_with_its_type_and_only_once() {
    let server = server();
    let targets = ["s3://acme-reports/cost/{month}/report.html"];
    let room = Room::new();
    assert_eq!(only(&deliver(&server, &room, &targets)).state, DeliveryState::Sent { attempts: 1 });
    let object = look(&server, &["object", "acme-reports", "cost/2026-10/report.html"]);
    assert_eq!(object["content_type"], "text/html; charset=utf-8");
    assert_eq!(object["text"].as_str().unwrap().as_bytes(), parcel().documents[&DocumentFormat::Html]);
    assert_eq!(object["metadata"], json!({ "cloudtrim-report": parcel().digest() }));
    server.take_calls();
    assert!(matches!(only(&deliver(&server, &room, &targets)).state, DeliveryState::AlreadySent { .. }));
    assert!(server.take_calls().is_empty(), "a rerun asks AWS nothing");
}

#[test]
fn a_message_arrives_in_a_queue_and_names_the_object() {
    let server = server();
    let targets = [&format!("sns:{TOPIC}"), "s3://acme-reports/linked/"];
    let outcome = deliver(&server, &Room::new(), &targets);
    assert_eq!(outcome.failed(), 0, "{outcome:#?}");
    assert_eq!(outcome.deliveries.len(), 6, "five formats, then the message");
    let messages = look(&server, &["messages"]);
    let message = messages.as_array().unwrap().last().unwrap();
    assert_eq!(message["Subject"], "AWS cost report, October 2026: $12,345.67 (+4.2 %)");
    let body: Value = serde_json::from_str(message["Message"].as_str().unwrap()).unwrap();
    assert_eq!(body["schema"], "cloudtrim.delivery/1", "queues get JSON");
    assert_eq!(body["links"], json!(["s3://acme-reports/linked/cloudtrim-2026-10.html"]));
    assert_eq!(message["MessageAttributes"]["month"]["Value"], "2026-10");
}

#[test]
fn what_is_denied_says_what_to_allow_and_is_not_asked_again() {
    let server = server();
    server.post(
        "faults",
        &json!([
            { "service": "s3", "operation": "PutObject", "kind": "deny" },
            { "service": "sns", "operation": "Publish", "kind": "deny" },
        ]),
    );
    let targets = ["s3://acme-reports/denied.html", &format!("sns:{TOPIC}")];
    let outcome = deliver(&server, &Room::new(), &targets);
    server.post("faults", &json!([]));
    assert_eq!(outcome.failed(), 2, "{outcome:#?}");
    let (object, topic) = (reason(&outcome.deliveries[0]), reason(&outcome.deliveries[1]));
    assert!(object.0.contains("allow s3:PutObject on arn:aws:s3:::acme-reports/denied.html"), "{object:?}");
    assert!(topic.0.contains(&format!("allow sns:Publish on {TOPIC}")), "{topic:?}");
    assert_eq!((object.1, topic.1), (1, 1));
}

#[test]
fn a_bucket_and_a_topic_that_do_not_exist_fail_alone() {
    let server = server();
    let targets =
        ["s3://acme-nowhere/a.html", "sns:arn:aws:sns:us-east-1:123456789012:nowhere", "s3://acme-reports/beside.html"];
    let outcome = deliver(&server, &Room::new(), &targets);
    assert_eq!(outcome.failed(), 2, "{outcome:#?}");
    assert!(reason(&outcome.deliveries[0]).0.starts_with("answered NoSuchBucket"), "{outcome:#?}");
    assert_eq!(outcome.deliveries[1].state, DeliveryState::Sent { attempts: 1 });
    assert!(reason(&outcome.deliveries[2]).0.starts_with("answered NotFound"), "{outcome:#?}");
}

#[test]
fn throttling_passes() {
    let server = server();
    server.post("faults", &json!([{ "service": "s3", "operation": "PutObject", "kind": "throttle", "first": 2 }]));
    let room = Room::new();
    let outcome = deliver(&server, &room, &["s3://acme-reports/throttled.html"]);
    server.post("faults", &json!([]));
    assert_eq!(only(&outcome).state, DeliveryState::Sent { attempts: 3 });
}

#[test]
fn the_policy_allows_what_deliveries_need() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("cloudtrim.yml"), format!("deliver:\n  targets: [\"sns:{TOPIC}\"]\n")).unwrap();
    let arguments = ["permissions", "--deliver", "s3://acme-reports/{month}/", "--deliver", "configured"];
    let (code, policy, said) = crate::cli::run(folder.path(), &arguments);
    assert_eq!((code, said.as_str()), (0, ""));
    let policy: Value = serde_json::from_str(&policy).unwrap();
    let statements = policy["Statement"].as_array().unwrap();
    assert_eq!(statements.len(), 3);
    assert_eq!(statements[1]["Resource"], json!(["arn:aws:s3:::acme-reports/*/*"]));
    assert_eq!(statements[2]["Resource"], json!([TOPIC]));
    let (code, _, said) = crate::cli::run(folder.path(), &["permissions", "--deliver", "https://example.com/hunter2"]);
    assert!(code == 2 && !said.contains("hunter2"), "{said}");
}
