//! The bill by tag, and what bears none.

use super::bill::{Bill, ByKey};
use super::missing::{Missing, READ_MORE};
use super::statistics::percent_of;
use crate::model::monthly::{AllocatedValue, Allocation, Part};
use crate::model::spend::CutName;
use crate::units::Usd;
use crate::units::month::Month;

/// By each of `keys`; by all that the bill was read by where there are none.
pub(super) fn allocation(bill: &Bill<'_>, month: Month, keys: &[String], missing: &mut Missing) -> Vec<Allocation> {
    let read: Vec<String> = bill.tag_keys().into_iter().map(str::to_owned).collect();
    let keys = if keys.is_empty() { &read } else { keys };
    if keys.is_empty() {
        missing.add(Part::Allocation, "The bill was not read by tag.", READ_MORE);
    }
    let mut allocations = Vec::new();
    for key in keys {
        let cut = CutName::Tag { key: key.clone() };
        match bill.by_key(&cut, month) {
            Some(this) => allocations.push(of_key(key, &this, bill.by_key(&cut, month.previous()).as_ref())),
            None => missing.add(Part::Allocation, format!("{month} was not read by tag {key}."), READ_MORE),
        }
    }
    allocations
}

fn of_key(key: &str, this: &ByKey, last: Option<&ByKey>) -> Allocation {
    let total: Usd = this.values().sum();
    let of = |side: &ByKey, value: &Option<String>| side.get(value).copied().unwrap_or_default();
    let values = this.iter().filter_map(|(value, billed)| {
        let name = value.clone()?;
        let last_month_usd = last.map(|last| of(last, value));
        Some(AllocatedValue {
            value: name,
            billed_cost_usd: *billed,
            percent: percent_of(*billed, total),
            last_month_usd,
        })
    });
    let mut values: Vec<AllocatedValue> = values.collect();
    values.sort_by(|one, other| {
        other.billed_cost_usd.cmp(&one.billed_cost_usd).then_with(|| one.value.cmp(&other.value))
    });
    let untagged = of(this, &None);
    let last_untagged = last.map(|last| of(last, &None));
    let last_total = last.map(|last| last.values().sum::<Usd>());
    Allocation {
        tag_key: key.to_owned(),
        values,
        untagged_usd: untagged,
        untagged_percent: percent_of(untagged, total),
        last_month_untagged_usd: last_untagged,
        last_month_untagged_percent: last_untagged.zip(last_total).and_then(|(part, whole)| percent_of(part, whole)),
    }
}
