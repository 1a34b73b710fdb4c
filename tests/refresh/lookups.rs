//! Refreshed prices are what lookups and the catalog answer, each with the folder's source.

use cloudtrim::catalog::{Neighbourhood, price};
use cloudtrim::model::blueprint::Blueprint;
use cloudtrim::model::ids::Region;
use cloudtrim::pricing::PriceBook;
use cloudtrim::refresh::OfferFormat;
use cloudtrim::units::{Gb, GbHour, GbMonth, GbSecond, Hour, Request, ShardHour, Unit, VcpuHour};
use rust_decimal::prelude::ToPrimitive;
use serde_json::{Value, json};

use super::offers::{Product, serve};
use super::{Place, run};

const REGION: &str = "eu-west-2";

fn product(sku: &str, family: &str, usage: &str) -> Product {
    Product::new(sku, family, &format!("EUW2-{usage}"), REGION)
}

fn database(sku: &str, usage: &str, engine: &str, deployment: &str) -> Product {
    product(sku, "Database Instance", usage)
        .with("databaseEngine", engine)
        .with("deploymentOption", deployment)
        .with("licenseModel", "No license required")
        .with("instanceType", "db.t4g.micro")
}

/// A few products of services, as their offers write them. No price is that of AWS.
fn offers() -> Vec<(&'static str, &'static str, Vec<Product>)> {
    let mut offers = databases();
    offers.extend(others());
    offers
}

fn databases() -> Vec<(&'static str, &'static str, Vec<Product>)> {
    let node = product("NODE000000000001", "Cache Instance", "NodeUsage:cache.r7g.large")
        .with("cacheEngine", "Valkey")
        .with("instanceType", "cache.r7g.large");
    let extended = product("NODE000000000002", "Cache Instance", "ExtendedSupportYr3-NodeUsage:cache.r7g.large")
        .with("cacheEngine", "Redis")
        .with("instanceType", "cache.r7g.large");
    let search = product("SEARCH0000000001", "Amazon OpenSearch Service Instance", "ESInstance:m6g.large")
        .with("instanceType", "m6g.large.search");
    let custom = product("DBSTORAGE0000003", "Database Storage", "RDS:GP2-Storage")
        .with("databaseEngine", "Oracle")
        .with("deploymentModel", "Custom")
        .with("deploymentOption", "Single-AZ");
    let storage = |sku, engine| {
        product(sku, "Database Storage", "RDS:GP2-Storage")
            .with("databaseEngine", engine)
            .with("deploymentOption", "Single-AZ")
    };
    vec![
        (
            "AmazonRDS",
            REGION,
            vec![
                database("DBMYSQL000000001", "Multi-AZUsage:db.t4g.micro", "MySQL", "Multi-AZ").price("Hrs", "0.5"),
                database("DBPOSTGRES000001", "InstanceUsage:db.t4g.micro", "PostgreSQL", "Single-AZ")
                    .price("Hrs", "0.25")
                    .partly_upfront("Hrs", "0.0625", "26280"),
                database("DBAURORA00000001", "InstanceUsageIOOptimized:db.t4g.micro", "Aurora MySQL", "Single-AZ")
                    .price("Hrs", "0.75"),
                storage("DBSTORAGE0000001", "MySQL").price("GB-Mo", "0.5"),
                storage("DBSTORAGE0000002", "PostgreSQL").price("GB-Mo", "0.5"),
                custom.price("GB-Mo", "9"),
                product("AURORAIO00000001", "System Operation", "Aurora:StorageIOUsage").price("IOs", "0.000001"),
            ],
        ),
        (
            "AmazonElastiCache",
            REGION,
            vec![node.price("Hrs", "0.5").partly_upfront("Hrs", "0.125", "26280"), extended.price("Hrs", "9")],
        ),
        ("AmazonES", REGION, vec![search.price("Hrs", "0.375").reserved("8760")]),
    ]
}

