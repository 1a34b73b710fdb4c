//! Instances that run all month, on demand or as the usage reserves them.

use rust_decimal::Decimal;

use crate::catalog::{Field, Resource, Sheet};
use crate::model::cost::{PriceMissing, PriceSource};
use crate::pricing::{Price, TieredPrice};
use crate::units::{HOURS_PER_MONTH, Hour, UnitPrice};

pub(super) const TERM: Field = Field::text("reserved_instance_term", "`1_year` or `3_year`; on demand without it.");
pub(super) const PAYMENT: Field =
    Field::text("reserved_instance_payment_option", "`no_upfront`, `partial_upfront` or `all_upfront`.");

const ALL_UPFRONT: &str = "all-upfront";

/// A reservation in the words of the book: `1yr`, `no-upfront`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Reservation {
    pub(super) term: &'static str,
    pub(super) payment: &'static str,
}

/// What the reserved prices of a service are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ReservedRate {
    /// The hourly part; what is paid upfront is not in it.
    Hourly,
    /// The hourly part and the upfront payment spread over the term.
    Effective,
}

/// The instances of one line.
#[derive(Clone, Copy, Debug)]
pub(super) struct Instances<'a> {
    /// `Instance`, `Dedicated master`.
    pub(super) what: &'a str,
    /// `Single-AZ, db.t3.large`.
    pub(super) detail: &'a str,
    pub(super) count: Decimal,
    /// The count is an assumption about usage (autoscaling) and not declared.
    pub(super) usage_based: bool,
    pub(super) reserved_rate: ReservedRate,
}

type HourlyPrice = Result<TieredPrice<Hour>, PriceMissing>;

/// One line: 730 hours of each instance, at the price of how they are bought.
pub(super) fn write(
    resource: &Resource<'_>,
    sheet: &mut Sheet<'_>,
    instances: Instances<'_>,
    on_demand: impl Fn(&Sheet<'_>) -> HourlyPrice,
    reserved: impl Fn(&Sheet<'_>, Reservation) -> HourlyPrice,
) {
    let (term, payment) = (resource.usage_text(TERM.name), resource.usage_text(PAYMENT.name));
    if term.is_none() && payment.is_none() {
        let price = on_demand(sheet);
        return line(sheet, instances, "on-demand", price);
    }
    let Some(reservation) = reservation(term, payment) else {
        let (term, payment) = (term.unwrap_or("no term"), payment.unwrap_or("no payment option"));
        return sheet.gap(format!("{} reserved for {term} with {payment}: not an offer of AWS", instances.what));
    };
    let price = reserved(sheet, reservation);
    let how = format!("reserved {} {}", reservation.term, reservation.payment);
    if reservation.payment == ALL_UPFRONT {
        sheet.gap(format!("{}: what is paid upfront for all of the term is no part of the month", instances.what));
        let nothing = paid_before(sheet, instances.detail);
        return line(sheet, instances, &how, Ok(nothing));
    }
    if reservation.payment == "partial-upfront" && instances.reserved_rate == ReservedRate::Hourly {
        sheet.gap(format!("{}: what is paid upfront is no part of the month", instances.what));
    }
    let how = match instances.reserved_rate {
        ReservedRate::Effective if reservation.payment == "partial-upfront" => format!("{how} spread over the term"),
        ReservedRate::Effective | ReservedRate::Hourly => how,
    };
    line(sheet, instances, &how, price);
}

fn line(sheet: &mut Sheet<'_>, instances: Instances<'_>, how: &str, price: HourlyPrice) {
    let name = format!("{} ({how}, {})", instances.what, instances.detail);
    let hours = HOURS_PER_MONTH.times(instances.count);
    if instances.usage_based {
        sheet.usage(&name, Some(hours.amount()), price);
    } else {
        sheet.fixed(&name, hours, price);
    }
}

fn reservation(term: Option<&str>, payment: Option<&str>) -> Option<Reservation> {
    let term = match term? {
        "1_year" => "1yr",
        "3_year" => "3yr",
        _ => return None,
    };
    let payment = match payment? {
        "no_upfront" => "no-upfront",
        "partial_upfront" => "partial-upfront",
        "all_upfront" => ALL_UPFRONT,
        _ => return None,
    };
    Some(Reservation { term, payment })
}

/// An all-upfront reservation costs nothing by the hour, by definition.
fn paid_before(sheet: &Sheet<'_>, detail: &str) -> TieredPrice<Hour> {
    TieredPrice::from(Price {
        unit_price: UnitPrice::new(Decimal::ZERO),
        source: PriceSource {
            file: String::new(),
            key: format!("reserved {} all upfront {detail}", sheet.region),
            sku: None,
            source: "all upfront: nothing is paid by the hour".to_owned(),
            as_of: "2026-11-21".to_owned(),
        },
    })
}
