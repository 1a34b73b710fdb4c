//! Budgets as AWS Budgets keeps them, and as cells of `billing/budgets.csv` write them.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::ids::AccountId;
use crate::units::{Percent, Usd};

/// A budget as AWS Budgets keeps it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BudgetRead {
    pub account: AccountId,
    pub name: String,
    pub time_unit: BudgetTimeUnit,
    /// The period that `spent` is of: first day, inclusive; `None` when AWS does not say.
    pub start: Option<NaiveDate>,
    /// Last day, exclusive.
    pub end: Option<NaiveDate>,
    /// `None` for a budget without a limit (planned limits are those of the current period).
    pub limit_usd: Option<Usd>,
    /// AWS's actual spend of the period.
    pub spent_usd: Option<Usd>,
    /// AWS's forecast of the period, where it gives one.
    pub forecast_usd: Option<Usd>,
    /// What it is narrowed to: all of these; empty for everything.
    pub filters: Vec<BudgetFilter>,
    pub alerts: Vec<BudgetAlert>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum BudgetTimeUnit {
    Daily,
    Monthly,
    Quarterly,
    Annually,
    Custom,
}

/// One of `values` in AWS's words: `Service`, `LinkedAccount`, `TagKeyValue` (`user:team$web`).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BudgetFilter {
    pub dimension: String,
    pub values: Vec<String>,
}

/// When a budget tells its subscribers.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BudgetAlert {
    pub on: BudgetAlertOn,
    pub above: BudgetThreshold,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BudgetAlertOn {
    /// The actual spend.
    Actual,
    /// AWS's forecast of the period.
    Forecasted,
}

#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BudgetThreshold {
    /// Of the limit.
    Percent(Percent),
    Usd(Usd),
}

impl BudgetTimeUnit {
    pub const WORDS: [&str; 5] = ["DAILY", "MONTHLY", "QUARTERLY", "ANNUALLY", "CUSTOM"];
}

impl BudgetFilter {
    /// From a JSON object of lists: `{"Service":["Amazon Simple Storage Service"]}`; empty for none.
    ///
    /// # Errors
    /// With what is wrong with the text.
    pub fn parse_list(text: &str) -> Result<Vec<Self>, String> {
        if text.trim().is_empty() {
            return Ok(Vec::new());
        }
        let filters: BTreeMap<String, Vec<String>> = serde_json::from_str(text)
            .map_err(|_| format!("`{}` is no JSON object of lists of text", shortened(text)))?;
        Ok(filters.into_iter().map(|(dimension, values)| Self { dimension, values }).collect())
    }

    /// What [`Self::parse_list`] reads.
    pub fn write_list(filters: &[Self]) -> String {
        let filters: BTreeMap<&str, &[String]> =
            filters.iter().map(|filter| (filter.dimension.as_str(), filter.values.as_slice())).collect();
        if filters.is_empty() { String::new() } else { serde_json::to_string(&filters).unwrap_or_default() }
    }
}

impl BudgetAlert {
    /// From `actual>80%; forecasted>100%; actual>500`; empty for none.
    ///
    /// # Errors
    /// With what is wrong with the first part that is no alert.
    pub fn parse_list(text: &str) -> Result<Vec<Self>, String> {
        text.split(';').map(str::trim).filter(|part| !part.is_empty()).map(Self::parse).collect()
    }

    fn parse(text: &str) -> Result<Self, String> {
        let wrong = || format!("`{}` is no alert", shortened(text));
        let (on, above) = text.split_once('>').ok_or_else(wrong)?;
        let on = match on.trim() {
            "actual" => BudgetAlertOn::Actual,
            "forecasted" => BudgetAlertOn::Forecasted,
            _ => return Err(wrong()),
        };
        let above = match above.trim().strip_suffix('%') {
            Some(percent) => {
                let percent: f64 = percent.trim().parse().map_err(|_| wrong())?;
                if !percent.is_finite() || percent < 0.0 {
                    return Err(wrong());
                }
                BudgetThreshold::Percent(Percent::new(percent))
            }
            None => BudgetThreshold::Usd(above.parse().map_err(|_| wrong())?),
        };
        Ok(Self { on, above })
    }

    /// What [`Self::parse_list`] reads.
    pub fn write_list(alerts: &[Self]) -> String {
        let parts: Vec<String> = alerts
            .iter()
            .map(|alert| {
                let on = match alert.on {
                    BudgetAlertOn::Actual => "actual",
                    BudgetAlertOn::Forecasted => "forecasted",
                };
                match alert.above {
                    BudgetThreshold::Percent(percent) => format!("{on}>{}%", percent.percent()),
                    BudgetThreshold::Usd(amount) => format!("{on}>{}", amount.amount().normalize()),
                }
            })
            .collect();
        parts.join("; ")
    }
}

fn shortened(text: &str) -> String {
    text.chars().take(60).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn alerts_and_filters_go_there_and_back() {
        for text in ["", "actual>80%", "actual>80%; forecasted>100%; actual>512.5"] {
            assert_eq!(BudgetAlert::write_list(&BudgetAlert::parse_list(text).unwrap()), text);
        }
        for text in ["", r#"{"LinkedAccount":["111122223333"],"Service":["AWS Lambda","Amazon DynamoDB"]}"#] {
            assert_eq!(BudgetFilter::write_list(&BudgetFilter::parse_list(text).unwrap()), text);
        }
    }

    #[test]
    fn what_is_no_alert_or_filter_is_said() {
        for text in ["80%", "actual>", "actual>many", "sometimes>80%", "actual>NaN%", "actual>-1%", "actual>inf%"] {
            assert_eq!(BudgetAlert::parse_list(text).unwrap_err(), format!("`{text}` is no alert"));
        }
        for text in ["Service", "[]", r#"{"Service":"AWS Lambda"}"#] {
            assert!(BudgetFilter::parse_list(text).unwrap_err().contains("no JSON object"), "{text}");
        }
    }
}