fn others() -> Vec<(&'static str, &'static str, Vec<Product>)> {
    let gateway = |sku, usage| product(sku, "API Calls", usage);
    let key = |sku: &str, usage: &str, family| Product::new(sku, family, &format!("eu-west-2-{usage}"), REGION);
    let shard = |sku, usage, operation| product(sku, "Kinesis Streams", usage).with("operation", operation);
    let file_access = |sku, access| product(sku, "Storage", "IADataAccess-Bytes").with("accessType", access);
    vec![
        (
            "AmazonECS",
            REGION,
            vec![
                product("FARGATE000000001", "Compute", "Fargate-vCPU-Hours:perCPU").price("hours", "0.5"),
                product("FARGATE000000002", "Compute", "Fargate-GB-Hours").price("hours", "0.25"),
            ],
        ),
        (
            "AWSQueueService",
            REGION,
            vec![
                product("QUEUE00000000001", "API Request", "Requests-Tier1")
                    .tier("0", "100000000000", "Requests", "0.0000008")
                    .tier("100000000000", "Inf", "Requests", "0.0000007"),
            ],
        ),
        (
            "AmazonApiGateway",
            REGION,
            vec![
                gateway("GATEWAY000000001", "ApiGatewayRequest").price("Requests", "0.000004"),
                product("GATEWAY000000002", "Amazon API Gateway Cache", "ApiGatewayCacheUsage:1.55GB")
                    .with("cacheMemorySizeGb", "1.6")
                    .price("Hrs", "0.5"),
            ],
        ),
        (
            "awskms",
            REGION,
            vec![
                key("KEY0000000000001", "KMS-Keys", "Encryption Key").price("Keys", "2"),
                key("KEY0000000000002", "KMS-Requests", "API Request").price("Requests", "0.000006"),
            ],
        ),
        (
            "AmazonKinesis",
            REGION,
            vec![shard("SHARD00000000001", "Storage-ShardHour", "shardHourStorage").price("ShardHour", "0.5")],
        ),
        (
            "AmazonEFS",
            REGION,
            vec![
                product("FILES00000000001", "Storage", "TimedStorage-ByteHrs").price("GB-Mo", "0.5"),
                file_access("FILES00000000002", "Read").price("GB", "0.0625"),
                file_access("FILES00000000003", "Write").price("GB", "0.125"),
            ],
        ),
        (
            "AmazonStates",
            REGION,
            vec![
                product("WORKFLOW00000001", "AWS Step Functions", "StepFunctions-GB-Second")
                    .tier("0", "3600000", "GB-Second", "0.00002")
                    .tier("3600000", "Inf", "GB-Second", "0.00001"),
            ],
        ),
        (
            "AWSLambda",
            REGION,
            vec![product("FUNCTION00000001", "Serverless", "Lambda-GB-Second").price("Lambda-GB-Second", "0.00002")],
        ),
    ]
}

fn refreshed(format: OfferFormat) -> PriceBook {
    let server = serve(&offers());
    let place = Place::new();
    let mut options = place.options(&server, &[], &[REGION]);
    options.format = format;
    let refreshed = run(&options);
    for offer in &refreshed.offers {
        assert_eq!(offer.counts.refused, Vec::<String>::new(), "{}", offer.service);
    }
    assert!(refreshed.skipped.iter().any(|line| line == "AmazonMQ is not in the index of offers"));
    PriceBook::with_folder(&place.out()).unwrap()
}

/// The tiers of an item: from which quantity, dollars. All of them come from the folder.
fn tiers<U: Unit>(book: &PriceBook, service: &str, item: &str) -> Vec<(f64, f64)> {
    let rate = book.rate::<U>(service, &Region::from(REGION), item).unwrap();
    let tiers = rate.tiers.iter().map(|(from, price)| {
        assert!(price.source.source.starts_with("AWS Price List "), "{price:?}");
        (from.amount().to_f64().unwrap(), price.unit_price.usd_per_unit().to_f64().unwrap())
    });
    tiers.collect()
}

#[test]
fn tables_by_region_answer_refreshed_prices() {
    for format in [OfferFormat::Csv, OfferFormat::Json] {
        let book = refreshed(format);
        let here = Region::from(REGION);
        for (table, item, usd) in [
            ("AmazonRDS/on-demand", "db.t4g.micro mysql none multi-az", "0.5"),
            ("AmazonRDS/on-demand", "db.t4g.micro postgres none single-az", "0.25"),
            ("AmazonRDS/on-demand", "db.t4g.micro aurora-mysql none single-az-io-optimized", "0.75"),
            ("AmazonElastiCache/on-demand", "cache.r7g.large valkey", "0.5"),
            // A dollar an hour upfront.
            ("AmazonElastiCache/reserved", "cache.r7g.large valkey 3yr partial-upfront", "1.125"),
            ("AmazonES/on-demand", "m6g.large.search", "0.375"),
            ("AmazonES/reserved", "m6g.large.search 1yr all-upfront", "1"),
        ] {
            let price = book.hourly(table, &here, item).unwrap();
            assert_eq!(price.unit_price, usd.parse().unwrap(), "{item}");
            assert!(price.source.source.starts_with("AWS Price List "), "{price:?}");
        }
        let redis = book.hourly("AmazonElastiCache/on-demand", &here, "cache.r7g.large redis").unwrap();
        assert!(!redis.source.source.starts_with("AWS Price List "), "extended support is no node");
    }
}

