//! A large monthly report, made of an estate that repeats itself: the same size gives the same report.
#![allow(clippy::expect_used, reason = "what is made here is well formed")]

use std::collections::BTreeMap;

use chrono::{DateTime, Days, NaiveDate, Utc, Weekday};
use cloudtrim::model::action::{Action, Effort, Severity};
use cloudtrim::model::analysis::{ANALYSIS_SCHEMA, Analysis, Evidence, PricedState, Recommendation, Totals};
use cloudtrim::model::configuration::{Configuration, VolumeConfiguration};
use cloudtrim::model::cost::{CostComponent, PriceSource};
use cloudtrim::model::gap::{Gap, GapReason};
use cloudtrim::model::history::{FindingLife, FindingState, History, HistoryEntry};
use cloudtrim::model::ids::{AccountId, Region, ResourceKind};
use cloudtrim::model::monthly::MonthlyReport;
use cloudtrim::model::schedule::{DailyRun, HoursOfWeek, WeeklySchedule};
use cloudtrim::model::spend::{Cut, CutName, CutRead, DaySpend, MonthSpend, Spend};
use cloudtrim::model::vocabulary::VolumeType;
use cloudtrim::monthly::settings::{ALERT_LEVELS, Budget, ReportSettings, Scope, UnitCount};
use cloudtrim::monthly::{Inputs, monthly_report};
use cloudtrim::units::month::Month;
use cloudtrim::units::{GbMonth, Quantity, UnitPrice, Usd};

#[derive(Clone, Copy, Debug)]
pub(crate) struct Size {
    /// Closed months up to 2026-10.
    pub(crate) months: u32,
    pub(crate) recommendations: u32,
}

const SERVICES: [&str; 12] = [
    "AWS Cost Explorer",
    "AWS Key Management Service",
    "AWS Lambda",
    "Amazon DynamoDB",
    "Amazon Elastic Compute Cloud - Compute",
    "Amazon Elastic Container Service",
    "Amazon Relational Database Service",
    "Amazon Route 53",
    "Amazon Simple Storage Service",
    "Amazon Virtual Private Cloud",
    "AmazonCloudWatch",
    "EC2 - Other",
];
const TEAMS: [&str; 5] = ["checkout", "data", "platform", "search", "web"];
const REGIONS: [&str; 3] = ["eu-central-1", "eu-west-1", "us-east-1"];
const ACCOUNTS: [&str; 3] = ["111122223333", "222233334444", "333344445555"];

/// All that the report is made of.
#[derive(Debug)]
pub(crate) struct Estate {
    analysis: Analysis,
    spend: Spend,
    history: History,
    settings: ReportSettings,
}

pub(crate) fn report(size: Size) -> MonthlyReport {
    estate(size).report()
}

impl Estate {
    pub(crate) fn report(&self) -> MonthlyReport {
        monthly_report(&Inputs {
            month: last(),
            analysis: &self.analysis,
            spend: Some(&self.spend),
            history: Some(&self.history),
            settings: &self.settings,
            until: self.analysis.as_of,
        })
    }
}

pub(crate) fn estate(size: Size) -> Estate {
    let analysis = analysis(size.recommendations);
    let spend = spend(size.months);
    let history = history(&analysis, size.months);
    Estate { analysis, spend, history, settings: settings(size.months) }
}

fn last() -> Month {
    Month::new(2026, 10).expect("a month")
}

fn as_of() -> DateTime<Utc> {
    "2026-11-05T06:00:00Z".parse().expect("a moment")
}

fn pick<'a>(words: &[&'a str], number: u32) -> &'a str {
    words.get(number as usize % words.len()).copied().unwrap_or_default()
}

/// Cents that differ from row to row, and rise by a percent a month.
fn billed(seed: u32, months_before: u32) -> Usd {
    let cents = (f64::from(seed.wrapping_mul(7919) % 90_000) + 500.0) * 0.99_f64.powf(f64::from(months_before));
    Usd::from_f64(cents.round() / 100.0).expect("an amount")
}

fn analysis(recommendations: u32) -> Analysis {
    let recommendations: Vec<Recommendation> = (0..recommendations).map(recommendation).collect();
    let net: Usd = recommendations.iter().filter_map(|one| one.monthly_savings_usd).sum();
    let gaps = (0..200_u32).map(|number| Gap {
        service: "EBS".to_owned(),
        account: Some(AccountId::from(pick(&ACCOUNTS, number))),
        region: Some(Region::from(pick(&REGIONS, number))),
        operation: None,
        rule: Some("ebs-volume-idle".to_owned()),
        resource_id: Some(format!("vol-{number:017x}")),
        reason: GapReason::TooYoung,
        detail: "younger than its window".to_owned(),
    });
    Analysis {
        schema: ANALYSIS_SCHEMA.to_owned(),
        as_of: as_of(),
        prices_as_of: Some("2026-10-15".to_owned()),
        oldest_price_as_of: Some("2026-08-01".to_owned()),
        priced_components: recommendations.len(),
        stale_priced_components: 0,
        accounts: ACCOUNTS.map(AccountId::from).to_vec(),
        regions: REGIONS.map(Region::from).to_vec(),
        lookback_days: 14,
        min_savings_monthly_usd: Usd::ONE,
        totals: Totals {
            list_cost_monthly_usd: net + net,
            list_cost_at_least: true,
            gross_savings_monthly_usd: net,
            overlap_monthly_usd: Usd::ZERO,
            net_savings_monthly_usd: net,
            net_savings_after_commitments_usd: None,
            savings_at_least: true,
        },
        coverage: Vec::new(),
        recommendations,
        gaps: gaps.collect(),
        suppressed: Vec::new(),
        exempted: Vec::new(),
        billing: None,
        commitments: None,
        warnings: Vec::new(),
        overrides: Vec::new(),
    }
}

