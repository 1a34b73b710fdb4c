//! Usage files in infracost's vocabulary: what resources are used for, by address, wildcard or type.
//!
//! Vocabulary: <https://www.infracost.io/docs/features/usage_based_resources/>.

mod parse;
mod value;

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use serde_json::{Map, Value};

use super::address::{Address, after_index, with_wildcards, without_indices};
use crate::model::mistake::Mistake;

/// Usage files are written by people or listed by infracost: a larger file was meant for something else.
const MOST_BYTES: u64 = 16 << 20;

/// A usage file, version 0.1.
#[derive(Clone, Debug, Default)]
pub struct UsageFile {
    file: PathBuf,
    /// `resource_type_default_usage`, by type.
    types: BTreeMap<String, UsageEntry>,
    /// Addresses without wildcard.
    exact: BTreeMap<String, UsageEntry>,
    /// By the address with every index as `[*]`; the most specific last.
    wild: HashMap<String, Vec<UsageEntry>>,
}

/// The usage of one address, wildcard or type.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct UsageEntry {
    /// As the file has it; the type for an entry of `resource_type_default_usage`.
    pub address: String,
    /// 1-based.
    pub line: u64,
    pub column: u64,
    pub usage: Map<String, Value>,
    /// The key that it stands below.
    section: &'static str,
    /// Line and column of each key, by path.
    places: HashMap<String, (u64, u64)>,
}

#[derive(Debug, thiserror::Error)]
pub enum UsageError {
    #[error("cannot read {path}")]
    Io { path: PathBuf, source: std::io::Error },
    /// Sorted by line and column.
    #[error("{}", Mistake::list(.0, "usage file"))]
    Mistakes(Vec<Mistake>),
}

impl UsageEntry {
    /// `aws_data_transfer` of `module.a.aws_data_transfer.out`.
    pub fn type_name(&self) -> &str {
        let resource = Address::of(&self.address).resource;
        resource.split_once('.').map_or(resource, |(kind, _)| kind)
    }

    pub fn is_wildcard(&self) -> bool {
        self.address.contains("[*]")
    }
}

impl UsageFile {
    pub fn read(path: &Path) -> Result<Self, UsageError> {
        let failed = |source| UsageError::Io { path: path.to_owned(), source };
        let mut bytes = Vec::new();
        File::open(path).and_then(|file| file.take(MOST_BYTES + 1).read_to_end(&mut bytes)).map_err(failed)?;
        let one = |mistake| UsageError::Mistakes(vec![mistake]);
        if u64::try_from(bytes.len()).is_ok_and(|length| length > MOST_BYTES) {
            return Err(one(Mistake::of_file(path, "the file is larger than 16 MiB: no usage file is", "")));
        }
        let text = String::from_utf8(bytes).map_err(|_| {
            one(Mistake::of_file(
                path,
                "this is not UTF-8 text",
                "save it as UTF-8, as `cloudtrim` and infracost read it",
            ))
        })?;
        Self::parse(path, &text).map_err(UsageError::Mistakes)
    }

    /// The same for text that is already read; `file` is named in mistakes, which are told all at once.
    pub fn parse(file: &Path, text: &str) -> Result<Self, Vec<Mistake>> {
        parse::usage_file(file, text)
    }

    /// The usage of a resource instance: the default of its type, then wildcards from the widest to the narrowest, then its
    /// own; nested mappings are merged.
    pub fn for_resource(&self, address: &str, type_name: &str) -> Map<String, Value> {
        let mut merged = Map::new();
        for entry in self.entries_for(address, type_name) {
            merge(&mut merged, &entry.usage);
        }
        merged
    }

    /// From the default of the type to the address itself.
    fn entries_for(&self, address: &str, type_name: &str) -> impl DoubleEndedIterator<Item = &UsageEntry> {
        let wild = if self.wild.is_empty() { None } else { self.wild.get(&with_wildcards(address)) };
        let wild = wild.into_iter().flatten().filter(move |entry| matches(&entry.address, address));
        let wild: Vec<&UsageEntry> = wild.collect();
        self.types.get(type_name).into_iter().chain(wild).chain(self.exact.get(address))
    }

