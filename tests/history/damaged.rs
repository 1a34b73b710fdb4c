//! Objects that are damaged, foreign, partial or of another version are named and left alone.

use std::fs;
use std::path::{Path, PathBuf};

use cloudtrim::history::EntryName;
use proptest::prelude::*;

use super::builder::analysis;
use super::store::{files, open};

/// A store of two analyses; the file of the first.
fn store_of_two(folder: &Path) -> (EntryName, PathBuf) {
    let store = open(folder);
    let name = store.add(&analysis("2026-09-20", 3).found(0, "10").0).unwrap().name;
    store.add(&analysis("2026-10-20", 3).0).unwrap();
    let path = folder.join("analyses").join(name.to_string());
    (name, path)
}

/// `(analyses read, reasons of what was skipped)`.
fn read(folder: &Path) -> (usize, Vec<String>) {
    let past = open(folder).past().unwrap();
    (past.analyses.len(), past.skipped.into_iter().map(|skipped| skipped.reason).collect())
}

#[test]
fn a_truncated_object_is_skipped_and_stays() {
    let folder = tempfile::tempdir().unwrap();
    let (name, path) = store_of_two(folder.path());
    let whole = fs::read(&path).unwrap();
    fs::write(&path, &whole[..whole.len() / 2]).unwrap();
    let past = open(folder.path()).past().unwrap();
    assert_eq!(past.analyses.len(), 1);
    assert_eq!(past.skipped.len(), 1);
    assert_eq!(past.skipped[0].name, name.to_string());
    assert!(past.skipped[0].reason.starts_with("it is damaged: its content is not what"), "{:?}", past.skipped);
    fs::write(&path, []).unwrap();
    assert_eq!(read(folder.path()).0, 1);
    assert_eq!(files(folder.path()).len(), 2, "nothing was deleted");
}

#[test]
fn the_analysis_of_a_damaged_object_can_be_stored_again() {
    let folder = tempfile::tempdir().unwrap();
    let (name, path) = store_of_two(folder.path());
    fs::write(&path, "broken").unwrap();
    let added = open(folder.path()).add(&analysis("2026-09-20", 3).found(0, "10").0).unwrap();
    assert_eq!((added.already_there, added.name.copy), (false, 2));
    assert_eq!(added.name.sha256, name.sha256);
    assert_eq!(read(folder.path()).0, 2);
    assert_eq!(fs::read_to_string(&path).unwrap(), "broken");
}

#[test]
fn strangers_and_leftovers_are_named() {
    let folder = tempfile::tempdir().unwrap();
    let (name, path) = store_of_two(folder.path());
    let analyses = folder.path().join("analyses");
    fs::write(analyses.join("README.md"), "ours").unwrap();
    fs::write(path.with_file_name(".partial-Xy12"), "half").unwrap();
    // Beside the analyses anything may lie.
    fs::write(folder.path().join("report.html"), "").unwrap();
    let misplaced = analyses.join(name.to_string().replace("2026-09-20", "2026-09-21"));
    fs::create_dir_all(misplaced.parent().unwrap()).unwrap();
    fs::copy(&path, &misplaced).unwrap();
    let past = open(folder.path()).past().unwrap();
    assert_eq!(past.analyses.len(), 2);
    let reasons: Vec<&str> = past.skipped.iter().map(|skipped| skipped.reason.as_str()).collect();
    assert_eq!(
        reasons,
        [
            "it is partial: a run that did not finish left it",
            "it is named for another moment or other accounts than it holds",
            "its name is not one that cloudtrim gives",
        ]
    );
}

#[test]
fn another_version_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path());
    // A newer schema with everything else as it is, and one that has nothing in common.
    let newer = analysis("2026-10-20", 3).change(|stored| "cloudtrim.history/2".clone_into(&mut stored.schema));
    store.add(&newer.0).unwrap();
    assert_eq!(
        read(folder.path()),
        (
            0,
            vec![
                "its schema is `cloudtrim.history/2`; this version of cloudtrim reads `cloudtrim.history/1`".to_owned()
            ]
        )
    );
    assert!(store.read(&store.list().unwrap().entries[0]).is_err());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    /// One bit, anywhere.
    #[test]
    fn a_flipped_bit_is_seen(at in any::<prop::sample::Index>(), bit in 0_u8..8) {
        let folder = tempfile::tempdir().unwrap();
        let (_, path) = store_of_two(folder.path());
        let mut bytes = fs::read(&path).unwrap();
        let at = at.index(bytes.len());
        bytes[at] ^= 1 << bit;
        fs::write(&path, &bytes).unwrap();
        let (analyses, skipped) = read(folder.path());
        prop_assert_eq!((analyses, skipped.len()), (1, 1));
    }
}
