//! A run that ends early leaves the old dataset, and nothing that is taken for a new one.

use cloudtrim::dataset::{DatasetWriter, IN_PROGRESS_MARKER, SaveError, load};

use super::estate;

#[test]
fn the_old_dataset_stays_until_the_new_one_is_whole() {
    let folder = tempfile::tempdir().unwrap();
    let destination = folder.path().join("account");
    estate::write(&destination, &estate::files());
    let before = load(&destination).unwrap();

    // A killed process runs no destructors.
    std::mem::forget(DatasetWriter::create(&destination).unwrap());
    let partial = std::fs::read_dir(folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .find(|path| path.file_name().unwrap().to_string_lossy().starts_with(".account.partial-"))
        .unwrap();
    assert!(partial.join(IN_PROGRESS_MARKER).exists());
    assert!(load(&partial).unwrap_err().to_string().contains("this dataset is partial"));
    assert_eq!(load(&destination).unwrap().resources, before.resources);

    std::fs::remove_dir_all(&destination).unwrap();
    let error = load(&destination).unwrap_err().to_string();
    assert!(error.contains("a run that did not finish left") && error.contains(".account.partial-"), "{error}");
}

#[test]
fn a_writer_that_is_dropped_takes_its_folder_with_it() {
    let folder = tempfile::tempdir().unwrap();
    drop(DatasetWriter::create(&folder.path().join("account")).unwrap());
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn nothing_but_a_dataset_or_an_empty_folder_is_replaced() {
    let folder = tempfile::tempdir().unwrap();
    let destination = folder.path().join("home");
    std::fs::create_dir(&destination).unwrap();
    assert!(DatasetWriter::create(&destination).is_ok());
    std::fs::write(destination.join("thesis.txt"), "…").unwrap();
    assert!(matches!(DatasetWriter::create(&destination), Err(SaveError::Occupied { .. })));
    assert!(matches!(DatasetWriter::create(&destination.join("thesis.txt")), Err(SaveError::Occupied { .. })));
    assert!(destination.join("thesis.txt").exists());
}
