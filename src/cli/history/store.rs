//! `--store`: where analyses are kept.

use super::super::Failure;
use super::super::screen::Voice;
use crate::dataset::Dataset;
use crate::history::{Store, StoreAccess, StoreError, StoreUrl};
use crate::model::analysis::Analysis;
use crate::model::history::{HISTORY_SCHEMA, SkippedEntry, StoredAnalysis};
use crate::rules::RuleSet;

#[derive(Debug, clap::Args)]
pub(super) struct StoreArguments {
    /// A folder, or s3://bucket/prefix
    #[arg(long, value_name = "URL")]
    store: StoreUrl,
    /// The profile of the AWS configuration files, for a store in S3
    #[arg(long, value_name = "NAME")]
    profile: Option<String>,
}

impl StoreArguments {
    pub(super) fn open(&self) -> Result<Store, Failure> {
        open(&self.store, self.profile.as_deref())
    }
}

pub(in super::super) fn open(url: &StoreUrl, profile: Option<&str>) -> Result<Store, Failure> {
    let path_style = std::env::var_os("AWS_ENDPOINT_URL_S3").is_some_and(|url| !url.is_empty());
    Ok(Store::open(url, &StoreAccess { profile: profile.map(str::to_owned), path_style })?)
}

/// What is stored of a run: the analysis, and what it looked at.
pub(in super::super) fn stored(dataset: &Dataset, rules: &RuleSet, analysis: &Analysis) -> StoredAnalysis {
    let mut rules: Vec<String> = rules.rules.iter().map(|rule| rule.id.clone()).collect();
    rules.sort();
    StoredAnalysis {
        schema: HISTORY_SCHEMA.to_owned(),
        tool_version: env!("CARGO_PKG_VERSION").to_owned(),
        rules,
        inventory: dataset.inventory(),
        spend: dataset.spend(),
        analysis: analysis.clone(),
    }
}

pub(in super::super) fn add(store: &Store, stored: &StoredAnalysis, voice: Voice) -> Result<(), Failure> {
    let added = store.add(stored)?;
    for warning in &added.warnings {
        voice.say(&format!("warning: {warning}"));
    }
    let (url, name) = (store.url(), &added.name);
    voice.say(&if added.already_there {
        format!("`{url}` has this analysis already: `{name}`")
    } else {
        format!("added to `{url}`: `{name}`")
    });
    Ok(())
}

pub(in super::super) fn say_skipped(skipped: &[SkippedEntry], voice: Voice) {
    for SkippedEntry { name, reason } in skipped {
        voice.say(&format!("skipped `{}`: {}", crate::report::one_line(name), crate::report::one_line(reason)));
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        let failure = Self::of(&error);
        match &error {
            StoreError::Missing { .. } => failure.hint("`cloudtrim audit --store URL` makes one"),
            StoreError::NotBuiltIn { .. } => failure.hint("name a folder, or build it with its default features"),
            StoreError::Add { .. } | StoreError::Remove { .. } => {
                failure.hint("`cloudtrim permissions --store URL` prints what a store in S3 needs")
            }
            _ => failure,
        }
    }
}