#[test]
fn typed_lookups_answer_refreshed_prices() {
    for format in [OfferFormat::Csv, OfferFormat::Json] {
        let book = &refreshed(format);
        let storage = tiers::<GbMonth>(book, "AmazonRDS", "rds.storage.single_az.gp2");
        assert_eq!(storage, [(0.0, 0.5)], "that of RDS Custom is another");
        assert_eq!(tiers::<Request>(book, "AmazonRDS", "rds.aurora.io"), [(0.0, 0.000_001)]);
        let reserved = "rds.reserved.postgres.none.db.t4g.micro.single-az.3yr.partial-upfront";
        assert_eq!(tiers::<Hour>(book, "AmazonRDS", reserved), [(0.0, 0.0625)], "without what is paid upfront");
        assert_eq!(tiers::<VcpuHour>(book, "AmazonECS", "ecs.fargate.linux_x86.vcpu"), [(0.0, 0.5)]);
        let requests = tiers::<Request>(book, "AWSQueueService", "sqs.request.standard");
        assert_eq!(requests, [(0.0, 0.000_000_8), (1e11, 0.000_000_7)]);
        assert_eq!(tiers::<Request>(book, "AmazonApiGateway", "apigateway.rest.request"), [(0.0, 0.000_004)]);
        assert_eq!(tiers::<Hour>(book, "AmazonApiGateway", "apigateway.cache.1.6gb"), [(0.0, 0.5)]);
        assert_eq!(tiers::<Request>(book, "awskms", "kms.request.symmetric"), [(0.0, 0.000_006)]);
        assert_eq!(tiers::<ShardHour>(book, "AmazonKinesis", "kinesis.provisioned.shard"), [(0.0, 0.5)]);
        assert_eq!(tiers::<Gb>(book, "AmazonEFS", "efs.ia.read"), [(0.0, 0.0625)]);
        assert_eq!(tiers::<Gb>(book, "AmazonEFS", "efs.ia.write"), [(0.0, 0.125)]);
        let duration = tiers::<GbHour>(book, "AmazonStates", "stepfunctions.express.duration");
        assert_eq!(duration, [(0.0, 0.072), (1_000.0, 0.036)], "published by the GB-second, priced by the GB-hour");
        assert_eq!(tiers::<GbSecond>(book, "AWSLambda", "lambda.duration.x86"), [(0.0, 0.000_02)]);
    }
}

