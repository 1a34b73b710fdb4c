//! Which entry of a store is meant: `latest`, a day, or the beginning of its checksum.

use super::super::Failure;
use crate::history::{EntryName, Listing, Store};

/// Fewer digits are easily met by two.
const FEWEST_DIGITS: usize = 4;

/// `text` names one entry; the newest where it is `latest`.
pub(super) fn chosen<'l>(text: &str, listing: &'l Listing, store: &Store) -> Result<&'l EntryName, Failure> {
    let entries = &listing.entries;
    if text == "latest" {
        let newest = entries.iter().max_by_key(|name| (name.day, name.time, &name.sha256));
        return newest.ok_or_else(|| empty(store));
    }
    let found: Vec<&EntryName> = entries.iter().filter(|name| is_named(name, text)).collect();
    match found.as_slice() {
        [one] => Ok(one),
        [] => Err(Failure::new(format!("the store `{}` has no entry `{text}`", store.url())).hint(
            "name an entry by its day, as in `2026-11-20`, or by the beginning of its id; `cloudtrim history list` \
             prints both",
        )),
        several => {
            let ids: Vec<String> = several.iter().take(8).map(|name| format!("`{}`", name.short())).collect();
            Err(Failure::new(format!("several entries are `{text}`: {}", ids.join(", "))))
        }
    }
}

fn is_named(name: &EntryName, text: &str) -> bool {
    name.day.to_string() == text
        || name.to_string() == text
        || (text.len() >= FEWEST_DIGITS && name.sha256.starts_with(&text.to_lowercase()))
}

pub(super) fn empty(store: &Store) -> Failure {
    Failure::new(format!("the store `{}` has no analysis", store.url())).hint("`cloudtrim audit --store URL` adds one")
}

/// The newest of the same accounts before `entry`.
pub(super) fn before<'l>(entry: &EntryName, listing: &'l Listing) -> Option<&'l EntryName> {
    let moment = |name: &EntryName| (name.day, name.time, name.to_string());
    let earlier = listing.entries.iter().filter(|name| name.accounts == entry.accounts && moment(name) < moment(entry));
    earlier.max_by_key(|name| moment(name))
}
