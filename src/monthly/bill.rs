//! The bill by month: each month of each cut from the newest reading that has it whole.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate, Utc};

use super::reading::Reading;
use crate::model::monthly::MonthState;
use crate::model::spend::{Cut, CutName, MonthSpend, ResourceSpend, Spend};
use crate::units::Usd;
use crate::units::month::Month;

/// How far back a report looks: 25 months are shown.
pub(super) const MONTHS: u32 = 25;

#[derive(Debug, Default)]
pub(super) struct Bill<'a> {
    /// When the newest reading was made.
    pub(super) as_of: Option<DateTime<Utc>>,
    months: BTreeMap<(CutName, Month), CutMonth<'a>>,
    resources: BTreeMap<Month, Vec<&'a ResourceSpend>>,
}

/// The rows of one cut in one month.
#[derive(Debug)]
struct CutMonth<'a> {
    rows: Vec<&'a MonthSpend>,
    /// The day of the reading: the month is read up to it.
    until: NaiveDate,
}

/// What a key cost; the key of what bears no tag is `None`.
pub(super) type ByKey = BTreeMap<Option<String>, Usd>;

impl<'a> Bill<'a> {
    /// `readings` are sorted newest first.
    pub(super) fn of(readings: &'a [Reading<'a>], newest: Month) -> Self {
        let mut bill = Self { as_of: readings.first().map(|reading| reading.as_of), ..Self::default() };
        for reading in readings {
            bill.add(&reading.spend, reading.as_of.date_naive(), newest);
        }
        bill
    }

    fn add(&mut self, spend: &'a Spend, until: NaiveDate, newest: Month) {
        let mut rows: BTreeMap<(CutName, Month), Vec<&'a MonthSpend>> = BTreeMap::new();
        for row in &spend.months {
            rows.entry((row.cut.name(), row.month)).or_default().push(row);
        }
        let cuts: BTreeSet<&CutName> = spend.read.iter().map(|read| &read.cut).collect();
        let months = (0..=MONTHS).map(|back| newest.before(back)).filter(|month| month.first_day() < until);
        for month in months {
            for cut in cuts.iter().filter(|cut| spend.covers(cut, month, until)) {
                if **cut == CutName::Resource {
                    let rows = spend.resources.iter().filter(|row| row.month == month);
                    self.resources.entry(month).or_insert_with(|| rows.collect());
                    continue;
                }
                let key = ((*cut).clone(), month);
                let rows = rows.remove(&key).unwrap_or_default();
                self.months.entry(key).or_insert(CutMonth { rows, until });
            }
        }
    }

    /// `None` where the month was not read so.
    pub(super) fn rows(&self, cut: &CutName, month: Month) -> Option<&[&'a MonthSpend]> {
        self.months.get(&(cut.clone(), month)).map(|read| read.rows.as_slice())
    }

    /// Resource-level rows; `None` where the month was not read so.
    pub(super) fn resources(&self, month: Month) -> Option<&[&'a ResourceSpend]> {
        self.resources.get(&month).map(Vec::as_slice)
    }

    /// All services together; `None` where the month was not read.
    pub(super) fn total(&self, month: Month) -> Option<Usd> {
        self.rows(&CutName::Service, month).map(|rows| rows.iter().map(|row| row.billed_cost_usd).sum())
    }

    /// The month by the keys of a cut; `None` where it was not read so.
    pub(super) fn by_key(&self, cut: &CutName, month: Month) -> Option<ByKey> {
        let mut by_key = ByKey::new();
        for row in self.rows(cut, month)? {
            *by_key.entry(key(row)).or_default() += row.billed_cost_usd;
        }
        Some(by_key)
    }

    pub(super) fn state(&self, month: Month) -> MonthState {
        match self.months.get(&(CutName::Service, month)) {
            None => MonthState::NotRead,
            Some(read) if read.until < month.end() => MonthState::Open,
            Some(read) if read.rows.iter().any(|row| row.estimated) => MonthState::Estimated,
            Some(_) => MonthState::Closed,
        }
    }

    /// Months that were read by service, oldest first.
    pub(super) fn months(&self) -> impl Iterator<Item = Month> {
        self.months.keys().filter(|(cut, _)| *cut == CutName::Service).map(|(_, month)| *month)
    }

    /// Tag keys that some month was read by.
    pub(super) fn tag_keys(&self) -> BTreeSet<&str> {
        let keys = self.months.keys().filter_map(|(cut, _)| match cut {
            CutName::Tag { key } => Some(key.as_str()),
            _ => None,
        });
        keys.collect()
    }
}

/// What a row is of, within its cut.
pub(super) fn key(row: &MonthSpend) -> Option<String> {
    match &row.cut {
        Cut::Service => Some(row.service_name.clone()),
        Cut::Account(account) => Some(account.to_string()),
        Cut::Region(region) => Some(region.to_string()),
        Cut::Tag { value, .. } => value.clone(),
        Cut::UsageType(usage_type) => Some(usage_type.clone()),
    }
}
