//! YAML → typed rule → polars expression → three-valued verdict. Rules carry no money.
//!
//! Start with [`Rule`] and [`condition`]; `parse` reads the files, `compile` makes expressions of conditions, and
//! [`evaluate()`] gives the verdicts. The language is described in `docs/rules.md`.

mod compile;
pub mod condition;
mod embedded;
mod evaluate;
mod evidence;
pub mod literal;
mod metric_columns;
pub mod metrics;
mod parse;
mod parse_condition;
mod rule;
mod rule_set;
mod sources;
mod unknown;
pub mod yaml;

pub use embedded::EMBEDDED_RULES;
pub use evaluate::{KindVerdicts, Verdicts, evaluate, evaluate_with_gaps};
pub use parse::{parse_rule, parse_selection};
pub use rule::{Remediation, Rule, RuleParameter};
pub use rule_set::{RuleSet, RulesError};
