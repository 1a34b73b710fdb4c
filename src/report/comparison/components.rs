//! One line a cost component and configuration; a resource without components has a line that says why, and what is not
//! known of a resource as a whole has a line without configuration.

use std::collections::HashSet;

use super::resources::side;
use crate::model::comparison::{Comparison, Component, ResourceComparison};
use crate::report::money::number;
use crate::report::text::csv_cell;

const COLUMNS: [&str; 19] = [
    "address",
    "kind",
    "type",
    "region",
    "action",
    "supported",
    "configuration",
    "part",
    "component",
    "unit",
    "quantity",
    "unit_price_usd",
    "monthly_usd",
    "usage_based",
    "adjusted",
    "price_item",
    "price_source",
    "price_as_of",
    "gap",
];

pub(super) fn csv(comparison: &Comparison) -> Result<String, ::csv::Error> {
    let mut writer = ::csv::Writer::from_writer(Vec::new());
    writer.write_record(COLUMNS)?;
    let count = comparison.configurations.len();
    for resource in &comparison.resources {
        let (mut listed, mut told) = (false, HashSet::new());
        for (at, configuration) in comparison.configurations.iter().enumerate() {
            let Some(cost) = side(resource, at, count, &configuration.name) else { continue };
            listed |= !cost.components.is_empty();
            told.extend(cost.components.iter().filter_map(Component::told_gap));
            for component in &cost.components {
                writer.write_record(record(resource, &configuration.name, component))?;
            }
            if cost.components.is_empty() {
                let gap = resource.gaps.join("; ");
                writer.write_record(record(
                    resource,
                    &configuration.name,
                    &Component { gap, ..Component::default() },
                ))?;
            }
        }
        for gap in resource.gaps.iter().filter(|gap| listed && !told.contains(*gap)) {
            let alone = Component { gap: gap.clone(), ..Component::default() };
            writer.write_record(record(resource, "", &alone))?;
        }
    }
    let bytes = writer.into_inner().map_err(|error| ::csv::Error::from(error.into_error()))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// Unknown amounts are empty, never 0.
fn record(resource: &ResourceComparison, configuration: &str, component: &Component) -> [String; 19] {
    let float = |number: Option<f64>| number.map(|number| number.to_string()).unwrap_or_default();
    let price = component.price.as_ref();
    [
        csv_cell(&resource.address),
        csv_cell(&resource.kind),
        csv_cell(&resource.type_name),
        csv_cell(resource.region.as_deref().unwrap_or_default()),
        resource.action.clone(),
        resource.supported.to_string(),
        csv_cell(configuration),
        csv_cell(&component.part),
        csv_cell(&component.name),
        component.unit.clone(),
        float(component.quantity),
        float(component.unit_price_usd),
        component.monthly_usd.map(number).unwrap_or_default(),
        component.usage_based.to_string(),
        csv_cell(component.adjusted.as_deref().unwrap_or_default()),
        csv_cell(price.map(|price| price.item.as_str()).unwrap_or_default()),
        csv_cell(price.map(|price| price.source.as_str()).unwrap_or_default()),
        price.map(|price| price.as_of.clone()).unwrap_or_default(),
        csv_cell(&component.gap),
    ]
}
