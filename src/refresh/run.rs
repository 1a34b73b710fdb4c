//! One refresh: which offers, their prices, the new folder in the place of the old.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File, TryLockError};
use std::path::Path;
use std::sync::Arc;

use sha2::{Digest, Sha256};

use super::client::Client;
use super::error::{OfferError, RefreshError};
use super::index::{RegionIndex, ServiceIndex, is_path};
use super::offer::{Collected, Counts, OfferHead};
use super::{OfferFormat, Progress, RefreshOptions, RegionWish, read_csv, read_json};
use crate::pricing::{
    FolderRow, PRICES_SCHEMA, PriceChange, PriceFolder, ServiceOffers, Source, changes, mapped_services,
};
use crate::replace::{may_replace, parent, partial_prefix, readable_by_others, replace, sync_all, sync_folder};

const SERVICE_INDEX: &str = "/offers/v1.0/aws/index.json";

/// What became of one offer file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfferReport {
    pub service: String,
    pub region: String,
    pub head: OfferHead,
    pub bytes: u64,
    /// Bytes that an earlier run had left.
    pub had: u64,
    pub rows: usize,
    pub counts: Counts,
}

/// What a refresh came to.
#[derive(Clone, Debug)]
pub struct Refreshed {
    pub offers: Vec<OfferReport>,
    /// Against the prices that lookups answered before.
    pub changes: Vec<PriceChange>,
    /// Prices in the folder now.
    pub rows: usize,
    /// Named regions that a service does not have.
    pub skipped: Vec<String>,
}

/// One offer file to read.
struct Wanted {
    service: String,
    region: String,
    /// On the endpoint.
    path: String,
}

impl Wanted {
    /// Why its prices are left as they are.
    fn stays(&self, error: &RefreshError) -> String {
        let why = std::error::Error::source(error).map_or_else(|| error.to_string(), ToString::to_string);
        format!("warning: the prices of {} in {} stay as they were: {why}", self.service, self.region)
    }
}

/// Bring the folder of prices up to date.
///
/// An offer that says nothing to us is an error where its service was asked for by name, and left out where all were.
///
/// # Errors
/// The old folder is then as it was. Downloads stay in the cache, so another run goes on where this one stopped.
pub fn refresh(options: &RefreshOptions, progress: &dyn Progress) -> Result<Refreshed, RefreshError> {
    let out: std::path::PathBuf = options.out.components().collect();
    let free = may_replace(&out, PRICES_SCHEMA).map_err(RefreshError::io(&out))?;
    if out.file_name().is_none() || !free {
        return Err(RefreshError::Occupied { out });
    }
    let old = old_prices(&out)?;
    fs::create_dir_all(&options.cache).map_err(RefreshError::io(&options.cache))?;
    let _lock = lock(&options.cache)?;
    let client = Client::new(&options.endpoint, options.backoff);
    let (wanted, mut skipped) = wanted(&client, options, &old, progress)?;

    let mut reports = Vec::new();
    let mut fresh = Vec::new();
    let mut replaced: BTreeSet<(String, String)> = BTreeSet::new();
    for one in &wanted {
        let (report, rows) = match offer(&client, options, one, progress) {
            Ok(read) => read,
            Err(error) if options.services.is_empty() && error.concerns_one_service() => {
                skipped.push(one.stays(&error));
                continue;
            }
            Err(error) => return Err(error),
        };
        replaced.insert((one.service.clone(), one.region.clone()));
        replaced.extend(rows.iter().map(|row| (row.service().to_owned(), row.region.to_string())));
        reports.push(report);
        fresh.extend(rows);
    }
    let fresh = once(fresh);
    let changes = changes(&before(&old, &fresh, &replaced), &PriceFolder::of_rows(fresh.clone()));
    let is_replaced = |row: &FolderRow| replaced.contains(&(row.service().to_owned(), row.region.to_string()));
    let mut rows: Vec<FolderRow> = old.rows().filter(|row| !is_replaced(row)).cloned().collect();
    rows.extend(fresh);
    let count = rows.len();
    if !options.dry_run {
        write(&out, rows)?;
        for one in &wanted {
            forget(&options.cache, &cache_name(&client, one, options.format));
        }
    }
    Ok(Refreshed { offers: reports, changes, rows: count, skipped })
}

fn old_prices(out: &Path) -> Result<PriceFolder, RefreshError> {
    let is_empty = fs::read_dir(out).map_or(true, |mut entries| entries.next().is_none());
    if is_empty {
        return Ok(PriceFolder::default());
    }
    PriceFolder::load(out).map_err(|source| RefreshError::Old { out: out.to_path_buf(), source })
}