    /// The addresses and wildcards, in the order of the file, that are none of `addresses`.
    pub fn unmatched<'a>(&self, addresses: impl Iterator<Item = &'a str>) -> Vec<&UsageEntry> {
        let addresses: HashSet<&str> = addresses.collect();
        let mut met: HashSet<&str> = HashSet::new();
        for address in addresses.iter().filter(|_| !self.wild.is_empty()) {
            let wild = self.wild.get(&with_wildcards(address)).into_iter().flatten();
            met.extend(wild.filter(|entry| matches(&entry.address, address)).map(|entry| entry.address.as_str()));
        }
        let exact = self.exact.values().filter(|entry| !addresses.contains(entry.address.as_str()));
        let wild = self.wild.values().flatten().filter(|entry| !met.contains(entry.address.as_str()));
        let mut unmatched: Vec<&UsageEntry> = exact.chain(wild).collect();
        unmatched.sort_by_key(|entry| (entry.line, entry.column));
        unmatched
    }

    /// That an entry of [`unmatched`](Self::unmatched) names no resource, and which of `known` it may mean.
    pub fn absent<'a>(&self, entry: &UsageEntry, known: impl Iterator<Item = &'a str>) -> Mistake {
        let known: Vec<&str> =
            known.filter(|address| Address::of(address).resource.starts_with(entry.type_name())).collect();
        Mistake {
            file: self.file.clone(),
            line: entry.line,
            column: entry.column,
            field: format!("resource_usage.{}", entry.address),
            message: format!("there is no `{}` in the plan", entry.address),
            hint: meant(&entry.address, entry.type_name(), &known),
        }
    }

    /// A mistake where the file gives the usage at `path` (`standard.storage_gb`) of a resource; of the whole file where it
    /// does not.
    pub fn mistake_at(
        &self,
        address: &str,
        path: &str,
        message: impl Into<String>,
        hint: impl Into<String>,
    ) -> Mistake {
        let type_name = Address::of(address).resource.split('.').next().unwrap_or_default();
        let entry = self.entries_for(address, type_name).rev().find(|entry| entry.places.contains_key(path));
        let place = entry.and_then(|entry| entry.places.get(path));
        let (line, column) = place.copied().unwrap_or_default();
        let section = entry.map_or("resource_usage", |entry| entry.section);
        Mistake {
            file: self.file.clone(),
            line,
            column,
            field: format!("{section}.{}.{path}", entry.map_or(address, |entry| &entry.address)),
            message: message.into(),
            hint: hint.into(),
        }
    }

    fn add(&mut self, entry: UsageEntry) {
        if !entry.is_wildcard() {
            self.exact.insert(entry.address.clone(), entry);
            return;
        }
        let entries = self.wild.entry(with_wildcards(&entry.address)).or_default();
        entries.push(entry);
        entries.sort_by_key(|entry| (std::cmp::Reverse(entry.address.matches("[*]").count()), entry.line));
    }
}

fn merge(into: &mut Map<String, Value>, from: &Map<String, Value>) {
    for (name, value) in from {
        match (into.get_mut(name), value) {
            (Some(Value::Object(inner)), Value::Object(value)) => merge(inner, value),
            _ => drop(into.insert(name.clone(), value.clone())),
        }
    }
}

/// Whether each `[*]` of the pattern stands for one index of the address; both have the same names.
fn matches(pattern: &str, address: &str) -> bool {
    let (mut pattern, mut address) = (pattern, address);
    while let Some((before, rest)) = pattern.split_once("[*]") {
        let Some(after) = address.strip_prefix(before) else { return false };
        let Some(tail) = after_index(after) else { return false };
        (pattern, address) = (rest, tail);
    }
    pattern == address
}

/// What an address that is not there may have meant; `known` are of its type.
fn meant(address: &str, type_name: &str, known: &[&str]) -> String {
    let instances = known.iter().filter(|candidate| Address::of(candidate).base() == address).count();
    if instances > 0 {
        return format!("it has {instances} instances: write `{address}[*]` for all of them");
    }
    if let Some(single) = known.iter().find(|candidate| **candidate == without_indices(address)) {
        return format!("it has no instances: write `{single}`");
    }
    let likeness = |candidate: &str| strsim::jaro_winkler(address, candidate);
    let closest = known.iter().map(|known| (likeness(known), known)).max_by(|one, other| one.0.total_cmp(&other.0));
    match closest {
        Some((likeness, closest)) if likeness >= 0.8 => format!("did you mean `{closest}`?"),
        _ if known.is_empty() => format!("the plan has no `{type_name}`"),
        _ => format!("the plan has {}", listed(known)),
    }
}

fn listed(known: &[&str]) -> String {
    let shown: Vec<String> = known.iter().take(3).map(|address| format!("`{address}`")).collect();
    let more = known.len().saturating_sub(shown.len());
    if more == 0 { shown.join(", ") } else { format!("{} and {more} more of this type", shown.join(", ")) }
}
