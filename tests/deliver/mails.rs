//! Mails against a real mail server: TLS, STARTTLS, passwords, refusals.

use cloudtrim::deliver::{Deliveries, MailAddress, Outcome, SmtpServer};
use cloudtrim::model::delivery::DeliveryState;

use super::mail_server::{MailServer, parsed};
use super::{Room, only, parcel, reason, to};

const PASSWORD: &str = "hunter2-and-more";
const ACCOUNT: [&str; 4] = ["--user", "reports", "--password", PASSWORD];

/// By way of `server`, whose certificate is trusted.
fn by(server: &MailServer, url: &str, targets: &[&str]) -> Deliveries {
    let mut deliveries = to(targets);
    let url = url.replace("PORT", &server.port.to_string());
    deliveries.smtp = Some(SmtpServer::parse(&url, None).unwrap());
    deliveries.from = Some(MailAddress::parse("cloudtrim@example.com").unwrap());
    deliveries.ca_file = Some(server.authority());
    deliveries
}

fn room() -> Room {
    Room::new().with("CLOUDTRIM_SMTP_PASSWORD", PASSWORD)
}

/// Deliver, and see that nothing shows the password.
fn deliver(room: &Room, deliveries: &Deliveries) -> Outcome {
    let outcome = room.deliver(&parcel(), deliveries);
    let all = format!("{outcome:?} {deliveries:?} {:?}", room.said.borrow());
    assert!(!all.contains("hunter2"), "{all}");
    outcome
}

#[test]
fn a_mail_has_two_bodies_attachments_and_the_same_id_when_it_is_sent_again() {
    let server = MailServer::start(&[]);
    let deliveries = by(&server, "smtp://127.0.0.1:PORT", &["mailto:finance@example.com,cto@example.com"]);
    let room = room();
    assert_eq!(only(&deliver(&room, &deliveries)).state, DeliveryState::Sent { attempts: 1 });
    // A rerun sends nothing; `--resend` sends the very same mail.
    assert!(matches!(only(&deliver(&room, &deliveries)).state, DeliveryState::AlreadySent { .. }));
    deliver(&room, &Deliveries { resend: true, ..deliveries });
    let [first, second] = &server.arrived()[..] else { panic!("two mails") };
    assert_eq!(first.envelope["from"], "cloudtrim@example.com");
    assert_eq!(first.envelope["to"], serde_json::json!(["finance@example.com", "cto@example.com"]));
    let (mail, again) = (parsed(&first.text), parsed(&second.text));
    assert_eq!(mail["defects"], serde_json::json!([]));
    let headers = &mail["headers"];
    assert_eq!(headers["Subject"], parcel().title);
    assert_eq!(headers["Date"], "Sun, 01 Nov 2026 06:30:00 +0000");
    assert_eq!(headers["Auto-Submitted"], "auto-generated");
    assert!(headers["Message-ID"].as_str().unwrap().ends_with(".cloudtrim@example.com>"), "{headers}");
    assert_eq!(headers["Message-ID"], again["headers"]["Message-ID"]);
    assert_eq!(headers["Idempotency-Key"].as_str().unwrap().len(), 64);
    let parts: Vec<_> = mail["parts"].as_array().unwrap().iter().map(|part| (&part["type"], &part["name"])).collect();
    let shown = serde_json::to_string(&parts).unwrap();
    assert_eq!(
        shown,
        "[[\"text/plain\",null],[\"text/html\",null],[\"text/html\",\"cloudtrim-2026-10.html\"],\
         [\"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet\",\"cloudtrim-2026-10.xlsx\"]]"
    );
    let sizes = [2, 3].map(|part: usize| mail["parts"][part]["size"].as_u64().unwrap());
    let documents = parcel().documents;
    let expected = [cloudtrim::deliver::DocumentFormat::Html, cloudtrim::deliver::DocumentFormat::Xlsx];
    assert_eq!(sizes, expected.map(|format| documents[&format].len() as u64));
    let bodies = format!(
        "{}\n=====\n{}",
        mail["parts"][0]["text"].as_str().unwrap(),
        mail["parts"][1]["text"].as_str().unwrap()
    );
    insta::assert_snapshot!(bodies.replace("\r\n", "\n"));
}

