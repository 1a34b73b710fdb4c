//! Every line of `pricing/offers.csv`: a product made for it becomes the item that it names.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use cloudtrim::pricing::{PriceBook, PriceFilter, PriceOrigin};
use rust_decimal::Decimal;

use super::offers::{Product, attribute, serve};
use super::{Place, run};

const REGION: &str = "us-east-1";

type Line = BTreeMap<String, String>;

fn lines() -> Vec<Line> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("pricing/offers.csv");
    let mut reader = csv::Reader::from_path(path).unwrap();
    let lines: Vec<Line> = reader.deserialize().map(Result::unwrap).collect();
    // Lines about other regions than this one have a test of their own.
    lines.into_iter().filter(|line| !line["where"].contains("fromRegionCode")).collect()
}

fn leaked(text: &str) -> &'static str {
    Box::leak(text.to_owned().into_boxed_str())
}

/// What stands for `*` and for the attributes in an item.
fn sample(service: &str) -> &'static str {
    match service {
        "AmazonRDS" | "AmazonDocDB" | "AmazonNeptune" => "db.t3.large",
        "AmazonElastiCache" => "cache.t3.micro",
        "AmazonES" => "m5.large.search",
        "AWSDataTransfer" => "eu-west-2",
        _ => "m5.large",
    }
}

fn first(text: &str) -> &str {
    text.split('|').next().unwrap()
}

/// The attributes of a product that the line is about.
fn attributes(line: &Line) -> BTreeMap<&'static str, String> {
    let service = line["service"].as_str();
    let mut product =
        Product::new("", first(&line["family"]), &first(&line["usage"]).replace('*', sample(service)), "");
    if line["region"] != "global" {
        product = product.with(attribute(&line["region"]), REGION);
    }
    for filter in line["where"].split(';').filter(|filter| !filter.is_empty()) {
        let (name, values) = filter.split_once('=').unwrap();
        product = product.with(attribute(name), first(values));
    }
    for name in line["item"].split('{').skip(1).map(|rest| rest.split_once('}').unwrap().0) {
        if !["*", "class", "term", "payment", "payment_"].contains(&name) {
            product = product.with(attribute(name), sample(service));
        }
    }
    product.attributes
}

fn item(line: &Line) -> String {
    let words = [
        ("{class}", "standard"),
        ("{term}", "3yr"),
        ("{payment}", "partial-upfront"),
        ("{payment_}", "partial_upfront"),
    ];
    let item = words.iter().fold(line["item"].clone(), |item, (name, word)| item.replace(name, word));
    let mut parts = item.split('{');
    let mut text = parts.next().unwrap().to_owned();
    for part in parts {
        text.push_str(sample(&line["service"]));
        text.push_str(part.split_once('}').unwrap().1);
    }
    text
}

#[test]
fn every_line_of_the_table_brings_the_item_that_it_names() {
    let lines = lines();
    assert!(lines.len() > 400, "{}", lines.len());
    let mut products: BTreeMap<&str, Vec<Product>> = BTreeMap::new();
    let mut expected: BTreeMap<(&str, String), Decimal> = BTreeMap::new();
    for line in &lines {
        let attributes = attributes(line);
        let of_service = products.entry(&line["service"]).or_default();
        let (reserved, count) = (!line["term"].is_empty(), of_service.len());
        // One product may price several items.
        let known = of_service
            .iter()
            .position(|product| product.attributes == attributes && product.sku.starts_with('R') == reserved);
        let at = known.unwrap_or_else(|| {
            let sku = format!("{}{count:015}", if reserved { 'R' } else { 'D' });
            let mut product = Product::new(&sku, "", "", "");
            product.attributes = attributes;
            let unit = leaked(first(&line["offer_unit"]));
            let usd = leaked(&format!("0.{:04}", count + 1));
            of_service.push(if reserved {
                product.partly_upfront(unit, usd, "26280")
            } else {
                product.price(unit, usd)
            });
            count
        });
        let offered = Decimal::new(i64::try_from(at + 1).unwrap(), 4);
        let (ours, theirs) = line["scale"].split_once('/').unwrap_or((&line["scale"], "1"));
        let usd = offered * theirs.parse::<Decimal>().unwrap() / ours.parse::<Decimal>().unwrap();
        // 26,280 hours in three years.
        let usd = if line["term"] == "effective" { usd + Decimal::ONE } else { usd };
        expected.insert((&line["service"], item(line)), usd.normalize());
    }
    let offers: Vec<_> = products.into_iter().map(|(service, products)| (service, REGION, products)).collect();
    let server = serve(&offers);
    let place = Place::new();
    let refreshed = run(&place.options(&server, &[], &[REGION]));
    assert_eq!(refreshed.skipped, Vec::<String>::new());
    for offer in &refreshed.offers {
        assert_eq!(offer.counts.refused, Vec::<String>::new(), "{}", offer.service);
        assert_eq!(offer.counts.unmapped, BTreeMap::new(), "{}", offer.service);
    }

    let book = PriceBook::with_folder(&place.out()).unwrap();
    let mut found: BTreeMap<(String, String), BTreeSet<Decimal>> = BTreeMap::new();
    for row in book.list(&PriceFilter::default()).filter(|row| row.origin == PriceOrigin::Folder) {
        assert!(row.region == REGION || row.region == "global", "{row:?}");
        assert!(row.source.starts_with("AWS Price List "), "{row:?}");
        found.entry((row.service, row.item)).or_default().insert(row.usd_per_unit);
    }
    for ((service, item), usd) in expected {
        let Some(prices) = found.remove(&(service.to_owned(), item.clone())) else { panic!("{service} has no {item}") };
        assert!(prices.contains(&usd), "{service} {item}: {prices:?}, not {usd}");
    }
    // One destination is all others too.
    found.remove(&("AWSDataTransfer".to_owned(), "datatransfer.out.interregion.other".to_owned()));
    assert_eq!(found, BTreeMap::new(), "no product brings an item of another line");
}
