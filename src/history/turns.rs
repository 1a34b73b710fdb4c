//! Whose turn it is to send a message, where several machines deliver from one store.
//!
//! `deliveries/KEY~1` is the first turn: whoever puts the object may send. `KEY~1.over` gives it up, and `KEY@MOMENT`
//! says that the message was sent. Nothing is written over or taken away, so no permission to delete is needed.

use chrono::{DateTime, TimeDelta, Utc};

use super::reported::{AT, DELIVERIES, MOMENT, moment_of};
use super::store::{Store, StoreError};
use crate::model::delivery::Claim;

const TURN: char = '~';
const OVER: &str = ".over";
/// A run that did not end its turn within this is taken for dead. All attempts at one message take two thirds of it.
const TURN_LASTS: TimeDelta = TimeDelta::minutes(15);
/// Others may take a turn while it is asked for.
const TRIES: u32 = 5;

impl Store {
    /// Ask to be the one who sends a message.
    pub fn claim_delivery(&self, key: &str, now: DateTime<Utc>) -> Result<Claim, StoreError> {
        for _ in 0..TRIES {
            let names = self.names_below(&format!("{DELIVERIES}{key}"))?;
            let notes = || names.iter().filter_map(|name| name.strip_prefix(DELIVERIES)?.strip_prefix(key));
            if let Some(at) = notes().find_map(|note| moment_of(note.strip_prefix(AT)?)) {
                return Ok(Claim::Sent { at });
            }
            let last = notes().filter_map(|note| note.strip_prefix(TURN)?.parse::<u32>().ok()).max();
            if let Some(turn) = last
                && !notes().any(|note| note == format!("{TURN}{turn}{OVER}"))
                && let Some(since) = self.turn_began(key, turn)?
                // A clock that went wrong stops nobody for longer.
                && (now - since).abs() < TURN_LASTS
            {
                return Ok(Claim::Another { since });
            }
            let turn = last.unwrap_or(0).saturating_add(1);
            if self.note(&name_of(key, turn), &now.format(MOMENT).to_string())? {
                return Ok(Claim::Ours { turn });
            }
        }
        Ok(Claim::Another { since: now })
    }

    /// Let others send a message that could not be sent.
    pub fn give_up_delivery(&self, key: &str, turn: u32) -> Result<(), StoreError> {
        self.note(&format!("{}{OVER}", name_of(key, turn)), "").map(|_| ())
    }

    /// `None` of a note that says nothing.
    fn turn_began(&self, key: &str, turn: u32) -> Result<Option<DateTime<Utc>>, StoreError> {
        let name = name_of(key, turn);
        let bytes = self.place.get(&name);
        let bytes = bytes.map_err(|cause| StoreError::Read { store: self.url.clone(), name, cause })?;
        Ok(std::str::from_utf8(&bytes).ok().and_then(moment_of))
    }
}

fn name_of(key: &str, turn: u32) -> String {
    format!("{DELIVERIES}{key}{TURN}{turn}")
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use crate::history::{Store, StoreAccess, StoreUrl};
    use crate::model::delivery::Claim;

    #[test]
    fn one_run_at_a_time_sends_a_message() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&StoreUrl::Folder(folder.path().join("store")), &StoreAccess::default()).unwrap();
        let at = "2026-11-05T06:00:07Z".parse().unwrap();
        let claim = |minutes| store.claim_delivery("0a1b", at + TimeDelta::minutes(minutes)).unwrap();
        assert_eq!(claim(0), Claim::Ours { turn: 1 });
        assert_eq!(claim(2), Claim::Another { since: at });
        assert_eq!(claim(-2), Claim::Another { since: at });
        // Another message is another matter, also one whose key begins alike.
        assert_eq!(store.claim_delivery("0a1b2", at).unwrap(), Claim::Ours { turn: 1 });
        assert_eq!(store.claim_delivery("0a", at).unwrap(), Claim::Ours { turn: 1 });
        // It could not be sent.
        store.give_up_delivery("0a1b", 1).unwrap();
        assert_eq!(claim(3), Claim::Ours { turn: 2 });
        // That run died.
        assert_eq!(claim(17), Claim::Another { since: at + TimeDelta::minutes(3) });
        assert_eq!(claim(18), Claim::Ours { turn: 3 });
        store.note_delivery("0a1b", at).unwrap();
        assert_eq!(claim(19), Claim::Sent { at });
        assert_eq!(store.deliveries().unwrap(), [("0a1b".to_owned(), at)].into());
        assert!(store.list().unwrap().skipped.is_empty());
    }

    #[test]
    fn a_turn_that_says_nothing_and_one_of_a_wrong_clock_stop_nobody() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&StoreUrl::Folder(folder.path().join("store")), &StoreAccess::default()).unwrap();
        let at = "2026-11-05T06:00:07Z".parse().unwrap();
        std::fs::create_dir_all(folder.path().join("store/deliveries")).unwrap();
        std::fs::write(folder.path().join("store/deliveries/0a1b~1"), [0xff, 0x00]).unwrap();
        assert_eq!(store.claim_delivery("0a1b", at + TimeDelta::days(400)).unwrap(), Claim::Ours { turn: 2 });
        assert_eq!(store.claim_delivery("0a1b", at).unwrap(), Claim::Ours { turn: 3 });
    }
}