fn state(volume_type: VolumeType, gib: u32, price: &str) -> PricedState {
    let row = PriceSource {
        file: "AmazonEC2/ebs.csv".to_owned(),
        key: format!("AmazonEC2 eu-west-1 ebs.{volume_type}.storage"),
        sku: Some("ABCDEFGH12345678".to_owned()),
        source: "AWS Price List bulk file".to_owned(),
        as_of: "2026-10-15".to_owned(),
    };
    let unit_price: UnitPrice<GbMonth> = price.parse().expect("a price");
    let component = CostComponent::new("Storage", Quantity::of(gib), unit_price, row);
    let volume = VolumeConfiguration { volume_type, size_gib: gib, iops: Some(3000), throughput_mibps: None };
    PricedState {
        configuration: Configuration::EbsVolume(volume),
        attached: Vec::new(),
        list_cost_monthly_usd: component.monthly,
        components: vec![component],
        missing: Vec::new(),
    }
}

fn recommendation(number: u32) -> Recommendation {
    let gib = 20 + number % 480;
    let (before, after) = (state(VolumeType::Gp2, gib, "0.11"), state(VolumeType::Gp3, gib, "0.088"));
    let saving = before.list_cost_monthly_usd - after.list_cost_monthly_usd;
    let tags = [("team", pick(&TEAMS, number)), ("Name", "data")];
    let mut made = Recommendation {
        id: format!("{number:016x}"),
        rule: "ebs-volume-gp2".to_owned(),
        severity: Severity::Medium,
        account: pick(&ACCOUNTS, number).into(),
        region: pick(&REGIONS, number).into(),
        resource_kind: ResourceKind::EbsVolume,
        resource_id: format!("vol-{number:017x}"),
        arn: String::new(),
        name: Some(format!("data-{number}")),
        tags: tags.map(|(key, value)| (key.to_owned(), value.to_owned())).into(),
        action: Action::Upgrade,
        effort: Effort::VeryLow,
        selected: true,
        hygiene: false,
        monthly_savings_usd: Some(saving),
        savings_range: None,
        commitments: None,
        one_off_cost_usd: None,
        before,
        after: Some(after),
        options: Vec::new(),
        hours_of_week: (number < 5).then(|| hours_of_week(number)),
        evidence: vec![Evidence::fact("type", "gp2"), Evidence::fact("size", format!("{gib} GiB"))],
        caveats: vec!["performance of gp3 does not grow with size".to_owned()],
        restore: "change the type back".to_owned(),
    };
    made.arn = made.key().arn();
    made
}

fn spend(months: u32) -> Spend {
    let first = last().before(months.saturating_sub(1));
    let mut spend = Spend { currency: "USD".to_owned(), ..Spend::default() };
    for before in (0..months).rev() {
        for (number, service) in (0_u32..).zip(SERVICES) {
            let seed = number + 1;
            spend.months.push(row(before, Cut::Service, service, seed));
            for (part, account) in (0..).zip(ACCOUNTS) {
                spend.months.push(row(before, Cut::Account(account.into()), service, seed * 3 + part));
            }
            for (part, region) in (0..).zip(REGIONS) {
                spend.months.push(row(before, Cut::Region(region.into()), service, seed * 5 + part));
            }
            for (part, team) in (0..).zip(TEAMS.into_iter().map(Some).chain([None])) {
                let cut = Cut::Tag { key: "team".to_owned(), value: team.map(str::to_owned) };
                spend.months.push(row(before, cut, service, seed * 7 + part));
            }
            for part in 0..20 {
                let mut usage = row(before, Cut::UsageType(format!("Usage:type-{part}")), service, seed * 11 + part);
                usage.quantity = Some(f64::from(1000 + part * 10 + before));
                usage.unit = Some("Hrs".to_owned());
                spend.months.push(usage);
            }
        }
    }
    let cuts = [CutName::Service, CutName::Account, CutName::Region, CutName::UsageType];
    let tag = CutName::Tag { key: "team".to_owned() };
    let months = cuts.into_iter().chain([tag]).map(|cut| (cut, last().end()));
    let days_end = as_of().date_naive();
    let reads = months.chain([(CutName::ServiceByDay, days_end)]);
    spend.read = reads.map(|(cut, end)| CutRead { cut, start: first.first_day(), end }).collect();
    spend.days = days(first.first_day(), days_end);
    spend
}