#[test]
fn tls_and_a_password_are_used_as_the_url_says() {
    for (tls, url) in
        [("starttls", "smtp://reports@127.0.0.1:PORT?tls=required"), ("tls", "smtps://reports@localhost:PORT")]
    {
        let server = MailServer::start(&[&["--tls", tls], &ACCOUNT[..]].concat());
        let outcome = deliver(&room(), &by(&server, url, &["mailto:finance@example.com"]));
        assert_eq!(only(&outcome).state, DeliveryState::Sent { attempts: 1 }, "{tls}");
        let envelope = &server.arrived()[0].envelope;
        assert_eq!((envelope["tls"].as_bool(), envelope["user"].as_str()), (Some(true), Some("reports")), "{tls}");
    }
}

#[test]
fn a_password_may_stand_in_a_file() {
    let server = MailServer::start(&[&["--tls", "tls"], &ACCOUNT[..]].concat());
    let room = Room::new();
    let file = room.path().join("password");
    std::fs::write(&file, format!("{PASSWORD}\n")).unwrap();
    let mut deliveries = by(&server, "smtps://reports@localhost:PORT", &["mailto:finance@example.com"]);
    deliveries.smtp.as_mut().unwrap().password = cloudtrim::deliver::SecretPlace::File(file);
    assert_eq!(deliver(&room, &deliveries).failed(), 0);
}

#[test]
fn a_wrong_password_is_final_and_repeated_by_nobody() {
    let server = MailServer::start(&["--tls", "tls", "--user", "reports", "--password", "another"]);
    let deliveries = by(&server, "smtps://reports@localhost:PORT", &["mailto:finance@example.com"]);
    let outcome = deliver(&room(), &deliveries);
    assert_eq!(reason(only(&outcome)), ("localhost answered 535: the user or password was refused", 1));
    assert!(server.arrived().is_empty());
}

#[test]
fn without_a_password_nothing_is_tried() {
    let server = MailServer::start(&[&["--tls", "tls"], &ACCOUNT[..]].concat());
    let deliveries = by(&server, "smtps://reports@localhost:PORT", &["mailto:finance@example.com"]);
    let outcome = deliver(&Room::new(), &deliveries);
    let expected = "no password for the mail server: the environment variable `CLOUDTRIM_SMTP_PASSWORD` is not set";
    assert_eq!(reason(only(&outcome)), (expected, 0));
}

#[test]
fn a_stranger_with_a_certificate_of_his_own_gets_no_password() {
    let server = MailServer::start(&[&["--tls", "tls"], &ACCOUNT[..]].concat());
    let mut deliveries = by(&server, "smtps://reports@localhost:PORT", &["mailto:finance@example.com"]);
    deliveries.ca_file = None;
    let outcome = deliver(&room(), &deliveries);
    let (why, attempts) = reason(only(&outcome));
    assert!(why.starts_with("TLS with localhost failed: ") && attempts == 1, "{outcome:?}");
}

#[test]
fn a_server_without_starttls_gets_neither_password_nor_mail() {
    let server = MailServer::start(&[]);
    let deliveries = by(&server, "smtp://reports@127.0.0.1:PORT?tls=required", &["mailto:finance@example.com"]);
    let outcome = deliver(&room(), &deliveries);
    assert_eq!(outcome.failed(), 1, "{outcome:?}");
    assert!(server.arrived().is_empty());
}

#[test]
fn a_server_that_puts_off_is_asked_again_and_one_that_refuses_is_not() {
    let server = MailServer::start(&["--busy", "2"]);
    let outcome = deliver(&room(), &by(&server, "smtp://localhost:PORT", &["mailto:finance@example.com"]));
    assert_eq!(only(&outcome).state, DeliveryState::Sent { attempts: 3 });
    let outcome = deliver(&room(), &by(&server, "smtp://localhost:PORT", &["mailto:nobody@example.com"]));
    let (why, attempts) = reason(only(&outcome));
    assert_eq!((why, attempts), ("localhost answered 550: 5.1.1 nobody@example.com does not exist", 1));
}

#[test]
fn a_server_that_is_not_there_is_said_so() {
    let server = MailServer::start(&[]);
    let mut deliveries = by(&server, "smtp://localhost:PORT", &["mailto:finance@example.com"]);
    deliveries.smtp = Some(SmtpServer::parse("smtp://127.0.0.1:1", None).unwrap());
    let outcome = deliver(&room(), &deliveries);
    let (why, attempts) = reason(only(&outcome));
    assert!(why.starts_with("127.0.0.1 cannot be reached: ") && attempts == 3, "{outcome:?}");
}
