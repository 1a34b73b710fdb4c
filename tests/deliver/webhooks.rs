//! Webhooks against a server that fails, stalls and recovers.

use std::time::Duration;

use cloudtrim::deliver::{Deliveries, Patience};
use cloudtrim::model::delivery::DeliveryState;
use serde_json::Value;

use super::web_server::{Answer, WebServer};
use super::{Room, only, parcel, reason, to};

const TOKEN: &str = "aVerySecretToken";
const BUSY: Answer = Answer::Now(503, "", "overloaded");

fn sent(attempts: u32) -> DeliveryState {
    DeliveryState::Sent { attempts }
}

/// A room whose variable `HOOK` names the server, with a secret in the path.
fn room(server: &WebServer) -> Room {
    Room::new().with("HOOK", &server.url(&format!("/services/{TOKEN}")))
}

#[test]
fn a_slack_message_arrives_with_its_key() {
    let server = WebServer::start(&[]);
    let outcome = room(&server).deliver(&parcel(), &to(&["slack:HOOK"]));
    assert_eq!(only(&outcome).state, sent(1));
    let [request] = &server.requests()[..] else { panic!("one request") };
    assert_eq!(request.line, format!("POST /services/{TOKEN} HTTP/1.1"));
    assert_eq!(request.header("content-type"), Some("application/json; charset=utf-8"));
    assert_eq!(request.header("idempotency-key").map(str::len), Some(64));
    let body: Value = serde_json::from_str(&request.body).unwrap();
    assert_eq!(body["blocks"][0]["text"]["text"], parcel().title);
}

#[test]
fn a_generic_webhook_gets_the_report_whole() {
    let server = WebServer::start(&[]);
    let outcome = room(&server).deliver(&parcel(), &to(&["webhook:HOOK"]));
    assert_eq!(outcome.failed(), 0, "{outcome:?}");
    let request = &server.requests()[0];
    let body: Value = serde_json::from_str(&request.body).unwrap();
    assert_eq!(body["schema"], "cloudtrim.delivery/1");
    assert_eq!(body["report"]["month"], "2026-10");
    assert_eq!(body["idempotency_key"].as_str(), request.header("idempotency-key"));
}

#[test]
fn a_server_that_recovers_gets_it_and_every_attempt_has_the_same_key() {
    let server = WebServer::start(&[BUSY, Answer::HangUp]);
    let room = room(&server);
    let outcome = room.deliver(&parcel(), &to(&["webhook:HOOK"]));
    assert_eq!(only(&outcome).state, sent(3));
    let keys: Vec<_> =
        server.requests().iter().map(|request| request.header("idempotency-key").map(str::to_owned)).collect();
    assert!(keys.len() == 3 && keys.iter().all(|key| key == &keys[0]), "{keys:?}");
    let said = room.said.borrow();
    assert!(said[0].starts_with("webhook:HOOK: answered 503: overloaded; trying again in "), "{said:?}");
}

#[test]
fn a_server_that_stays_down_is_given_up() {
    for (answer, expected) in [
        (BUSY, "answered 503: overloaded"),
        (Answer::Now(500, "", ""), "answered 500"),
        (Answer::Now(408, "", ""), "answered 408"),
        (Answer::Noise, "gave an answer that is not HTTP"),
    ] {
        let server = WebServer::start(&vec![answer; 9]);
        let outcome = room(&server).deliver(&parcel(), &to(&["webhook:HOOK"]));
        assert_eq!(reason(only(&outcome)), (expected, 3));
        assert_eq!(server.requests().len(), 3);
    }
}

#[test]
fn a_server_that_hangs_up_is_given_up() {
    let server = WebServer::start(&vec![Answer::HangUp; 9]);
    let outcome = room(&server).deliver(&parcel(), &to(&["webhook:HOOK"]));
    assert_eq!(reason(only(&outcome)).1, 3, "{outcome:?}");
}

#[test]
fn a_server_that_stalls_is_not_waited_for_longer_than_the_timeout() {
    let server = WebServer::start(&[Answer::Stall(Duration::from_mins(1)), Answer::Stall(Duration::from_mins(1))]);
    let mut deliveries = to(&["webhook:HOOK"]);
    deliveries.patience.timeout = Duration::from_millis(700);
    let room = room(&server);
    let began = std::time::Instant::now();
    let outcome = room.deliver(&parcel(), &deliveries);
    assert_eq!(only(&outcome).state, sent(3), "{:?}", room.said.borrow());
    assert!(began.elapsed() < Duration::from_secs(30), "{:?}", began.elapsed());
    assert!(room.said.borrow()[0].contains("did not answer in time"), "{:?}", room.said.borrow());
}

#[test]
fn what_the_server_asks_for_is_waited() {
    let later = "Date: Sun, 01 Nov 2026 06:30:00 GMT\r\nRetry-After: Sun, 01 Nov 2026 06:30:09 GMT\r\n";
    let server = WebServer::start(&[Answer::Now(429, "Retry-After: 17\r\n", ""), Answer::Now(503, later, "")]);
    let room = room(&server);
    assert_eq!(only(&room.deliver(&parcel(), &to(&["slack:HOOK"]))).state, sent(3));
    let seconds: Vec<_> = room.waits.borrow().iter().map(Duration::as_secs).collect();
    assert_eq!(seconds, [17, 9]);
}

