//! Offer files in the structure of the AWS Price List, the same prices as CSV and as JSON.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use super::server::Server;

/// How an attribute is called in CSV and in JSON.
const NAMES: &[(&str, &str)] = &[
    ("Product Family", "productFamily"),
    ("Location Type", "locationType"),
    ("Instance Type", "instanceType"),
    ("Tenancy", "tenancy"),
    ("Operating System", "operatingSystem"),
    ("License Model", "licenseModel"),
    ("usageType", "usagetype"),
    ("operation", "operation"),
    ("CapacityStatus", "capacitystatus"),
    ("MarketOption", "marketoption"),
    ("Pre Installed S/W", "preInstalledSw"),
    ("Region Code", "regionCode"),
    ("Group", "group"),
    ("Database Engine", "databaseEngine"),
    ("Database Edition", "databaseEdition"),
    ("Deployment Option", "deploymentOption"),
    ("Deployment Model", "deploymentModel"),
    ("Cache Engine", "cacheEngine"),
    ("Cache Memory Size (GB)", "cacheMemorySizeGb"),
    ("Access Type", "accessType"),
    ("Event Type", "eventType"),
    ("Availability Zone", "availabilityZone"),
    ("Storage Media", "storageMedia"),
    ("Storage Family", "storageFamily"),
    ("Storage Type", "storageType"),
    ("File System Type", "fileSystemType"),
    ("Size", "size"),
    ("Type", "type"),
    ("Transfer Type", "transferType"),
    ("From Region Code", "fromRegionCode"),
    ("From Location Type", "fromLocationType"),
    ("To Region Code", "toRegionCode"),
    ("To Location Type", "toLocationType"),
];

/// The attribute of a name in any case.
pub(super) fn attribute(name: &str) -> &'static str {
    let found = NAMES.iter().map(|(_, json)| *json).find(|json| json.eq_ignore_ascii_case(name));
    found.unwrap_or_else(|| panic!("{name} has no name in CSV"))
}

/// A product and its prices.
#[derive(Clone, Debug)]
pub(super) struct Product {
    pub(super) sku: String,
    /// By the name in JSON.
    pub(super) attributes: BTreeMap<&'static str, String>,
    prices: Vec<Price>,
}

#[derive(Clone, Debug)]
struct Price {
    term: &'static str,
    code: &'static str,
    begin: &'static str,
    end: &'static str,
    unit: &'static str,
    usd: &'static str,
}

impl Product {
    pub(super) fn new(sku: &str, family: &str, usage: &str, region: &str) -> Self {
        let attributes = [
            ("productFamily", family),
            ("usagetype", usage),
            ("regionCode", region),
            ("locationType", "AWS Region"),
            ("operation", ""),
        ];
        let attributes = attributes.map(|(name, value)| (name, value.to_owned())).into();
        Self { sku: sku.to_owned(), attributes, prices: Vec::new() }
    }

    pub(super) fn with(mut self, name: &'static str, value: &str) -> Self {
        assert!(NAMES.iter().any(|(_, json)| *json == name), "{name}");
        self.attributes.insert(name, value.to_owned());
        self
    }

    /// On demand.
    pub(super) fn price(self, unit: &'static str, usd: &'static str) -> Self {
        self.tier("0", "Inf", unit, usd)
    }

    pub(super) fn tier(
        mut self,
        begin: &'static str,
        end: &'static str,
        unit: &'static str,
        usd: &'static str,
    ) -> Self {
        self.prices.push(Price { term: "OnDemand", code: "JRTCKXETXF", begin, end, unit, usd });
        self
    }

    /// One year, standard, all upfront.
    pub(super) fn reserved(mut self, usd: &'static str) -> Self {
        self.prices.push(Price { term: "Reserved", code: "6QCMYABX3D", begin: "", end: "", unit: "Quantity", usd });
        self
    }

    /// Three years, standard, partly upfront.
    pub(super) fn partly_upfront(mut self, unit: &'static str, hourly: &'static str, upfront: &'static str) -> Self {
        let price = |begin, end, unit, usd| Price { term: "Reserved", code: "38NPMPTW36", begin, end, unit, usd };
        self.prices.push(price("0", "Inf", unit, hourly));
        self.prices.push(price("", "", "Quantity", upfront));
        self
    }
}

/// An instance type as EC2's offer has it.
pub(super) fn instance(sku: &str, kind: &str, region: &str, prefix: &str, os: &str, tenancy: &str) -> Product {
    let usage = if tenancy == "Dedicated" { "DedicatedUsage" } else { "BoxUsage" };
    Product::new(sku, "Compute Instance", &format!("{prefix}{usage}:{kind}"), region)
        .with("instanceType", kind)
        .with("tenancy", tenancy)
        .with("operatingSystem", os)
        .with("licenseModel", "No License required")
        .with("capacitystatus", "Used")
        .with("marketoption", "OnDemand")
        .with("preInstalledSw", "NA")
}