/// Held until it is dropped.
fn lock(cache: &Path) -> Result<File, RefreshError> {
    let path = cache.join("lock");
    let file = File::create(&path).map_err(RefreshError::io(&path))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(RefreshError::Busy { cache: cache.to_path_buf() }),
        Err(TryLockError::Error(error)) => Err(RefreshError::io(&path)(error)),
    }
}

fn wanted(
    client: &Client,
    options: &RefreshOptions,
    old: &PriceFolder,
    progress: &dyn Progress,
) -> Result<(Vec<Wanted>, Vec<String>), RefreshError> {
    let mapped: Vec<String> = mapped_services().into_iter().map(str::to_owned).collect();
    if let Some(service) = options.services.iter().find(|service| !mapped.contains(service)) {
        let (service, place) = (service.clone(), "among those whose offers are mapped");
        return Err(RefreshError::UnknownService { service, place, known: mapped });
    }
    let services = if options.services.is_empty() { &mapped } else { &options.services };
    let has_prices = old.rows().next().is_some();
    if options.regions == RegionWish::AsInTheFolder && !has_prices {
        return Err(RefreshError::NoRegions { out: options.out.clone() });
    }
    let index: ServiceIndex = json(client, SERVICE_INDEX, progress)?;
    let (mut wanted, mut skipped) = (Vec::new(), Vec::new());
    let mut known: BTreeSet<String> = BTreeSet::new();
    for service in services {
        let place = index.offers.get(service).and_then(|offer| offer.current_region_index_url.as_deref());
        let Some(place) = place else {
            if options.services.is_empty() {
                skipped.push(format!("{service} is not in the index of offers"));
                continue;
            }
            let (service, place) = (service.clone(), "in the index of offers");
            return Err(RefreshError::UnknownService { service, place, known: index.offers.into_keys().collect() });
        };
        let regions: RegionIndex = json(client, place, progress)?;
        let has: BTreeMap<&str, &str> =
            regions.regions.iter().map(|(code, region)| (code.as_str(), region.current_version_url.as_str())).collect();
        known.extend(has.keys().map(ToString::to_string));
        for region in wished(&options.regions, service, old, &has) {
            match has.get(region.as_str()) {
                Some(url) => {
                    let path = offer_path(client, url, options.format)?;
                    wanted.push(Wanted { service: service.clone(), region, path });
                }
                None => skipped.push(format!("{service} has no offer in {region}")),
            }
        }
    }
    if let RegionWish::Named(named) = &options.regions
        && let Some(region) = named.iter().find(|region| !known.contains(*region))
    {
        return Err(RefreshError::UnknownRegion { region: region.clone(), known: known.into_iter().collect() });
    }
    Ok((wanted, skipped))
}

fn wished(wish: &RegionWish, service: &str, old: &PriceFolder, has: &BTreeMap<&str, &str>) -> BTreeSet<String> {
    match wish {
        RegionWish::All => has.keys().map(ToString::to_string).collect(),
        RegionWish::Named(named) => named.iter().cloned().collect(),
        // Local Zones and `global` come with the offer of their region.
        RegionWish::AsInTheFolder => {
            let rows = old.rows().filter(|row| row.service() == service && has.contains_key(row.region.as_ref()));
            rows.map(|row| row.region.to_string()).collect()
        }
    }
}

fn json<T: serde::de::DeserializeOwned>(
    client: &Client,
    path: &str,
    progress: &dyn Progress,
) -> Result<T, RefreshError> {
    let wrong = |message: String| RefreshError::Index { url: client.url(path), message };
    if !is_path(path) {
        return Err(wrong("the index names a place on another host".to_owned()));
    }
    serde_json::from_str(&client.text(path, progress)?).map_err(|error| wrong(error.to_string()))
}

fn offer_path(client: &Client, url: &str, format: OfferFormat) -> Result<String, RefreshError> {
    match url.strip_suffix(".json") {
        Some(stem) if is_path(url) => Ok(format!("{stem}.{}", format.extension())),
        _ => Err(RefreshError::Index { url: client.url(url), message: "it is no path of an offer".to_owned() }),
    }
}

/// Another version has another URL, and so another name.
fn cache_name(client: &Client, wanted: &Wanted, format: OfferFormat) -> String {
    let word = |text: &str| -> String {
        text.chars().map(|letter| if letter.is_ascii_alphanumeric() || letter == '-' { letter } else { '_' }).collect()
    };
    let digest = hex::encode(Sha256::digest(client.url(&wanted.path)));
    let version = digest.get(..12).unwrap_or(&digest);
    format!("{}-{}-{version}.{}", word(&wanted.service), word(&wanted.region), format.extension())
}

fn forget(cache: &Path, name: &str) {
    // A file that stays costs space and nothing else.
    let _ = fs::remove_file(cache.join(name));
    let _ = fs::remove_file(cache.join(format!("{name}.note.json")));
}

