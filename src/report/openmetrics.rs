//! The figures of a report as OpenMetrics text; every family is a gauge, so that it also reads as Prometheus text 0.0.4.
//!
//! What is unknown has no sample. Labels are few: services beyond [`MOST`] are summed as `other`, nothing is named by
//! resource, account or tag. `docs/metrics.md` describes each name.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use prometheus_client::collector::Collector;
use prometheus_client::encoding::DescriptorEncoder;
use prometheus_client::metrics::MetricType;
use prometheus_client::registry::{Registry, Unit};

use super::RenderError;
use crate::model::history::SavingVerdict;
use crate::model::monthly::{MonthState, MonthTotal, MonthlyReport};
use crate::units::Usd;

/// So many services, budgets and unit costs are named.
const MOST: usize = 50;
/// Letters of a label's value.
const LONGEST_LABEL: usize = 120;
/// The sum of what is not named.
const OTHER: &str = "other";

/// What a name means: name without its unit, unit, help.
type Definition = (&'static str, Option<&'static str>, &'static str);

/// Every family that can be exported.
const DEFINITIONS: [Definition; 19] = [
    ("infrastructure_cost", Some("usd"), "Billed cost by service: of the last closed month, and of this month so far"),
    ("infrastructure_cost_projected", Some("usd"), "What this month is expected to be billed as a whole"),
    (
        "infrastructure_cost_per_unit",
        Some("usd"),
        "Billed cost for each unit that was served, newest month with a count",
    ),
    ("infrastructure_budget_limit", Some("usd"), "What a budget allows"),
    ("infrastructure_budget_spent", Some("usd"), "What was spent of a budget"),
    ("infrastructure_budget_projected", Some("usd"), "What a budget is expected to be spent of at its end"),
    ("cloudtrim_list_cost", Some("usd"), "List cost a month of what could be priced"),
    ("cloudtrim_net_savings", Some("usd"), "What the best compatible set of recommendations saves a month"),
    ("cloudtrim_savings", Some("usd"), "Savings a month of selected findings, each on its own, as far as known"),
    ("cloudtrim_savings_unknown", None, "Selected findings whose saving is not known"),
    ("cloudtrim_findings", None, "Findings by service and state"),
    (
        "cloudtrim_realized_savings",
        Some("usd"),
        "What resolved findings save a month: claimed by estimate, confirmed by the bill",
    ),
    ("cloudtrim_gaps", None, "What could not be read, judged or priced"),
    ("cloudtrim_at_least", None, "1 where gaps make a total a lower bound"),
    ("cloudtrim_price_book_oldest_timestamp", Some("seconds"), "Day of the oldest price that was used"),
    ("cloudtrim_price_book_newest_timestamp", Some("seconds"), "Day of the newest price that was used"),
    ("cloudtrim_last_run_timestamp", Some("seconds"), "When the account was last read for an analysis"),
    ("cloudtrim_store_skipped_entries", None, "Objects of the store that could not be read"),
    ("cloudtrim_build_info", None, "1, labelled with the version of cloudtrim"),
];

type Labels = Vec<(&'static str, String)>;

#[derive(Debug, Default)]
struct Families(BTreeMap<&'static str, Vec<(Labels, f64)>>);

impl Families {
    fn add(&mut self, name: &'static str, labels: Labels, value: f64) {
        debug_assert!(DEFINITIONS.iter().any(|(known, ..)| *known == name), "{name} is not defined");
        if value.is_finite() {
            self.0.entry(name).or_default().push((labels, value));
        }
    }

    fn usd(&mut self, name: &'static str, labels: Labels, amount: Usd) {
        self.add(name, labels, amount.to_f64());
    }

    fn count(&mut self, name: &'static str, labels: Labels, number: usize) {
        self.add(name, labels, number as f64);
    }
}

impl Collector for Families {
    fn encode(&self, mut encoder: DescriptorEncoder<'_>) -> Result<(), std::fmt::Error> {
        for (name, unit, help) in DEFINITIONS {
            let Some(samples) = self.0.get(name) else { continue };
            let unit = unit.map(|unit| if unit == "seconds" { Unit::Seconds } else { Unit::Other(unit.to_owned()) });
            let mut family = encoder.encode_descriptor(name, help, unit.as_ref(), MetricType::Gauge)?;
            for (labels, value) in samples {
                if labels.is_empty() {
                    family.encode_gauge(value)?;
                } else {
                    family.encode_family(labels)?.encode_gauge(value)?;
                }
            }
        }
        Ok(())
    }
}

/// The names that can be exported, units included: `infrastructure_cost_usd`.
pub fn metric_names() -> Vec<String> {
    let whole = |(name, unit, _): &Definition| unit.map_or_else(|| (*name).to_owned(), |unit| format!("{name}_{unit}"));
    DEFINITIONS.iter().map(whole).collect()
}

/// OpenMetrics text, ending in `# EOF`. `version` is the program's.
pub fn openmetrics(report: &MonthlyReport, version: &str) -> Result<String, RenderError> {
    let mut families = Families::default();
    costs(report, &mut families);
    budgets(report, &mut families);
    savings(report, &mut families);
    realized(report, &mut families);
    assessment(report, &mut families);
    families.add("cloudtrim_build_info", vec![("version", version.to_owned())], 1.0);
    let mut registry = Registry::default();
    registry.register_collector(Box::new(families));
    let mut text = String::new();
    prometheus_client::encoding::text::encode(&mut text, &registry).map_err(|_| RenderError::Metrics)?;
    Ok(text)
}

fn costs(report: &MonthlyReport, families: &mut Families) {
    let of = |month| report.months.iter().find(|total| total.month == month);
    let open = of(report.month).filter(|total| total.state == MonthState::Open);
    let last = if report.month_state == MonthState::Open { of(report.month.previous()) } else { of(report.month) };
    for (period, total) in [("last_month", last), ("month_to_date", open)] {
        for (service, amount) in total.map(services).unwrap_or_default() {
            families.usd("infrastructure_cost", vec![("service", service), ("period", period.to_owned())], amount);
        }
    }
    if let Some(projected) = report.month_to_date.as_ref().and_then(|month| month.projected.as_ref()) {
        families.usd("infrastructure_cost_projected", Vec::new(), projected.mean_usd);
    }
    for cost in report.unit_costs.iter().take(MOST) {
        let newest = cost.months.iter().rev().find_map(|month| month.per_unit_usd);
        if let Some(per_unit) = cost.per_unit_usd.or(newest) {
            let labels = vec![("name", label(&cost.name)), ("unit", label(&cost.unit))];
            families.add("infrastructure_cost_per_unit", labels, per_unit);
        }
    }
}

/// The largest by name, the rest as one.
fn services(total: &MonthTotal) -> BTreeMap<String, Usd> {
    let mut sums: BTreeMap<String, Usd> = BTreeMap::new();
    for (position, service) in total.services.iter().enumerate() {
        let name = if position < MOST { label(&service.service_name) } else { OTHER.to_owned() };
        *sums.entry(name).or_default() += service.billed_cost_usd;
    }
    sums
}

fn label(text: &str) -> String {
    text.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).take(LONGEST_LABEL).collect()
}

fn budgets(report: &MonthlyReport, families: &mut Families) {
    // Two budgets of one name would be one series twice.
    let by_name: BTreeMap<_, _> =
        report.budgets.iter().map(|budget| ((label(&budget.name), budget.source), budget)).take(MOST).collect();
    for ((name, source), budget) in by_name {
        let source = match source {
            crate::model::monthly::BudgetSource::Config => "config",
            crate::model::monthly::BudgetSource::AwsBudgets => "aws-budgets",
        };
        let labels = || vec![("budget", name.clone()), ("source", source.to_owned())];
        families.usd("infrastructure_budget_limit", labels(), budget.limit_usd);
        if let Some(spent) = budget.spent_usd {
            families.usd("infrastructure_budget_spent", labels(), spent);
        }
        if let Some(projected) = budget.projected_usd {
            families.usd("infrastructure_budget_projected", labels(), projected);
        }
    }
}

/// What is summed of one service and state.
#[derive(Default)]
struct Group {
    findings: usize,
    savings: Usd,
    unknown: usize,
}

/// By life where a history tells it; else what was found, in the state `found`.
fn savings(report: &MonthlyReport, families: &mut Families) {
    let mut groups: BTreeMap<(&str, &str), Group> = BTreeMap::new();
    let mut add = |family: &'static str, state: &'static str, selected: bool, savings: Option<Usd>| {
        let group = groups.entry((family, state)).or_default();
        group.findings = group.findings.saturating_add(1);
        match savings {
            Some(savings) if selected => group.savings += savings,
            None if selected => group.unknown = group.unknown.saturating_add(1),
            _ => {}
        }
    };
    if report.states.is_empty() {
        for found in report.recommendations.iter().map(|found| &found.recommendation) {
            add(found.resource_kind.service(), "found", found.selected, found.monthly_savings_usd);
        }
    } else {
        for life in &report.lives {
            add(life.resource_kind.service(), life.state.name(), life.selected, life.monthly_savings_usd);
        }
    }
    for ((family, state), group) in groups {
        let labels = || vec![("family", family.to_owned()), ("state", state.to_owned())];
        families.count("cloudtrim_findings", labels(), group.findings);
        families.usd("cloudtrim_savings", labels(), group.savings);
        families.count("cloudtrim_savings_unknown", labels(), group.unknown);
    }
    families.usd("cloudtrim_list_cost", Vec::new(), report.totals.list_cost_monthly_usd);
    families.usd("cloudtrim_net_savings", Vec::new(), report.totals.net_savings_monthly_usd);
    for (total, at_least) in
        [("list_cost", report.totals.list_cost_at_least), ("savings", report.totals.savings_at_least)]
    {
        families.count("cloudtrim_at_least", vec![("total", total.to_owned())], usize::from(at_least));
    }
}

fn realized(report: &MonthlyReport, families: &mut Families) {
    if let Some(total) = &report.realized_total {
        let verdicts = [
            (SavingVerdict::Claimed, total.claimed_monthly_usd),
            (SavingVerdict::Confirmed, total.confirmed_monthly_usd),
        ];
        for (verdict, amount) in verdicts {
            families.usd("cloudtrim_realized_savings", vec![("verdict", verdict.name().to_owned())], amount);
        }
        families.count("cloudtrim_store_skipped_entries", Vec::new(), report.skipped.len());
    }
}

/// What was and was not assessed, and how old it is.
fn assessment(report: &MonthlyReport, families: &mut Families) {
    let mut reasons: BTreeMap<&str, usize> = BTreeMap::new();
    for gap in &report.gaps {
        let number = reasons.entry(gap.reason.name()).or_default();
        *number = number.saturating_add(1);
    }
    for (reason, number) in reasons {
        families.count("cloudtrim_gaps", vec![("reason", reason.to_owned())], number);
    }
    let days = [
        ("cloudtrim_price_book_oldest_timestamp", &report.oldest_price_as_of),
        ("cloudtrim_price_book_newest_timestamp", &report.prices_as_of),
    ];
    for (name, day) in days {
        if let Some(seconds) = day.as_deref().and_then(midnight) {
            families.add(name, Vec::new(), seconds);
        }
    }
    families.add("cloudtrim_last_run_timestamp", Vec::new(), report.as_of.timestamp() as f64);
}

/// Seconds since 1970 at which a day begins in UTC.
fn midnight(day: &str) -> Option<f64> {
    let day: NaiveDate = day.parse().ok()?;
    Some(day.and_time(chrono::NaiveTime::MIN).and_utc().timestamp() as f64)
}
