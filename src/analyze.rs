//! The pipeline on one screen: dataset, rules, prices → analysis.

use crate::dataset::Dataset;
use crate::model::analysis::Analysis;
use crate::pricing::PriceBook;
use crate::rules::RuleSet;
use crate::tables::MetricsError;
use crate::units::Usd;

/// What the user may choose; `cli` reads it from flags and `cloudtrim.yml`.
#[derive(Clone, Debug)]
pub struct AnalyzeOptions {
    /// Recommendations that save less (at the high end) are dropped unless hygiene.
    pub min_savings: Usd,
    /// `(key, value)` of the exempting tag.
    pub exempt_tag: (String, String),
    pub suppressions: Vec<Suppression>,
}

/// A suppression of `cloudtrim.yml`: by rule, resource, tag or account, with a reason and an owner.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suppression {
    pub rule: Option<String>,
    pub resource: Option<String>,
    pub tag: Option<(String, String)>,
    pub account: Option<String>,
    pub reason: String,
    pub owner: String,
    pub expires: Option<chrono::NaiveDate>,
    /// `cloudtrim.yml:12`, for warnings.
    pub at: String,
}

/// Same dataset, rules, prices and options give an equal analysis.
pub fn analyze(
    _dataset: &Dataset,
    _rules: &RuleSet,
    _prices: &PriceBook,
    _options: &AnalyzeOptions,
) -> Result<Analysis, MetricsError> {
    todo!()
}
