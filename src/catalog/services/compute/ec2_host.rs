//! Dedicated Hosts: a whole server of a family by the hour (Amazon EC2 Dedicated Hosts pricing).

use super::instance_usage::{RESERVED_PAYMENT, RESERVED_TERM};
use super::reserved::Reservation;
use crate::catalog::{Field, Kind, Resource, Sheet};
use crate::model::cost::PriceMissing;

pub(super) const HOST: Kind = Kind {
    type_name: "aws_ec2_host",
    kind: "ec2-host",
    service: "AmazonEC2",
    attributes: &[
        Field::text("instance_family", "`m5`: any of the family may run on it."),
        Field::text("instance_type", "`m5.large`: only this type may run on it."),
    ],
    usage: &[RESERVED_TERM, RESERVED_PAYMENT],
    price,
};

fn price(host: &Resource<'_>, sheet: &mut Sheet<'_>) {
    let family = host.text("instance_family").or_else(|| host.text("instance_type")?.split('.').next());
    let Some(family) = family else { return sheet.gap("neither its instance family nor its instance type is known") };
    let (term, payment) = (host.usage_text(RESERVED_TERM.name), host.usage_text(RESERVED_PAYMENT.name));
    match Reservation::read(None, term, payment) {
        None => {
            let price = sheet.rate(&format!("ec2.host.{family}"));
            sheet.all_month(&format!("Dedicated Host (on-demand, {family})"), price);
        }
        Some(Err(why)) => sheet.gap(why),
        Some(Ok(reservation)) => {
            let name = format!("Dedicated Host (reserved {}, {family})", reservation.words());
            let item = format!("ec2.host.reserved.hourly.{family}.{}.{}", reservation.term, reservation.payment);
            let spread = PriceMissing { region: sheet.region.clone(), item: item.replace("hourly", "spread") };
            let by_hour = sheet.rate(&item);
            reservation.price(&name, by_hour, Err(spread), sheet);
        }
    }
}
