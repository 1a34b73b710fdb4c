//! A store of analyses: added to, listed, read, pruned. Nothing in it is ever written over.

use std::sync::Mutex;

use super::entry_name::EntryName;
use super::envelope::{self, Damage};
use super::folder::{Folder, PARTIAL};
use super::place::{Cause, Place};
use super::url::{StoreAccess, StoreUrl};
use crate::model::history::{PastAnalysis, SkippedEntry, StoredAnalysis};

/// Below the folder or prefix of the store.
pub(super) const ANALYSES: &str = "analyses/";
/// Objects in flight at once: the network waits, not the cores.
const S3_READERS: usize = 8;
/// So many damaged objects of one name were never seen.
const MOST_COPIES: u32 = 100;

#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    #[error("`{store}` is in S3, and this build of cloudtrim cannot reach AWS: it was built without the feature `aws`")]
    NotBuiltIn { store: StoreUrl },
    #[error("there is no store at `{store}`")]
    Missing { store: StoreUrl },
    #[error("cannot open the store `{store}`")]
    Open {
        store: StoreUrl,
        #[source]
        cause: Cause,
    },
    #[error("cannot list the store `{store}`")]
    List {
        store: StoreUrl,
        #[source]
        cause: Cause,
    },
    #[error("cannot add to the store `{store}`")]
    Add {
        store: StoreUrl,
        #[source]
        cause: Cause,
    },
    #[error("cannot read `{name}` in the store `{store}`")]
    Read {
        store: StoreUrl,
        name: String,
        #[source]
        cause: Cause,
    },
    #[error("cannot remove `{name}` from the store `{store}`")]
    Remove {
        store: StoreUrl,
        name: String,
        #[source]
        cause: Cause,
    },
    #[error("cannot use `{name}` of the store `{store}`")]
    Damaged {
        store: StoreUrl,
        name: String,
        #[source]
        damage: Damage,
    },
}

/// A folder or an S3 prefix.
#[derive(Debug)]
pub struct Store {
    pub(super) url: StoreUrl,
    pub(super) place: Place,
}

/// What came of adding an analysis.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Added {
    pub name: EntryName,
    /// The same analysis is stored already; nothing was written.
    pub already_there: bool,
    /// A clock that jumped back, and the like.
    pub warnings: Vec<String>,
}

/// What a store holds, by name alone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listing {
    /// By account set, then time.
    pub entries: Vec<EntryName>,
    pub skipped: Vec<SkippedEntry>,
}

/// All analyses of a store that can be read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Past {
    pub analyses: Vec<PastAnalysis>,
    pub skipped: Vec<SkippedEntry>,
}

impl Store {
    /// A folder need not exist yet; a bucket must.
    pub fn open(url: &StoreUrl, access: &StoreAccess) -> Result<Self, StoreError> {
        let place = match url {
            StoreUrl::Folder(folder) => Place::Folder(Folder::new(folder.clone())),
            #[cfg(feature = "aws")]
            StoreUrl::S3 { bucket, prefix } => {
                let opened = super::s3::S3::open(bucket, prefix, access);
                Place::S3(opened.map_err(|cause| StoreError::Open { store: url.clone(), cause })?)
            }
            #[cfg(not(feature = "aws"))]
            StoreUrl::S3 { .. } => {
                let _ = access;
                return Err(StoreError::NotBuiltIn { store: url.clone() });
            }
        };
        Ok(Self { url: url.clone(), place })
    }

    pub fn url(&self) -> &StoreUrl {
        &self.url
    }

    /// Store one analysis. Two runs that store at once both succeed; the same analysis is stored once.
    pub fn add(&self, stored: &StoredAnalysis) -> Result<Added, StoreError> {
        let failed = |cause| StoreError::Add { store: self.url.clone(), cause };
        let bytes = envelope::encode(stored).map_err(|error| failed(error.into()))?;
        let mut name = EntryName::of(stored.analysis.as_of, &stored.analysis.accounts, &bytes);
        let warnings = self.clock_warnings(&name);
        let mut already_there = false;
        while !self.put_new(&name, &bytes).map_err(failed)? {
            // The name is the content's: it is there already, or something broke what was.
            already_there = self.get(&name).is_ok_and(|found| found == bytes);
            if already_there || name.copy >= MOST_COPIES {
                break;
            }
            name.copy += 1;
        }
        if name.copy >= MOST_COPIES && !already_there {
            return Err(failed(Cause::Object(format!("{MOST_COPIES} damaged objects have its name"))));
        }
        // A run that is repeated says nothing new.
        let warnings = if already_there { Vec::new() } else { warnings };
        Ok(Added { name, already_there, warnings })
    }

    /// Said, not refused: old datasets may be audited late.
    fn clock_warnings(&self, name: &EntryName) -> Vec<String> {
        let prefix = format!("{ANALYSES}{}/", name.accounts);
        let Ok(names) = self.names(&prefix) else { return Vec::new() };
        let others = names.iter().filter_map(|other| EntryName::parse(other)).filter(|other| other != name);
        let Some(newest) = others.max_by_key(|other| (other.day, other.time)) else { return Vec::new() };
        let moment = |name: &EntryName| format!("{} {} UTC", name.day, name.time);
        match (newest.day, newest.time).cmp(&(name.day, name.time)) {
            std::cmp::Ordering::Less => Vec::new(),
            std::cmp::Ordering::Equal => vec![format!("the store has another analysis as of {}", moment(name))],
            std::cmp::Ordering::Greater => vec![format!(
                "this analysis is as of {}, before the newest of the store ({}): an old dataset, or a clock that went back",
                moment(name),
                moment(&newest)
            )],
        }
    }

