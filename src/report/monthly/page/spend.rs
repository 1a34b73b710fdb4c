//! What was billed: by month, and this month beside the one before and the same one of last year.

use super::table::Table;
use super::words::{self, known, known_signed, percent, short_month, signed_percent};
use super::{Block, FigureBlock, Folded, Section, missing};
use crate::model::monthly::{Allocation, Comparison, ComparisonLine, Dimension, MonthlyReport, Part, UnitCost};
use crate::report::RenderError;
use crate::report::money::money;
use crate::report::monthly::chart::{Columns, Ink, SERIES, Series};
use crate::report::text::{count, number};
use crate::units::Usd;

pub(super) fn section(report: &MonthlyReport) -> Section {
    let mut blocks: Vec<Block> = missing(report, Part::Months).collect();
    for comparison in &report.comparisons {
        blocks.extend(comparison_blocks(report, comparison));
    }
    blocks.extend(missing(report, Part::Comparisons));
    if !report.allocation.is_empty() {
        blocks.push(Block::Heading("Who it is for".to_owned()));
        blocks.extend(report.allocation.iter().flat_map(allocation));
    }
    blocks.extend(missing(report, Part::Allocation));
    if !report.unit_costs.is_empty() {
        blocks.push(Block::Heading("Unit costs".to_owned()));
        blocks.push(Block::Table(unit_costs(report)));
    }
    blocks.extend(missing(report, Part::UnitCosts));
    Section::new("spend", "What we spent", blocks)
}

/// Services with a color of their own; the last color is for all others.
const NAMED: usize = SERIES - 1;

/// The largest services over all months, by sum.
fn largest(report: &MonthlyReport) -> Vec<&str> {
    let mut sums: std::collections::BTreeMap<&str, Usd> = std::collections::BTreeMap::new();
    for service in report.months.iter().flat_map(|month| &month.services) {
        *sums.entry(service.service_name.as_str()).or_default() += service.billed_cost_usd;
    }
    let mut names: Vec<_> = sums.into_iter().collect();
    names.sort_by(|one, other| other.1.cmp(&one.1).then(one.0.cmp(other.0)));
    names.into_iter().take(NAMED).map(|(name, _)| name).collect()
}

/// One name and amount for each month; the rest as `other`.
fn series(report: &MonthlyReport) -> Vec<(String, Vec<Usd>)> {
    let names = largest(report);
    let of = |name: &str| -> Vec<Usd> {
        let amount = |month: &crate::model::monthly::MonthTotal| {
            month.services.iter().filter(|one| one.service_name == name).map(|one| one.billed_cost_usd).sum()
        };
        report.months.iter().map(amount).collect()
    };
    let mut all: Vec<_> = names.iter().map(|name| ((*name).to_owned(), of(name))).collect();
    let others: Vec<Usd> = report
        .months
        .iter()
        .enumerate()
        .map(|(at, month)| {
            let shown: Usd = all.iter().filter_map(|(_, amounts)| amounts.get(at)).sum();
            month.billed_cost_usd - shown
        })
        .collect();
    if others.iter().any(|amount| !amount.is_zero()) {
        all.push(("all other services".to_owned(), others));
    }
    all
}

pub(super) fn cost_by_month(report: &MonthlyReport) -> Result<Option<FigureBlock>, RenderError> {
    let (Some(first), Some(last)) = (report.months.first(), report.months.last()) else { return Ok(None) };
    let all = series(report);
    let columns = Columns {
        labels: report.months.iter().map(|month| short_month(month.month)).collect(),
        series: all
            .iter()
            .enumerate()
            .map(|(at, (name, amounts))| Series {
                name: service(name).to_owned(),
                ink: Ink::Series(u8::try_from(if at < NAMED { at } else { NAMED }).unwrap_or(0)),
                amounts: amounts.iter().map(|amount| Some(amount.to_f64())).collect(),
            })
            .collect(),
        provisional: report.months.iter().map(|month| !words::month_state(month.state).is_empty()).collect(),
    };
    let description = format!(
        "Stacked columns of {}, from {} ({}) to {} ({}).",
        count(report.months.len(), "month"),
        first.month.in_words(),
        money(first.billed_cost_usd),
        last.month.in_words(),
        money(last.billed_cost_usd)
    );
    let figure = columns.figure("by-month", "Billed by month and service", description)?;
    Ok(Some(FigureBlock { figure, table: Some(months_table(report, &all)) }))
}

fn months_table(report: &MonthlyReport, all: &[(String, Vec<Usd>)]) -> Table {
    let mut table = Table::new("Billed by month and service, US dollars").text("Month").number("Total");
    for (name, _) in all {
        table = table.aside_number(service(name));
    }
    let rows = report.months.iter().enumerate().map(|(at, month)| {
        let state = words::month_state(month.state);
        let name = month.month.in_words();
        let name = if state.is_empty() { name } else { format!("{name} ({state})") };
        let amounts = all.iter().map(|(_, amounts)| amounts.get(at).map_or_else(String::new, |one| money(*one)));
        [name, money(month.billed_cost_usd)].into_iter().chain(amounts).collect()
    });
    let mut table = table.filled(rows);
    table.sortable = false;
    table
}

