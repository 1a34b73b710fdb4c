//! DescribeAddresses: Elastic IP addresses.

use aws_sdk_ec2::types::Address as Answer;

use super::super::listing::{Listing, Malformed, read_pages};
use super::super::operation::Operation;
use super::super::session::Session;
use crate::model::ids::Region;
use crate::model::resource::Address;

pub(super) const DESCRIBE_ADDRESSES: Operation =
    Operation::free("EC2", "DescribeAddresses", &["ec2:DescribeAddresses"]);

/// All Elastic IP addresses of a region; AWS gives them in one page.
pub(in super::super) async fn addresses(session: &Session<'_>, region: &Region) -> Listing<Address> {
    let client = session.clients(region).ec2;
    let mut asked = false;
    let next_page = async || {
        if std::mem::replace(&mut asked, true) {
            return None;
        }
        Some(client.describe_addresses().send().await)
    };
    read_pages(session, Some(region), &DESCRIBE_ADDRESSES, next_page, |page| {
        page.addresses().iter().map(|answer| address(session, region, answer)).collect()
    })
    .await
}

fn address(session: &Session<'_>, region: &Region, answer: &Answer) -> Result<Address, Malformed> {
    let public_ip = answer.public_ip().ok_or(Malformed::new(answer.allocation_id(), "publicIp"))?;
    let text = |value: Option<&str>| value.filter(|value| !value.is_empty()).map(str::to_owned);
    Ok(Address {
        account: session.account.clone(),
        region: region.clone(),
        id: answer.allocation_id().unwrap_or(public_ip).to_owned(),
        public_ip: public_ip.to_owned(),
        association_id: text(answer.association_id()),
        instance_id: text(answer.instance_id()),
        network_interface_id: text(answer.network_interface_id()),
        service_managed: answer.service_managed().map(|service| service.as_str().to_owned()),
        pool: Some(pool(answer).to_owned()),
        tags: Some(super::tags(answer.tags())),
    })
}

/// AWS says `amazon`, and names the pool of an address that a customer brought; who names none has no other.
fn pool(answer: &Answer) -> &str {
    let named = [answer.public_ipv4_pool(), answer.customer_owned_ipv4_pool()];
    named.into_iter().flatten().find(|pool| !pool.is_empty()).unwrap_or("amazon")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_that_names_no_pool_is_of_amazons() {
        let own = Answer::builder().public_ipv4_pool("ipv4pool-ec2-1").build();
        let outpost = Answer::builder().public_ipv4_pool("").customer_owned_ipv4_pool("ipv4pool-coip-1").build();
        let silent = Answer::builder().build();
        assert_eq!([pool(&own), pool(&outpost), pool(&silent)], ["ipv4pool-ec2-1", "ipv4pool-coip-1", "amazon"]);
    }
}
