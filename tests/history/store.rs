//! A store in a folder.

use std::path::Path;

use cloudtrim::history::{Store, StoreAccess, StoreError, StoreUrl};
use cloudtrim::model::history::PastAnalysis;

use super::builder::{Made, analysis};

pub(super) fn open(folder: &Path) -> Store {
    Store::open(&StoreUrl::Folder(folder.to_owned()), &StoreAccess::default()).unwrap()
}

/// Every file below, with slashes.
pub(super) fn files(folder: &Path) -> Vec<String> {
    fn walk(folder: &Path, above: &str, files: &mut Vec<String>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let entry = entry.unwrap();
            let name = format!("{above}{}", entry.file_name().to_str().unwrap());
            if entry.path().is_dir() { walk(&entry.path(), &format!("{name}/"), files) } else { files.push(name) }
        }
    }
    let mut files_found = Vec::new();
    walk(folder, "", &mut files_found);
    files_found.sort();
    files_found
}

fn some() -> Made {
    analysis("2026-10-20", 3).found(0, "10").says('H', 1).says('U', 2).says('E', 2).billed(&[("2026-09", "12.5")])
}

#[test]
fn what_is_stored_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(&folder.path().join("new/store"));
    let added = store.add(&some().0).unwrap();
    assert!(!added.already_there && added.warnings.is_empty());
    assert_eq!(store.list().unwrap().entries, std::slice::from_ref(&added.name));
    assert_eq!(store.read(&added.name).unwrap(), some().0);
    // The part that the history reads says the same.
    let past = store.past().unwrap();
    assert_eq!(past.skipped, []);
    assert_eq!(past.analyses, [PastAnalysis::of(added.name.to_string(), &some().0)]);
}

#[test]
fn the_same_analysis_is_stored_once() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path());
    let first = store.add(&some().0).unwrap();
    let again = store.add(&some().0).unwrap();
    assert_eq!((again.name, again.already_there), (first.name, true));
    assert_eq!(files(folder.path()).len(), 1);
}

#[test]
fn an_older_moment_is_said_and_stored() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path());
    store.add(&analysis("2026-10-20", 3).0).unwrap();
    let back = store.add(&analysis("2026-09-20", 3).0).unwrap();
    assert_eq!(
        back.warnings,
        [
            "this analysis is as of 2026-09-20 06:00:00 UTC, before the newest of the store (2026-10-20 06:00:00 UTC): an \
             old dataset, or a clock that went back"
        ]
    );
    let same = store.add(&analysis("2026-10-20", 3).found(0, "10").0).unwrap();
    assert_eq!(same.warnings, ["the store has another analysis as of 2026-10-20 06:00:00 UTC"]);
    // Accounts of their own have a time of their own.
    let other = analysis("2026-01-01", 3).change(|stored| stored.analysis.accounts = vec!["222222222222".into()]);
    assert_eq!(store.add(&other.0).unwrap().warnings, [] as [&str; 0]);
    assert_eq!(store.past().unwrap().analyses.len(), 4);
}

#[test]
fn many_writers_at_once_lose_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let days: Vec<String> = (1..=24).map(|day| format!("2026-10-{day:02}")).collect();
    std::thread::scope(|scope| {
        for writer in 0..4 {
            let (days, path) = (&days, folder.path());
            scope.spawn(move || {
                let store = open(path);
                // All write all days, each beginning elsewhere.
                for at in 0..days.len() {
                    store.add(&analysis(&days[(at + writer * 6) % days.len()], 3).found(0, "10").0).unwrap();
                }
            });
        }
    });
    let past = open(folder.path()).past().unwrap();
    assert_eq!((past.analyses.len(), past.skipped.len()), (days.len(), 0));
    assert_eq!(files(folder.path()).len(), days.len(), "no partial file is left");
}

#[test]
fn what_is_no_store_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let missing = open(&folder.path().join("nothing")).past().unwrap_err();
    assert!(matches!(missing, StoreError::Missing { .. }), "{missing}");
    let file = folder.path().join("file");
    std::fs::write(&file, "").unwrap();
    let error = open(&file).add(&some().0).unwrap_err();
    assert!(error.to_string().starts_with("cannot add to the store `"), "{error}");
}

#[test]
fn a_pruned_store_keeps_the_rest() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path());
    for month in 1..=6 {
        store.add(&analysis(&format!("2026-{month:02}-01"), 3).0).unwrap();
    }
    let pruning = cloudtrim::history::to_prune(&store.list().unwrap().entries, 2);
    store.remove(&pruning.remove).unwrap();
    assert_eq!(store.list().unwrap().entries, pruning.keep);
    assert_eq!(pruning.keep.len(), 3);
    // Another prune may have been faster.
    store.remove(&pruning.remove).unwrap();
}
