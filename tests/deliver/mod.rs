//! Deliveries: targets, what messages say, what a dry run shows; S3, SNS, mail and webhooks against real servers.

#[cfg(feature = "aws")]
mod aws;
mod configuration;
mod dry_run;
mod files;
mod ledger;
#[cfg(feature = "deliver")]
mod mail_server;
#[cfg(feature = "deliver")]
mod mails;
mod redaction;
mod slack;
mod targets;
mod turns;
#[cfg(feature = "deliver")]
mod web_server;
#[cfg(feature = "deliver")]
mod webhooks;

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

use chrono::{DateTime, Utc};
use cloudtrim::deliver::{
    Deliveries, DocumentFormat, Fact, Ledger, Outcome, Parcel, Patience, Surroundings, Target, deliver, preview,
};
use cloudtrim::model::delivery::{Delivery, DeliveryState};

/// A small report in every format.
fn parcel() -> Parcel {
    let fact = |label: &str, value: &str| Fact { label: label.to_owned(), value: value.to_owned() };
    let documents = [
        (DocumentFormat::Html, "<!doctype html><title>October</title><p>The whole page.</p>"),
        (DocumentFormat::Markdown, "# October 2026\n\nThe whole report.\n"),
        (DocumentFormat::Json, "{\"schema\":\"cloudtrim.report/1\",\"month\":\"2026-10\"}"),
        (DocumentFormat::Csv, "month,billed\n2026-10,12345.67\n"),
        (DocumentFormat::Xlsx, "PK\u{3}\u{4}not really a workbook"),
    ];
    Parcel {
        title: "AWS cost report, October 2026: $12,345.67 (+4.2 %)".to_owned(),
        month: Some("2026-10".to_owned()),
        as_of: moment("2026-11-01T06:00:00Z"),
        facts: vec![
            fact("Billed in October", "$12,345.67"),
            fact("Against September", "+$497.12 (+4.2 %)"),
            fact("Could be saved", "at least $1,203.40 a month"),
        ],
        summary: vec![
            "EC2 rose by $612.00: 3 new m5.2xlarge in eu-west-1 <team & co>.".to_owned(),
            "2 findings were resolved; $118.20 a month is confirmed by the bill.".to_owned(),
            "14 resources could not be judged.".to_owned(),
        ],
        documents: documents.map(|(format, text)| (format, text.as_bytes().to_vec())).into(),
    }
}

fn moment(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn target(text: &str) -> Target {
    text.parse().unwrap_or_else(|error| panic!("{text}: {error}"))
}

/// To these targets, without long waits.
fn to(targets: &[&str]) -> Deliveries {
    Deliveries {
        targets: targets.iter().map(|text| target(text)).collect(),
        attach: vec![DocumentFormat::Html, DocumentFormat::Xlsx],
        patience: Patience {
            attempts: 3,
            first_wait: Duration::from_millis(2),
            longest_wait: Duration::from_millis(8),
            longest_asked: Duration::from_secs(30),
            timeout: Duration::from_secs(20),
        },
        ..Deliveries::default()
    }
}

/// A run in a folder of its own: variables, waits and what was said.
struct Room {
    folder: tempfile::TempDir,
    variables: BTreeMap<String, String>,
    waits: RefCell<Vec<Duration>>,
    said: RefCell<Vec<String>>,
}

impl Room {
    fn new() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
            variables: BTreeMap::new(),
            waits: RefCell::new(Vec::new()),
            said: RefCell::new(Vec::new()),
        }
    }

    fn with(mut self, variable: &str, value: &str) -> Self {
        self.variables.insert(variable.to_owned(), value.to_owned());
        self
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    fn ledger(&self) -> std::path::PathBuf {
        self.path().join("state/deliveries.jsonl")
    }

    fn surrounded<T>(&self, run: impl FnOnce(&Surroundings<'_>) -> T) -> T {
        run(&Surroundings {
            now: moment("2026-11-01T06:30:00Z"),
            seed: 1,
            variable: &|name| self.variables.get(name).cloned(),
            // What is waited for is noted, not waited for.
            sleep: &|wait| self.waits.borrow_mut().push(wait),
            said: &|text| self.said.borrow_mut().push(text.to_owned()),
        })
    }

    fn deliver(&self, parcel: &Parcel, deliveries: &Deliveries) -> Outcome {
        let mut ledger = Ledger::open(&self.ledger()).unwrap();
        self.surrounded(|surroundings| deliver(parcel, deliveries, &mut ledger, surroundings))
    }

    fn preview(&self, parcel: &Parcel, deliveries: &Deliveries) -> Outcome {
        let ledger = Ledger::read(&self.ledger()).unwrap();
        self.surrounded(|surroundings| preview(parcel, deliveries, &ledger, surroundings))
    }
}

/// The only delivery.
fn only(outcome: &Outcome) -> &Delivery {
    let [delivery] = outcome.deliveries.as_slice() else { panic!("{outcome:#?}") };
    delivery
}

/// Why it failed, and after how many attempts.
fn reason(delivery: &Delivery) -> (&str, u32) {
    match &delivery.state {
        DeliveryState::Failed { reason, attempts } => (reason, *attempts),
        other => panic!("it did not fail: {other:?}"),
    }
}
