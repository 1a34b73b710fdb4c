//! The instances that run on demand, as commitments see them.

use std::collections::BTreeMap;

use crate::commitments::hours::WeekHours;
use crate::commitments::net::Change;
use crate::commitments::normalization::quarter_units_of;
use crate::commitments::{Shape, Usage};
use crate::estate::Resource;
use crate::model::configuration::{Configuration, InstanceConfiguration};
use crate::model::edit::Edit;
use crate::model::ids::ResourceKey;
use crate::model::vocabulary::{Lifecycle, Tenancy};
use crate::remedy::Context;
use crate::units::Usd;

/// Every instance that runs on demand, in the order of keys; hosts and spot take no part.
pub(super) fn running(context: Context<'_>) -> Vec<Usage> {
    context
        .estate
        .iter()
        .filter_map(|(key, entry)| usage(context, key, &entry.placed.as_ref()?.configuration))
        .collect()
}

/// The running usage of one resource as it is and after some edits.
pub(super) fn before_and_after<'a>(
    context: Context<'_>,
    key: &ResourceKey,
    edits: impl Iterator<Item = &'a Edit>,
) -> (Option<Usage>, Option<Usage>) {
    let Some(placed) = context.estate.placed(key) else { return (None, None) };
    let after = edits.fold(placed.configuration.clone(), |configuration, edit| edit.apply(&configuration));
    (usage(context, key, &placed.configuration), usage(context, key, &after))
}

/// What still runs after the changes.
pub(super) fn left(running: &[Usage], changes: &[Change]) -> Vec<Usage> {
    let mut left: BTreeMap<&ResourceKey, &Usage> = running.iter().map(|usage| (&usage.key, usage)).collect();
    for change in changes {
        for usage in &change.before {
            left.remove(&usage.key);
        }
        left.extend(change.after.iter().map(|usage| (&usage.key, usage)));
    }
    left.into_values().cloned().collect()
}

fn usage(context: Context<'_>, key: &ResourceKey, configuration: &Configuration) -> Option<Usage> {
    let Configuration::Ec2Instance(instance) = configuration else { return None };
    let InstanceConfiguration { instance_type, platform, tenancy, lifecycle, running, schedule, .. } = instance;
    if !running || *lifecycle != Lifecycle::OnDemand || *tenancy == Tenancy::Host {
        return None;
    }
    let zone = match context.estate.get(key)?.resource {
        Resource::Instance(instance) => instance.availability_zone.clone(),
        _ => None,
    };
    let price = context.prices.ec2_on_demand(&key.region, instance_type, platform, tenancy).ok();
    Some(Usage {
        key: key.clone(),
        quarter_units: quarter_units_of(instance_type, context.prices),
        shape: Shape {
            account: key.account.clone(),
            region: key.region.clone(),
            instance_type: instance_type.clone(),
            platform: platform.clone(),
            tenancy: tenancy.clone(),
        },
        zone,
        hourly: price.map(|price| Usd::new(price.unit_price.usd_per_unit())),
        hours: schedule.as_ref().map(WeekHours::of),
    })
}