fn row(before: u32, cut: Cut, service: &str, seed: u32) -> MonthSpend {
    MonthSpend {
        month: last().before(before),
        cut,
        service_name: service.to_owned(),
        billed_cost_usd: billed(seed, before),
        effective_cost_usd: Some(billed(seed, before)),
        quantity: None,
        unit: None,
        estimated: false,
    }
}

/// The same from week to week, with a spike now and then.
fn days(first: NaiveDate, end: NaiveDate) -> Vec<DaySpend> {
    let days = first.iter_days().take_while(|day| *day < end).enumerate();
    let rows = days.flat_map(|(position, day)| {
        let position = u32::try_from(position).unwrap_or(u32::MAX);
        (0_u32..).zip(SERVICES).map(move |(number, service)| {
            let spike = if (position + number * 13).is_multiple_of(97) { 31 } else { 0 };
            DaySpend {
                day,
                service_name: service.to_owned(),
                billed_cost_usd: billed(number * 7 + position % 7 + spike, 0),
                estimated: false,
            }
        })
    });
    rows.collect()
}

fn history(analysis: &Analysis, months: u32) -> History {
    let lives = analysis.recommendations.iter().enumerate().map(|(position, found)| {
        let age = 30 * (position as u64 % u64::from(months.max(1)));
        let first_seen = analysis.as_of.checked_sub_days(Days::new(age)).unwrap_or(analysis.as_of);
        FindingLife {
            id: found.id.clone(),
            rule: found.rule.clone(),
            account: found.account.clone(),
            region: found.region.clone(),
            resource_kind: found.resource_kind,
            resource_id: found.resource_id.clone(),
            name: found.name.clone(),
            state: if age == 0 { FindingState::New } else { FindingState::Open },
            reason: None,
            first_seen,
            last_seen: analysis.as_of,
            open_since: first_seen,
            resolved_at: None,
            resolved_by: None,
            regressions: 0,
            age_days: i64::try_from(age).unwrap_or(i64::MAX),
            monthly_savings_usd: found.monthly_savings_usd,
            cost_of_delay_usd: found.monthly_savings_usd,
            selected: found.selected,
        }
    });
    let entries = (0..months).rev().map(|before| HistoryEntry {
        name: format!("entry-{before}"),
        id: String::new(),
        as_of: analysis.as_of.checked_sub_days(Days::new(u64::from(before) * 30)).unwrap_or(analysis.as_of),
        tool_version: "0.1.0".to_owned(),
        accounts: analysis.accounts.clone(),
        regions: analysis.regions.clone(),
        prices_as_of: analysis.prices_as_of.clone(),
        totals: analysis.totals.clone(),
        recommendations: analysis.recommendations.len(),
        suppressed: 0,
        exempted: 0,
        gaps: analysis.gaps.len(),
        resources: analysis.recommendations.len(),
    });
    History {
        entries: entries.collect(),
        lives: lives.collect(),
        realized: Vec::new(),
        bills: Vec::new(),
        skipped: Vec::new(),
        warnings: Vec::new(),
    }
}

fn settings(months: u32) -> ReportSettings {
    let counts = (0..months).map(|before| (last().before(before), f64::from(1_000_000 - before * 1000)));
    let service = |name: &str| Scope { service: Some(name.to_owned()), ..Scope::default() };
    let budget = |name: &str, dollars: f64, scope: Scope| Budget {
        name: name.to_owned(),
        monthly: Usd::from_f64(dollars).expect("an amount"),
        scope,
        alerts: ALERT_LEVELS.to_vec(),
    };
    ReportSettings {
        budgets: vec![
            budget("everything", 5000.0, Scope::default()),
            budget("compute", 500.0, service("Amazon Elastic Compute Cloud - Compute")),
        ],
        unit_counts: vec![UnitCount {
            name: "requests".to_owned(),
            unit: "request".to_owned(),
            scope: Scope::default(),
            months: counts.collect::<BTreeMap<_, _>>(),
        }],
        ..ReportSettings::default()
    }
}

/// Busy on weekdays from seven to eight in the evening.
fn hours_of_week(number: u32) -> HoursOfWeek {
    let busy = |hour: u32| hour < 120 && (7..20).contains(&(hour % 24));
    let use_of = |hour: u32| Some(if busy(hour) { 40.0 + f64::from(hour % 24 + number) } else { 2.0 });
    let run = DailyRun { first_day: Weekday::Mon, last_day: Weekday::Fri, from_hour: 7, until_hour: 20 };
    HoursOfWeek {
        metric: "CPUUtilization".to_owned(),
        unit: "%".to_owned(),
        highest: (0..168).map(use_of).collect(),
        schedule: WeeklySchedule { time_zone: "UTC".to_owned(), runs: vec![run] },
    }
}
