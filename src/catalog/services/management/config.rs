//! Config: recorded items, rule and conformance pack evaluations (AWS Config pricing).

use crate::catalog::{Field, Kind, Resource, Sheet};
use crate::units::{ConfigurationItem, Evaluation};

pub(super) const RULE: Kind = Kind {
    type_name: "aws_config_config_rule",
    kind: "config-rule",
    service: "AWSConfig",
    attributes: &[],
    usage: &[Field::number("monthly_rule_evaluations", "evaluations a month", "Evaluations of the rule.")],
    price: price_rule,
};

pub(super) const ORGANIZATION_CUSTOM_RULE: Kind =
    Kind { type_name: "aws_config_organization_custom_rule", kind: "config-organization-custom-rule", ..RULE };

pub(super) const ORGANIZATION_MANAGED_RULE: Kind =
    Kind { type_name: "aws_config_organization_managed_rule", kind: "config-organization-managed-rule", ..RULE };

pub(super) const CONFORMANCE_PACK: Kind = Kind {
    type_name: "aws_config_conformance_pack",
    kind: "config-conformance-pack",
    service: "AWSConfig",
    attributes: &[],
    usage: &[Field::number(
        "monthly_conformance_pack_evaluations",
        "evaluations a month",
        "Evaluations of the rules in the pack.",
    )],
    price: price_conformance_pack,
};

pub(super) const RECORDER: Kind = Kind {
    type_name: "aws_config_configuration_recorder",
    kind: "config-recorder",
    service: "AWSConfig",
    attributes: &[Field::block(
        "recording_mode",
        &[Field::text("recording_frequency", "`CONTINUOUS` or `DAILY`; CONTINUOUS without it.")],
        "How often changes are recorded.",
    )],
    usage: &[
        Field::number("monthly_config_items", "items a month", "Configuration items recorded."),
        Field::number("monthly_custom_config_items", "items a month", "Configuration items of third-party resources."),
    ],
    price: price_recorder,
};

fn price_rule(rule: &Resource<'_>, sheet: &mut Sheet<'_>) {
    let evaluations = rule.usage("monthly_rule_evaluations");
    sheet.usage::<Evaluation>("Rule evaluations", evaluations, sheet.rate("config.rule.evaluation"));
}

fn price_conformance_pack(pack: &Resource<'_>, sheet: &mut Sheet<'_>) {
    let evaluations = pack.usage("monthly_conformance_pack_evaluations");
    let rate = sheet.rate("config.conformance_pack.evaluation");
    sheet.usage::<Evaluation>("Conformance pack evaluations", evaluations, rate);
}

fn price_recorder(recorder: &Resource<'_>, sheet: &mut Sheet<'_>) {
    let daily = recorder.text("recording_mode.recording_frequency") == Some("DAILY");
    let (name, item) = if daily {
        ("Configuration items (daily)", "config.item.daily")
    } else {
        ("Configuration items", "config.item.continuous")
    };
    sheet.usage::<ConfigurationItem>(name, recorder.usage("monthly_config_items"), sheet.rate(item));
    let custom = recorder.usage("monthly_custom_config_items");
    sheet.usage::<ConfigurationItem>("Custom configuration items", custom, sheet.rate("config.item.custom"));
}
