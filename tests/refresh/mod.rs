//! The price refresh against a local server that speaks the AWS Price List.

mod command;
mod every_line;
mod failing;
mod happy;
mod lookups;
mod offers;
mod reading;
mod server;

use std::path::{Path, PathBuf};
use std::time::Duration;

use chrono::NaiveDate;
use cloudtrim::refresh::{OfferFormat, Progress, RefreshOptions, Refreshed, RegionWish, Silent, refresh};

use server::Server;

/// A folder with room for prices and cache.
struct Place(tempfile::TempDir);

impl Place {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn out(&self) -> PathBuf {
        self.0.path().join("prices")
    }

    fn cache(&self) -> PathBuf {
        self.0.path().join("cache")
    }

    fn options(&self, server: &Server, services: &[&str], regions: &[&str]) -> RefreshOptions {
        RefreshOptions {
            endpoint: server.url(),
            services: services.iter().map(ToString::to_string).collect(),
            regions: match regions {
                [] => RegionWish::AsInTheFolder,
                regions => RegionWish::Named(regions.iter().map(ToString::to_string).collect()),
            },
            out: self.out(),
            cache: self.cache(),
            format: OfferFormat::Csv,
            dry_run: false,
            as_of: NaiveDate::from_ymd_opt(2026, 11, 21).unwrap(),
            backoff: Duration::from_millis(1),
        }
    }
}

/// Quietly, and it must succeed.
fn run(options: &RefreshOptions) -> Refreshed {
    run_with(options, &Silent)
}

fn run_with(options: &RefreshOptions, progress: &dyn Progress) -> Refreshed {
    refresh(options, progress).unwrap_or_else(|error| panic!("{}", chain(&error)))
}

/// An error with its causes.
fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        text = format!("{text}: {cause}");
        source = cause.source();
    }
    text
}

/// All files of a folder with their text, for comparing and for people.
fn text_of(folder: &Path) -> String {
    let mut files = Vec::new();
    collect(folder, folder, &mut files);
    files.sort();
    let files: Vec<_> = files.into_iter().map(|(path, text)| format!("--- {path}\n{text}")).collect();
    files.concat()
}

fn collect(root: &Path, folder: &Path, files: &mut Vec<(String, String)>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(root, &path, files);
        } else {
            let name = path.strip_prefix(root).unwrap().to_string_lossy().into_owned();
            files.push((name, std::fs::read_to_string(&path).unwrap()));
        }
    }
}
