//! EFS file systems: storage by class, access to the cold classes, throughput (Amazon EFS pricing).

use rust_decimal::Decimal;

use super::declared::choice;
use super::usage_line::{Charge, UsageLine, fields};
use crate::catalog::{Field, Kind, Resource, Sheet};
use crate::units::{Gb, GbMonth, MibpsMonth, Quantity};

/// Each 20 GiB of Standard or One Zone storage bring 1 MiB/s (50 KiB/s a GiB).
const GIB_PER_INCLUDED_MIBPS: u32 = 20;

const ELASTIC: [UsageLine; 2] = [
    UsageLine::new(
        Field::number("monthly_elastic_throughput_read_gb", "GiB a month", "Data read, with elastic throughput."),
        "Data read (elastic throughput)",
        Charge::Moved("efs.elastic_throughput.read"),
    ),
    UsageLine::new(
        Field::number("monthly_elastic_throughput_write_gb", "GiB a month", "Data written, with elastic throughput."),
        "Data written (elastic throughput)",
        Charge::Moved("efs.elastic_throughput.write"),
    ),
];
const ELASTIC_FIELDS: [Field; 2] = fields(&ELASTIC);

pub(super) const FILE_SYSTEM: Kind = Kind {
    type_name: "aws_efs_file_system",
    kind: "efs-file-system",
    service: "AmazonEFS",
    attributes: &[
        Field::text("availability_zone_name", "Set for One Zone storage; regional without it."),
        Field::text("throughput_mode", "`bursting` (also without it), `provisioned` or `elastic`."),
        Field::number("provisioned_throughput_in_mibps", "MiB/s", "With throughput mode `provisioned`."),
        Field::block(
            "lifecycle_policy",
            &[
                Field::text("transition_to_ia", "When files move to Infrequent Access; never without it."),
                Field::text("transition_to_archive", "When files move to Archive; never without it."),
            ],
            "Where files move that are not read.",
        ),
    ],
    usage: &[
        Field::number("storage_gb", "GiB", "Bytes in Standard or One Zone."),
        Field::number("infrequent_access_storage_gb", "GiB", "Bytes in Infrequent Access."),
        Field::number("monthly_infrequent_access_read_gb", "GiB a month", "Data read from Infrequent Access."),
        Field::number("monthly_infrequent_access_write_gb", "GiB a month", "Data moved into Infrequent Access."),
        Field::number("archive_storage_gb", "GiB", "Bytes in Archive."),
        Field::number("monthly_archive_read_gb", "GiB a month", "Data read from Archive."),
        Field::number("monthly_archive_write_gb", "GiB a month", "Data moved into Archive."),
        ELASTIC_FIELDS[0],
        ELASTIC_FIELDS[1],
    ],
    price,
};

fn price(files: &Resource<'_>, sheet: &mut Sheet<'_>) {
    let one_zone = files.text("availability_zone_name").is_some() || files.is_unknown("availability_zone_name");
    let (name, item) = if one_zone {
        ("Storage (One Zone)", "efs.storage.onezone")
    } else {
        ("Storage (Standard)", "efs.storage.standard")
    };
    sheet.usage::<GbMonth>(name, files.usage("storage_gb"), sheet.rate(item));
    let mode = choice(files, "throughput_mode", "bursting", sheet);
    if moves(files, "transition_to_ia", "infrequent_access_storage_gb") {
        infrequent_access(files, one_zone, mode == Some("elastic"), sheet);
    }
    if moves(files, "transition_to_archive", "archive_storage_gb") {
        archive(files, sheet);
    }
    match mode {
        Some("provisioned") => provisioned(files, sheet),
        Some("elastic") => ELASTIC.iter().for_each(|line| line.write(files, line.field.name, sheet)),
        _ => {}
    }
}

fn moves(files: &Resource<'_>, transition: &str, usage: &str) -> bool {
    files.blocks("lifecycle_policy").iter().any(|policy| policy.text(transition).is_some())
        || files.usage(usage).is_some()
}

/// With elastic throughput the class has a price of its own.
fn infrequent_access(files: &Resource<'_>, one_zone: bool, elastic: bool, sheet: &mut Sheet<'_>) {
    let item = match (one_zone, elastic) {
        (false, false) => "efs.storage.ia",
        (false, true) => "efs.storage.ia.elastic",
        (true, false) => "efs.storage.onezone_ia",
        (true, true) => "efs.storage.onezone_ia.elastic",
    };
    let stored = files.usage("infrequent_access_storage_gb");
    sheet.usage::<GbMonth>("Storage (Infrequent Access)", stored, sheet.rate(item));
    let (read, written) =
        (files.usage("monthly_infrequent_access_read_gb"), files.usage("monthly_infrequent_access_write_gb"));
    sheet.usage::<Gb>("Data read (Infrequent Access)", read, sheet.rate("efs.ia.read"));
    sheet.usage::<Gb>("Data moved in (Infrequent Access)", written, sheet.rate("efs.ia.write"));
}

fn archive(files: &Resource<'_>, sheet: &mut Sheet<'_>) {
    let stored = files.usage("archive_storage_gb");
    sheet.usage::<GbMonth>("Storage (Archive)", stored, sheet.rate("efs.storage.archive"));
    let (read, written) = (files.usage("monthly_archive_read_gb"), files.usage("monthly_archive_write_gb"));
    sheet.usage::<Gb>("Data read (Archive)", read, sheet.rate("efs.archive.read"));
    sheet.usage::<Gb>("Data moved in (Archive)", written, sheet.rate("efs.archive.write"));
}

/// Throughput above what the storage brings; a file system whose storage is not given brings none yet.
fn provisioned(files: &Resource<'_>, sheet: &mut Sheet<'_>) {
    let Some(provisioned) = super::declared::required(files, "provisioned_throughput_in_mibps", sheet) else { return };
    let included = files.usage("storage_gb").unwrap_or_default() / Decimal::from(GIB_PER_INCLUDED_MIBPS);
    let billed = provisioned.saturating_sub(included).max(Decimal::ZERO);
    let price = sheet.rate::<MibpsMonth>("efs.throughput.provisioned");
    sheet.fixed("Provisioned throughput", Quantity::new(billed), price);
}
