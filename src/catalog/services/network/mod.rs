//! Load balancers, gateways, connections, names and firewalls.

mod direct_connect;
mod load_balancers;
mod nat_gateway;
mod network_firewall;
mod route53;
mod route53_health_check;
mod transit_gateway;
mod vpc_endpoint;
mod vpn;
mod waf;

use crate::catalog::Kind;

pub(super) const KINDS: &[&Kind] = &[
    &direct_connect::CONNECTION,
    &direct_connect::GATEWAY_ASSOCIATION,
    &load_balancers::APPLICATION_LOAD_BALANCER,
    &load_balancers::CLASSIC_LOAD_BALANCER,
    &load_balancers::LOAD_BALANCER,
    &nat_gateway::NAT_GATEWAY,
    &network_firewall::FIREWALL,
    &route53::RECORD,
    &route53::RESOLVER_ENDPOINT,
    &route53::ZONE,
    &route53_health_check::HEALTH_CHECK,
    &transit_gateway::PEERING_ATTACHMENT,
    &transit_gateway::VPC_ATTACHMENT,
    &vpc_endpoint::ENDPOINT,
    &vpn::CLIENT_ASSOCIATION,
    &vpn::CLIENT_ENDPOINT,
    &vpn::CONNECTION,
    &waf::CLASSIC_WEB_ACL,
    &waf::WEB_ACL,
];
