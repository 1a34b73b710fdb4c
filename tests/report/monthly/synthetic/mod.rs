//! A made-up estate's report of any size, the same from run to run: for goldens, browser tests and benchmarks.

mod amounts;
mod bill;
mod outcome;
mod outlook;
mod recommendations;

use cloudtrim::model::analysis::Totals;
use cloudtrim::model::history::SkippedEntry;
use cloudtrim::model::ids::ResourceKind;
use cloudtrim::model::monthly::{
    Forecast, Headline, MissingPart, MonthState, MonthlyReport, NewService, Part, REPORT_SCHEMA, RealizedTotal,
};
use cloudtrim::units::Usd;
use cloudtrim::units::month::Month;

use self::amounts::{as_of, day, usd};
use self::bill::{comparisons, headline, month_totals, movers, waterfall};
use self::outcome::{coverage, families, gaps, how_totals, profiles, realized, states, suppressed, waste_trend};
use self::outlook::{allocation, anomalies, budgets, forecast, month_to_date, owners, unit_costs};
use self::recommendations::recommendation;

/// Twelve months and a few dozen recommendations: what a team of some size sees.
pub(crate) fn usual() -> MonthlyReport {
    report(13, 64)
}

/// The largest that is promised to be fast.
pub(crate) fn large() -> MonthlyReport {
    report(24, 5_000)
}

/// An account whose bill was not read and where nothing was found.
pub(crate) fn nothing() -> MonthlyReport {
    let mut report = report(0, 0);
    report.month_state = MonthState::NotRead;
    report.headline = Headline {
        billed_cost_usd: None,
        last_month_billed_cost_usd: None,
        change_usd: None,
        change_percent: None,
        same_month_last_year_billed_cost_usd: None,
        net_savings_monthly_usd: Usd::ZERO,
        savings_at_least: false,
        confirmed_savings_monthly_usd: None,
        cost_of_delay_usd: None,
        sentences: vec!["October 2026: no bill was read, and nothing was found to save on.".to_owned()],
    };
    report.waterfall = None;
    report.month_to_date = None;
    report.forecast = Forecast {
        cost_explorer: None,
        own: None,
        own_missing: Some("no closed month of the bill was read".to_owned()),
    };
    report.missing = vec![MissingPart {
        part: Part::Months,
        reason: "no bill was read".to_owned(),
        hint: "Collect with `--billing full`.".to_owned(),
    }];
    report.comparisons.clear();
    report.movers.clear();
    report.anomalies.clear();
    report.new_services.clear();
    report.budgets.clear();
    report.allocation.clear();
    report.owners.clear();
    report.unit_costs.clear();
    report.suppressed.clear();
    report.states.clear();
    report.lives.clear();
    report.realized.clear();
    report.realized_total = None;
    report.waste_trend.clear();
    report.profiles.clear();
    report.gaps.clear();
    report.skipped.clear();
    report.warnings.clear();
    report
}

pub(crate) fn report(months: u32, recommendations: usize) -> MonthlyReport {
    let month = Month::new(2026, 10).unwrap_or_default();
    let months = month_totals(month, months);
    let recommendations: Vec<_> = (0..recommendations).map(recommendation).collect();
    let net: Usd = recommendations
        .iter()
        .filter(|one| one.recommendation.selected)
        .filter_map(|one| one.recommendation.monthly_savings_usd)
        .sum();
    let overlap = usd("38.20");
    let totals = Totals {
        list_cost_monthly_usd: usd("52310.44"),
        list_cost_at_least: true,
        gross_savings_monthly_usd: net + overlap,
        overlap_monthly_usd: overlap,
        net_savings_monthly_usd: net,
        net_savings_after_commitments_usd: None,
        savings_at_least: true,
    };
    let lives: Vec<_> = recommendations.iter().filter_map(|one| one.life.clone()).collect();
    MonthlyReport {
        schema: REPORT_SCHEMA.to_owned(),
        month,
        as_of: as_of(),
        month_state: MonthState::Closed,
        accounts: vec!["123456789012".into(), "210987654321".into()],
        regions: vec!["eu-west-1".into(), "us-east-1".into()],
        prices_as_of: Some("2026-11-02".to_owned()),
        oldest_price_as_of: Some("2026-08-14".to_owned()),
        headline: headline(&months, net),
        comparisons: comparisons(&months),
        movers: movers(),
        waterfall: waterfall(&months),
        month_to_date: Some(month_to_date()),
        forecast: forecast(&months),
        anomalies: anomalies(),
        new_services: vec![NewService {
            service_name: "Amazon Bedrock".to_owned(),
            first_day: day(2026, 10, 7),
            billed_cost_usd: usd("312.08"),
        }],
        budgets: budgets(),
        allocation: allocation(),
        owners: owners(),
        unit_costs: unit_costs(),
        totals,
        commitments: None,
        savings_by_family: families(&recommendations, net, overlap),
        coverage: vec![
            coverage(ResourceKind::Ec2Instance, 214, "31200.10"),
            coverage(ResourceKind::EbsVolume, 388, "9120.75"),
        ],
        suppressed: suppressed(&recommendations),
        exempted: Vec::new(),
        states: states(),
        realized: realized(),
        realized_total: Some(RealizedTotal {
            findings: 3,
            claimed_monthly_usd: usd("1290.10"),
            confirmed_monthly_usd: usd("918.40"),
            unconfirmed_monthly_usd: usd("371.70"),
            unknown: 0,
        }),
        waste_trend: waste_trend(),
        profiles: profiles(),
        gaps: gaps(),
        missing: vec![MissingPart {
            part: Part::Comparisons,
            reason: "the bill by region was not read".to_owned(),
            hint: "Collect with `--billing full`: 12 more requests to Cost Explorer, $0.12.".to_owned(),
        }],
        skipped: vec![SkippedEntry {
            name: "123456789012/2026-07-20T060000Z.json.zst".to_owned(),
            reason: "its checksum does not match: the object is cut off".to_owned(),
        }],
        warnings: vec!["cloudtrim.yml:12: suppression matches nothing".to_owned()],
        overrides: vec!["ec2-instance-idle: `cpu_below` is 10 %, default 5 %".to_owned()],
        how_totals: how_totals(),
        months,
        lives,
        recommendations,
    }
}