/// Lines as AWS writes them; `leave_out` is a column that this file does not have.
pub(super) fn csv(service: &str, products: &[Product], leave_out: Option<&str>) -> String {
    let mut lines = vec![
        "\"FormatVersion\",\"v1.0\"".to_owned(),
        "\"Disclaimer\",\"Written by a test, with a comma.\"".to_owned(),
        "\"Publication Date\",\"2026-11-01T00:00:00Z\"".to_owned(),
        format!("\"Version\",\"{VERSION}\""),
        format!("\"OfferCode\",\"{service}\""),
    ];
    let fixed = [
        "SKU",
        "OfferTermCode",
        "RateCode",
        "TermType",
        "PriceDescription",
        "EffectiveDate",
        "StartingRange",
        "EndingRange",
        "Unit",
        "PricePerUnit",
        "Currency",
        // As if AWS had added one.
        "Carbon Footprint",
    ];
    let used: BTreeSet<_> = products.iter().flat_map(|product| product.attributes.keys()).collect();
    let columns: Vec<_> = NAMES.iter().filter(|(_, json)| used.contains(json)).collect();
    let line = |cells: Vec<(&str, String)>| -> String {
        let cells = cells.into_iter().filter(|(name, _)| leave_out != Some(*name));
        cells.map(|(_, cell)| format!("\"{cell}\"")).collect::<Vec<_>>().join(",")
    };
    let header = fixed.iter().copied().chain(columns.iter().map(|(csv, _)| *csv));
    lines.push(line(header.map(|name| (name, name.to_owned())).collect()));
    for product in products {
        for price in &product.prices {
            let rate = format!("{}.{}.6YS6EN2CT7", product.sku, price.code);
            let text = format!("${} per {}", price.usd, price.unit);
            let values = [
                &product.sku,
                price.code,
                &rate,
                price.term,
                &text,
                "2026-11-01",
                price.begin,
                price.end,
                price.unit,
                price.usd,
                "USD",
                "unknown",
            ];
            let mut cells: Vec<(&str, String)> = fixed.into_iter().zip(values.map(str::to_owned)).collect();
            cells.extend(
                columns.iter().map(|(csv, json)| (*csv, product.attributes.get(json).cloned().unwrap_or_default())),
            );
            lines.push(line(cells));
        }
    }
    lines.join("\n") + "\n"
}

/// The same as JSON; `terms_first` turns its two halves round.
pub(super) fn json(service: &str, products: &[Product], terms_first: bool) -> String {
    let mut by_sku = Map::new();
    let mut terms: BTreeMap<&str, Map<String, Value>> = BTreeMap::new();
    for product in products {
        let mut attributes: Map<String, Value> = Map::new();
        for (name, value) in
            product.attributes.iter().filter(|(name, value)| **name != "productFamily" && !value.is_empty())
        {
            attributes.insert((*name).to_owned(), json!(value));
        }
        let family = &product.attributes["productFamily"];
        by_sku.insert(
            product.sku.clone(),
            json!({"sku": product.sku, "productFamily": family, "attributes": attributes}),
        );
        for (at, price) in product.prices.iter().enumerate() {
            let rate = format!("{}.{}.{at}", product.sku, price.code);
            let dimension = json!({"rateCode": rate, "description": "", "beginRange": price.begin,
                "endRange": price.end, "unit": price.unit, "pricePerUnit": {"USD": price.usd}, "appliesTo": []});
            let of_sku = terms.entry(price.term).or_default().entry(product.sku.clone()).or_insert_with(|| json!({}));
            let term = format!("{}.{}", product.sku, price.code);
            let new = || json!({"offerTermCode": price.code, "sku": product.sku, "priceDimensions": {}});
            let term = of_sku.as_object_mut().unwrap().entry(term).or_insert_with(new);
            term["priceDimensions"][&rate] = dimension;
        }
    }
    let head = [
        ("formatVersion", json!("v1.0")),
        ("offerCode", json!(service)),
        ("version", json!(VERSION)),
        ("publicationDate", json!("2026-11-01T00:00:00Z")),
    ];
    let (products, terms) = (("products", Value::Object(by_sku)), ("terms", json!(terms)));
    let halves = if terms_first { [terms, products] } else { [products, terms] };
    let file: Map<String, Value> =
        head.into_iter().chain(halves).map(|(name, value)| (name.to_owned(), value)).collect();
    serde_json::to_string_pretty(&file).unwrap()
}

const VERSION: &str = "20261101000000";

/// Where the offer of a service in a region stands.
pub(super) fn path(service: &str, region: &str, extension: &str) -> String {
    format!("/offers/v1.0/aws/{service}/{VERSION}/{region}/index.{extension}")
}

