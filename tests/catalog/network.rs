//! Load balancers, gateways, connections, names and firewalls: prices by hand.

use cloudtrim::model::blueprint::Blueprint;

use super::declared_cases::{Case, check, object, priced};

/// Prices of AWS's pages for the region, by the hour, GB, query or month.
const CASES: &[Case] = &[
    // An application load balancer's unit: 25 new connections a second, 3,000 active, 1 GB an hour, 1,000 rules a second.
    Case::new(
        "aws_lb",
        "eu-west-1",
        r#"{"load_balancer_type": "application"}"#,
        r#"{"active_connections": 9000, "processed_bytes_gb": 730}"#,
        &["Application load balancer = 730 * 0.0252", "Capacity units = 3 * 730 x 0.008"],
    ),
    Case::new(
        "aws_lb",
        "eu-west-1",
        "{}",
        r#"{"new_connections_per_second": 100, "active_connections": 9000}"#,
        &["Application load balancer = 730 * 0.0252", "Capacity units = 4 * 730 x 0.008"],
    ),
    Case::new(
        "aws_alb",
        "us-east-1",
        "{}",
        r#"{"rule_evaluations": 2500, "new_connections": 65700000}"#,
        &["Application load balancer = 730 * 0.0225", "Capacity units = 2.5 * 730 x 0.008"],
    ),
    // A network load balancer's: 800, 100,000, 1 GB; it evaluates no rules.
    Case::new(
        "aws_lb",
        "eu-west-1",
        r#"{"load_balancer_type": "network"}"#,
        r#"{"new_connections_per_second": 400, "active_connections": 200000, "rule_evaluations": 9000}"#,
        &["Network load balancer = 730 * 0.0252", "Capacity units = 2 * 730 x 0.006"],
    ),
    // A gateway load balancer's: 600, 60,000, 1 GB.
    Case::new(
        "aws_lb",
        "eu-west-1",
        r#"{"load_balancer_type": "gateway"}"#,
        r#"{"active_connections": 90000}"#,
        &["Gateway load balancer = 730 * 0.014", "Capacity units = 1.5 * 730 x 0.004"],
    ),
    // Hours have a price in eu-central-1, capacity units have none.
    Case::new(
        "aws_lb",
        "eu-central-1",
        "{}",
        r#"{"active_connections": 3000}"#,
        &["Application load balancer = 730 * 0.027", "Capacity units = 1 * ?"],
    ),
    Case::new("aws_lb", "us-east-1", r#"{"load_balancer_type": "unknown"}"#, "{}", &[]).gaps(&["only after apply"]),
    Case::new("aws_lb", "us-east-1", r#"{"load_balancer_type": "magic"}"#, "{}", &[]).gaps(&["`magic`"]),
    Case::new(
        "aws_elb",
        "eu-west-1",
        "{}",
        r#"{"monthly_data_processed_gb": 250}"#,
        &["Classic load balancer = 730 * 0.028", "Data processed = 250 * 0.008"],
    ),
    Case::new("aws_nat_gateway", "eu-west-1", "{}", "{}", &["NAT gateway = 730 * 0.048", "Data processed = ? * 0.048"]),
    Case::new("aws_vpc_endpoint", "sa-east-1", "{}", "{}", &[]),
    Case::new(
        "aws_vpc_endpoint",
        "sa-east-1",
        r#"{"vpc_endpoint_type": "Interface", "subnet_ids": ["a", "b", "c"]}"#,
        r#"{"monthly_data_processed_gb": 2097152}"#,
        &[
            "Interface endpoint = 3 * 730 * 0.021",
            "Data processed = 1048576 * 0.01",
            "Data processed above 1048576 GB = 1048576 * 0.006",
        ],
    ),
    Case::new(
        "aws_vpc_endpoint",
        "sa-east-1",
        r#"{"vpc_endpoint_type": "GatewayLoadBalancer"}"#,
        r#"{"monthly_data_processed_gb": 10}"#,
        &["Gateway Load Balancer endpoint = 730 * 0.0151", "Data processed = 10 * 0.0035"],
    ),
    Case::new(
        "aws_vpc_endpoint",
        "us-east-1",
        r#"{"vpc_endpoint_type": "Interface", "subnet_ids": "unknown"}"#,
        "{}",
        &["Interface endpoint = 730 * 0.01", "Data processed = ? * 0.01"],
    )
    .gaps(&["how many subnets"]),
    Case::new("aws_vpc_endpoint", "us-east-1", r#"{"vpc_endpoint_type": "Resource"}"#, "{}", &[]).gaps(&["`Resource`"]),
    Case::new(
        "aws_vpn_connection",
        "sa-east-1",
        r#"{"transit_gateway_id": "ref:aws_ec2_transit_gateway.hub.id"}"#,
        r#"{"monthly_data_processed_gb": 100}"#,
        &["VPN connection = 730 * 0.05", "Transit gateway attachment = 730 * 0.09", "Data processed = 100 * 0.02"],
    ),
    Case::new(
        "aws_vpn_connection",
        "sa-east-1",
        r#"{"vpn_gateway_id": "vgw-1"}"#,
        "{}",
        &["VPN connection = 730 * 0.05"],
    ),
    Case::new(
        "aws_ec2_client_vpn_endpoint",
        "sa-east-1",
        "{}",
        r#"{"monthly_connection_hrs": 1600}"#,
        &["Client connections = 1600 * 0.05"],
    ),
    Case::new(
        "aws_ec2_client_vpn_endpoint",
        "us-east-1",
        "{}",
        "{}",
        &["Client connection (one client all month) = 730 * 0.05"],
    ),
    Case::new(
        "aws_ec2_client_vpn_network_association",
        "sa-east-1",
        "{}",
        "{}",
        &["Endpoint association = 730 * 0.15"],
    ),
    Case::new(
        "aws_ec2_transit_gateway_vpc_attachment",
        "sa-east-1",
        "{}",
        r#"{"monthly_data_processed_gb": 50}"#,
        &["Transit gateway attachment = 730 * 0.09", "Data processed = 50 * 0.02"],
    ),
    Case::new(
        "aws_ec2_transit_gateway_peering_attachment",
        "sa-east-1",
        "{}",
        "{}",
        &["Transit gateway attachment = 730 * 0.09"],
    ),
    Case::new(
        "aws_dx_connection",
        "us-east-1",
        r#"{"bandwidth": "1Gbps"}"#,
        r#"{"monthly_outbound_from_region_to_dx_connection_location": {"eu_west_1": 10}}"#,
        &["Port (dedicated, 1Gbps) = 730 * 0.3", "Data out from eu-west-1 = 10 * 0.0282"],
    ),
    // Ports of another size, and hosted ones, have no price.
    Case::new(
        "aws_dx_connection",
        "us-east-1",
        r#"{"bandwidth": "10Gbps"}"#,
        "{}",
        &["Port (dedicated, 10Gbps) = 730 * ?"],
    ),
    Case::new(
        "aws_dx_connection",
        "us-east-1",
        r#"{"bandwidth": "1Gbps"}"#,
        r#"{"dx_connection_type": "hosted"}"#,
        &["Port (hosted, 1Gbps) = 730 * ?"],
    ),
    Case::new("aws_dx_gateway_association", "us-east-1", r#"{"associated_gateway_id": "vgw-1"}"#, "{}", &[]),
    Case::new("aws_dx_gateway_association", "us-east-1", r#"{"associated_gateway_id": "unknown"}"#, "{}", &[])
        .gaps(&["transit gateway (billed) or a virtual private gateway (free)"]),
    Case::new(
        "aws_networkfirewall_firewall",
        "us-east-1",
        r#"{"subnet_mapping": [{"subnet_id": "a"}, {"subnet_id": "b"}]}"#,
        r#"{"monthly_data_processed_gb": 1000}"#,
        &["Firewall endpoint = 2 * 730 * 0.395", "Data processed = 1000 * 0.065"],
    ),
    Case::new(
        "aws_networkfirewall_firewall",
        "eu-west-1",
        r#"{"subnet_mapping": [{"subnet_id": "a"}]}"#,
        "{}",
        &["Firewall endpoint = 730 * ?", "Data processed = ? * ?"],
    ),
    // Zones, queries and health checks are billed without a region, but not alike in GovCloud.
    Case::new("aws_route53_zone", "ap-south-1", "{}", "{}", &["Hosted zone = 1 * 0.5"]),
    Case::new("aws_route53_zone", "us-gov-west-1", "{}", "{}", &["Hosted zone = 1 * ?"]),
    Case::new(
        "aws_route53_record",
        "eu-west-1",
        r#"{"type": "A"}"#,
        r#"{"monthly_standard_queries": 2000000000, "monthly_latency_based_queries": 0, "monthly_geo_queries": 5}"#,
        &[
            "Standard queries = 1000000000 * 0.0000004",
            "Standard queries above 1000000000 Queries = 1000000000 * 0.0000002",
            "Latency-based queries = 0 * 0.0000006",
            "Geolocation queries = 5 * 0.0000007",
        ],
    ),
    Case::new("aws_route53_record", "eu-west-1", r#"{"alias": [{"name": "lb.example"}]}"#, "{}", &[]),
    Case::new(
        "aws_route53_health_check",
        "eu-west-1",
        r#"{"type": "HTTPS", "request_interval": "10"}"#,
        r#"{"endpoint_type": "non_aws"}"#,
        &["Health check (outside AWS) = 1 * 0.75", "Optional features = 2 * 2"],
    ),
    Case::new(
        "aws_route53_health_check",
        "eu-west-1",
        r#"{"type": "CALCULATED"}"#,
        "{}",
        &["Health check (in AWS) = 1 * 0.5"],
    ),
    Case::new("aws_route53_health_check", "eu-west-1", r#"{"type": "RECOVERY_CONTROL"}"#, "{}", &[]),
    Case::new("aws_route53_health_check", "eu-west-1", r#"{"type": "unknown"}"#, "{}", &[]).gaps(&["not known"]),
    Case::new(
        "aws_route53_resolver_endpoint",
        "eu-central-1",
        r#"{"ip_address": [{"subnet_id": "a"}, {"subnet_id": "b"}, {"subnet_id": "c"}]}"#,
        r#"{"monthly_queries": 1500000000}"#,
        &[
            "Network interfaces = 3 * 730 * 0.125",
            "DNS queries = 1000000000 * 0.0000004",
            "DNS queries above 1000000000 Queries = 500000000 * 0.0000002",
        ],
    ),
    Case::new(
        "aws_wafv2_web_acl",
        "us-east-1",
        r#"{"rule": [
            {"statement": [{"geo_match_statement": [{}]}]},
            {"statement": [{"rate_based_statement": [{}]}]},
            {"statement": [{"managed_rule_group_statement": [{"name": "AWSManagedRulesBotControlRuleSet"}]}]},
            {"statement": [{"rule_group_reference_statement": [{}]}]}]}"#,
        r#"{"rule_group_rules": 3, "managed_rule_group_rules": 1, "monthly_requests": 5000000}"#,
        &[
            "Web ACL = 1 * 5",
            "Rules = 6 * 1",
            "Rule groups = 1 * 1",
            "Managed rule groups = 1 * 1",
            "Requests = 5000000 * 0.0000006",
        ],
    )
    .gaps(&["AWSManagedRulesBotControlRuleSet"]),
    Case::new(
        "aws_wafv2_web_acl",
        "us-east-1",
        r#"{"rule": "unknown"}"#,
        "{}",
        &["Web ACL = 1 * 5", "Requests = ? * 0.0000006"],
    )
    .gaps(&["the rules"]),
    Case::new(
        "aws_waf_web_acl",
        "us-east-1",
        r#"{"rules": [{"type": "REGULAR"}, {"type": "GROUP"}, {}]}"#,
        "{}",
        &["Web ACL = 1 * 5", "Rules = 2 * 1", "Rule groups = 1 * 1", "Requests = ? * 0.0000006"],
    ),
];

#[test]
fn network_types_cost_what_the_price_pages_say() {
    check(CASES);
}

fn neighbour(address: &str, attributes: &str) -> Blueprint {
    Blueprint {
        address: address.to_owned(),
        type_name: address.split('.').next().unwrap().to_owned(),
        attributes: object(attributes),
        ..Blueprint::default()
    }
}

fn referring(type_name: &'static str, attributes: &'static str, path: &str, target: &str) -> Blueprint {
    let mut blueprint = Case::new(type_name, "us-east-1", attributes, "{}", &[]).blueprint();
    blueprint.references.insert(path.to_owned(), vec![target.to_owned()]);
    blueprint
}

#[test]
fn a_gateway_association_costs_by_the_gateway_behind_it() {
    let path = "associated_gateway_id";
    let transit = referring("aws_dx_gateway_association", "{}", path, "aws_ec2_transit_gateway.hub");
    let private = referring("aws_dx_gateway_association", "{}", path, "aws_vpn_gateway.old");
    let gateways = [neighbour("aws_ec2_transit_gateway.hub", "{}"), neighbour("aws_vpn_gateway.old", "{}")];
    assert_eq!(priced(&transit, &gateways).lines.len(), 2);
    assert_eq!(priced(&private, &gateways).lines, []);
}

#[test]
fn rules_of_a_declared_rule_group_count_for_the_web_acl() {
    let group = neighbour("aws_wafv2_rule_group.own", r#"{"rule": [{}, {}, {}]}"#);
    let acl = referring(
        "aws_wafv2_web_acl",
        r#"{"rule": [{"statement": [{"rule_group_reference_statement": [{"arn": null}]}]}]}"#,
        "rule.statement.rule_group_reference_statement.arn",
        "aws_wafv2_rule_group.own",
    );
    let names: Vec<(String, String)> = priced(&acl, &[group])
        .lines
        .into_iter()
        .map(|line| (line.name, line.quantity.map_or("?".to_owned(), |quantity| quantity.to_string())))
        .collect();
    let expected = [("Web ACL", "1"), ("Rule groups", "1"), ("Rules of rule groups", "3"), ("Requests", "?")];
    assert_eq!(names, expected.map(|(name, quantity)| (name.to_owned(), quantity.to_owned())));
}

#[test]
fn an_alias_of_another_record_is_queried_for_money() {
    let target = neighbour("aws_route53_record.real", "{}");
    let alias =
        referring("aws_route53_record", r#"{"alias": [{"name": null}]}"#, "alias.name", "aws_route53_record.real");
    assert_eq!(priced(&alias, &[target]).lines.len(), 3);
}

#[test]
fn subnets_known_only_after_apply_are_counted_by_what_they_refer_to() {
    let mut endpoint =
        Case::new("aws_vpc_endpoint", "us-east-1", r#"{"vpc_endpoint_type": "Interface"}"#, "{}", &[]).blueprint();
    endpoint.unknown.insert("subnet_ids".to_owned());
    let subnets = vec!["aws_subnet.a".to_owned(), "aws_subnet.b".to_owned()];
    endpoint.references.insert("subnet_ids".to_owned(), subnets);
    let priced = priced(&endpoint, &[]);
    assert_eq!(priced.gaps, Vec::<String>::new());
    assert_eq!(priced.lines[0].quantity.unwrap().to_string(), "1460");
}
