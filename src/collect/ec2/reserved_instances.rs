//! DescribeReservedInstances: the active ones, which AWS gives in one page.

use aws_sdk_ec2::types::{Filter, RecurringChargeFrequency, ReservedInstances as Answer};

use super::super::listing::{Listing, Malformed, read_pages};
use super::super::operation::Operation;
use super::super::session::Session;
use super::super::time::{term, utc};
use crate::model::ids::Region;
use crate::model::resource::ReservedInstances;
use crate::model::vocabulary::{OfferingClass, Platform, ReservationScope, Tenancy};
use crate::units::Usd;

/// Of its own service in gaps: what is not read makes no saving "at least".
pub(super) const DESCRIBE_RESERVED_INSTANCES: Operation =
    Operation::free("Reserved Instances", "DescribeReservedInstances", &["ec2:DescribeReservedInstances"]);

pub(in super::super) async fn reserved_instances(session: &Session<'_>, region: &Region) -> Listing<ReservedInstances> {
    let client = session.clients(region).ec2;
    let mut asked = false;
    let next_page = async || {
        if std::mem::replace(&mut asked, true) {
            return None;
        }
        let active = Filter::builder().name("state").values("active").build();
        Some(client.describe_reserved_instances().filters(active).send().await)
    };
    read_pages(session, Some(region), &DESCRIBE_RESERVED_INSTANCES, next_page, |page| {
        let active = page.reserved_instances().iter().filter(|answer| is_active(answer));
        active.map(|answer| reserved(session, region, answer)).collect()
    })
    .await
}

/// Compatible servers may not filter.
fn is_active(answer: &Answer) -> bool {
    answer.state().is_none_or(|state| state.as_str() == "active")
}

fn reserved(session: &Session<'_>, region: &Region, answer: &Answer) -> Result<ReservedInstances, Malformed> {
    let id = answer.reserved_instances_id().ok_or(Malformed::new(None, "reservedInstancesId"))?;
    let missing = |what| Malformed::new(Some(id), what);
    // A scope of another word is told by the zone, as where AWS names none.
    let scope = answer.scope().map(|scope| ReservationScope::from_word(scope.as_str()));
    let scope = scope.filter(|scope| !matches!(scope, ReservationScope::Other(_)));
    let zone = answer.availability_zone().filter(|zone| !zone.is_empty()).map(str::to_owned);
    let scope = scope.unwrap_or(match zone {
        Some(_) => ReservationScope::AvailabilityZone,
        None => ReservationScope::Region,
    });
    let (start, end) = term(answer.start().and_then(utc), answer.end().and_then(utc));
    Ok(ReservedInstances {
        account: session.account.clone(),
        region: region.clone(),
        id: id.to_owned(),
        instance_type: answer.instance_type().ok_or(missing("instanceType"))?.as_str().to_owned(),
        platform: platform(answer.product_description().map_or("", |it| it.as_str())),
        tenancy: match answer.instance_tenancy().map(aws_sdk_ec2::types::Tenancy::as_str) {
            Some("dedicated") => Tenancy::Dedicated,
            _ => Tenancy::Shared,
        },
        availability_zone: zone.filter(|_| scope == ReservationScope::AvailabilityZone),
        scope,
        offering_class: answer.offering_class().map(|class| OfferingClass::from_word(class.as_str())),
        offering_type: answer.offering_type().map(|kind| kind.as_str().to_owned()),
        instance_count: super::count(answer.instance_count())
            .filter(|count| *count > 0)
            .ok_or(missing("instanceCount"))?,
        start,
        end,
        fixed_price_usd: answer.fixed_price().and_then(|price| dollars(f64::from(price))),
        recurring_hourly_usd: hourly(answer),
        tags: Some(super::tags(answer.tags())),
    })
}

/// The recurring charge by the hour, or what older ones call the usage price.
fn hourly(answer: &Answer) -> Option<Usd> {
    let recurring = answer.recurring_charges().iter();
    let recurring = recurring.filter(|charge| charge.frequency() == Some(&RecurringChargeFrequency::Hourly));
    let recurring =
        recurring.filter_map(aws_sdk_ec2::types::RecurringCharge::amount).reduce(|sum, amount| sum + amount);
    recurring.or_else(|| answer.usage_price().map(f64::from)).and_then(dollars)
}

/// AWS answers single precision; nothing it charges is finer than a millionth of a dollar.
fn dollars(amount: f64) -> Option<Usd> {
    (amount >= 0.0).then(|| Usd::from_f64((amount * 1e6).round() / 1e6)).flatten()
}

/// Product descriptions: <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ReservedInstances.html>; what was
/// bought for a VPC is no other product any more.
fn platform(description: &str) -> Platform {
    match description.trim_end_matches(" (Amazon VPC)") {
        "Linux/UNIX" | "" => Platform::Linux,
        "Windows" => Platform::Windows,
        "Red Hat Enterprise Linux" => Platform::Rhel,
        "Red Hat Enterprise Linux with HA" => Platform::RhelHa,
        "SUSE Linux" => Platform::Suse,
        other => Platform::Other(other.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use aws_sdk_ec2::types::RecurringCharge;

    use super::*;

    #[test]
    fn products_are_platforms() {
        for (description, expected) in [
            ("Linux/UNIX", Platform::Linux),
            ("Linux/UNIX (Amazon VPC)", Platform::Linux),
            ("Windows (Amazon VPC)", Platform::Windows),
            ("SUSE Linux", Platform::Suse),
            ("Windows with SQL Server Web", Platform::Other("Windows with SQL Server Web".to_owned())),
        ] {
            assert_eq!(platform(description), expected, "{description}");
        }
    }

    #[test]
    fn the_hourly_charge_is_recurring_or_by_use() {
        let charge = RecurringCharge::builder().amount(0.0622).frequency(RecurringChargeFrequency::Hourly).build();
        let recurring = Answer::builder().recurring_charges(charge).usage_price(0.0).build();
        let by_use = Answer::builder().usage_price(0.05).build();
        let silent = Answer::builder().build();
        assert_eq!(hourly(&recurring), "0.0622".parse().ok());
        assert_eq!(hourly(&by_use), "0.05".parse().ok());
        assert_eq!(hourly(&silent), None);
    }
}
