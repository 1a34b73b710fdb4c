//! The pipeline on one screen: dataset, rules, prices → analysis.
//!
//! Pure past the metric scan: no clock, no environment, no network. Start with [`analyze`].

mod billing;
mod chosen;
mod commitments;
mod coverage;
mod exemption;
mod gaps;
mod list_cost;
mod recommend;
mod suppression;
pub mod total;

use std::collections::BTreeSet;

use chrono_tz::Tz;

pub use chosen::{Chosen, chosen};

use crate::dataset::Dataset;
use crate::estate::{Estate, INGESTION_WINDOW, LIFE_WINDOW};
use crate::model::analysis::{ANALYSIS_SCHEMA, Analysis, Totals};
use crate::model::finding::Remedy;
use crate::model::ids::ResourceKey;
use crate::pricing::PriceBook;
use crate::remedy::{Context, OfferedTypes, SizeChoice, remedy};
use crate::rightsize::settings::Settings;
use crate::rules::{Rule, RuleSet, evaluate_with_gaps};
use crate::tables::{MetricsError, Tables};
use crate::units::{Days, Usd};

/// What the user may choose; `cli` reads it from flags and `cloudtrim.yml`.
#[derive(Clone, Debug)]
pub struct AnalyzeOptions {
    /// Recommendations that save less (at the high end) are dropped unless hygiene.
    pub min_savings: Usd,
    /// `(key, value)` of the exempting tag.
    pub exempt_tag: (String, String),
    pub suppressions: Vec<Suppression>,
    /// What hours of the day and days of the week are counted in.
    pub time_zone: Tz,
    /// How carefully sizes are chosen.
    pub rightsizing: Settings,
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
    dataset: &Dataset,
    rules: &RuleSet,
    prices: &PriceBook,
    options: &AnalyzeOptions,
) -> Result<Analysis, MetricsError> {
    let manifest = &dataset.manifest;
    let tables = Tables::build(dataset, &windows(rules, manifest.lookback_days))?;
    let estate = Estate::build(dataset, &tables.statistics);
    let exempted = exemption::exempted(&estate, &options.exempt_tag);
    let exempt = exempted.keys().cloned().collect();
    let offered = OfferedTypes::of(dataset);
    let sizing = SizeChoice::of(dataset, prices, &options.rightsizing);
    let context = Context {
        dataset,
        tables: &tables,
        estate: &estate,
        prices,
        exempt: &exempt,
        offered: &offered,
        time_zone: options.time_zone,
        sizing: &sizing,
    };

    let mut list = list_cost::ListCost::of(&estate, prices, manifest.as_of.date_naive());
    let mut coverage = coverage::Coverage::of(dataset, &estate, &list, &exempt);
    let mut gaps = gaps::Gaps::of(&dataset.gaps);
    let mut suppressions = suppression::Suppressions::new(&options.suppressions, manifest.as_of.date_naive());
    let (mut counted, mut suppressed) = (recommend::Recommendations::default(), Vec::new());

    for verdicts in evaluate_with_gaps(rules, &tables, &dataset.gaps, &|key| exempt.contains(key)) {
        coverage.judged(verdicts.rule.kind, verdicts.flagged.len(), verdicts.passed, verdicts.unknown.len());
        for gap in &verdicts.unknown {
            suppressions.unjudged(verdicts.rule.kind, gap, &estate);
        }
        gaps.unknown(verdicts.unknown);
        for finding in verdicts.flagged {
            match remedy(verdicts.rule, &finding, context) {
                Remedy::Nothing => coverage.passed_after_all(verdicts.rule.kind),
                Remedy::Unknown(gap) => {
                    coverage.unknown_after_all(verdicts.rule.kind);
                    suppressions.unjudged(verdicts.rule.kind, &gap, &estate);
                    gaps.unknown([gap]);
                }
                Remedy::Propose(proposal) => {
                    let suppression = suppressions.matching(&finding, estate.get(&finding.key));
                    let it = recommend::recommend(verdicts.rule, finding, *proposal, context);
                    list.used(&it.recommendation);
                    if !it.is_worth_saying(options.min_savings) {
                    } else if let Some(suppression) = suppression {
                        suppressed.push(suppression::suppressed(it.recommendation, suppression));
                    } else {
                        counted.push(it, options.min_savings);
                    }
                }
            }
        }
    }

    let selection = counted.select(context);
    let considered = commitments::consider(context, &mut counted, selection.net, options.min_savings);
    let savings_at_least = gaps.any_unjudged() || counted.any_unknown();
    gaps.unpriced(&list);
    gaps.beside(considered.gaps);
    suppressed.sort_by(|one, other| recommend::order(&one.recommendation, &other.recommendation));
    Ok(Analysis {
        schema: ANALYSIS_SCHEMA.to_owned(),
        as_of: manifest.as_of,
        accounts: sorted(&manifest.accounts),
        regions: sorted(&manifest.regions),
        lookback_days: manifest.lookback_days.count(),
        min_savings_monthly_usd: options.min_savings,
        totals: Totals {
            list_cost_monthly_usd: list.total(),
            list_cost_at_least: list.is_at_least() || gaps.any_unread(),
            gross_savings_monthly_usd: selection.gross,
            overlap_monthly_usd: selection.gross - selection.net,
            net_savings_monthly_usd: selection.net,
            net_savings_after_commitments_usd: considered.net_after,
            savings_at_least,
        },
        coverage: coverage.into_kinds(),
        recommendations: counted.into_sorted(),
        gaps: gaps.into_collapsed(),
        suppressed,
        exempted: exempted.into_values().collect(),
        billing: billing::summary(dataset, list.total()),
        commitments: Some(considered.section),
        warnings: suppressions.warnings(),
        overrides: overrides(&rules.rules, prices),
        prices_as_of: list.newest_price(),
        oldest_price_as_of: list.oldest_price(),
        priced_components: list.components().0,
        stale_priced_components: list.components().1,
    })
}

