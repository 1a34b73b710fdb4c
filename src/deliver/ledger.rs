//! What was sent where, only ever added to, so that a rerun does not send twice: a file of one JSON line a message, or
//! notes that somebody else keeps.

use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::model::delivery::Claim;
use crate::replace::parent;

/// The messages that were sent, held by one run at a time.
#[derive(Debug)]
pub struct Ledger {
    path: PathBuf,
    sent: BTreeMap<String, DateTime<Utc>>,
    /// Lines that could not be read.
    pub warnings: Vec<String>,
    keeper: Keeper,
}

#[derive(Debug)]
enum Keeper {
    /// Nothing is to be written.
    Nobody,
    /// The file; its lock is released when dropped, also by a run that is killed.
    File {
        _lock: File,
    },
    Notes(Box<dyn Notes>),
}

/// Keeps what was sent where there is no lasting disk.
pub trait Notes: std::fmt::Debug {
    /// Every message that was noted.
    fn sent(&self) -> io::Result<BTreeMap<String, DateTime<Utc>>>;

    /// Kept when this returns.
    fn note(&self, key: &str, at: DateTime<Utc>) -> io::Result<()>;

    /// Ask to be the one who sends a message.
    fn claim(&self, key: &str) -> io::Result<Claim>;

    /// Let others send it.
    fn give_up(&self, key: &str, turn: u32) -> io::Result<()>;
}

#[derive(Debug, thiserror::Error)]
#[error("cannot use the list of deliveries `{}`: {source}", path.display())]
pub struct LedgerError {
    pub path: PathBuf,
    pub source: io::Error,
}

#[derive(Debug, Serialize, Deserialize)]
struct Line {
    key: String,
    /// For people.
    target: String,
    sent_at: DateTime<Utc>,
}

/// Bytes of a list that is read: a hundred years of daily messages.
const LARGEST: u64 = 64 << 20;

impl Ledger {
    /// Wait until no other run holds it, and read it; its folder is made where it is missing.
    pub fn open(path: &Path) -> Result<Self, LedgerError> {
        let failed = |source| LedgerError { path: path.to_owned(), source };
        fs::create_dir_all(parent(path)).map_err(failed)?;
        let mut name = path.as_os_str().to_owned();
        name.push(".lock");
        let lock = OpenOptions::new().create(true).truncate(false).write(true).open(name).map_err(failed)?;
        match lock.lock() {
            // Some network file systems have no locks; what is sent is still noted.
            Err(error) if error.kind() != io::ErrorKind::Unsupported => return Err(failed(error)),
            _ => {}
        }
        Ok(Self { keeper: Keeper::File { _lock: lock }, ..Self::read(path)? })
    }

    /// Of notes that are kept at `place`, which messages name.
    pub fn of_notes(place: &Path, notes: Box<dyn Notes>) -> Result<Self, LedgerError> {
        let failed = |source| LedgerError { path: place.to_owned(), source };
        let sent = notes.sent().map_err(failed)?;
        Ok(Self { path: place.to_owned(), sent, warnings: Vec::new(), keeper: Keeper::Notes(notes) })
    }

    /// Read it without a lock and without leaving a trace; one that is not there is empty.
    pub fn read(path: &Path) -> Result<Self, LedgerError> {
        let failed = |source| LedgerError { path: path.to_owned(), source };
        let mut ledger =
            Self { path: path.to_owned(), sent: BTreeMap::new(), warnings: Vec::new(), keeper: Keeper::Nobody };
        let mut text = Vec::new();
        match File::open(path) {
            Ok(file) => file.take(LARGEST).read_to_end(&mut text).map_err(failed)?,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(ledger),
            Err(error) => return Err(failed(error)),
        };
        for (position, line) in text.split(|byte| *byte == b'\n').enumerate() {
            if line.iter().all(u8::is_ascii_whitespace) {
                continue;
            }
            match serde_json::from_slice::<Line>(line) {
                Ok(line) => drop(ledger.sent.insert(line.key, line.sent_at)),
                Err(_) => ledger.warnings.push(format!(
                    "line {} of `{}` is damaged and was skipped: what it noted may be sent again",
                    position + 1,
                    path.display()
                )),
            }
        }
        Ok(ledger)
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    /// When the message was sent, if it was.
    pub fn sent(&self, key: &str) -> Option<DateTime<Utc>> {
        self.sent.get(key).copied()
    }

    /// Note a message that was sent; on the disk when this returns.
    pub fn note(&mut self, key: &str, target: &str, at: DateTime<Utc>) -> Result<(), LedgerError> {
        let noted = match &self.keeper {
            Keeper::Nobody => Err(io::Error::other("it was opened for reading")),
            Keeper::File { .. } => self.note_in_file(key, target, at),
            Keeper::Notes(notes) => notes.note(key, at),
        };
        noted.map_err(|source| self.failed(source))?;
        self.sent.insert(key.to_owned(), at);
        Ok(())
    }

    /// Ask to be the one who sends a message; a file is held by one run anyway.
    pub fn claim(&self, key: &str) -> Result<Claim, LedgerError> {
        match &self.keeper {
            Keeper::Notes(notes) => notes.claim(key).map_err(|source| self.failed(source)),
            Keeper::Nobody | Keeper::File { .. } => Ok(Claim::Ours { turn: 1 }),
        }
    }

    /// Let others send a message that could not be sent.
    pub fn give_up(&self, key: &str, turn: u32) -> Result<(), LedgerError> {
        match &self.keeper {
            Keeper::Notes(notes) => notes.give_up(key, turn).map_err(|source| self.failed(source)),
            Keeper::Nobody | Keeper::File { .. } => Ok(()),
        }
    }

    fn failed(&self, source: io::Error) -> LedgerError {
        LedgerError { path: self.path.clone(), source }
    }

    fn note_in_file(&self, key: &str, target: &str, at: DateTime<Utc>) -> io::Result<()> {
        let line = Line { key: key.to_owned(), target: target.to_owned(), sent_at: at };
        let mut text = serde_json::to_string(&line).map_err(io::Error::other)?;
        text.push('\n');
        let mut options = OpenOptions::new();
        options.create(true).append(true).read(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(&self.path)?;
        if cut_off(&mut file)? {
            text.insert(0, '\n');
        }
        file.write_all(text.as_bytes())?;
        file.sync_data()
    }
}

/// A run that was killed while it wrote left a line without its end.
fn cut_off(file: &mut File) -> io::Result<bool> {
    if file.seek(SeekFrom::End(0))? == 0 {
        return Ok(false);
    }
    file.seek(SeekFrom::End(-1))?;
    let mut last = [0];
    file.read_exact(&mut last)?;
    Ok(last != [b'\n'])
}
