//! The recommendations of some rules as the honest total applies them, with their edits.

use super::{AnalyzeOptions, recommend, suppression};
use crate::model::analysis::Recommendation;
use crate::model::finding::{Edits, Remedy};
use crate::remedy::{Context, remedy};
use crate::rules::{RuleSet, evaluate_with_gaps};

/// A recommendation of the best compatible set.
#[derive(Clone, Debug)]
pub struct Chosen {
    pub recommendation: Recommendation,
    /// Of the low end of its savings.
    pub edits: Edits,
    /// Of the high end, where it is another one.
    pub high_edits: Option<Edits>,
}

/// The best compatible set of the recommendations that are `wanted`, and how many were wanted; suppressed ones and those
/// below the least saving are none.
pub fn chosen(
    context: Context<'_>,
    rules: &RuleSet,
    options: &AnalyzeOptions,
    wanted: &dyn Fn(&Recommendation) -> bool,
) -> (Vec<Chosen>, usize) {
    let today = context.dataset.manifest.as_of.date_naive();
    let mut suppressions = suppression::Suppressions::new(&options.suppressions, today);
    let mut counted = recommend::Recommendations::default();
    let mut found = 0;
    let exempt = |key: &_| context.exempt.contains(key);
    for verdicts in evaluate_with_gaps(rules, context.tables, &context.dataset.gaps, &exempt) {
        for finding in verdicts.flagged {
            let Remedy::Propose(proposal) = remedy(verdicts.rule, &finding, context) else { continue };
            if suppressions.matching(&finding, context.estate.get(&finding.key)).is_some() {
                continue;
            }
            let it = recommend::recommend(verdicts.rule, finding, *proposal, context);
            if it.is_worth_saying(options.min_savings) && wanted(&it.recommendation) {
                found += 1;
                counted.push(it, options.min_savings);
            }
        }
    }
    counted.select(context);
    (counted.into_selected(), found)
}