/// `Amazon Elastic Compute Cloud - Compute` → `EC2 - Compute`: the names of the bill that are too long for a legend.
pub(super) fn service(name: &str) -> &str {
    match name {
        "Amazon Elastic Compute Cloud - Compute" => "EC2 - Compute",
        "Amazon Relational Database Service" => "RDS",
        "Amazon Simple Storage Service" => "S3",
        "Amazon Elastic Load Balancing" => "Elastic Load Balancing",
        "Amazon Elastic Container Service" => "ECS",
        "Amazon Elastic Container Service for Kubernetes" => "EKS",
        "Amazon Elastic File System" => "EFS",
        "Amazon Simple Notification Service" => "SNS",
        "Amazon Simple Queue Service" => "SQS",
        "Amazon Virtual Private Cloud" => "VPC",
        "AmazonCloudWatch" => "CloudWatch",
        "AWS Key Management Service" => "KMS",
        other => other.strip_prefix("Amazon ").or_else(|| other.strip_prefix("AWS ")).unwrap_or(other),
    }
}

/// More lines than this are folded away.
const LINES_SHOWN: usize = 10;

fn by(dimension: &Dimension) -> String {
    match dimension {
        Dimension::Tag { key } => format!("tag “{key}”"),
        other => other.to_string(),
    }
}

fn key_of(line: &ComparisonLine, dimension: &Dimension) -> String {
    match (&line.key, dimension) {
        (Some(key), Dimension::Service) => service(key).to_owned(),
        (Some(key), _) => key.clone(),
        (None, Dimension::Tag { .. }) => "without this tag".to_owned(),
        (None, _) => "not named".to_owned(),
    }
}

fn comparison_blocks(report: &MonthlyReport, comparison: &Comparison) -> Vec<Block> {
    let caption = format!("By {}", by(&comparison.by));
    let heads = |caption: String| {
        Table::new(caption)
            .text(words::capital(&by(&comparison.by)))
            .number(words::short_month(report.month))
            .aside_number(words::short_month(report.month.previous()))
            .number("Change")
            .aside_number("%")
            .aside_number(words::short_month(report.month.same_month_last_year()))
    };
    let cells = |name: String, line: &ComparisonLine| {
        vec![
            name,
            known(line.this_month_usd),
            known(line.last_month_usd),
            known_signed(line.change_usd),
            signed_percent(line.change_percent),
            known(line.same_month_last_year_usd),
        ]
    };
    let rows: Vec<_> = comparison.lines.iter().map(|line| cells(key_of(line, &comparison.by), line)).collect();
    let shown = rows.iter().take(LINES_SHOWN).cloned();
    let total = cells("Total".to_owned(), &comparison.total);
    let mut blocks = vec![Block::Table(heads(caption).filled(shown).total(total))];
    if let Some(rest) = rows.get(LINES_SHOWN..).filter(|rest| !rest.is_empty()) {
        let table = heads(format!("By {}, the rest", by(&comparison.by))).filled(rest.to_vec());
        let summary = format!("{} more", count(rest.len(), "line"));
        blocks.push(Block::Folded(Folded { summary, blocks: vec![Block::Table(table)] }));
    }
    blocks
}

fn allocation(one: &Allocation) -> Vec<Block> {
    let cells = |name: &str, billed: Usd, share: Option<f64>, before: Option<Usd>| {
        vec![name.to_owned(), money(billed), percent(share), known(before)]
    };
    let rows: Vec<_> = one
        .values
        .iter()
        .map(|value| cells(&value.value, value.billed_cost_usd, value.percent, value.last_month_usd))
        .collect();
    let untagged = cells("without this tag", one.untagged_usd, one.untagged_percent, one.last_month_untagged_usd);
    let heads =
        |caption: String| Table::new(caption).text("Value").number("Billed").number("Share").aside_number("Last month");
    let shown = rows.iter().take(LINES_SHOWN).cloned();
    let table = heads(format!("Allocated by tag “{}”", one.tag_key)).filled(shown).total(untagged);
    let mut blocks = vec![Block::Table(table)];
    if let Some(rest) = rows.get(LINES_SHOWN..).filter(|rest| !rest.is_empty()) {
        let table = heads(format!("Allocated by tag “{}”, the rest", one.tag_key)).filled(rest.to_vec());
        let summary = format!("{} more", count(rest.len(), "value"));
        blocks.push(Block::Folded(Folded { summary, blocks: vec![Block::Table(table)] }));
    }
    blocks
}

/// Dollars for one unit: six places, since a request costs a fraction of a cent.
fn ratio(amount: Option<f64>) -> String {
    match amount.filter(|amount| amount.is_finite()) {
        None => words::NOT_KNOWN.to_owned(),
        Some(amount) if amount.abs() >= 1.0 => format!("${amount:.2}"),
        Some(amount) => format!("${amount:.6}"),
    }
}

fn unit_costs(report: &MonthlyReport) -> Table {
    let row = |one: &UnitCost| {
        vec![
            one.name.clone(),
            one.unit.clone(),
            one.count.map_or_else(|| words::NOT_KNOWN.to_owned(), number),
            known(one.billed_cost_usd),
            ratio(one.per_unit_usd),
            ratio(one.last_month_per_unit_usd),
            signed_percent(one.change_percent),
        ]
    };
    Table::new("Billed for each unit served")
        .text("What")
        .aside("Unit")
        .aside_number("Units")
        .aside_number("Billed")
        .number("Per unit")
        .aside_number("Last month")
        .number("%")
        .filled(report.unit_costs.iter().map(row))
}
