//! Networks, servers and files that are not as they should be.

use std::path::Path;

use cloudtrim::refresh::{RefreshOptions, refresh};

use super::offers::{Product, csv, ec2, json, load_balancers, path, serve};
use super::server::{Fault, Server};
use super::{Place, chain, run, text_of};

fn elb() -> Server {
    serve(&[("AWSELB", "us-east-1", load_balancers("us-east-1", "", "0.0225000000"))])
}

fn offer() -> String {
    path("AWSELB", "us-east-1", "csv")
}

fn options(place: &Place, server: &Server) -> RefreshOptions {
    place.options(server, &["AWSELB"], &["us-east-1"])
}

/// What a refresh that must fail says.
fn failure(options: &RefreshOptions) -> String {
    chain(&refresh(options, &cloudtrim::refresh::Silent).expect_err("it is refused"))
}

/// The folder of a refresh without faults.
fn undisturbed() -> String {
    let (place, server) = (Place::new(), elb());
    run(&options(&place, &server));
    text_of(&place.out())
}

fn old_book(folder: &Path) -> String {
    let (place, server) = (Place::new(), serve(&[("AmazonEC2", "us-east-1", ec2("us-east-1", ""))]));
    run(&place.options(&server, &["AmazonEC2"], &["us-east-1"]));
    std::fs::rename(place.out(), folder).unwrap();
    text_of(folder)
}

#[test]
fn cut_off_in_the_middle_it_goes_on_there() {
    let (place, server) = (Place::new(), elb());
    let half = server.length(&offer()) / 2;
    server.faults(&offer(), &[Fault::CutAfter(half), Fault::CutAfter(100)]);
    run(&options(&place, &server));
    let asked = [None, Some(format!("bytes={half}-")), Some(format!("bytes={}-", half + 100))];
    assert_eq!(server.ranges(&offer()), asked);
    assert_eq!(text_of(&place.out()), undisturbed());
}

#[test]
fn a_later_run_goes_on_where_a_failed_one_stopped() {
    let (place, server) = (Place::new(), elb());
    server.faults(&offer(), &[Fault::CutAfter(500)]);
    server.always(&offer(), Some(Fault::Status(503)));
    let said = failure(&options(&place, &server));
    assert!(said.ends_with("answered 503"), "{said}");
    assert!(!place.out().exists());
    server.always(&offer(), None);
    let refreshed = run(&options(&place, &server));
    assert_eq!(server.ranges(&offer()).last(), Some(&Some("bytes=500-".to_owned())));
    assert_eq!(refreshed.offers[0].had, 500);
    assert_eq!(text_of(&place.out()), undisturbed());
}

#[test]
fn a_server_that_ignores_ranges_is_asked_for_the_whole() {
    let (place, server) = (Place::new(), elb());
    server.faults(&offer(), &[Fault::CutAfter(700), Fault::WholeInsteadOfRange]);
    run(&options(&place, &server));
    assert_eq!(text_of(&place.out()), undisturbed());
}

#[test]
fn another_version_is_not_glued_to_the_first() {
    let (place, server) = (Place::new(), elb());
    server.faults(&offer(), &[Fault::CutAfter(700)]);
    server.always(&offer(), Some(Fault::Status(500)));
    failure(&options(&place, &server));
    let dearer = load_balancers("us-east-1", "", "0.0300000000");
    server.put(&offer(), csv("AWSELB", &dearer, None));
    run(&options(&place, &server));
    assert!(text_of(&place.out()).contains("elb.alb.hour,0,Inf,Hrs,0.03,"));
}

#[test]
fn without_an_etag_it_starts_again() {
    let (place, server) = (Place::new(), elb());
    server.etag(&offer(), "W/\"weak\"");
    server.faults(&offer(), &[Fault::CutAfter(700)]);
    run(&options(&place, &server));
    assert_eq!(server.ranges(&offer()), [None, None]);
    assert_eq!(text_of(&place.out()), undisturbed());
}

#[test]
fn busy_servers_are_asked_again() {
    let (place, server) = (Place::new(), elb());
    let busy = [Fault::Status(500), Fault::Status(429), Fault::Status(503)];
    server.faults("/offers/v1.0/aws/index.json", &busy);
    server.faults(&offer(), &busy);
    run(&options(&place, &server));
    assert_eq!(text_of(&place.out()), undisturbed());
}

