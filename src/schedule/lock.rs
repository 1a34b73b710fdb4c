//! One run at a time: an advisory lock on a file.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Read, Seek, Write};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

/// Held by a run on one store until it is dropped, or its process ends in whatever way.
///
/// The file stays where it is: removing it would let two runs hold two files of one name.
#[derive(Debug)]
pub struct RunLock {
    _file: File,
}

#[derive(Debug, thiserror::Error)]
pub enum LockError {
    #[error("another run is using the store{}", holder(.by))]
    Held { by: String },
    #[error("cannot lock `{}`", path.display())]
    Io { path: PathBuf, source: io::Error },
}

fn holder(by: &str) -> String {
    if by.is_empty() { String::new() } else { format!(": {by}") }
}

/// A lock file says no more than this.
const HOLDER_BYTES: u64 = 200;

impl RunLock {
    /// Lock `file`, or say who holds it; `by` is what others are then told, such as `process 4711 since 06:00`.
    pub fn acquire(file: &Path, by: &str) -> Result<Self, LockError> {
        let failed = |source| LockError::Io { path: file.to_owned(), source };
        if let Some(folder) = file.parent() {
            fs::create_dir_all(folder).map_err(failed)?;
        }
        let mut options = OpenOptions::new();
        let mut lock = options.read(true).write(true).create(true).truncate(false).open(file).map_err(failed)?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(LockError::Held { by: first_line(&mut lock) }),
            Err(TryLockError::Error(source)) => return Err(failed(source)),
        }
        let written = lock.set_len(0).and_then(|()| lock.rewind()).and_then(|()| writeln!(lock, "{by}"));
        written.and_then(|()| lock.flush()).map_err(failed)?;
        Ok(Self { _file: lock })
    }

    /// The lock file of a store: in the folder itself, which other machines may share, or, for a store elsewhere, in
    /// `state`, the user's folder of state.
    pub fn file_of(store: &str, state: &Path) -> PathBuf {
        if store.contains("://") {
            let mut name = hex::encode(Sha256::digest(store.trim_end_matches('/').as_bytes()));
            name.truncate(16);
            return state.join(format!("run-{name}.lock"));
        }
        Path::new(store).join(".run.lock")
    }
}

fn first_line(file: &mut File) -> String {
    let mut bytes = Vec::new();
    // Who holds it is a courtesy: a file that cannot be read says nothing.
    let _ = file.rewind().and_then(|()| file.take(HOLDER_BYTES).read_to_end(&mut bytes));
    let text = String::from_utf8_lossy(&bytes);
    text.lines().next().unwrap_or_default().chars().filter(|letter| !letter.is_control()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_run_is_told_of_the_first() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("state/run.lock");
        let first = RunLock::acquire(&file, "process 4711 since 06:00").unwrap();
        let error = RunLock::acquire(&file, "process 4712").unwrap_err();
        assert_eq!(error.to_string(), "another run is using the store: process 4711 since 06:00");
        drop(first);
        drop(RunLock::acquire(&file, "process 4713").unwrap());
        assert_eq!(fs::read_to_string(&file).unwrap(), "process 4713\n");
    }

    #[test]
    fn a_left_over_file_is_no_lock() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("run.lock");
        fs::write(&file, [0xff, 0x00, b'x']).unwrap();
        RunLock::acquire(&file, "x").unwrap();
    }

    #[test]
    fn a_store_has_one_lock_file() {
        let state = Path::new("/state");
        assert_eq!(RunLock::file_of("/srv/reports", state), Path::new("/srv/reports/.run.lock"));
        let bucket = RunLock::file_of("s3://bucket/prefix", state);
        assert!(bucket.starts_with(state), "{bucket:?}");
        assert_eq!(bucket, RunLock::file_of("s3://bucket/prefix/", state));
        assert_ne!(bucket, RunLock::file_of("s3://bucket/other", state));
    }
}
