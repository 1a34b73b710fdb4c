//! A made-up estate's report of any size, the same from run to run: for goldens, browser tests and benchmarks.

use std::collections::BTreeMap;

use chrono::{DateTime, Days, NaiveDate, TimeZone, Utc};
use cloudtrim::model::action::{Action, Effort, Severity};
use cloudtrim::model::analysis::{
    Evidence, ForecastSummary, KindCoverage, PricedState, Recommendation, SuppressedFinding, Totals,
};
use cloudtrim::model::configuration::{Configuration, InstanceConfiguration, VolumeConfiguration};
use cloudtrim::model::cost::{CostComponent, PriceSource};
use cloudtrim::model::gap::{Gap, GapReason};
use cloudtrim::model::history::{FindingLife, FindingState, RealizedSaving, SavingVerdict, SkippedEntry};
use cloudtrim::model::ids::ResourceKind;
use cloudtrim::model::monthly::{
    AlertOn, AlertState, AllocatedValue, Allocation, Anomaly, BudgetAlert, BudgetSource, BudgetState, BudgetStatus,
    BurnDay, Cause, Comparison, ComparisonLine, Contribution, Dimension, Effects, FamilySavings, Forecast,
    ForecastPoint, Headline, HourOfWeekProfile, MissingPart, MonthState, MonthToDate, MonthTotal, MonthlyReport, Mover,
    NewService, OwnForecast, OwnerWaste, Part, Projection, REPORT_SCHEMA, RealizedTotal, ReportedRecommendation,
    SavingsByFamily, ServiceCost, StateTotal, UnitCost, WastePoint, Waterfall, WaterfallStep,
};
use cloudtrim::model::rightsizing::{PerformanceRisk, ProjectedUse, SizeOption};
use cloudtrim::model::vocabulary::{Lifecycle, Platform, Tenancy, VolumeType};
use cloudtrim::units::month::Month;
use cloudtrim::units::{GbMonth, HOURS_PER_MONTH, Quantity, UnitPrice, Usd, UsdRange, Window};

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

pub(crate) fn usd(text: &str) -> Usd {
    text.parse().unwrap_or_default()
}

fn dollars(amount: f64) -> Usd {
    Usd::from_f64((amount * 100.0).round() / 100.0).unwrap_or_default()
}

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap_or_default()
}

fn as_of() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 11, 20, 6, 0, 0).single().unwrap_or_default()
}

