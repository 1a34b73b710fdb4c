//! What a refresh brings has the names, files and units of the embedded book.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use cloudtrim::pricing::{FolderRow, PriceFolder, mapped_services, unmapped_services};

type Line = BTreeMap<String, String>;

/// Items that lookups name and no embedded file has: service, item, who asks.
const LOOKED_UP: &[(&str, &str, &str)] = &[
    ("AWSDatabaseMigrationSvc", "dms.instance.{instanceType}.single-az", "instances in one zone"),
    ("AWSDatabaseMigrationSvc", "dms.storage.single-az", "instances in one zone"),
    ("AmazonEC2", "ec2.cpu_credits.{*}.rhel", "credits of RHEL"),
    ("AmazonEC2", "ec2.cpu_credits.{*}.suse", "credits of SUSE"),
    ("AmazonEC2", "{instanceType} linux dedicated", "Dedicated Instances"),
    ("AmazonEC2", "{instanceType} rhel dedicated", "Dedicated Instances"),
    ("AmazonEC2", "{instanceType} rhel-ha dedicated", "Dedicated Instances"),
    ("AmazonEC2", "{instanceType} suse dedicated", "Dedicated Instances"),
    ("AmazonEC2", "{instanceType} windows dedicated", "Dedicated Instances"),
    ("AmazonEFS", "efs.archive.read", "the Archive class"),
    ("AmazonEFS", "efs.archive.write", "the Archive class"),
    ("AmazonRDS", "rds.iops.multi_az.io2", "io2 volumes"),
    ("AmazonRDS", "rds.iops.single_az.io2", "io2 volumes"),
    (
        "AmazonRDS",
        "rds.reserved.aurora-postgresql.none.{instanceType}.single-az.{term}.{payment}",
        "reserved databases",
    ),
    ("AmazonRDS", "rds.reserved.mariadb.none.{instanceType}.multi-az.{term}.{payment}", "reserved databases"),
    ("AmazonRDS", "rds.reserved.mariadb.none.{instanceType}.single-az.{term}.{payment}", "reserved databases"),
    ("AmazonRDS", "rds.reserved.mysql.none.{instanceType}.multi-az.{term}.{payment}", "reserved databases"),
    ("AmazonRDS", "rds.reserved.postgres.none.{instanceType}.single-az.{term}.{payment}", "reserved databases"),
    ("AmazonRDS", "{instanceType} aurora-mysql none single-az-io-optimized", "I/O-Optimized clusters"),
    ("AmazonRDS", "{instanceType} aurora-postgresql none single-az-io-optimized", "I/O-Optimized clusters"),
    ("AmazonRDS", "{instanceType} oracle-se bring-your-own-license multi-az", "older Oracle editions"),
    ("AmazonRDS", "{instanceType} oracle-se bring-your-own-license single-az", "older Oracle editions"),
    ("AmazonRDS", "{instanceType} oracle-se1 bring-your-own-license multi-az", "older Oracle editions"),
    ("AmazonRDS", "{instanceType} oracle-se1 bring-your-own-license single-az", "older Oracle editions"),
    ("AmazonRDS", "{instanceType} oracle-se1 license-included multi-az", "older Oracle editions"),
    ("AmazonRDS", "{instanceType} oracle-se1 license-included single-az", "older Oracle editions"),
    ("AmazonRDS", "{instanceType} sqlserver-ee license-included multi-az", "SQL Server in two zones"),
    ("AmazonRDS", "{instanceType} sqlserver-se license-included multi-az", "SQL Server in two zones"),
    ("awskms", "kms.request.data_key_pair.rsa", "RSA data key pairs"),
];

fn lines() -> Vec<Line> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("pricing/offers.csv");
    csv::Reader::from_path(path).unwrap().deserialize().map(Result::unwrap).collect()
}

/// Whether an item is one that the template stands for: each name in braces is a word or a part of one.
fn is_of(template: &str, item: &str) -> bool {
    let Some((before, rest)) = template.split_once('{') else { return template == item };
    let Some(item) = item.strip_prefix(before) else { return false };
    let after = rest.split_once('}').unwrap().1;
    let ends = item.char_indices().skip(1).map(|(at, _)| at).chain([item.len()]);
    let mut ends = ends.take_while(|end| !item[..*end].contains(' ')).filter(|end| *end > 0);
    ends.any(|end| is_of(after, &item[end..]))
}

/// The file of a row as the table of offers writes it.
fn file(row: &FolderRow) -> String {
    let split = row.file.split('/').count() == 3;
    if split { row.file.replace(&format!("/{}.csv", row.region), "/{region}.csv") } else { row.file.to_string() }
}

#[test]
fn every_item_of_the_table_of_offers_is_one_of_the_book_in_its_file_and_unit() {
    let book = PriceFolder::embedded();
    let mut of_service: BTreeMap<&str, BTreeSet<(String, String, &str)>> = BTreeMap::new();
    for row in book.rows() {
        of_service.entry(row.service()).or_default().insert((file(row), row.item.to_string(), &row.unit));
    }
    let mut new = BTreeSet::new();
    let mut mapped: BTreeSet<(&str, &str)> = BTreeSet::new();
    let lines = lines();
    for line in &lines {
        let (service, template) = (line["service"].as_str(), line["item"].as_str());
        let known = of_service[service].iter().filter(|(file, ..)| *file == line["file"]);
        let known: Vec<_> = known.filter(|(_, item, _)| is_of(template, item)).collect();
        if known.is_empty() {
            new.insert((service, template));
        }
        for (_, item, unit) in known {
            assert_eq!(line["unit"], *unit, "{service} {item}");
            mapped.insert((service, item));
        }
        for (file, item, _) in of_service[service].iter().filter(|(_, item, _)| *item == template) {
            assert_eq!(line["file"], *file, "{service} {item}");
        }
    }
    let looked_up: BTreeSet<_> = LOOKED_UP.iter().map(|(service, item, _)| (*service, *item)).collect();
    assert_eq!(new, looked_up, "items that no lookup finds, or reasons that are no longer needed");

    let services = mapped_services();
    let stays: BTreeSet<String> = of_service
        .iter()
        .filter(|(service, _)| services.contains(service))
        .flat_map(|(service, rows)| rows.iter().map(move |(_, item, _)| (*service, item.as_str())))
        .filter(|key| !mapped.contains(key))
        .map(|(service, item)| format!("{service} {item}"))
        .collect();
    insta::assert_snapshot!("stays", stays.into_iter().collect::<Vec<_>>().join("\n"));
}

#[test]
fn services_that_are_not_mapped_are_named_in_the_documentation() {
    let text = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/prices.md")).unwrap();
    for service in mapped_services().into_iter().chain(unmapped_services()) {
        assert!(text.contains(service), "docs/prices.md does not say what becomes of {service}");
    }
    assert!(unmapped_services().contains(&"AmazonCloudFront"));
}
