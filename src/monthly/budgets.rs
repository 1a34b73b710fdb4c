//! Budgets of the configuration: spent, burn-down, alert levels.

use chrono::NaiveDate;

use super::bill::Bill;
use super::days::Days;
use super::missing::{Missing, READ_MORE};
use super::settings::Budget;
use super::statistics::{dollars, percent_of};
use super::weekday::WeekdayModel;
use super::words;
use crate::model::monthly::{
    AlertOn, AlertState, BudgetAlert, BudgetSource, BudgetState, BudgetStatus, BurnDay, MonthState, Part,
};
use crate::units::Usd;
use crate::units::month::Month;

/// What an alert is set on: a share of the limit, of what was billed or of what is expected.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Level {
    pub(super) on: AlertOn,
    pub(super) percent: f64,
}

/// The state of one budget in one month.
pub(super) fn status(
    budget: &Budget,
    month: Month,
    bill: &Bill<'_>,
    days: &Days<'_>,
    missing: &mut Missing,
) -> BudgetStatus {
    let levels = budget.alerts.iter().map(|percent| Level { on: AlertOn::Actual, percent: *percent });
    let spent = match budget.scope.billed(bill, month) {
        Ok(spent) => Some(spent),
        Err(unread) => {
            let reason = format!("Budget {} has no figure: {}.", budget.name, unread.reason);
            missing.add(Part::Budgets, reason, unread.hint);
            None
        }
    };
    let open = bill.state(month) == MonthState::Open;
    let by_day = budget.scope.is_of_service();
    let service = budget.scope.service.as_deref();
    let burn_down = if by_day { burn_down(days, service, month, budget.monthly, open) } else { Vec::new() };
    if burn_down.is_empty() && open {
        let reason = format!("Budget {} is not projected: what it counts was not read by day.", budget.name);
        missing.add(Part::Budgets, reason, if by_day { READ_MORE } else { "" });
    }
    let projected = if open { burn_down.last().and_then(|day| day.projected_usd) } else { spent };
    let figures = Figures { limit: budget.monthly, spent, projected, burn_down };
    figures.status(
        &budget.name,
        BudgetSource::Config,
        budget.scope.to_string(),
        (month.first_day(), month.end()),
        levels,
    )
}

/// What a budget's state follows from.
pub(super) struct Figures {
    pub(super) limit: Usd,
    pub(super) spent: Option<Usd>,
    pub(super) projected: Option<Usd>,
    pub(super) burn_down: Vec<BurnDay>,
}

impl Figures {
    /// `period` is its first day and the day after its last.
    pub(super) fn status(
        self,
        name: &str,
        source: BudgetSource,
        counts: String,
        period: (NaiveDate, NaiveDate),
        levels: impl Iterator<Item = Level>,
    ) -> BudgetStatus {
        let state = self.state();
        let alerts = levels.map(|level| self.alert(level)).collect();
        BudgetStatus {
            name: name.to_owned(),
            source,
            counts,
            start: period.0,
            end: period.1,
            state,
            limit_usd: self.limit,
            spent_usd: self.spent,
            spent_percent: self.spent.and_then(|spent| percent_of(spent, self.limit)),
            projected_usd: self.projected,
            sentence: self.sentence(name, state),
            burn_down: self.burn_down,
            alerts,
        }
    }

    fn state(&self) -> BudgetState {
        match (self.spent, self.projected) {
            (Some(spent), _) if spent > self.limit => BudgetState::Over,
            (Some(_), Some(projected)) if projected > self.limit => BudgetState::ExpectedOver,
            (Some(_), Some(_)) => BudgetState::Within,
            _ => BudgetState::Unknown,
        }
    }

    fn alert(&self, level: Level) -> BudgetAlert {
        let amount = dollars(self.limit.to_f64() * level.percent / 100.0).unwrap_or(self.limit);
        let met = |amounts: Option<Usd>| amounts.map(|billed| billed >= amount);
        let (is_met, is_expected) = match level.on {
            AlertOn::Actual => (met(self.spent), met(self.projected)),
            AlertOn::Forecast => (met(self.projected), met(self.projected)),
        };
        let state = match (is_met, is_expected) {
            (Some(true), _) => AlertState::Met,
            (Some(false), Some(true)) => AlertState::Expected,
            (Some(false), Some(false)) => AlertState::NotMet,
            _ => AlertState::Unknown,
        };
        let first = |of: fn(&BurnDay) -> Option<Usd>| {
            let reached = self.burn_down.iter().find(|day| of(day).is_some_and(|so_far| so_far >= amount));
            reached.filter(|_| level.on == AlertOn::Actual).map(|day| day.day)
        };
        BudgetAlert {
            on: level.on,
            percent: level.percent,
            amount_usd: amount,
            state,
            met_on: first(|day| day.cumulative_usd).filter(|_| state == AlertState::Met),
            expected_on: first(|day| day.projected_usd).filter(|_| state == AlertState::Expected),
        }
    }

    fn sentence(&self, name: &str, state: BudgetState) -> String {
        let limit = self.limit;
        let Some(spent) = self.spent else { return format!("What budget {name} of {limit} counts is not known.") };
        let percent = percent_of(spent, limit).map_or_else(String::new, |share| format!(", {}", words::share(share)));
        let rest = match (state, self.projected) {
            (BudgetState::Over, _) => format!("; {} over", spent - limit),
            (BudgetState::ExpectedOver, Some(projected)) => format!("; {projected} are expected by the end"),
            (BudgetState::Within, Some(projected)) if projected != spent => {
                format!("; {projected} are expected by the end")
            }
            (BudgetState::Unknown, _) => "; what it will come to is not known".to_owned(),
            _ => String::new(),
        };
        format!("Budget {name}: {spent} of {limit}{percent}{rest}.")
    }
}

/// Each day of the month: billed so far, and expected from then on. Empty where the bill was not read by day from the
/// first, or a closed month not to its end.
pub(super) fn burn_down(days: &Days<'_>, service: Option<&str>, month: Month, limit: Usd, open: bool) -> Vec<BurnDay> {
    let through = if open {
        days.settled_through(month)
    } else {
        month.each_day().take_while(|day| days.billed(service, *day).is_some()).last()
    };
    let Some(through) = through.filter(|through| open || through.succ_opt() == Some(month.end())) else {
        return Vec::new();
    };
    let model = WeekdayModel::fit(days, service, through);
    let mut so_far = Usd::ZERO;
    let mut expected = Some(Usd::ZERO);
    let burn = (1_u32..).zip(month.each_day()).map(|(number, day)| {
        let share = f64::from(number) / f64::from(month.days());
        let plan_usd = dollars(limit.to_f64() * share).unwrap_or(limit);
        if day <= through {
            so_far += days.billed(service, day).unwrap_or_default();
            return BurnDay { day, cumulative_usd: Some(so_far), projected_usd: None, plan_usd };
        }
        let of_day = model.as_ref().and_then(|model| model.expected(day));
        expected = expected.zip(of_day).map(|(sum, of_day)| sum + of_day);
        BurnDay { day, cumulative_usd: None, projected_usd: expected.map(|sum| so_far + sum), plan_usd }
    });
    burn.collect()
}
