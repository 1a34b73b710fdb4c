//! Usage and commitments in a few words.

use chrono::Weekday;
use cloudtrim::commitments::hours::WeekHours;
use cloudtrim::commitments::net::{Change, Held, Outcome, outcome};
use cloudtrim::commitments::normalization::quarter_units_of;
use cloudtrim::commitments::{Reservation, Shape, Usage};
use cloudtrim::model::ids::{ResourceKey, ResourceKind};
use cloudtrim::model::schedule::{DailyRun, WeeklySchedule};
use cloudtrim::model::vocabulary::{Platform, Tenancy};
use cloudtrim::pricing::PriceBook;
use cloudtrim::units::Usd;

pub(super) const ACCOUNT: &str = "123456789012";
pub(super) const REGION: &str = "us-east-1";

pub(super) fn usd(text: &str) -> Usd {
    text.parse().unwrap()
}

pub(super) fn key(kind: ResourceKind, id: &str) -> ResourceKey {
    ResourceKey { kind, account: ACCOUNT.into(), region: REGION.into(), id: id.to_owned() }
}

/// `m5.large`, `m5.large windows`, `m5.large linux dedicated`.
fn shape(words: &str) -> Shape {
    let mut words = words.split(' ');
    Shape {
        account: ACCOUNT.into(),
        region: REGION.into(),
        instance_type: words.next().unwrap().to_owned(),
        platform: Platform::from_word(words.next().unwrap_or("linux")),
        tenancy: Tenancy::from_word(words.next().unwrap_or("shared")),
    }
}

/// `m5.large @us-east-1a`: a shape and, where it matters, a zone. Prices are the book's; a dollar an hour without one.
pub(super) fn usage(id: &str, words: &str) -> Usage {
    let (words, zone) = words.split_once(" @").map_or((words, None), |(words, zone)| (words, Some(zone)));
    let shape = shape(words);
    let prices = PriceBook::embedded();
    let price = prices.ec2_on_demand(&shape.region, &shape.instance_type, &shape.platform, &shape.tenancy);
    Usage {
        key: key(ResourceKind::Ec2Instance, id),
        quarter_units: quarter_units_of(&shape.instance_type, prices),
        hourly: Some(price.map_or(Usd::ONE, |price| Usd::new(price.unit_price.usd_per_unit()))),
        zone: zone.map(str::to_owned),
        shape,
        hours: None,
    }
}

/// `2 m5.large @us-east-1a`: a count and a shape; zonal with a zone.
pub(super) fn reservation(id: &str, words: &str, end: &str) -> Reservation {
    let (count, words) = words.split_once(' ').unwrap();
    let (words, zone) = words.split_once(" @").map_or((words, None), |(words, zone)| (words, Some(zone)));
    let shape = shape(words);
    Reservation {
        key: key(ResourceKind::Ec2ReservedInstances, id),
        quarter_units: quarter_units_of(&shape.instance_type, PriceBook::embedded()),
        zone: zone.map(str::to_owned),
        count: count.parse().unwrap(),
        end: Some(end.parse().unwrap()),
        shape,
    }
}

pub(super) fn reserved(words: &[&str]) -> Vec<Reservation> {
    words.iter().enumerate().map(|(at, words)| reservation(&format!("ri-{}", at + 1), words, "2027-03-01")).collect()
}

/// `i-1`, `i-2`, … of these shapes.
pub(super) fn running(words: &[&str]) -> Vec<Usage> {
    words.iter().enumerate().map(|(at, words)| usage(&format!("i-{}", at + 1), words)).collect()
}

/// Monday to Friday, 07:00 to 20:00: 65 hours of 168.
pub(super) fn office_hours() -> WeekHours {
    let runs = vec![DailyRun { first_day: Weekday::Mon, last_day: Weekday::Fri, from_hour: 7, until_hour: 20 }];
    WeekHours::of(&WeeklySchedule { time_zone: "UTC".to_owned(), runs })
}

/// `i-1 stop`, `i-1 office` hours, or `i-1 m5.large`: what the instance becomes.
pub(super) fn change(running: &[Usage], words: &str) -> Change {
    let (id, becomes) = words.split_once(' ').unwrap();
    let before: Vec<Usage> = running.iter().filter(|usage| usage.key.id == id).cloned().collect();
    let after: Vec<Usage> = match becomes {
        "stop" => Vec::new(),
        "office" => before.iter().map(|usage| Usage { hours: Some(office_hours()), ..usage.clone() }).collect(),
        _ => vec![usage(id, becomes)],
    };
    let month =
        |usages: &[Usage]| -> Usd { usages.iter().filter_map(cloudtrim::commitments::reservations::monthly).sum() };
    let list_monthly = month(&before) - month(&after);
    Change { id: words.to_owned(), list_monthly, elsewhere_monthly: Usd::ZERO, before, after }
}

/// With no rate of any plan.
pub(super) fn net(held: &Held, running: &[Usage], changes: &[&str]) -> Outcome {
    let changes: Vec<Change> = changes.iter().map(|words| change(running, words)).collect();
    outcome(held, running, &changes, &|plan, usage| Err(format!("{} {}", plan.key.id, usage.key.id)))
}
