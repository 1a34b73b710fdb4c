//! Attributes that a price needs: what is not known becomes a gap.

use rust_decimal::Decimal;

use crate::catalog::{Resource, Sheet};

/// A number without a default; a gap where it is missing, unknown or negative.
pub(super) fn required(resource: &Resource<'_>, name: &str, sheet: &mut Sheet<'_>) -> Option<Decimal> {
    match resource.number(name) {
        Some(number) if number >= Decimal::ZERO => Some(number),
        Some(_) => {
            sheet.gap(format!("`{name}` is negative"));
            None
        }
        None => {
            unknown(resource, name, sheet);
            None
        }
    }
}

/// A choice; `default` where it is not set, a gap where it is known only after apply.
pub(super) fn choice<'a>(
    resource: &Resource<'a>,
    name: &str,
    default: &'a str,
    sheet: &mut Sheet<'_>,
) -> Option<&'a str> {
    if resource.is_unknown(name) {
        unknown(resource, name, sheet);
        return None;
    }
    Some(resource.text(name).unwrap_or(default))
}

/// A choice that has no default.
pub(super) fn required_choice<'a>(resource: &Resource<'a>, name: &str, sheet: &mut Sheet<'_>) -> Option<&'a str> {
    let text = resource.text(name);
    if text.is_none() {
        unknown(resource, name, sheet);
    }
    text
}

fn unknown(resource: &Resource<'_>, name: &str, sheet: &mut Sheet<'_>) {
    if resource.is_unknown(name) {
        sheet.gap(format!("`{name}` is known only after apply"));
    } else {
        sheet.gap(format!("`{name}` is not given"));
    }
}
