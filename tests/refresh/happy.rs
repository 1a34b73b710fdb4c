//! What a refresh brings when all goes well.

use cloudtrim::model::ids::Region;
use cloudtrim::model::vocabulary::{Platform, Tenancy, VolumeType};
use cloudtrim::pricing::{ChangeKind, PriceBook};
use cloudtrim::refresh::OfferFormat;

use super::offers::{ec2, load_balancers, path, serve, tables};
use super::{Place, run, text_of};

#[test]
fn the_folder_as_it_is_written() {
    let server = serve(&[
        ("AmazonEC2", "us-east-1", ec2("us-east-1", "")),
        ("AmazonEC2", "eu-west-2", ec2("eu-west-2", "EUW2-")),
        ("AWSELB", "us-east-1", load_balancers("us-east-1", "", "0.0225000000")),
        ("AWSELB", "eu-west-2", load_balancers("eu-west-2", "EUW2-", "0.0264600000")),
        ("AmazonDynamoDB", "us-east-1", tables("us-east-1", "")),
    ]);
    let place = Place::new();
    let options = place.options(&server, &["AmazonEC2", "AWSELB", "AmazonDynamoDB"], &["us-east-1", "eu-west-2"]);
    let refreshed = run(&options);
    insta::with_settings!({filters => vec![(r#""sha256": "[0-9a-f]{64}""#, r#""sha256": "…""#)]}, {
        insta::assert_snapshot!("folder", text_of(&place.out()));
    });
    assert_eq!(refreshed.skipped, ["AmazonDynamoDB has no offer in eu-west-2"]);
    let ec2 = &refreshed.offers[0];
    assert_eq!((ec2.service.as_str(), ec2.head.version.as_str()), ("AmazonEC2", "20261101000000"));
    assert_eq!((ec2.counts.read, ec2.counts.not_on_demand, ec2.counts.refused.len()), (15, 0, 0));
    assert_eq!(ec2.counts.unmapped.values().sum::<u64>(), 3, "unused, SQL Server, a host: {:?}", ec2.counts);
    let elb = refreshed.offers.iter().find(|offer| offer.service == "AWSELB").unwrap();
    assert_eq!((elb.counts.outposts, elb.counts.unmapped.get("Load Balancer-Application")), (1, Some(&1)));
    assert!(std::fs::read_dir(place.cache()).unwrap().all(|entry| entry.unwrap().file_name() == "lock"), "cleaned");
}

#[test]
fn lookups_take_the_refreshed_price_and_else_the_embedded_one() {
    let server = serve(&[("AmazonEC2", "us-east-1", ec2("us-east-1", ""))]);
    let place = Place::new();
    run(&place.options(&server, &["AmazonEC2"], &["us-east-1"]));
    let book = PriceBook::with_folder(&place.out()).unwrap();
    let here = Region::from("us-east-1");
    let linux = |region, kind| book.ec2_on_demand(region, kind, &Platform::Linux, &Tenancy::Shared).unwrap();
    let price = linux(&here, "m5.large");
    assert_eq!(price.source.source, "AWS Price List AmazonEC2 20261101000000 us-east-1");
    assert_eq!((price.source.as_of.as_str(), price.source.sku.as_deref()), ("2026-11-21", Some("M5LARGE000000001")));
    assert_eq!(linux(&here, "m5.xlarge").source.as_of, "2026-10-15", "the offer had no m5.xlarge");
    let elsewhere = Region::from("eu-west-1");
    assert_eq!(linux(&elsewhere, "m5.large").source.as_of, "2026-10-15", "another region");
    let windows = book.ec2_on_demand(&here, "m5.large", &Platform::Windows, &Tenancy::Shared).unwrap();
    assert_eq!(windows.source.as_of, "2026-11-21");
    let dedicated = book.ec2_on_demand(&here, "m5.large", &Platform::Linux, &Tenancy::Dedicated).unwrap();
    assert_eq!(dedicated.unit_price, "0.106".parse().unwrap());
    let reserved = book.hourly("AmazonEC2/reserved", &here, "m5.large linux standard 1yr all_upfront").unwrap();
    assert_eq!(reserved.unit_price, "0.0565068493".parse().unwrap(), "495 over 8,760 hours");
    // Published by the GiB/s, priced by the MiB/s.
    assert_eq!(book.ebs_throughput(&here, &VolumeType::Gp3).unwrap().unit_price, "0.04".parse().unwrap());
    let iops = book.ebs_iops(&here, &VolumeType::Io2).unwrap();
    assert_eq!(iops.tiers.len(), 3, "all tiers come from the folder, where the embedded book has one");
    assert!(iops.tiers.iter().all(|(_, price)| price.source.as_of == "2026-11-21"));
}

#[test]
fn json_and_csv_agree() {
    let offers = [
        ("AmazonEC2", "eu-west-2", ec2("eu-west-2", "EUW2-")),
        ("AmazonDynamoDB", "eu-west-2", tables("eu-west-2", "EUW2-")),
    ];
    let server = serve(&offers);
    let (one, other) = (Place::new(), Place::new());
    let services = ["AmazonEC2", "AmazonDynamoDB"];
    run(&one.options(&server, &services, &["eu-west-2"]));
    let mut options = other.options(&server, &services, &["eu-west-2"]);
    options.format = OfferFormat::Json;
    run(&options);
    assert_eq!(text_of(&one.out()), text_of(&other.out()));
    assert!(server.ranges(&path("AmazonEC2", "eu-west-2", "json")).len() == 1);
}

#[test]
fn a_second_refresh_replaces_what_it_names_and_keeps_the_rest() {
    let elb = |hour| load_balancers("us-east-1", "", hour);
    let server =
        serve(&[("AWSELB", "us-east-1", elb("0.0225000000")), ("AmazonEC2", "us-east-1", ec2("us-east-1", ""))]);
    let place = Place::new();
    run(&place.options(&server, &["AWSELB", "AmazonEC2"], &["us-east-1"]));

    let mut cheaper = elb("0.0200000000");
    cheaper.remove(1);
    let server = serve(&[("AWSELB", "us-east-1", cheaper)]);
    // The regions of the folder, since none is named.
    let refreshed = run(&place.options(&server, &["AWSELB"], &[]));
    let changed: Vec<_> = refreshed.changes.iter().map(|change| (change.kind, change.item.as_str())).collect();
    assert_eq!(changed, [(ChangeKind::Changed, "elb.alb.hour"), (ChangeKind::Gone, "elb.alb.lcu")]);
    assert_eq!(refreshed.changes[0].change_percent.map(f64::round), Some(-11.0));
    let text = text_of(&place.out());
    assert!(text.contains("elb.alb.hour,0,Inf,Hrs,0.02,AWSELB-"), "{text}");
    assert!(text.contains("m5.large,linux,shared,0.096"), "EC2 is as it was: {text}");
}

#[test]
fn a_dry_run_compares_and_writes_nothing() {
    let server = serve(&[("AWSELB", "us-east-1", load_balancers("us-east-1", "", "0.0300000000"))]);
    let place = Place::new();
    let mut options = place.options(&server, &["AWSELB"], &["us-east-1"]);
    options.dry_run = true;
    assert_eq!(run(&options).changes.len(), 1, "capacity units cost what the embedded book says");
    assert!(!place.out().exists());
}

#[test]
fn refreshing_twice_gives_the_same_bytes_and_no_change() {
    let server = serve(&[("AmazonEC2", "us-east-1", ec2("us-east-1", ""))]);
    let place = Place::new();
    let options = place.options(&server, &["AmazonEC2"], &["us-east-1"]);
    run(&options);
    let first = text_of(&place.out());
    assert!(run(&options).changes.is_empty());
    assert_eq!(text_of(&place.out()), first);
}