#[test]
fn what_arrives_altered_is_fetched_again_and_then_refused() {
    let (place, server) = (Place::new(), elb());
    server.faults(&offer(), &[Fault::Altered]);
    run(&options(&place, &server));
    assert_eq!(text_of(&place.out()), undisturbed());

    let (place, server) = (Place::new(), elb());
    server.always(&offer(), Some(Fault::Altered));
    let said = failure(&options(&place, &server));
    assert!(said.contains("arrived altered: its MD5 is "), "{said}");
    assert!(!place.out().exists());
}

#[test]
fn a_file_that_never_ends_is_refused() {
    let (place, server) = (Place::new(), elb());
    server.always(&offer(), Some(Fault::CutAfter(0)));
    let said = failure(&options(&place, &server));
    assert!(said.contains("0 of ") || said.starts_with("cannot reach "), "{said}");
    let (place, server) = (Place::new(), elb());
    server.etag(&offer(), "\"no-md5\"");
    server.always(&offer(), Some(Fault::NoLength));
    let said = failure(&options(&place, &server));
    assert!(said.ends_with("does not say how long it is: it may be cut off"), "{said}");
}

#[test]
fn the_old_book_stays_whole_when_a_later_file_fails() {
    let place = Place::new();
    let before = old_book(&place.out());
    let server = serve(&[
        ("AWSELB", "us-east-1", load_balancers("us-east-1", "", "0.0225000000")),
        ("AmazonEC2", "us-east-1", ec2("us-east-1", "")),
    ]);
    server.always(&path("AmazonEC2", "us-east-1", "csv"), Some(Fault::Status(404)));
    let said = failure(&place.options(&server, &["AWSELB", "AmazonEC2"], &["us-east-1"]));
    assert!(said.ends_with("answered 404"), "{said}");
    assert_eq!(text_of(&place.out()), before);
    // The first file is not fetched a second time.
    server.always(&path("AmazonEC2", "us-east-1", "csv"), None);
    run(&place.options(&server, &["AWSELB", "AmazonEC2"], &["us-east-1"]));
    assert_eq!(server.ranges(&offer()).len(), 1);
}

#[test]
fn files_that_are_no_offers_are_refused() {
    let whole = csv("AWSELB", &load_balancers("us-east-1", "", "0.0225000000"), None);
    let products = load_balancers("us-east-1", "", "0.0225000000");
    let cases = [
        ("nothing", String::new(), "it ends before its header"),
        ("a page", "<html>\n<body>\n".to_owned(), "it is no offer file"),
        ("another service", csv("AmazonEC2", &products, None), "it is of `AmazonEC2`, not of `AWSELB`"),
        ("no SKU", csv("AWSELB", &products, Some("SKU")), "it is no offer file"),
        ("no price", csv("AWSELB", &products, Some("PricePerUnit")), "it lacks the column `PricePerUnit`"),
        ("no usage type", csv("AWSELB", &products, Some("usageType")), "it lacks the column `usageType`"),
        ("no operation", csv("AWSELB", &products, Some("operation")), "it lacks the column `operation`"),
        ("no region", csv("AWSELB", &products, Some("Region Code")), "it lacks the column `regionCode`"),
        ("cut, under its own sum", whole[..whole.len() - 60].to_owned(), "line 10: has "),
        ("no number", whole.replace("0.0225000000\",\"USD", "cheap\",\"USD"), "line 7: PricePerUnit is `cheap`"),
        ("none of ours", whole.replace("LoadBalancing:Application", "Else"), "none of its 4 prices is one"),
    ];
    for (name, text, expected) in cases {
        let (place, server) = (Place::new(), elb());
        let before = old_book(&place.out());
        server.put(&offer(), text);
        let said = failure(&options(&place, &server));
        assert!(said.contains(expected), "{name}: {said}");
        assert_eq!(text_of(&place.out()), before, "{name}");
    }
}