/// A server with the offers of services and regions, and the indexes that lead to them.
pub(super) fn serve(offers: &[(&str, &str, Vec<Product>)]) -> Server {
    let server = Server::start();
    let mut services = Map::new();
    let names: BTreeSet<&str> = offers.iter().map(|(service, ..)| *service).collect();
    for service in names {
        let index = format!("/offers/v1.0/aws/{service}/current/region_index.json");
        services.insert(service.to_owned(), json!({"offerCode": service, "currentRegionIndexUrl": index}));
        let mut regions = Map::new();
        for (_, region, products) in offers.iter().filter(|(name, ..)| *name == service) {
            regions.insert(
                (*region).to_owned(),
                json!({"regionCode": region, "currentVersionUrl": path(service, region, "json")}),
            );
            server.put(&path(service, region, "csv"), csv(service, products, None));
            server.put(&path(service, region, "json"), json(service, products, false));
        }
        server.put(&index, json!({"formatVersion": "v1.0", "regions": regions}).to_string());
    }
    let index = json!({"formatVersion": "v1.0", "publicationDate": "2026-11-01T00:00:00Z", "offers": services});
    server.put("/offers/v1.0/aws/index.json", index.to_string());
    server
}

/// Load balancers of a region: hours and capacity units.
pub(super) fn load_balancers(region: &str, prefix: &str, hour: &'static str) -> Vec<Product> {
    let alb = |sku: &str, usage: &str| {
        Product::new(sku, "Load Balancer-Application", &format!("{prefix}{usage}"), region)
            .with("operation", "LoadBalancing:Application")
    };
    vec![
        alb("ALBHOUR000000001", "LoadBalancerUsage").price("Hrs", hour),
        alb("ALBLCU0000000001", "LCUUsage").price("LCU-Hrs", "0.0080000000"),
        alb("ALBTRUST00000001", "TS-LoadBalancerUsage").price("Hrs", "0.0050000000"),
        alb("ALBOUTPOST000001", "Outposts-LoadBalancerUsage")
            .with("locationType", "AWS Outposts")
            .price("Hrs", "0.0990000000"),
    ]
}

/// Some of everything that EC2's offer holds.
pub(super) fn ec2(region: &str, prefix: &str) -> Vec<Product> {
    let linux = |sku, tenancy| instance(sku, "m5.large", region, prefix, "Linux", tenancy);
    let volume = |sku, family, usage: &str| Product::new(sku, family, &format!("{prefix}{usage}"), region);
    let unused = linux("UNUSED0000000001", "Shared").with("capacitystatus", "UnusedCapacityReservation");
    let database = instance("SQLWEB0000000001", "m5.large", region, prefix, "Windows", "Shared");
    vec![
        linux("M5LARGE000000001", "Shared").price("Hrs", "0.0960000000").reserved("495"),
        linux("M5LARGEDED000001", "Dedicated").price("Hrs", "0.1060000000"),
        instance("M5LARGEWIN000001", "m5.large", region, prefix, "Windows", "Shared").price("Hrs", "0.1880000000"),
        unused.price("Hrs", "0.0960000000"),
        database.with("preInstalledSw", "SQL Web").price("Hrs", "0.2560000000"),
        instance("HOST000000000001", "m5.large", region, prefix, "Linux", "Host").price("Hrs", "0.0000000000"),
        volume("GP3STORAGE000001", "Storage", "EBS:VolumeUsage.gp3").price("GB-Mo", "0.0800000000"),
        volume("GP3THROUGH000001", "Provisioned Throughput", "EBS:VolumeP-Throughput.gp3")
            .price("GiBps-mo", "40.9600000000"),
        volume("IO2IOPS000000001", "System Operation", "EBS:VolumeP-IOPS.io2").price("IOPS-Mo", "0.0650000000"),
        volume("IO2IOPS000000002", "System Operation", "EBS:VolumeP-IOPS.io2.tier2").price("IOPS-Mo", "0.0455000000"),
        volume("IO2IOPS000000003", "System Operation", "EBS:VolumeP-IOPS.io2.tier3").price("IOPS-Mo", "0.0318500000"),
        volume("T3CREDIT00000001", "CPU Credits", "CPUCredits:t3")
            .with("operatingSystem", "Linux")
            .price("vCPU-Hours", "0.0500000000"),
        volume("NATHOUR000000001", "NAT Gateway", "NatGateway-Hours").price("Hrs", "0.0450000000"),
        volume("NATDATA000000001", "NAT Gateway", "NatGateway-Bytes").price("GB", "0.0450000000"),
    ]
}

/// A table with the free tier of the account in its first tier.
pub(super) fn tables(region: &str, prefix: &str) -> Vec<Product> {
    vec![
        Product::new("DDBWRITE00000001", "Provisioned IOPS", &format!("{prefix}WriteCapacityUnit-Hrs"), region)
            .with("group", "DDB-WriteUnits")
            .tier("0", "18600", "WriteCapacityUnit-Hrs", "0.0000000000")
            .tier("18600", "Inf", "WriteCapacityUnit-Hrs", "0.0006500000"),
    ]
}
