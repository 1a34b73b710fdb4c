//! Which months were reported: a small object each, beside the analyses, so that no month is reported twice.

use std::collections::BTreeSet;

use super::store::{Cause, Place, Store, StoreError};
use crate::units::month::Month;

/// Below the folder or prefix of the store.
const REPORTS: &str = "reports/";

impl Store {
    /// The months whose report was delivered.
    pub fn reported(&self) -> Result<BTreeSet<Month>, StoreError> {
        let names = match &self.place {
            Place::Folder(folder) => folder.names().map_err(Cause::from),
            #[cfg(feature = "aws")]
            Place::S3(s3) => s3.names(REPORTS),
        };
        let names = names.map_err(|cause| StoreError::List { store: self.url.clone(), cause })?;
        Ok(names.iter().filter_map(|name| name.strip_prefix(REPORTS)?.parse().ok()).collect())
    }

    /// Note that the report of a month was delivered; false when it is noted already.
    pub fn note_reported(&self, month: Month) -> Result<bool, StoreError> {
        let (name, text) = (format!("{REPORTS}{month}"), format!("{month}\n"));
        let noted = match &self.place {
            Place::Folder(folder) => folder.put_new(&name, text.as_bytes()).map_err(Cause::from),
            #[cfg(feature = "aws")]
            Place::S3(s3) => s3.put_new(&name, text.as_bytes()),
        };
        noted.map_err(|cause| StoreError::Add { store: self.url.clone(), cause })
    }
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
}
