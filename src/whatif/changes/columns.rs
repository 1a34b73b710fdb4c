//! The estate before and after, priced: changed resources one by one, the others in one line a kind.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use super::outcome::{Changed, Notes, Outcome, named};
use super::words::words;
use crate::estate::{Entry as EstateEntry, Estate, PRICED_KINDS};
use crate::estimate::estimate;
use crate::model::configuration::{Configuration, Placed};
use crate::model::cost::{CostComponent, PriceMissing, PriceSource};
use crate::model::estimate_line::EstimateLine;
use crate::model::ids::{ResourceKey, ResourceKind};
use crate::pricing::PriceBook;
use crate::units::Usd;
use crate::whatif::adjust::{AdjustedLine, Adjustments};
use crate::whatif::assemble::{Column, total};
use crate::whatif::setting::Entry;

const NO_PRICE: &str = "no price";

/// What pricing needs.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pricing<'a> {
    pub(super) prices: &'a PriceBook,
    pub(super) adjustments: &'a Adjustments,
}

/// `before` and `after`.
pub(super) fn columns(estate: &Estate<'_>, outcome: &Outcome, pricing: Pricing<'_>) -> [Column; 2] {
    let mut before = Column { name: "before".to_owned(), ..Column::default() };
    let mut after = Column { name: "after".to_owned(), ..Column::default() };
    let (mut below, mut above) = (Usd::ZERO, Usd::ZERO);
    for kind in PRICED_KINDS {
        let mut rest = Rest::default();
        for (key, entry) in estate.iter().filter(|(key, entry)| key.kind == kind && !is_absent(entry)) {
            let changed = entry.placed.as_ref().zip(outcome.changed.get(key)).filter(|(placed, changed)| {
                changed.after != placed.configuration || changed.other != changed.after || !changed.gaps.is_empty()
            });
            let Some((placed, changed)) = changed else {
                rest.add(key, entry, outcome, pricing);
                continue;
            };
            before.entries.extend(resource(key, placed, entry, pricing));
            let (least, most) = ends(key, changed, entry, pricing);
            (below, above) = (below + least, above + most);
            after.entries.extend(changed_entry(key, changed, entry, outcome, pricing));
        }
        let (of_before, of_after) = rest.entries(kind);
        before.entries.extend(of_before);
        after.entries.extend(of_after);
    }
    if let Some(sum) = total(&after.entries).filter(|_| !below.is_zero() || !above.is_zero()) {
        (after.low, after.high) = (Some(sum + below), Some(sum + above));
    }
    [before, after]
}

fn is_absent(entry: &EstateEntry<'_>) -> bool {
    entry.placed.as_ref().is_some_and(|placed| placed.configuration == Configuration::Absent)
}

fn changed_entry(
    key: &ResourceKey,
    changed: &Changed,
    entry: &EstateEntry<'_>,
    outcome: &Outcome,
    pricing: Pricing<'_>,
) -> Option<Entry> {
    let placed = Placed { region: changed.region.clone(), configuration: changed.after.clone() };
    let mut after = resource(key, &placed, entry, pricing)?;
    after.gaps.extend(changed.gaps.iter().cloned());
    let held = outcome.held.get(key).into_iter().flatten();
    after.gaps.extend(held.map(|held| format!("{}; {}", held.sentence, held.because)));
    Some(after)
}

/// What the other end of a range costs less and more than what is expected.
fn ends(key: &ResourceKey, changed: &Changed, entry: &EstateEntry<'_>, pricing: Pricing<'_>) -> (Usd, Usd) {
    if changed.other == changed.after {
        return (Usd::ZERO, Usd::ZERO);
    }
    let cost = |configuration: &Configuration| {
        let placed = Placed { region: changed.region.clone(), configuration: configuration.clone() };
        let entry = resource(key, &placed, entry, pricing);
        entry.and_then(|entry| entry.monthly()).unwrap_or(Usd::ZERO)
    };
    let apart = cost(&changed.other) - cost(&changed.after);
    (apart.min(Usd::ZERO), apart.max(Usd::ZERO))
}

/// `None` for what is not there.
fn resource(key: &ResourceKey, placed: &Placed, shown: &EstateEntry<'_>, pricing: Pricing<'_>) -> Option<Entry> {
    let (name, unmeasured) = (shown.resource.name(), &shown.unmeasured);
    if placed.configuration == Configuration::Absent {
        return None;
    }
    let cost = estimate(placed, pricing.prices);
    let line = |component: CostComponent| {
        let usage_based = is_usage(key.kind, &component.name);
        pricing.adjustments.apply(EstimateLine::known("", usage_based, component), Some(&placed.region))
    };
    let unpriced = cost.missing.iter().map(|missing| AdjustedLine { line: without_price(missing), adjusted: None });
    Some(Entry {
        address: address(key),
        name: name.map(str::to_owned),
        region: Some(placed.region.as_str().to_owned()),
        words: words(&placed.configuration),
        lines: cost.components.into_iter().map(line).chain(unpriced).collect(),
        gaps: unmeasured.iter().cloned().chain(cost.unmeasured).collect(),
        ..of_kind(key.kind)
    })
}

fn without_price(missing: &PriceMissing) -> EstimateLine {
    EstimateLine {
        part: String::new(),
        name: missing.item.clone(),
        item: String::new(),
        unit: String::new(),
        quantity: None,
        unit_price: None,
        monthly: None,
        usage_based: false,
        price: None,
        gap: NO_PRICE.to_owned(),
    }
}

