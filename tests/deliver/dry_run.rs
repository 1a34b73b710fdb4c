//! What would go where: nothing is sent, and nothing is left behind.

use cloudtrim::deliver::{Ledger, MailAddress, SmtpServer};
use cloudtrim::model::delivery::{Delivery, DeliveryState};
use cloudtrim::report::{delivery_preview, delivery_table};

use super::{Room, moment, parcel, to};

const SLACK: &str = "https://hooks.slack.com/services/T0000/B0000/aVerySecretToken";

#[test]
fn everything_is_shown_but_secrets() {
    let room = Room::new().with("SLACK_URL", SLACK).with("CLOUDTRIM_SMTP_PASSWORD", "hunter2");
    let mut deliveries = to(&[
        "slack:SLACK_URL",
        "webhook:https://finops.example.com/hooks/aVerySecretToken",
        "mailto:finance@example.com,cto@example.com",
        "sns:arn:aws:sns:eu-west-1:111122223333:reports",
        "s3://acme-reports/cost/{month}/",
        "file:reports/{month}.html",
        "webhook:NOT_SET",
    ]);
    deliveries.smtp = Some(SmtpServer::parse("smtps://reports@mail.example.com", None).unwrap());
    deliveries.from = Some(MailAddress::parse("cloudtrim@example.com").unwrap());
    let outcome = room.preview(&parcel(), &deliveries);
    let shown = delivery_preview(&outcome.deliveries, 110);
    assert!(!shown.contains("aVerySecretToken") && !shown.contains("hunter2"), "{shown}");
    insta::assert_snapshot!(shown);
    assert!(std::fs::read_dir(room.path()).unwrap().next().is_none(), "a dry run writes nothing");
    assert!(room.said.borrow().is_empty());
}

#[test]
fn what_was_sent_before_is_known_to_a_dry_run() {
    let room = Room::new().with("SLACK_URL", SLACK);
    let deliveries = to(&["slack:SLACK_URL"]);
    let parcel = parcel();
    let first = room.preview(&parcel, &deliveries);
    let key = &first.deliveries[0].preview.as_ref().unwrap().fields[1].1;
    let at = moment("2026-11-01T06:10:00Z");
    Ledger::open(&room.ledger()).unwrap().note(key, "slack:SLACK_URL", at).unwrap();
    assert_eq!(room.preview(&parcel, &deliveries).deliveries[0].state, DeliveryState::AlreadySent { at });
    // Another report, another address, or `--resend`: to be sent.
    let resend = cloudtrim::deliver::Deliveries { resend: true, ..deliveries.clone() };
    assert_eq!(room.preview(&parcel, &resend).deliveries[0].state, DeliveryState::WouldSend);
    let other = Room::new().with("SLACK_URL", &format!("{SLACK}2"));
    Ledger::open(&other.ledger()).unwrap().note(key, "slack:SLACK_URL", at).unwrap();
    assert_eq!(other.preview(&parcel, &deliveries).deliveries[0].state, DeliveryState::WouldSend);
    let mut changed = parcel;
    changed.documents.insert(cloudtrim::deliver::DocumentFormat::Json, b"{}".to_vec());
    assert_eq!(room.preview(&changed, &deliveries).deliveries[0].state, DeliveryState::WouldSend);
}

#[test]
fn a_report_rendered_again_with_the_same_content_is_the_same() {
    let parcel = parcel();
    let mut again = parcel.clone();
    again.documents.insert(cloudtrim::deliver::DocumentFormat::Xlsx, b"another moment of making".to_vec());
    assert_eq!(parcel.digest(), again.digest());
    again.title.push('!');
    assert_ne!(parcel.digest(), again.digest());
}

#[test]
fn the_table_says_what_went_where() {
    let states = [
        ("file:report.html", DeliveryState::Sent { attempts: 1 }),
        (
            "s3://acme-reports/a-long-key-that-needs-more-than-one-line/2026-10/report.html",
            DeliveryState::Sent { attempts: 3 },
        ),
        ("file:report.csv", DeliveryState::Unchanged),
        ("slack:SLACK_URL", DeliveryState::AlreadySent { at: moment("2026-11-01T06:10:00Z") }),
        ("webhook:https://example.com/…", DeliveryState::Failed { reason: "answered 503".to_owned(), attempts: 5 }),
        (
            "sns:arn:aws:sns:eu-west-1:111122223333:reports",
            DeliveryState::Failed {
                reason:
                    "was denied (AuthorizationError); allow sns:Publish on arn:aws:sns:eu-west-1:111122223333:reports"
                        .to_owned(),
                attempts: 1,
            },
        ),
    ];
    let deliveries = states.map(|(target, state)| Delivery {
        target: target.to_owned(),
        contents: "HTML".to_owned(),
        bytes: 1_234_567,
        state,
        preview: None,
    });
    insta::assert_snapshot!(delivery_table(&deliveries, 100));
}