#[test]
fn refusals_are_final() {
    for (answer, expected) in [
        (Answer::Now(404, "", "no_service"), "answered 404: no_service"),
        (Answer::Now(400, "", "invalid_payload"), "answered 400: invalid_payload"),
        (
            Answer::Now(302, "Location: http://127.0.0.1:9/aVerySecretToken\r\n", ""),
            "answered 302: the address has moved",
        ),
        (Answer::Now(429, "Retry-After: 3600\r\n", ""), "answered 429; it asks to come back after 3600 s"),
    ] {
        let server = WebServer::start(&[answer]);
        let outcome = room(&server).deliver(&parcel(), &to(&["slack:HOOK"]));
        assert_eq!(reason(only(&outcome)), (expected, 1));
    }
}

#[test]
fn a_rerun_sends_only_what_is_missing() {
    let good = WebServer::start(&[]);
    let bad = WebServer::start(&vec![BUSY; 3]);
    let room = Room::new().with("GOOD", &good.url("/in")).with("BAD", &bad.url("/in"));
    let deliveries = to(&["slack:GOOD", "webhook:BAD"]);
    let first = room.deliver(&parcel(), &deliveries);
    assert_eq!((first.failed(), &first.deliveries[0].state), (1, &sent(1)));
    let second = room.deliver(&parcel(), &deliveries);
    assert!(matches!(second.deliveries[0].state, DeliveryState::AlreadySent { .. }), "{second:?}");
    assert_eq!(second.deliveries[1].state, sent(1));
    let third = room.deliver(&parcel(), &deliveries);
    assert!(third.deliveries.iter().all(|delivery| matches!(delivery.state, DeliveryState::AlreadySent { .. })));
    assert_eq!((good.requests().len(), bad.requests().len()), (1, 4));
    let resend = Deliveries { resend: true, ..deliveries };
    assert_eq!(room.deliver(&parcel(), &resend).failed(), 0);
    assert_eq!((good.requests().len(), bad.requests().len()), (2, 5));
}

#[test]
fn the_messages_of_one_target_share_their_bad_luck() {
    let mut parcel = parcel();
    parcel.summary = vec!["a long line ".repeat(240); 120];
    let server = WebServer::start(&vec![BUSY; 4]);
    let room = room(&server);
    let deliveries = to(&["slack:HOOK"]);
    let outcome = room.deliver(&parcel, &deliveries);
    let [first, second, third] = &outcome.deliveries[..] else { panic!("three messages: {outcome:?}") };
    assert_eq!(reason(first), ("answered 503: overloaded", 3));
    assert_eq!(reason(second), ("answered 503: overloaded", 1), "one probe");
    assert_eq!(reason(third), ("not tried: the messages before it failed again and again", 0));
    assert_eq!(server.requests().len(), 4);
    // Recovered, with a relapse: the messages that arrived are not sent again.
    server.then(&[Answer::Now(200, "", "ok"), BUSY, BUSY, BUSY, BUSY]);
    assert_eq!(room.deliver(&parcel, &deliveries).failed(), 2);
    assert_eq!(room.deliver(&parcel, &deliveries).failed(), 0);
    assert_eq!(server.requests().len(), 4 + 5 + 2);
}

#[test]
fn no_secret_is_said_whatever_the_server_answers() {
    let echo = Answer::Now(503, "", "no route for /services/aVerySecretToken, token aVerySecretToken");
    let server = WebServer::start(&vec![echo; 3]);
    let room = room(&server);
    let deliveries = to(&["slack:HOOK", &format!("webhook:{}", server.url("/aVerySecretToken")), "webhook:DOWN"]);
    let room = room.with("DOWN", "http://127.0.0.1:1/services/aVerySecretToken");
    let outcome = room.deliver(&parcel(), &deliveries);
    let ledger = std::fs::read_to_string(room.ledger()).unwrap_or_default();
    let all = format!("{outcome:?} {deliveries:?} {:?} {ledger}", room.said.borrow());
    assert!(!all.contains(TOKEN), "{all}");
    assert!(all.contains("[redacted]"), "{all}");
    assert_eq!(outcome.failed(), 2);
}

#[test]
fn a_variable_that_holds_no_url_is_said_without_what_it_holds() {
    for value in ["aVerySecretToken", "ftp://example.com/aVerySecretToken", "http://example.com/aVerySecretToken"] {
        let outcome = Room::new().with("HOOK", value).deliver(&parcel(), &to(&["slack:HOOK", "webhook:HOOK"]));
        assert_eq!(outcome.failed(), 2);
        assert!(!format!("{outcome:?}").contains(TOKEN), "{outcome:?}");
    }
}

#[test]
fn patience_has_sane_defaults() {
    let patience = Patience::default();
    assert!(patience.attempts > 1 && patience.timeout >= Duration::from_secs(10));
}
