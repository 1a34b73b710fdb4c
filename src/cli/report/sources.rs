//! What a report is made of: a dataset, a store, or both.

use std::path::Path;

use chrono::{DateTime, NaiveDate, Utc};

use super::super::history::store;
use super::super::screen::Voice;
use super::super::settings::Settings;
use super::super::{Failure, audit};
use super::Arguments;
use crate::dataset;
use crate::history::{EntryName, Listing, Store, history};
use crate::model::history::{History, PastAnalysis, StoredAnalysis};
use crate::model::monthly::MonthlyReport;
use crate::model::spend::CLOSED_MONTHS_IN_FULL;
use crate::monthly::settings::ReportSettings;
use crate::monthly::{Inputs, monthly_report};
use crate::units::month::Month;

/// The report of `month`; without one, of the last that was over.
pub(super) fn report(
    arguments: &Arguments,
    month: Option<Month>,
    store: Option<&Store>,
    voice: Voice,
) -> Result<MonthlyReport, Failure> {
    let settings = arguments.settings.report()?;
    match (&arguments.dataset, store) {
        (Some(folder), store) => of_dataset((arguments, folder), month, store, &settings, voice),
        (None, Some(store)) => of_store(store, month, &settings, voice),
        (None, None) => {
            Err(Failure::new("neither a dataset nor a store was given").hint("give DATASET or `--store URL`"))
        }
    }
}

/// The month before the one of `as_of`: the last that was over.
fn last_whole_month(as_of: DateTime<Utc>) -> Month {
    Month::of(as_of.date_naive()).previous()
}

/// The dataset's own analysis; the store tells what was before.
fn of_dataset(
    (arguments, folder): (&Arguments, &Path),
    month: Option<Month>,
    store: Option<&Store>,
    settings: &ReportSettings,
    voice: Voice,
) -> Result<MonthlyReport, Failure> {
    let rules = Settings::load(&arguments.settings)?;
    let prices = arguments.prices.load()?;
    let dataset = dataset::load(folder)?;
    let analysis = audit::judge(&dataset, &rules, &prices)?;
    let stored = store::stored(&dataset, &rules.rules, &analysis);
    let month = month.unwrap_or_else(|| last_whole_month(analysis.as_of));
    if month.first_day() > analysis.as_of.date_naive() {
        let message = format!("the dataset `{}` was collected before {month} began", folder.display());
        let hint = format!("it was on {}; name an earlier month with `--month`", analysis.as_of.date_naive());
        return Err(Failure::new(message).hint(hint));
    }
    let history = store.map(|store| before(store, &stored, voice)).transpose()?;
    Ok(made(month, &stored, history.as_ref(), settings))
}

/// Earlier analyses of the same accounts, and this one as the newest.
fn before(store: &Store, newest: &StoredAnalysis, voice: Voice) -> Result<History, Failure> {
    let listing = store.list()?;
    let accounts = &newest.analysis.accounts;
    let past = read(store, &listing, |name| name.day <= newest.analysis.as_of.date_naive(), voice)?;
    let mut same: Vec<PastAnalysis> = past
        .analyses
        .into_iter()
        .filter(|one| one.analysis.accounts == *accounts && one.analysis.as_of < newest.analysis.as_of)
        .collect();
    same.push(PastAnalysis::of("the dataset", newest));
    Ok(history(&same, past.skipped))
}

/// Of the analysis that tells most of the month.
fn of_store(
    store: &Store,
    month: Option<Month>,
    settings: &ReportSettings,
    voice: Voice,
) -> Result<MonthlyReport, Failure> {
    let listing = store.list()?;
    let Some(newest) = of_month(&listing, month) else { return Err(without(month, store, &listing)) };
    let others = listing.entries.iter().filter(|name| name.accounts != newest.accounts).count();
    if others > 0 {
        voice.say(&format!("the report is of {}; {others} analyses of other accounts are left out", newest.accounts));
    }
    let stored = store.read(newest)?;
    let moment = (newest.day, newest.time);
    let earlier = |name: &EntryName| name.accounts == newest.accounts && (name.day, name.time) <= moment;
    let past = read(store, &listing, earlier, voice)?;
    let month = month.unwrap_or_else(|| last_whole_month(stored.analysis.as_of));
    Ok(made(month, &stored, Some(&history(&past.analyses, past.skipped)), settings))
}

/// The newest analysis that was made in the month that follows; else the first one after that, whose bill has the month
/// too; else the newest one made in the month itself, before it was over. Without a month, the newest of all.
fn of_month(listing: &Listing, month: Option<Month>) -> Option<&EntryName> {
    let order = |name: &&EntryName| (name.day, name.time, name.sha256.clone());
    let Some(month) = month else { return listing.entries.iter().max_by_key(order) };
    let made =
        |from: NaiveDate, to: NaiveDate| listing.entries.iter().filter(move |name| from <= name.day && name.day < to);
    let next = made(month.end(), month.next().end()).max_by_key(order);
    let later = || made(month.next().end(), month.after(CLOSED_MONTHS_IN_FULL).end()).min_by_key(order);
    let within = || made(month.first_day(), month.end()).max_by_key(order);
    next.or_else(later).or_else(within)
}

fn without(month: Option<Month>, store: &Store, listing: &Listing) -> Failure {
    match (month, listing.entries.is_empty()) {
        (Some(month), false) => {
            let message = format!("the store `{}` has no analysis that could tell of {month}", store.url());
            Failure::new(message).hint("`cloudtrim history list` prints those it has; a bill has 13 months")
        }
        _ => Failure::new(format!("the store `{}` has no analysis", store.url()))
            .hint("`cloudtrim audit --store URL` adds one"),
    }
}

fn read(
    store: &Store,
    listing: &Listing,
    wanted: impl Fn(&EntryName) -> bool,
    voice: Voice,
) -> Result<crate::history::Past, Failure> {
    let entries: Vec<EntryName> = listing.entries.iter().filter(|name| wanted(name)).cloned().collect();
    let past = store.past_of(&entries, listing.skipped.clone())?;
    store::say_skipped(&past.skipped, voice);
    Ok(past)
}

fn made(month: Month, stored: &StoredAnalysis, history: Option<&History>, settings: &ReportSettings) -> MonthlyReport {
    monthly_report(&Inputs {
        month,
        analysis: &stored.analysis,
        spend: stored.spend.as_ref(),
        history,
        settings,
        until: stored.analysis.as_of,
    })
}
