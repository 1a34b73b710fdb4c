//! Lines that are a usage input times a price: one table declares the inputs and prices them.

use rust_decimal::Decimal;

use crate::catalog::{Field, Resource, Sheet};
use crate::pricing::TieredPrice;
use crate::units::{DpuHour, Gb, GbMonth, ObjectMonth, Request, Tb, Unit};

/// A usage input and the line that it gives.
#[derive(Clone, Copy, Debug)]
pub(super) struct UsageLine {
    pub(super) field: Field,
    pub(super) name: &'static str,
    pub(super) charge: Charge,
}

/// The item of the price book, by its unit.
#[derive(Clone, Copy, Debug)]
pub(super) enum Charge {
    /// GiB kept for a month.
    Stored(&'static str),
    /// GiB moved.
    Moved(&'static str),
    /// GiB kept for a month; the item of another service.
    StoredAt(&'static str, &'static str),
    /// GiB moved; the item of another service.
    MovedAt(&'static str, &'static str),
    Requests(&'static str),
    Objects(&'static str),
    DpuHours(&'static str),
    Scanned(&'static str),
    /// AWS bills nothing for it; the input is accepted all the same.
    Nothing,
}

impl UsageLine {
    pub(super) const fn new(field: Field, name: &'static str, charge: Charge) -> Self {
        Self { field, name, charge }
    }

    /// Write the line of the usage at `path`.
    pub(super) fn write(&self, resource: &Resource<'_>, path: &str, sheet: &mut Sheet<'_>) {
        let quantity = resource.usage(path);
        match self.charge {
            Charge::Stored(item) => self.line::<GbMonth>(quantity, sheet.rate(item), sheet),
            Charge::Moved(item) => self.line::<Gb>(quantity, sheet.rate(item), sheet),
            Charge::StoredAt(service, item) => self.line::<GbMonth>(quantity, sheet.rate_of(service, item), sheet),
            Charge::MovedAt(service, item) => self.line::<Gb>(quantity, sheet.rate_of(service, item), sheet),
            Charge::Requests(item) => self.line::<Request>(quantity, sheet.rate(item), sheet),
            Charge::Objects(item) => self.line::<ObjectMonth>(quantity, sheet.rate(item), sheet),
            Charge::DpuHours(item) => self.line::<DpuHour>(quantity, sheet.rate(item), sheet),
            Charge::Scanned(item) => self.line::<Tb>(quantity, sheet.rate(item), sheet),
            Charge::Nothing => {}
        }
    }

    fn line<U: Unit>(
        &self,
        quantity: Option<Decimal>,
        price: Result<TieredPrice<U>, crate::model::cost::PriceMissing>,
        sheet: &mut Sheet<'_>,
    ) {
        sheet.usage(self.name, quantity, price);
    }
}

/// The lines of a table whose inputs stand at the top of the usage.
pub(super) fn write(lines: &[UsageLine], resource: &Resource<'_>, sheet: &mut Sheet<'_>) {
    for line in lines {
        line.write(resource, line.field.name, sheet);
    }
}

/// The inputs that a table declares.
pub(super) const fn fields<const N: usize>(lines: &[UsageLine; N]) -> [Field; N] {
    let mut fields = [Field::flag("", ""); N];
    let mut at = 0;
    while at < N {
        fields[at] = lines[at].field;
        at += 1;
    }
    fields
}