fn offer(
    client: &Client,
    options: &RefreshOptions,
    wanted: &Wanted,
    progress: &dyn Progress,
) -> Result<(OfferReport, Vec<FolderRow>), RefreshError> {
    let url = client.url(&wanted.path);
    let started = |have, total| progress.started(&wanted.service, &wanted.region, have, total);
    let name = cache_name(client, wanted, options.format);
    let downloaded = client.download(&wanted.path, &options.cache, &name, progress, &started)?;
    let refused = |source| RefreshError::Offer { url: url.clone(), source };
    let (head, collected) = read(&downloaded.file, wanted, options.format).map_err(|error| {
        // The next run fetches it anew.
        forget(&options.cache, &name);
        refused(error)
    })?;
    progress.finished();
    let source = Arc::new(Source {
        id: format!("{}-{}-{}", wanted.service, head.version, wanted.region).into(),
        text: format!("AWS Price List {} {} {}", wanted.service, head.version, wanted.region).into(),
        as_of: options.as_of.to_string().into(),
    });
    let read_prices = collected.counts().read;
    let (rows, counts) = collected.into_rows(&source);
    if rows.is_empty() {
        return Err(refused(OfferError::NothingKnown { rows: read_prices }));
    }
    let report = OfferReport {
        service: wanted.service.clone(),
        region: wanted.region.clone(),
        head,
        bytes: downloaded.bytes,
        had: downloaded.had,
        rows: rows.len(),
        counts,
    };
    Ok((report, rows))
}

fn read(file: &Path, wanted: &Wanted, format: OfferFormat) -> Result<(OfferHead, Collected), OfferError> {
    let Some(offers) = ServiceOffers::of(&wanted.service) else {
        return Err(OfferError::NotAnOffer(format!("no offers of `{}` are mapped", wanted.service)));
    };
    let mut collected = Collected::default();
    let head = match format {
        OfferFormat::Csv => read_csv(File::open(file)?, &offers, &mut collected)?,
        OfferFormat::Json => read_json(file, &offers, &mut collected)?,
    };
    Ok((head, collected))
}

/// Global prices stand in the offer of every region: the last one is kept.
fn once(rows: Vec<FolderRow>) -> Vec<FolderRow> {
    let mut by_key: BTreeMap<_, FolderRow> = BTreeMap::new();
    for row in rows {
        let (service, region, item) = row.key();
        by_key.insert((service.to_owned(), region.to_owned(), item.to_owned(), row.tier_from), row);
    }
    by_key.into_values().collect()
}

/// What lookups answered before: the folder's prices of what is replaced, and the embedded ones of the same items.
fn before(old: &PriceFolder, fresh: &[FolderRow], replaced: &BTreeSet<(String, String)>) -> PriceFolder {
    let scope = |row: &&FolderRow| replaced.contains(&(row.service().to_owned(), row.region.to_string()));
    let mut rows: Vec<FolderRow> = old.rows().filter(scope).cloned().collect();
    let own: BTreeSet<_> = rows.iter().map(|row| (row.service(), row.region.as_ref(), row.item.as_ref())).collect();
    let now: BTreeSet<_> = fresh.iter().map(FolderRow::key).collect();
    let embedded = PriceFolder::embedded();
    let shown = |row: &&FolderRow| now.contains(&row.key()) && !own.contains(&row.key());
    let shown: Vec<FolderRow> = embedded.rows().filter(shown).cloned().collect();
    rows.extend(shown);
    PriceFolder::of_rows(rows)
}

/// Beside its destination first, read back, then in its place in one step.
fn write(out: &Path, rows: Vec<FolderRow>) -> Result<(), RefreshError> {
    let beside = parent(out);
    fs::create_dir_all(beside).map_err(RefreshError::io(beside))?;
    let folder = tempfile::Builder::new().prefix(&partial_prefix(out)).tempdir_in(beside);
    let folder = folder.map_err(RefreshError::io(beside))?;
    let root = folder.path();
    PriceFolder::write(root, rows).map_err(RefreshError::io(root))?;
    PriceFolder::load(root).map_err(|source| RefreshError::Unreadable { source })?;
    sync_all(root).and_then(|()| readable_by_others(root, beside)).map_err(RefreshError::io(root))?;
    if !may_replace(out, PRICES_SCHEMA).map_err(RefreshError::io(out))? {
        return Err(RefreshError::Occupied { out: out.to_path_buf() });
    }
    let aside = std::path::PathBuf::from(format!("{}-replaced", root.display()));
    let finished = folder.keep();
    let moved = replace(&finished, out, &aside);
    if moved.is_err() && finished.is_dir() {
        // The error that matters is the one of the move.
        let _ = fs::remove_dir_all(&finished);
    }
    moved.and_then(|()| sync_folder(beside)).map_err(RefreshError::io(out))
}