    /// Every name in the store; nothing is read.
    pub fn list(&self) -> Result<Listing, StoreError> {
        if let Place::Folder(folder) = &self.place
            && !folder.exists()
        {
            return Err(StoreError::Missing { store: self.url.clone() });
        }
        let names = self.names(ANALYSES).map_err(|cause| StoreError::List { store: self.url.clone(), cause })?;
        let mut listing = Listing::default();
        for name in names {
            match EntryName::parse(&name) {
                Some(entry) => listing.entries.push(entry),
                None => listing.skipped.push(foreign(name)),
            }
        }
        listing.entries.sort();
        listing.entries.sort_by(|one, other| one.accounts.cmp(&other.accounts));
        Ok(listing)
    }

    /// Every analysis, by account set and time; what cannot be read is named and left as it is.
    pub fn past(&self) -> Result<Past, StoreError> {
        let Listing { entries, skipped } = self.list()?;
        self.past_of(&entries, skipped)
    }

    /// These analyses alone.
    pub fn past_of(&self, entries: &[EntryName], skipped: Vec<SkippedEntry>) -> Result<Past, StoreError> {
        let read = self.read_all(entries)?;
        let mut past = Past { analyses: Vec::with_capacity(read.len()), skipped };
        for (name, read) in entries.iter().zip(read) {
            match read {
                Ok(analysis) => past.analyses.push(*analysis),
                Err(reason) => past.skipped.push(SkippedEntry { name: name.to_string(), reason }),
            }
        }
        past.skipped.sort();
        Ok(past)
    }

    /// One analysis, whole.
    pub fn read(&self, name: &EntryName) -> Result<StoredAnalysis, StoreError> {
        let bytes = self.get(name).map_err(|cause| self.read_failed(name, cause))?;
        envelope::whole(name, &bytes).map_err(|damage| self.damaged(name, damage))
    }

    /// What the history needs of one analysis.
    pub fn read_past(&self, name: &EntryName) -> Result<PastAnalysis, StoreError> {
        let bytes = self.get(name).map_err(|cause| self.read_failed(name, cause))?;
        envelope::past(name, &bytes).map_err(|damage| self.damaged(name, damage))
    }

    /// Take entries away for good.
    pub fn remove(&self, names: &[EntryName]) -> Result<(), StoreError> {
        for name in names {
            let removed = self.place.remove(&format!("{ANALYSES}{name}"));
            removed.map_err(|cause| StoreError::Remove { store: self.url.clone(), name: name.to_string(), cause })?;
        }
        Ok(())
    }

    fn read_failed(&self, name: &EntryName, cause: Cause) -> StoreError {
        StoreError::Read { store: self.url.clone(), name: name.to_string(), cause }
    }

    fn damaged(&self, name: &EntryName, damage: Damage) -> StoreError {
        StoreError::Damaged { store: self.url.clone(), name: name.to_string(), damage }
    }

    /// Names below [`ANALYSES`] that begin with `prefix`, without [`ANALYSES`].
    fn names(&self, prefix: &str) -> Result<Vec<String>, Cause> {
        let names = self.place.names(prefix)?.into_iter();
        Ok(names.filter_map(|name| name.strip_prefix(ANALYSES).map(str::to_owned)).collect())
    }

    fn put_new(&self, name: &EntryName, bytes: &[u8]) -> Result<bool, Cause> {
        self.place.put_new(&format!("{ANALYSES}{name}"), bytes)
    }

    fn get(&self, name: &EntryName) -> Result<Vec<u8>, Cause> {
        self.place.get(&format!("{ANALYSES}{name}"))
    }

    /// In the order of `entries`; `Err` holds why one is skipped.
    fn read_all(&self, entries: &[EntryName]) -> Result<Vec<Result<Box<PastAnalysis>, String>>, StoreError> {
        let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        let readers = if matches!(self.url, StoreUrl::S3 { .. }) { cores.max(S3_READERS) } else { cores };
        let ended: Mutex<Option<StoreError>> = Mutex::new(None);
        let piece = entries.len().div_ceil(readers).max(1);
        let read =
            |entries: &[EntryName]| -> Vec<_> { entries.iter().map(|name| self.read_one(name, &ended)).collect() };
        let pieces: Vec<Vec<_>> = std::thread::scope(|scope| {
            let workers: Vec<_> = entries.chunks(piece).map(|entries| scope.spawn(move || read(entries))).collect();
            let joined = workers.into_iter().map(std::thread::ScopedJoinHandle::join);
            joined.map(|read| read.unwrap_or_else(|panic| std::panic::resume_unwind(panic))).collect()
        });
        match ended.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner) {
            Some(error) => Err(error),
            None => Ok(pieces.into_iter().flatten().collect()),
        }
    }

    fn read_one(&self, name: &EntryName, ended: &Mutex<Option<StoreError>>) -> Result<Box<PastAnalysis>, String> {
        match self.read_past(name) {
            Ok(analysis) => Ok(Box::new(analysis)),
            Err(StoreError::Read { cause: Cause::Object(reason), .. }) => Err(reason),
            Err(StoreError::Damaged { damage, .. }) => Err(said(&damage)),
            // The store itself does not answer: a history without this entry would tell something else.
            Err(error) => {
                let mut ended = ended.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
                ended.get_or_insert(error);
                Err(String::new())
            }
        }
    }
}

fn said(damage: &Damage) -> String {
    match std::error::Error::source(damage) {
        Some(source) => format!("{damage}: {source}"),
        None => damage.to_string(),
    }
}

fn foreign(name: String) -> SkippedEntry {
    let file = name.rsplit('/').next().unwrap_or(&name);
    let reason = if file.starts_with(PARTIAL) {
        "it is partial: a run that did not finish left it"
    } else {
        "its name is not one that cloudtrim gives"
    };
    SkippedEntry { reason: reason.to_owned(), name }
}