#[test]
fn the_catalog_prices_with_them() {
    let book = refreshed(OfferFormat::Csv);
    let cases: Vec<(&str, Value, Value, &str, f64)> = vec![
        (
            "aws_db_instance",
            json!({"engine": "mysql", "instance_class": "db.t4g.micro", "multi_az": true, "allocated_storage": 20}),
            json!({}),
            "Instance (on-demand, mysql, Multi-AZ, db.t4g.micro)",
            365.0,
        ),
        (
            "aws_db_instance",
            json!({"engine": "postgres", "instance_class": "db.t4g.micro", "allocated_storage": 20}),
            json!({}),
            "Instance (on-demand, postgres, Single-AZ, db.t4g.micro)",
            182.5,
        ),
        (
            "aws_elasticache_cluster",
            json!({"engine": "valkey", "node_type": "cache.r7g.large"}),
            json!({}),
            "Node (on-demand, valkey, cache.r7g.large)",
            365.0,
        ),
        (
            "aws_elasticache_cluster",
            json!({"engine": "valkey", "node_type": "cache.r7g.large"}),
            json!({"reserved_instance_term": "3_year", "reserved_instance_payment_option": "partial_upfront"}),
            "Node (reserved 3yr partial-upfront spread over the term, valkey, cache.r7g.large)",
            821.25,
        ),
        (
            "aws_opensearch_domain",
            json!({"cluster_config": [{"instance_type": "m6g.large.search", "instance_count": 2}]}),
            json!({}),
            "Instance (on-demand, m6g.large.search)",
            547.5,
        ),
        ("aws_sqs_queue", json!({}), json!({"monthly_requests": 1e6}), "Requests", 0.8),
        ("aws_kms_key", json!({}), json!({}), "Customer managed key", 2.0),
        ("aws_efs_file_system", json!({}), json!({"storage_gb": 10}), "Storage", 5.0),
        (
            "aws_kinesis_stream",
            json!({"shard_count": 2, "stream_mode_details": [{"stream_mode": "PROVISIONED"}]}),
            json!({}),
            "Shards",
            730.0,
        ),
    ];
    for (type_name, attributes, usage, line, monthly) in cases {
        let (Value::Object(attributes), Value::Object(usage)) = (attributes, usage) else { panic!("no objects") };
        let blueprint = Blueprint {
            address: format!("{type_name}.it"),
            type_name: type_name.to_owned(),
            region: Some(REGION.into()),
            attributes,
            usage,
            ..Blueprint::default()
        };
        let blueprints = [blueprint];
        let priced = price(&blueprints[0], &Neighbourhood::new(&blueprints), &book, None).unwrap();
        let names: Vec<_> = priced.lines.iter().map(|line| line.name.clone()).collect();
        let Some(found) = priced.lines.iter().find(|found| found.name.starts_with(line)) else {
            panic!("{type_name} has no {line}: {names:?} {:?}", priced.gaps)
        };
        let found_monthly = found.monthly.unwrap().to_f64();
        assert!((found_monthly - monthly).abs() < 1e-9, "{type_name} {line}: ${found_monthly}, not ${monthly}");
        let source = &found.price.as_ref().unwrap().source;
        assert!(source.starts_with("AWS Price List ") && source.ends_with(REGION), "{type_name} {line}: {source}");
    }
}

#[test]
fn transfer_between_regions_has_the_names_that_are_looked_up() {
    let to = |sku: &str, from: &str, code: &str, to: &str, usd| {
        let prefix = if from == "us-east-1" { "USE1-" } else { "EUW2-" };
        Product::new(sku, "Data Transfer", &format!("{prefix}{code}-AWS-Out-Bytes"), "")
            .with("transferType", "InterRegion Outbound")
            .with("fromLocationType", "AWS Region")
            .with("toLocationType", "AWS Region")
            .with("fromRegionCode", from)
            .with("toRegionCode", to)
            .price("GB", usd)
    };
    let virginia = vec![
        to("TRANSFER00000001", "us-east-1", "USE2", "us-east-2", "0.5"),
        to("TRANSFER00000002", "us-east-1", "EU", "eu-west-1", "0.25"),
        to("TRANSFER00000003", "us-east-1", "APN1", "ap-northeast-1", "0.25"),
    ];
    let london = vec![
        to("TRANSFER00000004", "eu-west-2", "EU", "eu-west-1", "0.125"),
        to("TRANSFER00000005", "eu-west-2", "USE1", "us-east-1", "0.0625"),
    ];
    let server = serve(&[("AWSDataTransfer", "us-east-1", virginia), ("AWSDataTransfer", "eu-west-2", london)]);
    let place = Place::new();
    let refreshed = run(&place.options(&server, &["AWSDataTransfer"], &["us-east-1", "eu-west-2"]));
    let refused: Vec<_> = refreshed.offers.iter().flat_map(|offer| offer.counts.refused.clone()).collect();
    // Where prices differ by destination, none is taken for all.
    assert_eq!(refused, ["datatransfer.out.interregion.other in eu-west-2: has several prices from 0"]);
    let book = PriceBook::with_folder(&place.out()).unwrap();
    for (region, item, usd) in [
        ("us-east-1", "us_east_regions", "0.5"),
        ("us-east-1", "other", "0.25"),
        ("us-east-1", "ap-northeast-1", "0.25"),
        ("eu-west-2", "us-east-1", "0.0625"),
    ] {
        let item = format!("datatransfer.out.interregion.{item}");
        let rate = book.rate::<Gb>("AWSDataTransfer", &Region::from(region), &item).unwrap();
        assert_eq!(rate.tiers[0].1.unit_price, usd.parse().unwrap(), "{region} {item}");
    }
}
