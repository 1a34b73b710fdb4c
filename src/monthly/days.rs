//! The bill by day and service: each day from the newest reading that has it.

use std::collections::BTreeMap;

use chrono::{Days as Span, NaiveDate, TimeDelta};

use super::reading::Reading;
use crate::model::spend::CutName;
use crate::units::Usd;
use crate::units::month::Month;

/// How many hours after its end a day is taken for settled: AWS documents that Cost Explorer's data are refreshed at
/// least once every 24 hours (Cost Management User Guide, "Analyzing your costs and usage with Cost Explorer").
const SETTLED_AFTER: TimeDelta = TimeDelta::hours(24);
/// How many days before the end of the month after the report's are looked at.
const REACH: u64 = 800;

#[derive(Debug, Default)]
pub(super) struct Days<'a> {
    /// Days that were read, and whether they are settled.
    read: BTreeMap<NaiveDate, bool>,
    services: BTreeMap<&'a str, BTreeMap<NaiveDate, Usd>>,
}

impl<'a> Days<'a> {
    /// `readings` are sorted newest first.
    pub(super) fn of(readings: &'a [Reading<'a>], month: Month) -> Self {
        let end = month.after(2).first_day();
        let start = end.checked_sub_days(Span::new(REACH)).unwrap_or(NaiveDate::MIN);
        let mut days = Self::default();
        for reading in readings {
            let mut taken = BTreeMap::new();
            let reads = reading.spend.read.iter().filter(|read| read.cut == CutName::ServiceByDay);
            for read in reads {
                let until = read.end.min(end).min(reading.as_of.date_naive());
                let within = read.start.max(start).iter_days().take_while(|day| *day < until);
                for day in within.filter(|day| !days.read.contains_key(day)) {
                    taken.insert(day, is_settled(day, reading));
                }
            }
            for row in &reading.spend.days {
                if taken.contains_key(&row.day) {
                    let by_day = days.services.entry(&row.service_name).or_default();
                    *by_day.entry(row.day).or_default() += row.billed_cost_usd;
                }
            }
            days.read.extend(taken);
        }
        days
    }

    pub(super) fn is_empty(&self) -> bool {
        self.read.is_empty()
    }

    pub(super) fn first_read(&self) -> Option<NaiveDate> {
        self.read.first_key_value().map(|(day, _)| *day)
    }

    pub(super) fn is_settled(&self, day: NaiveDate) -> bool {
        self.read.get(&day).copied().unwrap_or(false)
    }

    /// The last of the settled days that follow each other from the first of the month.
    pub(super) fn settled_through(&self, month: Month) -> Option<NaiveDate> {
        month.each_day().take_while(|day| self.is_settled(*day)).last()
    }

    pub(super) fn services(&self) -> impl Iterator<Item = &'a str> {
        self.services.keys().copied()
    }

    /// The first day on which the service was billed anything.
    pub(super) fn first_charge(&self, service: &str) -> Option<NaiveDate> {
        self.services.get(service)?.iter().find(|(_, amount)| !amount.is_zero()).map(|(day, _)| *day)
    }

    /// What was billed; zero where the day was read and has no row; `None` where it was not read.
    pub(super) fn amount(&self, service: &str, day: NaiveDate) -> Option<Usd> {
        self.read.get(&day)?;
        Some(self.services.get(service).and_then(|by_day| by_day.get(&day)).copied().unwrap_or_default())
    }

    /// One service, or all of them.
    pub(super) fn billed(&self, service: Option<&str>, day: NaiveDate) -> Option<Usd> {
        match service {
            Some(service) => self.amount(service, day),
            None => self.read.get(&day).map(|_| self.services.values().filter_map(|by_day| by_day.get(&day)).sum()),
        }
    }

    /// The sum of days, first inclusive and last inclusive; `None` where one was not read.
    pub(super) fn sum(&self, service: Option<&str>, first: NaiveDate, last: NaiveDate) -> Option<Usd> {
        let days = first.iter_days().take_while(|day| *day <= last);
        days.map(|day| self.billed(service, day)).sum_known()
    }
}

fn is_settled(day: NaiveDate, reading: &Reading<'_>) -> bool {
    let end = day.succ_opt().unwrap_or(day).and_time(chrono::NaiveTime::MIN).and_utc();
    reading.as_of - end >= SETTLED_AFTER
}

/// The sum when every part is known.
pub(super) trait SumKnown: Iterator<Item = Option<Usd>> + Sized {
    fn sum_known(mut self) -> Option<Usd> {
        self.try_fold(Usd::ZERO, |sum, amount| Some(sum + amount?))
    }
}

impl<I: Iterator<Item = Option<Usd>>> SumKnown for I {}
