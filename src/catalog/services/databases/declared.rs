//! Attributes that a price needs: what is missing is said once, in the same words.

use rust_decimal::Decimal;

use crate::catalog::{Resource, Sheet};

/// A text that the price depends on; a gap where it is not known.
pub(super) fn needed<'a>(resource: &Resource<'a>, sheet: &mut Sheet<'_>, name: &str) -> Option<&'a str> {
    let text = resource.text(name);
    if text.is_none() {
        sheet.gap(absent(resource, name));
    }
    text
}

/// A number with a default; a gap where it is known only after apply.
pub(super) fn number_or(
    resource: &Resource<'_>,
    sheet: &mut Sheet<'_>,
    name: &str,
    default: Decimal,
) -> Option<Decimal> {
    match resource.number(name) {
        Some(number) => positive(number, name, sheet),
        None if resource.is_unknown(name) => {
            sheet.gap(absent(resource, name));
            None
        }
        None => Some(default),
    }
}

/// A flag with a default; a gap where it is known only after apply.
pub(super) fn flag_or(resource: &Resource<'_>, sheet: &mut Sheet<'_>, name: &str, default: bool) -> Option<bool> {
    if resource.flag(name).is_none() && resource.is_unknown(name) {
        sheet.gap(absent(resource, name));
        return None;
    }
    Some(resource.flag(name).unwrap_or(default))
}

/// `engine` is not given, or is known only after apply.
pub(super) fn absent(resource: &Resource<'_>, name: &str) -> String {
    if resource.is_unknown(name) {
        format!("`{name}` is known only after apply")
    } else {
        format!("`{name}` is not given")
    }
}

fn positive(number: Decimal, name: &str, sheet: &mut Sheet<'_>) -> Option<Decimal> {
    if number < Decimal::ZERO {
        sheet.gap(format!("`{name}` is negative"));
        return None;
    }
    Some(number)
}