/// The resources that bear the exempting tag: no recommendation touches them.
pub fn exempted_keys(estate: &Estate<'_>, options: &AnalyzeOptions) -> BTreeSet<ResourceKey> {
    exemption::exempted(estate, &options.exempt_tag).into_keys().collect()
}

/// Every window that a rule, the lookback or the estate asks statistics for.
pub fn windows(rules: &RuleSet, lookback: Days) -> Vec<Days> {
    let mut windows = rules.windows();
    windows.extend([lookback, INGESTION_WINDOW, LIFE_WINDOW]);
    windows.sort_unstable();
    windows.dedup();
    windows
}

/// Parameters that are not the default (`ec2-instance-idle: cpu_below is 3 %`), and prices from a folder.
fn overrides(rules: &[Rule], prices: &PriceBook) -> Vec<String> {
    let mut overrides: Vec<String> = rules
        .iter()
        .flat_map(|rule| {
            let overridden = rule.parameters.iter().filter(|parameter| parameter.overridden);
            overridden.map(|parameter| format!("{}: {} is {}", rule.id, parameter.name, parameter.shown))
        })
        .collect();
    overrides.sort();
    if let Some(folder) = prices.folder() {
        let (rows, manifest) = (folder.manifest().rows(), folder.manifest());
        let days = match (manifest.oldest(), manifest.newest()) {
            (Some(oldest), Some(newest)) if oldest != newest => format!("{oldest} to {newest}"),
            (Some(day), _) => day.to_owned(),
            (None, _) => "no day".to_owned(),
        };
        overrides.push(format!("prices: {rows} of a folder come before those that ship, of {days}"));
    }
    overrides
}

fn sorted<T: Clone + Ord>(values: &[T]) -> Vec<T> {
    let mut values = values.to_vec();
    values.sort();
    values.dedup();
    values
}
