//! YAML → typed rule → polars expression → three-valued verdict. Rules carry no money.

mod evaluate;
mod rule;

pub use evaluate::{KindVerdicts, Verdicts, evaluate};
pub use rule::{Remediation, Rule, RuleParameter, RuleSet};
