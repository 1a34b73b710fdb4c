//! Cost Explorer's coverage and utilization of commitments: the last full month and the open one, a request each.
//!
//! An account without commitments has no such data; that is an answer.

use aws_sdk_costexplorer::types::{DateInterval, Granularity};
use aws_sdk_sts::error::{ProvideErrorMetadata, SdkError};
use chrono::{DateTime, Datelike, Months, NaiveDate, Utc};

use super::cost_explorer::{day, usd};
use super::failure::CallFailure;
use super::operation::{Charge, Operation};
use super::session::Session;
use crate::dataset::CollectorState;
use crate::model::billing::{CommitmentCoverage, CommitmentType};
use crate::model::gap::GapReason;

const fn asked(name: &'static str, action: &'static [&'static str]) -> Operation {
    Operation::free("Cost Explorer", name, action).charged(Charge::CostExplorerRequest)
}

const GET_RESERVATION_COVERAGE: Operation = asked("GetReservationCoverage", &["ce:GetReservationCoverage"]);
const GET_RESERVATION_UTILIZATION: Operation = asked("GetReservationUtilization", &["ce:GetReservationUtilization"]);
const GET_SAVINGS_PLANS_COVERAGE: Operation = asked("GetSavingsPlansCoverage", &["ce:GetSavingsPlansCoverage"]);
const GET_SAVINGS_PLANS_UTILIZATION: Operation =
    asked("GetSavingsPlansUtilization", &["ce:GetSavingsPlansUtilization"]);
pub(super) const OPERATIONS: &[Operation] =
    &[GET_RESERVATION_COVERAGE, GET_RESERVATION_UTILIZATION, GET_SAVINGS_PLANS_COVERAGE, GET_SAVINGS_PLANS_UTILIZATION];

/// The rows, newest last, and how it went.
pub(super) async fn coverage(session: &Session<'_>) -> (Vec<CommitmentCoverage>, CollectorState) {
    let Some(period) = period(session.options.as_of) else { return (Vec::new(), CollectorState::Failed) };
    let mut rows = Rows { session, found: Vec::new(), failed: 0 };
    rows.reservation_coverage(&period).await;
    rows.reservation_utilization(&period).await;
    rows.plans_coverage(&period).await;
    rows.plans_utilization(&period).await;
    let state = match rows.failed {
        0 => CollectorState::Complete,
        all if all == OPERATIONS.len() => CollectorState::Failed,
        _ => CollectorState::Partial,
    };
    let mut rows = rows.found;
    rows.sort_by_key(|row| (row.charge_period_start, row.commitment_type));
    (rows, state)
}

/// The first day of the last full month until today.
fn period(as_of: DateTime<Utc>) -> Option<DateInterval> {
    let today = as_of.date_naive();
    let start = today.with_day(1)?.checked_sub_months(Months::new(1))?;
    DateInterval::builder().start(start.to_string()).end(today.to_string()).build().ok()
}

struct Rows<'a, 's> {
    session: &'a Session<'s>,
    found: Vec<CommitmentCoverage>,
    failed: usize,
}

impl Rows<'_, '_> {
    async fn reservation_coverage(&mut self, period: &DateInterval) {
        let _permit = self.session.permit().await;
        let call = self.session.cost_explorer().get_reservation_coverage().granularity(Granularity::Monthly);
        let answer = call.time_period(period.clone()).metrics("Hour").metrics("Cost").send().await;
        let Some(answer) = self.answered(&GET_RESERVATION_COVERAGE, answer) else { return };
        for one in answer.coverages_by_time() {
            let total = one.total();
            let hours = total.and_then(|total| total.coverage_hours()?.coverage_hours_percentage());
            let cost = total.and_then(|total| total.coverage_cost()?.on_demand_cost());
            if let Some(row) = self.row(one.time_period(), CommitmentType::ReservedInstances) {
                row.coverage_percent = hours.and_then(percent);
                row.on_demand_cost = cost.and_then(usd);
            }
        }
    }

    async fn reservation_utilization(&mut self, period: &DateInterval) {
        let _permit = self.session.permit().await;
        let call = self.session.cost_explorer().get_reservation_utilization().granularity(Granularity::Monthly);
        let answer = call.time_period(period.clone()).send().await;
        let Some(answer) = self.answered(&GET_RESERVATION_UTILIZATION, answer) else { return };
        for one in answer.utilizations_by_time() {
            let Some(total) = one.total() else { continue };
            if let Some(row) = self.row(one.time_period(), CommitmentType::ReservedInstances) {
                row.utilization_percent = total.utilization_percentage().and_then(percent);
                row.covered_cost = total.on_demand_cost_of_ri_hours_used().and_then(usd);
                row.committed_cost = total.total_amortized_fee().and_then(usd);
                row.unused_cost = total.ri_cost_for_unused_hours().and_then(usd);
            }
        }
    }

    async fn plans_coverage(&mut self, period: &DateInterval) {
        let _permit = self.session.permit().await;
        let call = self.session.cost_explorer().get_savings_plans_coverage().granularity(Granularity::Monthly);
        let answer = call.time_period(period.clone()).metrics("SpendCoveredBySavingsPlans").send().await;
        let Some(answer) = self.answered(&GET_SAVINGS_PLANS_COVERAGE, answer) else { return };
        for one in answer.savings_plans_coverages() {
            let Some(coverage) = one.coverage() else { continue };
            if let Some(row) = self.row(one.time_period(), CommitmentType::SavingsPlans) {
                row.coverage_percent = coverage.coverage_percentage().and_then(percent);
                row.covered_cost = coverage.spend_covered_by_savings_plans().and_then(usd);
                row.on_demand_cost = coverage.on_demand_cost().and_then(usd);
            }
        }
    }

    async fn plans_utilization(&mut self, period: &DateInterval) {
        let _permit = self.session.permit().await;
        let call = self.session.cost_explorer().get_savings_plans_utilization().granularity(Granularity::Monthly);
        let answer = call.time_period(period.clone()).send().await;
        let Some(answer) = self.answered(&GET_SAVINGS_PLANS_UTILIZATION, answer) else { return };
        for one in answer.savings_plans_utilizations_by_time() {
            let Some(utilization) = one.utilization() else { continue };
            if let Some(row) = self.row(one.time_period(), CommitmentType::SavingsPlans) {
                row.utilization_percent = utilization.utilization_percentage().and_then(percent);
                row.committed_cost = utilization.total_commitment().and_then(usd);
                row.unused_cost = utilization.unused_commitment().and_then(usd);
            }
        }
    }

    /// What was answered; an account without commitments has no data, which is no failure.
    fn answered<T, E: ProvideErrorMetadata, R>(
        &mut self,
        operation: &Operation,
        answer: Result<T, SdkError<E, R>>,
    ) -> Option<T> {
        match answer {
            Ok(answer) => {
                self.session.journal().answered(operation, None);
                Some(answer)
            }
            Err(error) => {
                let failure = CallFailure::of(&error);
                if failure.reason == GapReason::NoData {
                    self.session.journal().answered(operation, None);
                } else {
                    self.failed += 1;
                    self.session.journal().failed(operation, None, None, &failure);
                }
                None
            }
        }
    }

    /// The row of a period, made where there is none.
    fn row(&mut self, period: Option<&DateInterval>, kind: CommitmentType) -> Option<&mut CommitmentCoverage> {
        let (start, end) = period.and_then(|period| Some((day(period.start())?, day(period.end())?)))?;
        let of = |row: &CommitmentCoverage| (row.charge_period_start, row.commitment_type);
        let at = self.found.iter().position(|row| of(row) == (start, kind)).unwrap_or(self.found.len());
        if at == self.found.len() {
            self.found.push(self.empty(start, end, kind));
        }
        self.found.get_mut(at)
    }

    fn empty(&self, start: NaiveDate, end: NaiveDate, kind: CommitmentType) -> CommitmentCoverage {
        CommitmentCoverage {
            sub_account_id: self.session.account.clone(),
            charge_period_start: start,
            charge_period_end: end,
            commitment_type: kind,
            coverage_percent: None,
            covered_cost: None,
            on_demand_cost: None,
            utilization_percent: None,
            committed_cost: None,
            unused_cost: None,
        }
    }
}

/// A share as Cost Explorer writes it; it may round above a hundred.
fn percent(text: &str) -> Option<f64> {
    text.trim().parse::<f64>().ok().filter(|percent| percent.is_finite()).map(|percent| percent.clamp(0.0, 100.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_full_month_and_the_open_one() {
        for (as_of, start, end) in
            [("2026-11-15T06:00:00Z", "2026-10-01", "2026-11-15"), ("2026-01-01T06:00:00Z", "2025-12-01", "2026-01-01")]
        {
            let period = period(as_of.parse().unwrap()).unwrap();
            assert_eq!((period.start(), period.end()), (start, end));
        }
    }

    #[test]
    fn shares_are_numbers_of_percent() {
        assert_eq!(percent("73.5"), Some(73.5));
        assert_eq!(percent("100.0000001"), Some(100.0));
        assert_eq!((percent("NaN"), percent("-"), percent("")), (None, None, None));
    }
}
