//! `--fail-on`: a comparison that makes the exit code 1 when it holds.
//!
//! ```text
//! gate      = amount op dollars | "savings_share" op percent | counter op number | "severity" op severity
//! amount    = "net_savings" | "gross_savings" | "list_cost"
//! counter   = "gaps" | "count" | "count(severity" op severity ")"
//! op        = ">" | ">=" | "<" | "<=" | "=" | "!="
//! ```
//!
//! Amounts are a month's. `count` and `severity` look at every recommendation that is listed, alternatives excepted.

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

use super::values::did_you_mean;
use crate::model::action::Severity;
use crate::model::analysis::Analysis;
use crate::report::{Standing, Standings};
use crate::units::Usd;

/// A parsed gate.
#[derive(Clone, Debug, PartialEq)]
pub struct Gate {
    text: String,
    subject: Subject,
    comparison: Comparison,
}

#[derive(Clone, Debug, PartialEq)]
enum Subject {
    NetSavings(Usd),
    GrossSavings(Usd),
    ListCost(Usd),
    /// Percent of the list cost.
    SavingsShare(f64),
    Gaps(f64),
    Count(f64, Option<(Comparison, Severity)>),
    Severity(Severity),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Comparison {
    Above,
    AtLeast,
    Below,
    AtMost,
    Equal,
    NotEqual,
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum GateError {
    #[error("`{0}` compares nothing; write it as in `net_savings > 500`")]
    NoComparison(String),
    #[error("`{operator}` is no comparison; use `>`, `>=`, `<`, `<=`, `=` or `!=`")]
    Operator { operator: String },
    #[error("`{subject}` cannot be compared{}; use one of {SUBJECTS}", suggestion(.subject))]
    Subject { subject: String },
    #[error("`{value}` is no number to compare `{subject}` with")]
    Number { subject: String, value: String },
    #[error("`{0}` is no severity; use `low`, `medium` or `high`")]
    Severity(String),
    #[error("`count(…)` takes a severity, as in `count(severity >= high) > 0`")]
    CountOf,
}

const NAMES: [&str; 7] = ["net_savings", "gross_savings", "list_cost", "savings_share", "count", "gaps", "severity"];
const SUBJECTS: &str = "`net_savings`, `gross_savings`, `list_cost`, `savings_share`, `count`, `count(severity >= …)`, \
                        `gaps`, `severity`";

fn suggestion(subject: &str) -> String {
    did_you_mean(subject, NAMES).map_or_else(String::new, |name| format!(", did you mean `{name}`?"))
}

impl FromStr for Gate {
    type Err = GateError;

    fn from_str(text: &str) -> Result<Self, GateError> {
        let (subject, comparison, value) = split(text)?;
        let number = || number(subject, value);
        let subject = match subject {
            "net_savings" => Subject::NetSavings(dollars(subject, value)?),
            "gross_savings" => Subject::GrossSavings(dollars(subject, value)?),
            "list_cost" => Subject::ListCost(dollars(subject, value)?),
            "savings_share" => Subject::SavingsShare(number()?),
            "gaps" => Subject::Gaps(number()?),
            "count" => Subject::Count(number()?, None),
            "severity" => Subject::Severity(severity(value)?),
            other => match other.strip_prefix("count").map(str::trim_start) {
                Some(inner) if inner.starts_with('(') => {
                    let inner = inner.trim_start_matches('(').strip_suffix(')').ok_or(GateError::CountOf)?;
                    let (what, comparison, value) = split(inner).map_err(|_| GateError::CountOf)?;
                    if what != "severity" {
                        return Err(GateError::CountOf);
                    }
                    Subject::Count(number()?, Some((comparison, severity(value)?)))
                }
                _ => return Err(GateError::Subject { subject: other.to_owned() }),
            },
        };
        Ok(Self { text: text.trim().to_owned(), subject, comparison })
    }
}

/// `left op right`, the operator outside parentheses.
pub(super) fn split(text: &str) -> Result<(&str, Comparison, &str), GateError> {
    let is_operator = |character: char| matches!(character, '<' | '>' | '=' | '!');
    let mut depth = 0_u32;
    let start = text.char_indices().find_map(|(position, character)| {
        match character {
            '(' => depth = depth.saturating_add(1),
            ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        (depth == 0 && is_operator(character)).then_some(position)
    });
    let none = || GateError::NoComparison(text.trim().to_owned());
    let (left, rest) = text.split_at_checked(start.ok_or_else(none)?).ok_or_else(none)?;
    let right = rest.trim_start_matches(is_operator);
    let operator = rest.strip_suffix(right).unwrap_or(rest);
    let comparison = match operator {
        ">" => Comparison::Above,
        ">=" => Comparison::AtLeast,
        "<" => Comparison::Below,
        "<=" => Comparison::AtMost,
        "=" | "==" => Comparison::Equal,
        "!=" => Comparison::NotEqual,
        other => return Err(GateError::Operator { operator: other.to_owned() }),
    };
    if left.trim().is_empty() { Err(none()) } else { Ok((left.trim(), comparison, right.trim())) }
}

/// `500`, `$1,200.50`.
pub(super) fn dollars(subject: &str, value: &str) -> Result<Usd, GateError> {
    let bare = value.trim_start_matches('$').replace(',', "");
    bare.parse().map_err(|_| GateError::Number { subject: subject.to_owned(), value: value.to_owned() })
}

/// `10`, and `20 %` for a share.
pub(super) fn number(subject: &str, value: &str) -> Result<f64, GateError> {
    let bare = if subject == "savings_share" { value.trim_end_matches('%').trim_end() } else { value };
    let number = bare.replace(',', "").parse().ok().filter(|number: &f64| number.is_finite());
    number.ok_or_else(|| GateError::Number { subject: subject.to_owned(), value: value.to_owned() })
}

fn severity(value: &str) -> Result<Severity, GateError> {
    let known = Severity::ALL.iter().copied().find(|severity| severity.name().eq_ignore_ascii_case(value));
    known.ok_or_else(|| GateError::Severity(value.to_owned()))
}

impl Comparison {
    pub(super) fn holds(self, ordering: Ordering) -> bool {
        match self {
            Self::Above => ordering.is_gt(),
            Self::AtLeast => ordering.is_ge(),
            Self::Below => ordering.is_lt(),
            Self::AtMost => ordering.is_le(),
            Self::Equal => ordering.is_eq(),
            Self::NotEqual => ordering.is_ne(),
        }
    }
}

impl Gate {
    /// What the analysis has where the gate is met: `net savings are $812.20 a month`.
    pub fn met(&self, analysis: &Analysis) -> Option<String> {
        let totals = &analysis.totals;
        let (net, list) = (totals.net_savings_monthly_usd, totals.list_cost_monthly_usd);
        let gross = totals.gross_savings_monthly_usd;
        let comparison = self.comparison;
        let money = |found: Usd, threshold: &Usd, words: &str| {
            comparison.holds(found.cmp(threshold)).then(|| format!("{words} {found} a month"))
        };
        let number =
            |found: f64, threshold: &f64, words: String| comparison.holds(found.total_cmp(threshold)).then_some(words);
        match &self.subject {
            Subject::NetSavings(threshold) => money(net, threshold, "net savings are"),
            Subject::GrossSavings(threshold) => money(gross, threshold, "gross savings are"),
            Subject::ListCost(threshold) => money(list, threshold, "the list cost is"),
            Subject::SavingsShare(threshold) => {
                let percent = if list.is_zero() { 0.0 } else { net.to_f64() / list.to_f64() * 100.0 };
                number(percent, threshold, format!("net savings are {percent:.1} % of the list cost"))
            }
            Subject::Gaps(threshold) => {
                let found = analysis.gaps.len();
                number(found as f64, threshold, format!("there are {found} gaps"))
            }
            Subject::Count(threshold, None) => {
                let found = severities(analysis).count();
                number(found as f64, threshold, format!("there are {found} recommendations"))
            }
            Subject::Count(threshold, Some((inner, severity))) => {
                let found = severities(analysis).filter(|found| inner.holds(found.cmp(severity))).count();
                number(found as f64, threshold, format!("there are {found} such recommendations"))
            }
            Subject::Severity(severity) => {
                let found = severities(analysis).filter(|found| comparison.holds(found.cmp(severity))).count();
                (found > 0).then(|| format!("there are {found} such recommendations"))
            }
        }
    }
}

fn severities(analysis: &Analysis) -> impl Iterator<Item = Severity> {
    let standings = Standings::new(analysis);
    let listed = move |one: &&_| !matches!(standings.of(one), Standing::InsteadOf(_));
    analysis.recommendations.iter().filter(listed).map(|one| one.severity)
}

impl fmt::Display for Gate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_is_documented() {
        let good = [
            "net_savings > 500",
            "net_savings>=$1,200.50",
            "gross_savings < 1",
            "list_cost != 0",
            "savings_share > 20 %",
            "count >= 10",
            "count(severity >= high) > 0",
            "count ( severity=medium ) == 2",
            "gaps = 0",
            "severity >= High",
        ];
        for text in good {
            assert!(text.parse::<Gate>().is_ok(), "{text}: {:?}", text.parse::<Gate>());
        }
    }

    #[test]
    fn says_what_is_wrong() {
        let cases = [
            ("", "`` compares nothing; write it as in `net_savings > 500`"),
            ("> 5", "`> 5` compares nothing; write it as in `net_savings > 500`"),
            ("count => 5", "`=>` is no comparison; use `>`, `>=`, `<`, `<=`, `=` or `!=`"),
            ("count > many", "`many` is no number to compare `count` with"),
            ("count >", "`` is no number to compare `count` with"),
            ("severity > awful", "`awful` is no severity; use `low`, `medium` or `high`"),
            ("count(rule = x) > 1", "`count(…)` takes a severity, as in `count(severity >= high) > 0`"),
            (
                "count(severity >= high > 1",
                "`count(severity >= high > 1` compares nothing; write it as in `net_savings > 500`",
            ),
        ];
        for (text, message) in cases {
            assert_eq!(text.parse::<Gate>().unwrap_err().to_string(), message, "{text}");
        }
        let error = "net_saving > 5".parse::<Gate>().unwrap_err().to_string();
        assert!(error.starts_with("`net_saving` cannot be compared, did you mean `net_savings`?"), "{error}");
    }
}
