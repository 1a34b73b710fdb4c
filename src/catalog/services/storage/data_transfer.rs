//! Data transfer of a region, which exists only as usage: between zones, to other regions, to the internet.

use rust_decimal::Decimal;

use crate::catalog::{Field, Kind, Resource, Sheet};
use crate::units::Gb;

const INTRA_REGION: &str = "monthly_intra_region_gb";
const US_EAST: &str = "monthly_outbound_us_east_to_us_east_gb";
const OTHER_REGIONS: &str = "monthly_outbound_other_regions_gb";
const INTERNET: &str = "monthly_outbound_internet_gb";

pub(super) const TRANSFER: Kind = Kind {
    type_name: "aws_data_transfer",
    kind: "data-transfer",
    service: "AWSDataTransfer",
    attributes: &[],
    usage: &[
        Field::text("region", "Where data comes from; the region of the resource without it."),
        Field::number(INTRA_REGION, "GiB a month", "Data sent between zones; billed in both directions."),
        Field::number(US_EAST, "GiB a month", "Data sent between us-east-1 and us-east-2."),
        Field::number(OTHER_REGIONS, "GiB a month", "Data sent to other regions."),
        Field::number(INTERNET, "GiB a month", "Data sent to the internet."),
    ],
    price,
};

/// Only what is given has a line: the usage is all that declares this resource.
fn price(transfer: &Resource<'_>, sheet: &mut Sheet<'_>) {
    let region = transfer.usage_text("region").unwrap_or(sheet.region.as_str()).to_owned();
    let both_ways = transfer.usage(INTRA_REGION).map(|sent| sent.saturating_mul(Decimal::TWO));
    let lines = [
        ("Data transfer between zones (both directions)", both_ways, "datatransfer.intra_region"),
        ("Data transfer to the internet", transfer.usage(INTERNET), "datatransfer.out.internet"),
        (
            "Data transfer between us-east-1 and us-east-2",
            transfer.usage(US_EAST),
            "datatransfer.out.interregion.us_east_regions",
        ),
        ("Data transfer to other regions", transfer.usage(OTHER_REGIONS), "datatransfer.out.interregion.other"),
    ];
    if lines.iter().all(|(_, given, _)| given.is_none()) {
        sheet.gap("no data transfer is given");
    }
    for (name, given, item) in lines {
        if given.is_some() {
            let price = sheet.rate_at(&region, item);
            sheet.usage::<Gb>(name, given, price);
        }
    }
}
