//! Which months were reported and which messages were sent: a small object each, beside the analyses, so that nothing
//! goes out twice.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDateTime, Utc};

use super::store::{Store, StoreError};
use crate::units::month::Month;

/// Below the folder or prefix of the store.
pub(super) const REPORTS: &str = "reports/";
pub(super) const DELIVERIES: &str = "deliveries/";
/// Stands between the key of a message and when it was sent: the name tells all, so that none has to be fetched.
pub(super) const AT: char = '@';
pub(super) const MOMENT: &str = "%Y%m%dT%H%M%SZ";

impl Store {
    /// The months whose report was delivered.
    pub fn reported(&self) -> Result<BTreeSet<Month>, StoreError> {
        let names = self.names_below(REPORTS)?;
        Ok(names.iter().filter_map(|name| name.strip_prefix(REPORTS)?.parse().ok()).collect())
    }

    /// The messages that were sent, by their keys.
    pub fn deliveries(&self) -> Result<BTreeMap<String, DateTime<Utc>>, StoreError> {
        let sent = |name: &String| {
            let (key, at) = name.strip_prefix(DELIVERIES)?.split_once(AT)?;
            Some((key.to_owned(), moment_of(at)?))
        };
        Ok(self.names_below(DELIVERIES)?.iter().filter_map(sent).collect())
    }

    /// Note that a message was sent.
    pub fn note_delivery(&self, key: &str, at: DateTime<Utc>) -> Result<(), StoreError> {
        let moment = at.format(MOMENT);
        self.note(&format!("{DELIVERIES}{key}{AT}{moment}"), &format!("{moment}\n")).map(|_| ())
    }

    pub(super) fn names_below(&self, prefix: &str) -> Result<Vec<String>, StoreError> {
        self.place.names(prefix).map_err(|cause| StoreError::List { store: self.url.clone(), cause })
    }

    /// Note that the report of a month was delivered; false when it is noted already.
    pub fn note_reported(&self, month: Month) -> Result<bool, StoreError> {
        self.note(&format!("{REPORTS}{month}"), &format!("{month}\n"))
    }

    /// False when it is noted already.
    pub(super) fn note(&self, name: &str, text: &str) -> Result<bool, StoreError> {
        let noted = self.place.put_new(name, text.as_bytes());
        noted.map_err(|cause| StoreError::Add { store: self.url.clone(), cause })
    }
}

pub(super) fn moment_of(text: &str) -> Option<DateTime<Utc>> {
    Some(NaiveDateTime::parse_from_str(text, MOMENT).ok()?.and_utc())
}

#[cfg(test)]
mod tests {
    use crate::history::{Store, StoreAccess, StoreUrl};

    #[test]
    fn a_month_is_noted_once() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&StoreUrl::Folder(folder.path().join("store")), &StoreAccess::default()).unwrap();
        assert!(store.reported().unwrap().is_empty());
        for (month, noted) in [("2026-10", true), ("2026-10", false), ("2026-09", true)] {
            assert_eq!(store.note_reported(month.parse().unwrap()).unwrap(), noted);
        }
        let months: Vec<_> = store.reported().unwrap().iter().map(ToString::to_string).collect();
        assert_eq!(months, ["2026-09", "2026-10"]);
        std::fs::write(folder.path().join("store/reports/notes.txt"), "x").unwrap();
        assert_eq!(store.reported().unwrap().len(), 2);
        assert!(store.list().unwrap().skipped.is_empty());
    }

    #[test]
    fn a_message_is_noted_with_its_moment() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&StoreUrl::Folder(folder.path().join("store")), &StoreAccess::default()).unwrap();
        assert!(store.deliveries().unwrap().is_empty());
        let at = "2026-11-05T06:00:07Z".parse().unwrap();
        store.note_delivery("0a1b", at).unwrap();
        store.note_delivery("0a1b", at).unwrap();
        assert_eq!(store.deliveries().unwrap(), [("0a1b".to_owned(), at)].into());
        assert!(store.list().unwrap().skipped.is_empty());
    }
}
