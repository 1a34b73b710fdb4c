//! Where checks put what is wrong with a resource, and the checks that many kinds share.

use chrono::{DateTime, TimeDelta, TimeZone, Utc};

use super::Manifest;
use super::words::{nearest, slip};
use crate::model::ids::{AccountId, Region};
use crate::units::Usd;

/// Units of one table: the default quota is 40,000 and can be raised.
/// <https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html>
const MOST_CAPACITY_UNITS: u64 = 1_000_000_000;

#[derive(Debug)]
pub(super) struct Wrong {
    pub(super) field: String,
    pub(super) message: String,
    pub(super) hint: String,
}

#[derive(Debug, Default)]
pub(super) struct Sink {
    pub(super) found: Vec<Wrong>,
}

/// What a resource is checked against; without a readable manifest, accounts, regions and dates are not.
pub(super) struct Context<'a> {
    pub(super) manifest: Option<&'a Manifest>,
}

/// How much later than `as_of` a resource's moment can be: a live run may be told to judge as of an earlier day than it
/// reads.
pub const LATEST_AFTER_AS_OF: TimeDelta = TimeDelta::days(366);

impl Sink {
    pub(super) fn wrong(&mut self, field: &str, message: impl Into<String>, hint: impl Into<String>) {
        self.found.push(Wrong { field: field.to_owned(), message: message.into(), hint: hint.into() });
    }

    pub(super) fn at_most(&mut self, field: &str, value: impl Into<u64>, most: u64, unit: &str) {
        let value = value.into();
        if value > most {
            self.wrong(
                field,
                format!("{value} {unit} is absurd"),
                format!("at most {most} {unit}; is it another unit?"),
            );
        }
    }

    pub(super) fn at_least_one(&mut self, field: &str, value: impl Into<u64>, unit: &str) {
        if value.into() == 0 {
            self.wrong(field, format!("0 {unit} cannot be"), "");
        }
    }

    pub(super) fn units(&mut self, field: &str, units: Option<u32>) {
        self.at_most(field, units.unwrap_or(0), MOST_CAPACITY_UNITS, "capacity units");
    }

    pub(super) fn id_at(&mut self, field: &str, name: &str) {
        if name.is_empty() {
            self.wrong(field, "the name is empty", "");
        }
    }

    pub(super) fn word(&mut self, field: &str, word: &str, known: &[&str]) {
        if word.is_empty() {
            self.wrong(field, "the word is empty", format!("known words: {}", known.join(", ")));
        } else if let Some(meant) = slip(word, known) {
            self.wrong(field, format!("`{word}` is none of the known words"), format!("did you mean `{meant}`?"));
        }
    }

    /// A list that is closed: what decides what is covered is not guessed.
    pub(super) fn one_of(&mut self, field: &str, word: &str, known: &[&str], hint: &str) {
        if !known.contains(&word) {
            let near = nearest(word, known).map(|near| format!("did you mean `{near}`?"));
            let listed =
                || if hint.is_empty() { format!("known words: {}", known.join(", ")) } else { hint.to_owned() };
            self.wrong(field, format!("`{word}` is none of the known words"), near.unwrap_or_else(listed));
        }
    }

    pub(super) fn moment(&mut self, field: &str, moment: Option<DateTime<Utc>>, context: &Context<'_>) {
        let (Some(moment), Some(manifest)) = (moment, context.manifest) else { return };
        let latest = manifest.as_of.checked_add_signed(LATEST_AFTER_AS_OF).unwrap_or(DateTime::<Utc>::MAX_UTC);
        if moment > latest {
            let as_of = manifest.as_of.to_rfc3339_opts(chrono::SecondsFormat::Secs, true);
            self.wrong(field, format!("{} is in the future", shown(moment)), format!("the dataset is as of {as_of}"));
        } else if moment < first_day() {
            self.wrong(field, format!("{} is before AWS existed", shown(moment)), "the earliest year is 2006");
        }
    }

    /// Terms reach years into the future, so they are held to the calendar of AWS alone.
    pub(super) fn term(&mut self, start: Option<DateTime<Utc>>, end: Option<DateTime<Utc>>) {
        for (field, moment) in [("start", start), ("end", end)] {
            if let Some(moment) = moment.filter(|moment| *moment < first_day()) {
                self.wrong(field, format!("{} is before AWS existed", shown(moment)), "the earliest year is 2006");
            }
        }
        if let (Some(start), Some(end)) = (start, end)
            && start >= end
        {
            self.wrong("end", "the term ends before it begins", "the end is exclusive");
        }
    }

    pub(super) fn dollars(&mut self, field: &str, amount: Option<Usd>, most: i64) {
        let Some(amount) = amount else { return };
        if amount.is_negative() {
            self.wrong(field, format!("{amount} is negative"), "");
        } else if amount.to_f64() > most as f64 {
            self.wrong(field, format!("{amount} is absurd"), format!("at most {most} dollars; is it another unit?"));
        }
    }

    pub(super) fn place(&mut self, account: &str, region: Option<&str>, context: &Context<'_>) {
        if !is_account(account) {
            self.wrong("account", format!("`{account}` is no account id"), "an account id is twelve digits in quotes");
        } else if let Some(manifest) = context.manifest {
            let known: Vec<&str> = manifest.accounts.iter().map(AccountId::as_str).collect();
            if !known.contains(&account) {
                self.wrong(
                    "account",
                    format!("account `{account}` is not in the manifest"),
                    meant(account, &known, "accounts"),
                );
            }
        }
        if let (Some(region), Some(manifest)) = (region, context.manifest) {
            let known: Vec<&str> = manifest.regions.iter().map(Region::as_str).collect();
            if !known.contains(&region) {
                self.wrong(
                    "region",
                    format!("region `{region}` is not in the manifest"),
                    meant(region, &known, "regions"),
                );
            }
        }
    }

    pub(super) fn id(&mut self, id: &str, prefix: &str) {
        if id.is_empty() {
            self.wrong("id", "the id is empty", "");
        } else if !id.starts_with(prefix) {
            self.wrong("id", format!("`{id}` does not begin with `{prefix}`"), "is it a resource of another kind?");
        }
    }
}

fn meant(word: &str, known: &[&str], list: &str) -> String {
    match nearest(word, known) {
        Some(near) => format!("did you mean `{near}`? else add it to `{list}` in manifest.json"),
        None => format!("add it to `{list}` in manifest.json"),
    }
}

pub(super) fn is_account(text: &str) -> bool {
    text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// The year of S3 and EC2.
pub fn first_day() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2006, 1, 1, 0, 0, 0).single().unwrap_or(DateTime::<Utc>::MIN_UTC)
}

fn shown(moment: DateTime<Utc>) -> String {
    moment.to_rfc3339_opts(chrono::SecondsFormat::Secs, true)
}
