//! `apply:`: recommendations of the audit, as its honest total applies them.

use std::collections::BTreeSet;

use super::change::Wanted;
use super::outcome::{Outcome, Step};
use crate::analyze::{AnalyzeOptions, Chosen, chosen};
use crate::model::analysis::Recommendation;
use crate::model::edit::{Attribute, Edit};
use crate::model::ids::ResourceKey;
use crate::remedy::Context;
use crate::rules::RuleSet;

/// Apply them on top of what earlier changes left.
pub(super) fn apply(
    number: usize,
    name: &str,
    wanted: &Wanted,
    context: Context<'_>,
    rules: &RuleSet,
    options: &AnalyzeOptions,
    outcome: &mut Outcome,
) {
    let of_rules = |it: &Recommendation| wanted.rules.iter().any(|rule| rule.value == it.rule);
    let by_id = |it: &Recommendation| wanted.ids.iter().any(|id| it.id.starts_with(&id.value));
    let needed = RuleSet {
        rules: rules
            .rules
            .iter()
            .filter(|rule| wanted.all || !wanted.ids.is_empty() || wanted.rules.iter().any(|it| it.value == rule.id))
            .cloned()
            .collect(),
    };
    let is_wanted = |it: &Recommendation| wanted.all || of_rules(it) || by_id(it);
    let (chosen, found) = chosen(context, &needed, options, &is_wanted);
    if found == 0 {
        outcome.warnings.say(format!("{name}: the audit recommends nothing of the kind"), None);
    }
    for id in &wanted.ids {
        if !chosen.iter().any(|it| it.recommendation.id.starts_with(&id.value)) {
            let sentence = format!("{name}: no recommendation that counts has an id that begins so");
            outcome.warnings.say(sentence, Some(&id.value));
        }
    }
    for it in &chosen {
        one(number, name, it, context, outcome);
    }
}

fn one(number: usize, name: &str, it: &Chosen, context: Context<'_>, outcome: &mut Outcome) {
    let touched: BTreeSet<&ResourceKey> = it.edits.iter().map(|(key, _)| key).collect();
    if touched.iter().any(|key| outcome.is_gone(key)) {
        let sentence = format!("{name}: not applied, an earlier change deletes it");
        outcome.warnings.say(sentence, Some(&it.recommendation.resource_id));
        return;
    }
    for (at, (key, edit)) in it.edits.iter().enumerate() {
        let Some(before) = context.estate.placed(key) else { continue };
        let other = it.high_edits.as_ref().and_then(|edits| edits.get(at)).filter(|(other, _)| other == key);
        let step = Step { edit: edit.clone(), other: other.map(|(_, edit)| edit.clone()), writes: writes(edit) };
        outcome.apply(number, key, before, &step);
    }
    if it.high_edits.as_ref().is_some_and(|high| *high != it.edits) {
        let sentence = format!("{name}: what is saved is a range; its low end is counted");
        outcome.warnings.say(sentence, Some(&it.recommendation.resource_id));
    }
    if let Some(usd) = it.recommendation.one_off_cost_usd {
        outcome.once(number, &format!("{} (at most)", it.recommendation.rule), &it.recommendation.key(), usd);
    }
}

/// The attributes of an edit, as `set` spells them.
fn writes(edit: &Edit) -> Vec<&'static str> {
    match edit.attribute() {
        Attribute::Existence => vec![if *edit == Edit::Stop { "running" } else { "delete" }],
        Attribute::InstanceType => vec!["instance_type"],
        Attribute::DetailedMonitoring => vec!["detailed_monitoring"],
        Attribute::RunningHours => vec!["running_hours_per_month"],
        Attribute::GroupCapacity => vec!["min_size", "desired_capacity", "instance_type"],
        Attribute::EcsTasks => vec!["cpu_units", "memory_mib", "desired_count"],
        Attribute::EcsArchitecture => vec!["cpu_architecture"],
        Attribute::VolumePerformance => vec!["volume_type", "iops", "throughput_mibps"],
        Attribute::TableCapacity => vec!["billing_mode", "capacity"],
        Attribute::FunctionMemory => vec!["memory_mb"],
        Attribute::FunctionArchitecture => vec!["architecture"],
        Attribute::LogRetention => vec!["retention_days"],
        Attribute::LogClass => vec!["class"],
        Attribute::BucketClasses => vec!["storage_classes"],
        Attribute::IncompleteUploads => vec!["incomplete_uploads"],
        Attribute::DbInstanceClass => vec!["instance_class"],
        Attribute::DbStoragePerformance => vec!["iops", "throughput_mibps"],
        Attribute::CacheNodeType => vec!["node_type"],
    }
}
