//! The month beside the one before and the same one of last year.

use std::collections::BTreeSet;

use super::bill::{Bill, ByKey};
use super::days::SumKnown as _;
use super::statistics::percent_of;
use crate::model::monthly::{Comparison, ComparisonLine, Dimension, MonthState};
use crate::model::spend::CutName;
use crate::units::Usd;
use crate::units::month::Month;

/// By service, account, region and each tag that the month was read by.
pub(super) fn comparisons(bill: &Bill<'_>, month: Month) -> Vec<Comparison> {
    let tags = bill.tag_keys().into_iter().map(|key| Dimension::Tag { key: key.to_owned() });
    let dimensions = [Dimension::Service, Dimension::Account, Dimension::Region].into_iter().chain(tags);
    dimensions.filter_map(|by| comparison(bill, month, by)).collect()
}

pub(super) fn cut_of(by: &Dimension) -> CutName {
    match by {
        Dimension::Service => CutName::Service,
        Dimension::Account => CutName::Account,
        Dimension::Region => CutName::Region,
        Dimension::Tag { key } => CutName::Tag { key: key.clone() },
    }
}

/// `None` where the month was not read so.
fn comparison(bill: &Bill<'_>, month: Month, by: Dimension) -> Option<Comparison> {
    let cut = cut_of(&by);
    let sides = Sides {
        this: Some(bill.by_key(&cut, month)?),
        last: bill.by_key(&cut, month.previous()),
        year_ago: bill.by_key(&cut, month.same_month_last_year()),
        // A part of a month is not compared with a whole one.
        whole: bill.state(month) != MonthState::Open,
    };
    let keys: BTreeSet<&Option<String>> =
        [&sides.this, &sides.last, &sides.year_ago].into_iter().flatten().flat_map(ByKey::keys).collect();
    let mut lines: Vec<ComparisonLine> = keys.into_iter().map(|key| sides.line(key.as_ref())).collect();
    lines.sort_by(|one, other| other.this_month_usd.cmp(&one.this_month_usd).then_with(|| one.key.cmp(&other.key)));
    let total = sides.total(&lines);
    Some(Comparison { by, lines, total })
}

struct Sides {
    this: Option<ByKey>,
    last: Option<ByKey>,
    year_ago: Option<ByKey>,
    whole: bool,
}

impl Sides {
    fn line(&self, key: Option<&String>) -> ComparisonLine {
        // Read, and no row of the key: nothing was billed.
        let key = key.cloned();
        let of = |side: &Option<ByKey>| side.as_ref().map(|side| side.get(&key).copied().unwrap_or_default());
        let (this, last, year_ago) = (of(&self.this), of(&self.last), of(&self.year_ago));
        self.compared(key, this, last, year_ago)
    }

    fn total(&self, lines: &[ComparisonLine]) -> ComparisonLine {
        let sum = |side: &Option<ByKey>, of: fn(&ComparisonLine) -> Option<Usd>| {
            side.as_ref().and_then(|_| lines.iter().map(of).sum_known())
        };
        self.compared(
            None,
            sum(&self.this, |line| line.this_month_usd),
            sum(&self.last, |line| line.last_month_usd),
            sum(&self.year_ago, |line| line.same_month_last_year_usd),
        )
    }

    fn compared(
        &self,
        key: Option<String>,
        this: Option<Usd>,
        last: Option<Usd>,
        year_ago: Option<Usd>,
    ) -> ComparisonLine {
        let change = this.zip(last).filter(|_| self.whole).map(|(this, last)| this - last);
        ComparisonLine {
            key,
            this_month_usd: this,
            last_month_usd: last,
            same_month_last_year_usd: year_ago,
            change_usd: change,
            change_percent: change.zip(last).and_then(|(change, last)| percent_of(change, last)),
        }
    }
}
