//! `--fail-on` of a what-if: `monthly_change > 100`.
//!
//! A subject that is not known meets its gate: what cannot be judged does not pass.

use std::fmt;
use std::str::FromStr;

use crate::cli::gate::{Comparison as Operator, GateError, dollars, number, split};
use crate::cli::values::did_you_mean;
use crate::model::comparison::Comparison;
use crate::units::Usd;

/// A parsed gate.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct WhatifGate {
    text: String,
    subject: Subject,
    operator: Operator,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Subject {
    MonthlyChange(Usd),
    YearlyChange(Usd),
    MonthlyCost(Usd),
    /// Percent of the first configuration.
    ChangeShare(f64),
    Gaps(f64),
    Unsupported(f64),
}

const NAMES: [&str; 6] = ["monthly_change", "yearly_change", "monthly_cost", "change_share", "gaps", "unsupported"];

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum WhatifGateError {
    #[error(transparent)]
    Gate(GateError),
    #[error("`{0}` compares nothing; write it as in `monthly_change > 100`")]
    NoComparison(String),
    #[error("`{subject}` cannot be compared{}; use one of `{}`", suggestion(.subject), NAMES.join("`, `"))]
    Subject { subject: String },
}

impl From<GateError> for WhatifGateError {
    fn from(error: GateError) -> Self {
        match error {
            GateError::NoComparison(text) => Self::NoComparison(text),
            other => Self::Gate(other),
        }
    }
}

fn suggestion(subject: &str) -> String {
    did_you_mean(subject, NAMES).map_or_else(String::new, |name| format!(", did you mean `{name}`?"))
}

impl FromStr for WhatifGate {
    type Err = WhatifGateError;

    fn from_str(text: &str) -> Result<Self, WhatifGateError> {
        let (subject, operator, value) = split(text)?;
        if value.is_empty() {
            return Err(WhatifGateError::NoComparison(text.trim().to_owned()));
        }
        let subject = match subject {
            "monthly_change" => Subject::MonthlyChange(dollars(subject, value)?),
            "yearly_change" => Subject::YearlyChange(dollars(subject, value)?),
            "monthly_cost" => Subject::MonthlyCost(dollars(subject, value)?),
            "change_share" => Subject::ChangeShare(number(subject, value.trim_end_matches('%').trim_end())?),
            "gaps" => Subject::Gaps(number(subject, value)?),
            "unsupported" => Subject::Unsupported(number(subject, value)?),
            other => return Err(WhatifGateError::Subject { subject: other.to_owned() }),
        };
        Ok(Self { text: text.trim().to_owned(), subject, operator })
    }
}

impl WhatifGate {
    /// What the comparison has where the gate is met: `the change is +$120.00 a month`.
    pub(super) fn met(&self, comparison: &Comparison) -> Option<String> {
        let totals = &comparison.totals;
        let (at_least, operator) = (totals.before_at_least || totals.after_at_least, self.operator);
        let of_known = if at_least { ", of what is known" } else { "" };
        let money = |found: Option<Usd>, threshold: Usd, words: &str, per: &str| match found {
            None => Some(format!("{words} is not known")),
            Some(found) => {
                operator.holds(found.cmp(&threshold)).then(|| format!("{words} is {found} a {per}{of_known}"))
            }
        };
        let count = |found: usize, threshold: f64, words: &str| {
            operator.holds((found as f64).total_cmp(&threshold)).then(|| format!("{words}: {found}"))
        };
        match self.subject {
            Subject::MonthlyChange(threshold) => money(totals.change_monthly_usd, threshold, "the change", "month"),
            Subject::YearlyChange(threshold) => money(totals.change_yearly_usd, threshold, "the change", "year"),
            Subject::MonthlyCost(threshold) => money(totals.after_monthly_usd, threshold, "the cost", "month"),
            Subject::ChangeShare(threshold) => match totals.before_monthly_usd.zip(totals.change_monthly_usd) {
                Some((before, change)) if !before.is_zero() => {
                    let percent = change.to_f64() / before.to_f64() * 100.0;
                    let holds = operator.holds(percent.total_cmp(&threshold));
                    holds.then(|| format!("the change is {percent:.1} % of what it was{of_known}"))
                }
                _ => Some("the share of the change is not known: nothing is known of what it was".to_owned()),
            },
            Subject::Gaps(threshold) => {
                let gaps = comparison.resources.iter().map(|resource| resource.gaps.len()).sum();
                count(gaps, threshold, "gaps")
            }
            Subject::Unsupported(threshold) => {
                count(comparison.unsupported.values().sum(), threshold, "resources of types that are not supported")
            }
        }
    }
}

impl fmt::Display for WhatifGate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::comparison::ComparisonTotals;

    fn comparison(before: Option<&str>, change: Option<&str>) -> Comparison {
        let usd = |text: Option<&str>| text.map(|text| text.parse::<Usd>().unwrap());
        let totals = ComparisonTotals {
            before_monthly_usd: usd(before),
            change_monthly_usd: usd(change),
            ..ComparisonTotals::default()
        };
        Comparison { totals, ..Comparison::default() }
    }

    #[test]
    fn gates_compare_and_the_unknown_does_not_pass() {
        let cases = [
            ("monthly_change > 100", comparison(Some("50"), Some("120")), true),
            ("monthly_change > 100", comparison(Some("50"), Some("100")), false),
            ("monthly_change > $1,000", comparison(Some("50"), Some("-5")), false),
            ("monthly_change > 100", comparison(None, None), true),
            ("change_share >= 10 %", comparison(Some("50"), Some("5")), true),
            ("change_share > 10 %", comparison(Some("50"), Some("5")), false),
            ("gaps > 0", comparison(None, None), false),
            ("unsupported >= 0", comparison(None, None), true),
        ];
        for (text, comparison, met) in cases {
            let gate: WhatifGate = text.parse().unwrap();
            assert_eq!(gate.met(&comparison).is_some(), met, "{text}");
        }
    }

    #[test]
    fn a_mistyped_subject_is_suggested() {
        let error = "montly_change > 1".parse::<WhatifGate>().unwrap_err().to_string();
        assert!(error.contains("did you mean `monthly_change`?"), "{error}");
        assert!("monthly_change".parse::<WhatifGate>().is_err());
        assert!("monthly_change > much".parse::<WhatifGate>().is_err());
    }
}