#[test]
fn json_that_is_no_offer_is_refused() {
    let products = load_balancers("us-east-1", "", "0.0225000000");
    let whole = json("AWSELB", &products, false);
    let cases = [
        ("cut", whole[..whole.len() / 2].to_owned(), "it is not the JSON of an offer"),
        ("a list", "[]".to_owned(), "it is not the JSON of an offer"),
        ("empty", "{}".to_owned(), "not of `AWSELB`"),
        ("no terms", r#"{"offerCode": "AWSELB", "products": {}}"#.to_owned(), "it has no products or no terms"),
        ("stray SKU", whole.replacen("\"ALBHOUR000000001\": {", "\"X\": {", 1), "which is no product"),
    ];
    for (name, text, expected) in cases {
        let (place, server) = (Place::new(), elb());
        server.put(&path("AWSELB", "us-east-1", "json"), text);
        let mut options = options(&place, &server);
        options.format = cloudtrim::refresh::OfferFormat::Json;
        let said = failure(&options);
        assert!(said.contains(expected), "{name}: {said}");
    }
}

#[test]
fn prices_that_contradict_each_other_are_left_out() {
    let mut products = load_balancers("us-east-1", "", "0.0225000000");
    let twice = Product::new("ALBHOUR000000002", "Load Balancer-Application", "LoadBalancerUsage", "us-east-1");
    products.push(twice.with("operation", "LoadBalancing:Application").price("Hrs", "0.0300000000"));
    let nlb = |sku| Product::new(sku, "Load Balancer-Network", "LCUUsage", "us-east-1");
    products
        .push(nlb("NLBLCU0000000001").with("operation", "LoadBalancing:Network").tier("10", "Inf", "LCU-Hrs", "0.006"));
    let gwlb = Product::new("GWLBHOUR00000001", "Load Balancer-Gateway", "LoadBalancerUsage", "us-east-1");
    products.push(gwlb.with("operation", "LoadBalancing:Gateway").price("Days", "0.3"));
    let server = serve(&[("AWSELB", "us-east-1", products)]);
    let place = Place::new();
    let refreshed = run(&options(&place, &server));
    assert_eq!(
        refreshed.offers[0].counts.refused,
        [
            "elb.gwlb.hour in us-east-1: its unit is `Days`",
            "elb.alb.hour in us-east-1: has several prices from 0",
            "elb.nlb.lcu in us-east-1: has a hole before 10",
        ]
    );
    let text = text_of(&place.out());
    assert!(text.contains("elb.alb.lcu") && !text.contains("elb.alb.hour"), "{text}");
}

#[test]
fn an_offer_in_other_words_stops_only_a_refresh_that_names_its_service() {
    let strange =
        vec![Product::new("STRANGE000000001", "Broker Storage", "NewStorage", "us-east-1").price("GB-Mo", "1")];
    let files = vec![Product::new("FILES00000000001", "Storage", "IADataAccess-Bytes", "us-east-1").price("GB", "1")];
    let server = serve(&[
        ("AWSELB", "us-east-1", load_balancers("us-east-1", "", "0.0225000000")),
        ("AmazonEFS", "us-east-1", files),
        ("AmazonMQ", "us-east-1", strange),
    ]);
    let place = Place::new();
    let said = failure(&place.options(&server, &["AWSELB", "AmazonMQ"], &["us-east-1"]));
    assert!(said.ends_with("none of its 1 prices is one that is used: its format may have changed"), "{said}");
    let said = failure(&place.options(&server, &["AmazonEFS"], &["us-east-1"]));
    assert!(
        said.ends_with("it lacks the column `accessType`, without which its prices cannot be told apart"),
        "{said}"
    );
    assert!(!place.out().exists());

    let refreshed = run(&place.options(&server, &[], &["us-east-1"]));
    let warned: Vec<_> = refreshed.skipped.iter().filter(|line| line.starts_with("warning: ")).collect();
    assert_eq!(
        warned,
        [
            "warning: the prices of AmazonEFS in us-east-1 stay as they were: it lacks the column `accessType`, \
             without which its prices cannot be told apart",
            "warning: the prices of AmazonMQ in us-east-1 stay as they were: none of its 1 prices is one that is used: \
             its format may have changed",
        ]
    );
    assert_eq!(refreshed.rows, 2);
}

#[test]
fn reservations_need_all_their_parts() {
    let node = |sku, kind: &str, price: fn(Product) -> Product| {
        let node = Product::new(sku, "Cache Instance", &format!("NodeUsage:{kind}"), "us-east-1");
        price(node.with("cacheEngine", "Redis").with("instanceType", kind))
    };
    let server = serve(&[(
        "AmazonElastiCache",
        "us-east-1",
        vec![
            node("NODE000000000001", "whole", |node| node.partly_upfront("Hrs", "0.5", "26280")),
            node("NODE000000000002", "days", |node| node.partly_upfront("Days", "0.5", "26280")),
            node("NODE000000000003", "free", |node| node.reserved("0")),
            node("NODE000000000004", "twice", |node| {
                node.partly_upfront("Hrs", "0.5", "1").partly_upfront("Hrs", "0.6", "1")
            }),
        ],
    )]);
    let place = Place::new();
    let refreshed = run(&place.options(&server, &["AmazonElastiCache"], &["us-east-1"]));
    assert_eq!(
        refreshed.offers[0].counts.refused,
        [
            "days redis {term} {payment} in us-east-1: its unit is `Days`",
            "days redis 3yr partial-upfront in us-east-1: has no price by the hour",
            "twice redis 3yr partial-upfront in us-east-1: has several prices",
        ]
    );
    let text = text_of(&place.out());
    assert!(text.contains("\nwhole,redis,3yr,partial-upfront,1.5,") && !text.contains("\nfree"), "{text}");
}

#[test]
fn what_was_asked_for_must_exist() {
    let (place, server) = (Place::new(), elb());
    let ask = |services: &[&str], regions: &[&str]| {
        let error = refresh(&place.options(&server, services, regions), &cloudtrim::refresh::Silent).unwrap_err();
        (error.to_string(), error.hint().unwrap_or_default())
    };
    let (said, hint) = ask(&["AmazonElasticash"], &["us-east-1"]);
    assert_eq!(said, "there is no service `AmazonElasticash` among those whose offers are mapped");
    assert_eq!(hint, "did you mean `AmazonElastiCache`?");
    let (said, hint) = ask(&["AWSELB"], &["us-east-11"]);
    assert_eq!((said.as_str(), hint.as_str()), ("no service has a region `us-east-11`", "did you mean `us-east-1`?"));
    let (said, hint) = ask(&["AWSELB"], &[]);
    assert!(said.ends_with("has no prices yet, so regions must be named"), "{said}");
    assert!(hint.contains("--regions all"), "{hint}");
}

#[test]
fn indexes_that_lead_elsewhere_are_refused() {
    for url in ["https://elsewhere.example/x.json", "//elsewhere.example/x.json", "/x\\u0000.json", "/no-extension"] {
        let (place, server) = (Place::new(), elb());
        let index =
            format!(r#"{{"regions": {{"us-east-1": {{"regionCode": "us-east-1", "currentVersionUrl": "{url}"}}}}}}"#);
        server.put("/offers/v1.0/aws/AWSELB/current/region_index.json", index);
        let said = failure(&options(&place, &server));
        assert!(said.contains("is not what was expected"), "{url}: {said}");
    }
}

#[test]
fn only_prices_are_replaced() {
    let (place, server) = (Place::new(), elb());
    std::fs::create_dir_all(place.out()).unwrap();
    std::fs::write(place.out().join("thesis.txt"), "years of work").unwrap();
    let said = failure(&options(&place, &server));
    assert!(said.ends_with("exists and is not an empty folder or one of prices"), "{said}");
    assert!(place.out().join("thesis.txt").exists());

    let place = Place::new();
    old_book(&place.out());
    let damaged = place.out().join("AmazonEC2/nat.csv");
    std::fs::write(&damaged, std::fs::read_to_string(&damaged).unwrap().replace("0.045", "0.001")).unwrap();
    let said = failure(&options(&place, &server));
    assert!(said.contains("cannot be kept") && said.contains("nat.csv: its sha256 is "), "{said}");
}

#[test]
fn two_refreshes_do_not_share_a_cache() {
    let (place, server) = (Place::new(), elb());
    std::fs::create_dir_all(place.cache()).unwrap();
    let lock = std::fs::File::create(place.cache().join("lock")).unwrap();
    lock.lock().unwrap();
    assert!(failure(&options(&place, &server)).starts_with("another refresh is using "));
    drop(lock);
    run(&options(&place, &server));
}
