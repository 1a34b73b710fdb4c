//! Where several machines deliver from one list, one sends each message and the others wait for what comes of it.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::io;
use std::path::Path;
use std::rc::Rc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use cloudtrim::deliver::{Ledger, Notes, Outcome, deliver};
use cloudtrim::model::delivery::{Claim, DeliveryState};

use super::{Room, moment, only, parcel, reason, to};

/// Answers in turn, the last one for ever; remembers what was asked and noted.
#[derive(Debug, Default)]
struct Others {
    answers: RefCell<Vec<Claim>>,
    told: RefCell<Vec<String>>,
}

#[derive(Debug)]
struct Shared(Rc<Others>);

impl Notes for Shared {
    fn sent(&self) -> io::Result<BTreeMap<String, DateTime<Utc>>> {
        Ok(BTreeMap::new())
    }

    fn note(&self, _: &str, _: DateTime<Utc>) -> io::Result<()> {
        self.0.told.borrow_mut().push("sent".to_owned());
        Ok(())
    }

    fn claim(&self, _: &str) -> io::Result<Claim> {
        let mut answers = self.0.answers.borrow_mut();
        match answers.len() {
            0 => Err(io::Error::other("the bucket is closed")),
            1 => Ok(answers[0]),
            _ => Ok(answers.remove(0)),
        }
    }

    fn give_up(&self, _: &str, turn: u32) -> io::Result<()> {
        self.0.told.borrow_mut().push(format!("gave up turn {turn}"));
        Ok(())
    }
}

/// To a port where nobody listens.
fn delivered(answers: &[Claim], resend: bool) -> (Outcome, Room, Vec<String>) {
    let room = Room::new().with("SLACK", "https://127.0.0.1:9/services/T0/B0/secret-token");
    let others = Rc::new(Others { answers: RefCell::new(answers.to_vec()), told: RefCell::default() });
    let mut ledger =
        Ledger::of_notes(Path::new("s3://bucket/deliveries"), Box::new(Shared(Rc::clone(&others)))).unwrap();
    let deliveries = cloudtrim::deliver::Deliveries { resend, ..to(&["slack:SLACK"]) };
    let outcome = room.surrounded(|surroundings| deliver(&parcel(), &deliveries, &mut ledger, surroundings));
    let told = others.told.take();
    (outcome, room, told)
}

const SINCE: &str = "2026-11-01T06:29:00Z";

#[test]
fn a_message_that_another_run_sends_is_waited_for() {
    let (since, at) = (moment(SINCE), moment("2026-11-01T06:30:08Z"));
    let another = Claim::Another { since };
    let (outcome, room, told) = delivered(&[another, another, Claim::Sent { at }], false);
    assert_eq!(only(&outcome).state, DeliveryState::AlreadySent { at });
    assert_eq!(*room.waits.borrow(), [Duration::from_secs(5); 2]);
    assert_eq!(*room.said.borrow(), ["slack:SLACK: another run is sending it; waiting"]);
    assert!(told.is_empty(), "{told:?}");
}

#[test]
fn a_turn_is_taken_when_it_is_free_and_given_up_when_the_message_fails() {
    let another = Claim::Another { since: moment(SINCE) };
    let (outcome, _, told) = delivered(&[another, Claim::Ours { turn: 2 }], false);
    assert_eq!(outcome.failed(), 1, "{outcome:#?}");
    assert_eq!(told, ["gave up turn 2"]);
    assert!(outcome.warnings.is_empty(), "{outcome:#?}");
}

/// A clock far off: half an hour is enough.
#[test]
fn nobody_is_waited_for_without_end() {
    let (outcome, room, told) = delivered(&[Claim::Another { since: moment(SINCE) }], false);
    assert_eq!(reason(only(&outcome)), ("another run has been sending it since 2026-11-01 06:29:00 UTC", 0));
    assert_eq!(room.waits.borrow().iter().sum::<Duration>(), Duration::from_mins(30));
    assert!(told.is_empty(), "{told:?}");
}

#[test]
fn what_cannot_be_noted_is_not_sent() {
    let (outcome, _, told) = delivered(&[], false);
    let (said, attempts) = reason(only(&outcome));
    assert!(said.contains("the bucket is closed") && said.contains("`--deliveries`"), "{said}");
    assert_eq!((attempts, told.len()), (0, 0));
}

/// Sending again asks nobody.
#[test]
fn resend_takes_no_turn() {
    let (outcome, room, told) = delivered(&[Claim::Another { since: moment(SINCE) }], true);
    assert_eq!(outcome.failed(), 1, "{outcome:#?}");
    assert!(told.is_empty() && !room.said.borrow().iter().any(|said| said.contains("waiting")), "{told:?}");
}
