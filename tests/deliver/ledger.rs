//! The list of deliveries: nothing is lost by damage, kills and two runs at once.

use std::fs;
use std::thread;

use cloudtrim::deliver::Ledger;

use super::{Room, moment};

#[test]
fn what_was_noted_is_read_again() {
    let room = Room::new();
    let at = moment("2026-11-01T06:30:00Z");
    Ledger::open(&room.ledger()).unwrap().note("key-1", "s3://bucket/a.html", at).unwrap();
    let mut ledger = Ledger::open(&room.ledger()).unwrap();
    assert_eq!((ledger.sent("key-1"), ledger.sent("key-2")), (Some(at), None));
    ledger.note("key-2", "slack:SLACK", at).unwrap();
    assert_eq!(
        fs::read_to_string(room.ledger()).unwrap(),
        "{\"key\":\"key-1\",\"target\":\"s3://bucket/a.html\",\"sent_at\":\"2026-11-01T06:30:00Z\"}\n\
         {\"key\":\"key-2\",\"target\":\"slack:SLACK\",\"sent_at\":\"2026-11-01T06:30:00Z\"}\n"
    );
}

#[test]
fn a_line_that_was_cut_off_costs_itself_alone() {
    let room = Room::new();
    let at = moment("2026-11-01T06:30:00Z");
    for key in ["key-1", "key-2"] {
        Ledger::open(&room.ledger()).unwrap().note(key, "target", at).unwrap();
    }
    let whole = fs::read(room.ledger()).unwrap();
    let first = whole.iter().position(|byte| *byte == b'\n').unwrap() + 1;
    for length in first..whole.len() - 1 {
        fs::write(room.ledger(), &whole[..length]).unwrap();
        let mut ledger = Ledger::open(&room.ledger()).unwrap();
        assert_eq!(ledger.warnings.len(), usize::from(length > first), "{length}");
        assert_eq!((ledger.sent("key-1"), ledger.sent("key-2")), (Some(at), None));
        ledger.note("key-3", "target", at).unwrap();
        drop(ledger);
        let ledger = Ledger::read(&room.ledger()).unwrap();
        assert_eq!((ledger.sent("key-1"), ledger.sent("key-3")), (Some(at), Some(at)), "{length}");
    }
}

#[test]
fn two_runs_at_once_lose_nothing() {
    let room = Room::new();
    let at = moment("2026-11-01T06:30:00Z");
    thread::scope(|scope| {
        for runner in 0..4 {
            let file = room.ledger();
            scope.spawn(move || {
                for step in 0..10 {
                    Ledger::open(&file).unwrap().note(&format!("{runner}-{step}"), "target", at).unwrap();
                }
            });
        }
    });
    let ledger = Ledger::read(&room.ledger()).unwrap();
    assert!(ledger.warnings.is_empty(), "{:?}", ledger.warnings);
    assert!((0..4).all(|runner| (0..10).all(|step| ledger.sent(&format!("{runner}-{step}")).is_some())));
}

#[test]
fn reading_leaves_no_trace() {
    let room = Room::new();
    assert!(Ledger::read(&room.ledger()).unwrap().sent("key").is_none());
    assert!(fs::read_dir(room.path()).unwrap().next().is_none());
}

#[test]
fn a_place_that_cannot_be_written_is_an_error_that_names_it() {
    let room = Room::new();
    fs::write(room.path().join("state"), "").unwrap();
    let error = Ledger::open(&room.ledger()).unwrap_err().to_string();
    assert!(error.starts_with("cannot use the list of deliveries `") && error.contains("deliveries.jsonl"), "{error}");
}
