//! What was billed, and what moved.

use cloudtrim::model::monthly::{
    Cause, Comparison, ComparisonLine, Contribution, Dimension, Effects, Headline, MonthState, MonthTotal, Mover,
    ServiceCost, Waterfall, WaterfallStep,
};
use cloudtrim::units::Usd;
use cloudtrim::units::month::Month;

use super::amounts::{dollars, noise, share, usd};

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

pub(super) fn month_totals(last: Month, number: u32) -> Vec<MonthTotal> {
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

pub(super) fn headline(months: &[MonthTotal], net: Usd) -> Headline {
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

pub(super) fn line(key: Option<&str>, amounts: [Option<Usd>; 3]) -> ComparisonLine {
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

pub(super) fn comparisons(months: &[MonthTotal]) -> Vec<Comparison> {
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

pub(super) fn movers() -> Vec<Mover> {
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

pub(super) fn waterfall(months: &[MonthTotal]) -> Option<Waterfall> {
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