/// `123456789012/eu-west-1/ebs-volume/vol-0123`.
fn address(key: &ResourceKey) -> String {
    format!("{}/{}/{}/{}", key.account, key.region, key.kind, key.id)
}

fn of_kind(kind: ResourceKind) -> Entry {
    Entry {
        address: format!("unchanged {kind}"),
        name: None,
        kind: kind.name().to_owned(),
        type_name: type_name(kind).to_owned(),
        region: None,
        supported: true,
        free: false,
        words: String::new(),
        lines: Vec::new(),
        gaps: Vec::new(),
    }
}

/// As Terraform's AWS provider calls it.
const fn type_name(kind: ResourceKind) -> &'static str {
    match kind {
        ResourceKind::Ec2Instance => "aws_instance",
        ResourceKind::Ec2Address => "aws_eip",
        ResourceKind::AutoscalingGroup => "aws_autoscaling_group",
        ResourceKind::EcsService => "aws_ecs_service",
        ResourceKind::EbsVolume => "aws_ebs_volume",
        ResourceKind::EbsSnapshot => "aws_ebs_snapshot",
        ResourceKind::DynamodbTable => "aws_dynamodb_table",
        ResourceKind::LambdaFunction => "aws_lambda_function",
        ResourceKind::LogsGroup => "aws_cloudwatch_log_group",
        ResourceKind::S3Bucket => "aws_s3_bucket",
        ResourceKind::RdsInstance => "aws_db_instance",
        ResourceKind::ElasticacheCluster => "aws_elasticache_cluster",
        other => other.name(),
    }
}

/// What was measured rather than configured.
fn is_usage(kind: ResourceKind, component: &str) -> bool {
    match kind {
        ResourceKind::Ec2Instance | ResourceKind::RdsInstance => component == "Surplus CPU credits",
        ResourceKind::DynamodbTable => !component.contains("capacity") || component.ends_with("(autoscaling)"),
        ResourceKind::LambdaFunction => !component.starts_with("Provisioned concurrency"),
        ResourceKind::LogsGroup | ResourceKind::S3Bucket | ResourceKind::EbsSnapshot => true,
        _ => false,
    }
}

/// Lines of the same price are one.
type LineKey = (String, String, Option<Decimal>, Option<PriceSource>, Option<String>);

/// The resources of a kind that no change touches.
#[derive(Debug, Default)]
struct Rest {
    count: usize,
    lines: BTreeMap<LineKey, AdjustedLine>,
    /// Whose price is missing, by line.
    unpriced: BTreeMap<LineKey, BTreeSet<String>>,
    gaps: Notes,
    /// What changes could not do; known of the side after them only.
    held: Notes,
}

impl Rest {
    fn add(&mut self, key: &ResourceKey, entry: &EstateEntry<'_>, outcome: &Outcome, pricing: Pricing<'_>) {
        self.count += 1;
        for why in outcome.held.get(key).into_iter().flatten() {
            self.held.say_held(why, &key.id);
        }
        let Some(placed) = &entry.placed else {
            for reason in &entry.unmeasured {
                self.gaps.say(reason, Some(&key.id));
            }
            return;
        };
        let Some(priced) = resource(key, placed, entry, pricing) else { return };
        for gap in &priced.gaps {
            self.gaps.say(gap, Some(&key.id));
        }
        for line in priced.lines {
            self.line(key, line);
        }
    }

    fn line(&mut self, key: &ResourceKey, mut line: AdjustedLine) {
        key.region.as_str().clone_into(&mut line.line.part);
        // Which type: resources stand apart, sums do not.
        if let Some((_, item)) = line.line.item.split_once(' ').filter(|_| line.line.name == "Compute") {
            line.line.name = format!("Compute ({item})");
        }
        let found = (
            line.line.part.clone(),
            line.line.name.clone(),
            line.line.unit_price,
            line.line.price.clone(),
            line.adjusted.clone(),
        );
        if line.line.gap == NO_PRICE {
            self.unpriced.entry(found.clone()).or_default().insert(key.id.clone());
        }
        let Some(sum) = self.lines.get_mut(&found) else {
            self.lines.insert(found, line);
            return;
        };
        let add = |one: Decimal, other: Decimal| one.saturating_add(other);
        sum.line.quantity = sum.line.quantity.zip(line.line.quantity).map(|(one, other)| add(one, other));
        sum.line.monthly = sum.line.monthly.zip(line.line.monthly).map(|(one, other)| one + other);
    }

    /// Before and after: these differ in what could not be done.
    fn entries(mut self, kind: ResourceKind) -> (Option<Entry>, Option<Entry>) {
        if self.count == 0 {
            return (None, None);
        }
        for (found, ids) in &self.unpriced {
            if let Some(line) = self.lines.get_mut(found) {
                line.line.gap = format!("{NO_PRICE} for {}", named(ids));
            }
        }
        let before = Entry {
            words: if self.count == 1 { "1 resource".to_owned() } else { format!("{} resources", self.count) },
            lines: self.lines.into_values().collect(),
            gaps: self.gaps.told(),
            ..of_kind(kind)
        };
        let mut after = before.clone();
        after.gaps.extend(self.held.told());
        (Some(before), Some(after))
    }
}
