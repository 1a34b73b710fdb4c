//! Elastic IP addresses: every public IPv4 address of Amazon's is billed by the hour, in use or not.

use super::lines::Lines;
use crate::model::configuration::AddressConfiguration;
use crate::units::HOURS_PER_MONTH;

pub(super) fn price(address: &AddressConfiguration, lines: &mut Lines<'_>) {
    if address.amazon_owned {
        let price = lines.prices.public_ipv4(lines.region, address.in_use);
        lines.add("Public IPv4 address", HOURS_PER_MONTH, price);
    }
}
