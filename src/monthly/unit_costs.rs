//! The bill divided by what it served.

use super::bill::Bill;
use super::missing::Missing;
use super::settings::UnitCount;
use super::statistics::rounded;
use crate::model::monthly::{Part, UnitCost, UnitCostMonth};
use crate::units::Usd;
use crate::units::month::Month;

/// Of each count.
pub(super) fn unit_costs(bill: &Bill<'_>, month: Month, counts: &[UnitCount], missing: &mut Missing) -> Vec<UnitCost> {
    let mut sorted: Vec<&UnitCount> = counts.iter().collect();
    sorted.sort_by_key(|count| &count.name);
    sorted.into_iter().map(|count| unit_cost(bill, month, count, missing)).collect()
}

fn unit_cost(bill: &Bill<'_>, month: Month, count: &UnitCount, missing: &mut Missing) -> UnitCost {
    let months: Vec<UnitCostMonth> = count
        .months
        .iter()
        .filter(|(of, _)| **of <= month)
        .map(|(of, number)| point(bill, *of, *number, count))
        .collect();
    let at = |wanted: Month| months.iter().find(|point| point.month == wanted);
    let (this, last) = (at(month), at(month.previous()).and_then(|point| point.per_unit_usd));
    match this {
        None => {
            let reason = format!("There is no count of {} for {month}.", count.name);
            missing.add(Part::UnitCosts, reason, "add the month to `report.unit_counts`");
        }
        Some(point) if point.billed_cost_usd.is_none() => {
            if let Err(unread) = count.scope.billed(bill, month) {
                let reason = format!("{} has no cost: {}.", count.name, unread.reason);
                missing.add(Part::UnitCosts, reason, unread.hint);
            }
        }
        Some(_) => {}
    }
    let per_unit = this.and_then(|point| point.per_unit_usd);
    let change = per_unit.zip(last.filter(|last| *last > 0.0)).map(|(now, last)| rounded((now - last) / last * 100.0));
    UnitCost {
        name: count.name.clone(),
        unit: count.unit.clone(),
        count: this.map(|point| point.count),
        billed_cost_usd: this.and_then(|point| point.billed_cost_usd),
        per_unit_usd: per_unit,
        last_month_per_unit_usd: last,
        change_percent: change,
        months,
    }
}

fn point(bill: &Bill<'_>, month: Month, count: f64, of: &UnitCount) -> UnitCostMonth {
    let billed: Option<Usd> = of.scope.billed(bill, month).ok();
    let per_unit_usd = billed.filter(|_| count > 0.0).map(|billed| billed.to_f64() / count);
    UnitCostMonth { month, count, billed_cost_usd: billed, per_unit_usd }
}
