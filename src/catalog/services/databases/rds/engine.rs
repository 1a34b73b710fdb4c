//! Instance hours of a declared database, on demand or reserved.

use rust_decimal::Decimal;

use super::super::purchase::{Instances, Reservation, ReservedRate, write};
use crate::catalog::{Resource, Sheet};
use crate::estimate::databases::engine::{self, Engine};

/// One instance that runs all month. `storage` is a suffix of the deployment whose instances cost more: `-io-optimized`.
pub(super) fn instance_hours(
    resource: &Resource<'_>,
    sheet: &mut Sheet<'_>,
    class: &str,
    engine: Engine<'_>,
    storage: &str,
) {
    let instances = Instances {
        what: "Instance",
        detail: &format!("{}, {}{storage}, {class}", engine.name, engine.shown_deployment()),
        count: Decimal::ONE,
        usage_based: false,
        reserved_rate: ReservedRate::Hourly,
    };
    let on_demand = |sheet: &Sheet<'_>| engine.on_demand(sheet.prices, sheet.region, class, storage);
    let reserved = |sheet: &Sheet<'_>, reservation: Reservation| {
        let item = engine.item(class, storage);
        sheet.rate(&format!("rds.reserved.{item}.{}.{}", reservation.term, reservation.payment))
    };
    write(resource, sheet, instances, on_demand, reserved);
}

/// vCPUs of a class: those of the EC2 type of its name; a gap where there is none.
pub(super) fn vcpus(class: &str, sheet: &mut Sheet<'_>) -> Option<Decimal> {
    let vcpus = engine::vcpus(class, sheet.prices);
    if vcpus.is_none() {
        sheet.gap(format!("how many vCPUs {class} has is not known"));
    }
    vcpus
}