/// Numbers that look random and never change (Knuth's multiplicative hash).
fn noise(of: usize) -> f64 {
    let hashed = (of as u64 + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    (hashed >> 40) as f64 / (1_u64 << 24) as f64
}

const SERVICES: [(&str, f64, f64); 12] = [
    ("Amazon Elastic Compute Cloud - Compute", 17_800.0, 0.012),
    ("Amazon Relational Database Service", 9_400.0, 0.018),
    ("EC2 - Other", 6_900.0, 0.004),
    ("Amazon Simple Storage Service", 4_100.0, 0.025),
    ("AmazonCloudWatch", 2_300.0, 0.03),
    ("Amazon DynamoDB", 1_650.0, -0.01),
    ("AWS Lambda", 1_120.0, 0.02),
    ("Amazon Elastic Load Balancing", 940.0, 0.0),
    ("AWS Key Management Service", 310.0, 0.0),
    ("Amazon Route 53", 190.0, 0.0),
    ("AWS Secrets Manager", 120.0, 0.01),
    ("Amazon Simple Queue Service", 60.0, 0.0),
];

fn month_totals(last: Month, number: u32) -> Vec<MonthTotal> {
    let cost = |service: usize, back: u32| {
        let (name, base, growth) = SERVICES[service];
        let grown = base * (1.0 - growth * f64::from(back)) * (0.96 + 0.08 * noise(service * 97 + back as usize));
        ServiceCost {
            service_name: name.to_owned(),
            billed_cost_usd: dollars(grown),
            effective_cost_usd: Some(dollars(grown * 0.94)),
        }
    };
    (0..number)
        .rev()
        .map(|back| {
            let mut services: Vec<_> = (0..SERVICES.len()).map(|service| cost(service, back)).collect();
            services.sort_by_key(|one| std::cmp::Reverse(one.billed_cost_usd));
            MonthTotal {
                month: last.before(back),
                state: MonthState::Closed,
                estimated: false,
                billed_cost_usd: services.iter().map(|one| one.billed_cost_usd).sum(),
                effective_cost_usd: services.iter().map(|one| one.effective_cost_usd).sum(),
                services,
            }
        })
        .collect()
}

fn share(part: Usd, whole: Usd) -> Option<f64> {
    (!whole.is_zero()).then(|| part.to_f64() / whole.to_f64() * 100.0)
}

fn headline(months: &[MonthTotal], net: Usd) -> Headline {
    let total = |back: usize| months.iter().rev().nth(back).map(|month| month.billed_cost_usd);
    let change = total(0).zip(total(1)).map(|(now, before)| now - before);
    let percent = change.zip(total(1)).and_then(|(change, before)| share(change, before));
    let shown = |amount: Option<Usd>| amount.map_or_else(String::new, |amount| amount.to_string());
    Headline {
        billed_cost_usd: total(0),
        last_month_billed_cost_usd: total(1),
        change_usd: change,
        change_percent: percent,
        same_month_last_year_billed_cost_usd: total(12),
        net_savings_monthly_usd: net,
        savings_at_least: true,
        confirmed_savings_monthly_usd: Some(usd("918.40")),
        cost_of_delay_usd: Some(usd("6204.17")),
        sentences: vec![
            format!(
                "October 2026 cost {}; RDS grew most, because a second reader was added on the 9th.",
                shown(total(0))
            ),
            format!("At least {net} a month could be saved, half of it on idle and oversized instances."),
            "Of what was resolved since September, the bill confirms $918.40 a month.".to_owned(),
            "Two regions could not be read in full; see “Not known”.".to_owned(),
        ],
    }
}

fn line(key: Option<&str>, amounts: [Option<Usd>; 3]) -> ComparisonLine {
    let [this, last, year] = amounts;
    let change = this.zip(last).map(|(this, last)| this - last);
    ComparisonLine {
        key: key.map(str::to_owned),
        this_month_usd: this,
        last_month_usd: last,
        same_month_last_year_usd: year,
        change_usd: change,
        change_percent: change.zip(last).and_then(|(change, last)| share(change, last)),
    }
}

fn comparisons(months: &[MonthTotal]) -> Vec<Comparison> {
    let month = |back: usize| months.iter().rev().nth(back);
    let of = |back: usize, name: &str| {
        let found = |month: &MonthTotal| {
            month.services.iter().filter(|one| one.service_name == name).map(|one| one.billed_cost_usd).sum()
        };
        month(back).map(found)
    };
    let total = |back: usize| month(back).map(|month| month.billed_cost_usd);
    let totals = || line(None, [total(0), total(1), total(12)]);
    let services = SERVICES.iter().map(|(name, ..)| line(Some(name), [of(0, name), of(1, name), of(12, name)]));
    let part = |share: f64, amount: Option<Usd>| amount.map(|amount| dollars(amount.to_f64() * share));
    let split =
        |key: Option<&str>, now: f64, before: f64| line(key, [part(now, total(0)), part(before, total(1)), None]);
    vec![
        Comparison { by: Dimension::Service, lines: services.collect(), total: totals() },
        Comparison {
            by: Dimension::Account,
            lines: vec![split(Some("123456789012"), 0.71, 0.7), split(Some("210987654321"), 0.29, 0.3)],
            total: totals(),
        },
        Comparison {
            by: Dimension::Tag { key: "team".to_owned() },
            lines: vec![
                split(Some("shop"), 0.38, 0.39),
                split(Some("data"), 0.31, 0.29),
                split(Some("platform"), 0.18, 0.18),
                split(None, 0.13, 0.14),
            ],
            total: totals(),
        },
    ]
}

fn movers() -> Vec<Mover> {
    let mover = |key: &str, from: &str, to: &str, cause, sentence: &str| {
        let (from, to) = (usd(from), usd(to));
        Mover {
            by: Dimension::Service,
            key: Some(key.to_owned()),
            from_usd: from,
            to_usd: to,
            change_usd: to - from,
            cause,
            effects: Effects { usage_usd: to - from, ..Effects::default() },
            contributions: vec![Contribution {
                label: "EU-InstanceUsage:db.r6g.large".to_owned(),
                change_usd: to - from,
                cause,
                from_quantity: Some(744.0),
                to_quantity: Some(1_272.0),
                unit: Some("Hrs".to_owned()),
            }],
            resources: Vec::new(),
            sentence: sentence.to_owned(),
        }
    };
    vec![
        mover(
            "Amazon Relational Database Service",
            "8820.11",
            "9470.02",
            Cause::NewResource,
            "A second db.r6g.large reader runs since 9 October: $528.00 of it is new.",
        ),
        mover("AmazonCloudWatch", "2011.40", "2342.18", Cause::Usage, "Log ingestion rose from 3,310 to 3,980 GiB."),
        mover("Amazon DynamoDB", "1702.00", "1610.45", Cause::Rate, "Reads moved to eventually consistent ones."),
        mover("EC2 - Other", "6940.80", "6811.30", Cause::Gone, "Snapshots of a finished migration were deleted."),
        mover("AWS Support (Business)", "0", "100", Cause::Unknown, "The bill has no usage types for it."),
    ]
}

fn waterfall(months: &[MonthTotal]) -> Option<Waterfall> {
    let mut newest = months.iter().rev();
    let (to, from) = (newest.next()?, newest.next()?);
    let before = |name: &str| -> Usd {
        from.services.iter().filter(|one| one.service_name == name).map(|one| one.billed_cost_usd).sum()
    };
    let mut steps: Vec<_> = to
        .services
        .iter()
        .map(|one| WaterfallStep {
            label: one.service_name.clone(),
            change_usd: one.billed_cost_usd - before(&one.service_name),
        })
        .collect();
    steps.sort_by(|one, other| other.change_usd.to_f64().abs().total_cmp(&one.change_usd.to_f64().abs()));
    let rest = steps.split_off(steps.len().min(6));
    let label = format!("{} other services", rest.len());
    steps.push(WaterfallStep { label, change_usd: rest.iter().map(|one| one.change_usd).sum() });
    Some(Waterfall {
        from_month: from.month,
        from_usd: from.billed_cost_usd,
        steps,
        to_month: to.month,
        to_usd: to.billed_cost_usd,
    })
}

fn month_to_date() -> MonthToDate {
    MonthToDate {
        month: Month::new(2026, 11).unwrap_or_default(),
        through: day(2026, 11, 18),
        days: 18,
        days_in_month: 30,
        billed_cost_usd: usd("27410.55"),
        same_days_last_month_usd: Some(usd("26102.31")),
        change_usd: Some(usd("1308.24")),
        change_percent: Some(5.01),
        last_month_usd: Some(usd("45212.00")),
        projected: Some(Projection {
            mean_usd: usd("45870"),
            low_usd: usd("44920"),
            high_usd: usd("46830"),
            level_percent: 80.0,
            method: "each weekday's median of the last eight weeks".to_owned(),
            source: "Hyndman and Athanasopoulos, Forecasting, 5.2".to_owned(),
        }),
    }
}

fn forecast(months: &[MonthTotal]) -> Forecast {
    let last = months.last().map_or(45_000.0, |month| month.billed_cost_usd.to_f64());
    let month = Month::new(2026, 11).unwrap_or_default();
    let point = |ahead: u32| {
        let mean = last * (1.0 + 0.012 * f64::from(ahead + 1));
        let spread = last * 0.02 * f64::from(ahead + 1);
        ForecastPoint {
            month: month.after(ahead),
            mean_usd: dollars(mean),
            low_usd: dollars(mean - spread),
            high_usd: dollars(mean + spread),
        }
    };
    Forecast {
        cost_explorer: Some(ForecastSummary {
            start: day(2026, 11, 20),
            end: day(2026, 12, 1),
            mean_billed_cost_usd: usd("16804.20"),
            low_billed_cost_usd: Some(usd("16100")),
            high_billed_cost_usd: Some(usd("17550.10")),
        }),
        own: Some(OwnForecast {
            points: (0..3).map(point).collect(),
            level_percent: 80.0,
            method: "damped trend of the monthly bill".to_owned(),
            source: "Gardner and McKenzie 1985".to_owned(),
            trained_on: months.iter().map(|one| one.month).collect(),
            mean_absolute_error_usd: Some(usd("612.40")),
        }),
        own_missing: None,
    }
}

fn anomalies() -> Vec<Anomaly> {
    vec![Anomaly {
        day: day(2026, 10, 13),
        last_day: day(2026, 10, 14),
        days: 2,
        service_name: "AmazonCloudWatch".to_owned(),
        billed_cost_usd: usd("301.20"),
        expected_usd: usd("148.10"),
        low_usd: usd("131"),
        high_usd: usd("166"),
        impact_usd: usd("153.10"),
        score: 8.4,
        compared_with: 8,
        sentence: "Tuesday and Wednesday cost twice what the eight before them did.".to_owned(),
    }]
}

fn budgets() -> Vec<BudgetStatus> {
    let first = day(2026, 10, 1);
    let burn_down = (0..31_usize)
        .map(|at| BurnDay {
            day: first.checked_add_days(Days::new(at as u64)).unwrap_or(first),
            cumulative_usd: Some(dollars(1_470.0 * (at as f64 + 1.0) * (0.97 + 0.04 * noise(at)))),
            projected_usd: None,
            plan_usd: dollars(44_000.0 / 31.0 * (at as f64 + 1.0)),
        })
        .collect();
    vec![BudgetStatus {
        name: "everything".to_owned(),
        source: BudgetSource::Config,
        counts: "everything".to_owned(),
        start: first,
        end: day(2026, 11, 1),
        state: BudgetState::Over,
        limit_usd: usd("44000"),
        spent_usd: Some(usd("45212")),
        spent_percent: Some(102.8),
        projected_usd: Some(usd("45212")),
        burn_down,
        alerts: vec![
            BudgetAlert {
                on: AlertOn::Actual,
                percent: 80.0,
                amount_usd: usd("35200"),
                state: AlertState::Met,
                met_on: Some(day(2026, 10, 24)),
                expected_on: None,
            },
            BudgetAlert {
                on: AlertOn::Actual,
                percent: 100.0,
                amount_usd: usd("44000"),
                state: AlertState::Met,
                met_on: Some(day(2026, 10, 30)),
                expected_on: None,
            },
        ],
        sentence: "The month cost $1,212.00 more than its budget of $44,000.00.".to_owned(),
    }]
}

fn allocation() -> Vec<Allocation> {
    let value = |value: &str, amount: &str, percent| AllocatedValue {
        value: value.to_owned(),
        billed_cost_usd: usd(amount),
        percent: Some(percent),
        last_month_usd: Some(usd(amount)),
    };
    vec![Allocation {
        tag_key: "team".to_owned(),
        values: vec![
            value("shop", "17180.56", 38.0),
            value("data", "14015.72", 31.0),
            value("platform", "8138.16", 18.0),
        ],
        untagged_usd: usd("5877.56"),
        untagged_percent: Some(13.0),
        last_month_untagged_usd: Some(usd("6210.10")),
        last_month_untagged_percent: Some(14.0),
    }]
}

fn owners() -> Vec<OwnerWaste> {
    let owner = |owner: Option<&str>, findings, savings: &str, unknown| OwnerWaste {
        owner: owner.map(str::to_owned),
        tag_key: owner.map(|_| "owner".to_owned()),
        findings,
        monthly_savings_usd: usd(savings),
        unknown,
    };
    vec![
        owner(Some("data"), 21, "2410.90", 2),
        owner(Some("shop"), 19, "1804.12", 0),
        owner(None, 14, "912.44", 1),
        owner(Some("platform"), 10, "377.05", 0),
    ]
}

fn unit_costs() -> Vec<UnitCost> {
    vec![UnitCost {
        name: "checkout".to_owned(),
        unit: "order".to_owned(),
        months: Vec::new(),
        count: Some(812_340.0),
        billed_cost_usd: Some(usd("17180.56")),
        per_unit_usd: Some(0.021_149),
        last_month_per_unit_usd: Some(0.021_9),
        change_percent: Some(-3.4),
    }]
}

fn families(all: &[ReportedRecommendation], net: Usd, overlap: Usd) -> SavingsByFamily {
    let mut sums: BTreeMap<&str, (usize, Usd)> = BTreeMap::new();
    for one in all.iter().map(|one| &one.recommendation).filter(|one| one.selected) {
        let entry = sums.entry(one.resource_kind.service()).or_default();
        entry.0 += 1;
        entry.1 += one.monthly_savings_usd.unwrap_or_default();
    }
    let mut families: Vec<_> = sums
        .into_iter()
        .map(|(family, (findings, monthly_savings_usd))| FamilySavings {
            family: family.to_owned(),
            findings,
            monthly_savings_usd,
            unknown: 0,
        })
        .collect();
    families.sort_by_key(|one| std::cmp::Reverse(one.monthly_savings_usd));
    SavingsByFamily { families, overlap_monthly_usd: overlap, net_savings_monthly_usd: net, at_least: true }
}

fn coverage(resource_kind: ResourceKind, resources: usize, cost: &str) -> KindCoverage {
    KindCoverage {
        resource_kind,
        resources,
        priced: resources - 2,
        exempted: 0,
        list_cost_monthly_usd: usd(cost),
        flagged: 40,
        passed: resources * 3,
        unknown: 7,
    }
}

fn suppressed(all: &[ReportedRecommendation]) -> Vec<SuppressedFinding> {
    all.first()
        .map(|one| SuppressedFinding {
            recommendation: Recommendation {
                resource_id: "vol-0suppressed000000".to_owned(),
                name: None,
                ..one.recommendation.clone()
            },
            reason: "migrated with the December release".to_owned(),
            owner: "data team".to_owned(),
            expires: Some(day(2027, 1, 31)),
        })
        .into_iter()
        .collect()
}

fn states() -> Vec<StateTotal> {
    let state =
        |state, findings, savings: &str| StateTotal { state, findings, monthly_savings_usd: usd(savings), unknown: 0 };
    vec![
        state(FindingState::New, 9, "804.10"),
        state(FindingState::Open, 47, "4102.77"),
        state(FindingState::Regressed, 2, "91.40"),
        state(FindingState::Suppressed, 1, "44.00"),
        state(FindingState::OutOfScope, 3, "120.18"),
        state(FindingState::Resolved, 3, "1290.10"),
    ]
}

fn realized() -> Vec<RealizedSaving> {
    let saving = |id: &str, claimed: &str, confirmed: Option<&str>, verdict, reason: &str| RealizedSaving {
        id: id.to_owned(),
        rule: "ec2-instance-idle".to_owned(),
        account: "123456789012".into(),
        region: "eu-west-1".into(),
        resource_kind: ResourceKind::Ec2Instance,
        resource_id: format!("i-{id}"),
        name: Some("batch-worker".to_owned()),
        last_seen: as_of(),
        resolved_at: as_of(),
        claimed_monthly_usd: Some(usd(claimed)),
        confirmed_monthly_usd: confirmed.map(usd),
        verdict,
        reason: reason.to_owned(),
    };
    vec![
        saving(
            "0aa1",
            "918.40",
            Some("918.40"),
            SavingVerdict::Confirmed,
            "its rows of the bill fell from $918.40 to nothing",
        ),
        saving("0aa2", "301.70", None, SavingVerdict::Unclear, "the service's bill rose meanwhile"),
        saving("0aa3", "70.00", None, SavingVerdict::Claimed, "the month after it is not over"),
    ]
}

fn waste_trend() -> Vec<WastePoint> {
    (1..=11_u32)
        .map(|month| WastePoint {
            as_of: Utc.with_ymd_and_hms(2026, month, 20, 6, 0, 0).single().unwrap_or_default(),
            list_cost_monthly_usd: dollars(48_000.0 + 400.0 * f64::from(month)),
            list_cost_at_least: true,
            net_savings_monthly_usd: dollars(7_900.0 - 260.0 * f64::from(month) + 700.0 * noise(month as usize)),
            savings_at_least: month > 2,
            findings: 90 - month as usize * 2,
            gaps: 12,
        })
        .collect()
}

fn profiles() -> Vec<HourOfWeekProfile> {
    let office = |at: usize| {
        let (day, hour) = (at / 24, at % 24);
        day < 5 && (7..19).contains(&hour)
    };
    ["ci-runner", "staging-web"]
        .into_iter()
        .enumerate()
        .map(|(number, name)| HourOfWeekProfile {
            account: "123456789012".into(),
            region: "eu-west-1".into(),
            resource_kind: ResourceKind::Ec2Instance,
            resource_id: format!("i-0c1{number}"),
            name: Some(name.to_owned()),
            metric: "CPUUtilization Maximum".to_owned(),
            unit: "%".to_owned(),
            time_zone: "UTC".to_owned(),
            hour_of_week: (0..168)
                .map(|at| {
                    let busy = if office(at) { 35.0 + 55.0 * noise(at + number * 7) } else { 1.0 + 3.0 * noise(at) };
                    (at != 100).then_some(busy)
                })
                .collect(),
            plan: "weekdays 07:00 to 19:00 UTC".to_owned(),
            runs: (0..168).map(office).collect(),
        })
        .collect()
}

fn gaps() -> Vec<Gap> {
    let gap =
        |service: &str, operation: Option<&str>, rule: Option<&str>, id: Option<String>, reason, detail: &str| Gap {
            service: service.to_owned(),
            account: Some("123456789012".into()),
            region: Some("us-east-1".into()),
            operation: operation.map(str::to_owned),
            rule: rule.map(str::to_owned),
            resource_id: id,
            reason,
            detail: detail.to_owned(),
        };
    let denied = "the role may not call it; `cloudtrim permissions` prints the policy";
    let mut all = vec![gap("EBS", Some("DescribeVolumes"), None, None, GapReason::Denied, denied)];
    all.extend((0..6).map(|at| {
        let id = format!("i-0y{at}");
        gap("EC2", None, Some("ec2-instance-idle"), Some(id), GapReason::TooYoung, "younger than the window of 14 days")
    }));
    let missing = "no price for mac2.metal in us-east-1";
    all.push(gap("EC2", None, None, Some("i-0mac".to_owned()), GapReason::PriceMissing, missing));
    all
}

fn how_totals() -> Vec<String> {
    vec![
        "Billed is what AWS billed in the month, credits and refunds included, by Cost Explorer.".to_owned(),
        "Savings are list cost now less list cost after the change, each resource once; what excludes each other counts \
         once."
            .to_owned(),
        "Cost of waiting is each open finding's saving times the time from one analysis to the next.".to_owned(),
    ]
}

fn price(key: &str) -> PriceSource {
    PriceSource {
        file: "AmazonEC2/on-demand/eu-west-1.csv".to_owned(),
        key: key.to_owned(),
        sku: Some("ABCDEFGH12345678".to_owned()),
        source: "AWS Price List bulk file".to_owned(),
        as_of: "2026-11-02".to_owned(),
    }
}

fn instance(instance_type: &str, running: bool) -> PricedState {
    let hourly = match instance_type {
        "m5.xlarge" => "0.214",
        "m5.large" => "0.107",
        _ => "0.0535",
    };
    let unit_price: UnitPrice<_> = hourly.parse().unwrap();
    let key = format!("AmazonEC2 eu-west-1 {instance_type} linux shared");
    let components = if running {
        vec![CostComponent::new("Compute", HOURS_PER_MONTH, unit_price, price(&key))]
    } else {
        Vec::new()
    };
    let configuration = Configuration::Ec2Instance(InstanceConfiguration {
        instance_type: instance_type.to_owned(),
        platform: Platform::Linux,
        tenancy: Tenancy::Shared,
        lifecycle: Lifecycle::OnDemand,
        running,
        detailed_monitoring: false,
        surplus_vcpu_hours_per_month: None,
        auto_assigned_public_ipv4: false,
        running_hours_per_month: None,
        schedule: None,
    });
    priced(configuration, components)
}

fn volume(volume_type: VolumeType, size_gib: u32, unit_price: &str) -> PricedState {
    let unit_price: UnitPrice<GbMonth> = unit_price.parse().unwrap();
    let storage = CostComponent::new("Storage", Quantity::of(size_gib), unit_price, price("AmazonEC2 eu-west-1 ebs"));
    let configuration =
        Configuration::EbsVolume(VolumeConfiguration { volume_type, size_gib, iops: None, throughput_mibps: None });
    priced(configuration, vec![storage])
}

fn priced(configuration: Configuration, components: Vec<CostComponent>) -> PricedState {
    let list_cost_monthly_usd = components.iter().map(|component| component.monthly).sum();
    PricedState { configuration, attached: Vec::new(), components, list_cost_monthly_usd, missing: Vec::new() }
}

/// The `at`th, by savings: idle, oversized and old volumes in turn.
fn recommendation(at: usize) -> ReportedRecommendation {
    let measured = |fact: &str, value: f64, condition: &str| Evidence {
        fact: fact.to_owned(),
        value: format!("{value:.1} %"),
        condition: condition.to_owned(),
        coverage_percent: Some(97.0 + (noise(at) * 30.0).round() / 10.0),
        window: Some(Window::before(as_of(), cloudtrim::units::Days::new(14))),
    };
    let names = ["web", "batch-worker", "reporting-db-replica", "search-indexer", "ci-runner"];
    let name = (!at.is_multiple_of(4)).then(|| format!("{}-{:02}", names[at % names.len()], at % 90));
    let is_volume = at % 3 == 2;
    let (kind, rule, action, before, after, id) = match at % 3 {
        0 => {
            let (before, after) = (instance("m5.xlarge", true), instance("m5.xlarge", false));
            (
                ResourceKind::Ec2Instance,
                "ec2-instance-idle",
                Action::Stop,
                before,
                after,
                format!("i-0f3a9c1d2e{at:07x}"),
            )
        }
        1 => {
            let (before, after) = (instance("m5.xlarge", true), instance("m5.large", true));
            let id = format!("i-0b7c2e4f6a{at:07x}");
            (ResourceKind::Ec2Instance, "ec2-instance-underutilized", Action::Rightsize, before, after, id)
        }
        _ => {
            let size = 100 + u32::try_from(at % 40).unwrap_or(0) * 20;
            let before = volume(VolumeType::Gp2, size, "0.11");
            let after = volume(VolumeType::Gp3, size, "0.088");
            (ResourceKind::EbsVolume, "ebs-volume-gp2", Action::Upgrade, before, after, format!("vol-0fedcba9{at:08x}"))
        }
    };
    let saving = before.list_cost_monthly_usd - after.list_cost_monthly_usd;
    let evidence = if is_volume {
        vec![Evidence::fact("volume_type", "gp2"), Evidence::fact("state", "in-use")]
    } else {
        vec![
            Evidence::fact("state", "running"),
            measured("CPUUtilization Maximum maximum over 14 days", 1.0 + noise(at) * 8.0, "below 10 %"),
            measured("NetworkIn Sum of hourly peaks over 14 days", noise(at + 3) * 4.0, "below 5 %"),
        ]
    };
    let region = if at % 5 == 3 { "us-east-1" } else { "eu-west-1" };
    let account = if at % 7 == 2 { "210987654321" } else { "123456789012" };
    let mut one = Recommendation {
        id: format!("{:016x}", (at as u64 + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15)),
        rule: rule.to_owned(),
        severity: Severity::Medium,
        account: account.into(),
        region: region.into(),
        resource_kind: kind,
        resource_id: id,
        arn: String::new(),
        name,
        tags: BTreeMap::from([
            ("owner".to_owned(), ["data", "shop", "platform"][at % 3].to_owned()),
            ("env".to_owned(), ["prod", "staging"][at % 2].to_owned()),
        ]),
        action,
        effort: [Effort::Low, Effort::Medium, Effort::VeryLow][at % 3],
        selected: at % 11 != 7,
        hygiene: false,
        monthly_savings_usd: Some(saving),
        savings_range: Some(UsdRange::new(saving, saving)),
        commitments: None,
        one_off_cost_usd: None,
        before,
        after: Some(after),
        options: if at % 3 == 1 { sizes() } else { Vec::new() },
        hours_of_week: None,
        evidence,
        caveats: vec!["what runs once a quarter does not show in 14 days".to_owned()],
        restore: "start the instance again, or change its type back while it is stopped".to_owned(),
    };
    one.arn = one.key().arn();
    let life = (!at.is_multiple_of(6) || at == 0).then(|| life(&one, at));
    ReportedRecommendation { recommendation: one, life }
}

fn sizes() -> Vec<SizeOption> {
    ["m6i.large", "m7g.large"]
        .into_iter()
        .zip([("70.08", PerformanceRisk::VeryLow), ("59.57", PerformanceRisk::Low)])
        .map(|(target, (cost, risk))| SizeOption {
            target: target.to_owned(),
            list_cost_monthly_usd: Some(usd(cost)),
            monthly_savings_usd: Some(usd("156.22") - usd(cost)),
            projected: vec![ProjectedUse {
                dimension: "CPU".to_owned(),
                statistic: "p99.5 of hourly peaks".to_owned(),
                percent: Some(38.0),
                percent_now: Some(19.0),
                risk: Some(risk),
            }],
            performance_risk: Some(risk),
            migration_effort: Effort::Low,
            differences: Vec::new(),
            caveats: Vec::new(),
        })
        .collect()
}

fn life(one: &Recommendation, at: usize) -> FindingLife {
    let age = i64::try_from(at * 13 % 300).unwrap_or(0);
    let since = as_of() - chrono::TimeDelta::days(age);
    let state = match at % 19 {
        4 => FindingState::Regressed,
        _ if age == 0 => FindingState::New,
        _ => FindingState::Open,
    };
    let cost = one.monthly_savings_usd.map(|saving| dollars(saving.to_f64() * age as f64 / 30.4));
    FindingLife {
        id: one.id.clone(),
        rule: one.rule.clone(),
        account: one.account.clone(),
        region: one.region.clone(),
        resource_kind: one.resource_kind,
        resource_id: one.resource_id.clone(),
        name: one.name.clone(),
        state,
        reason: None,
        first_seen: since,
        last_seen: as_of(),
        open_since: since,
        resolved_at: None,
        resolved_by: None,
        regressions: u32::from(state == FindingState::Regressed),
        age_days: age,
        monthly_savings_usd: one.monthly_savings_usd,
        cost_of_delay_usd: cost,
        selected: one.selected,
    }
}
