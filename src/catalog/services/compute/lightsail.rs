//! Lightsail instances: a bundle by the hour (Amazon Lightsail pricing).

use crate::catalog::{Field, Kind, Resource, Sheet};

pub(super) const INSTANCE: Kind = Kind {
    type_name: "aws_lightsail_instance",
    kind: "lightsail-instance",
    service: "AmazonLightsail",
    attributes: &[Field::text("bundle_id", "`small_3_0`, `medium_win_3_0`, …: size, generation and Windows.")],
    usage: &[],
    price,
};

fn price(instance: &Resource<'_>, sheet: &mut Sheet<'_>) {
    let Some(bundle) = instance.text("bundle_id") else { return sheet.gap("its bundle is not known") };
    let system = if bundle.contains("_win_") { "Windows" } else { "Linux" };
    let price = sheet.rate(&format!("lightsail.bundle.{bundle}"));
    sheet.all_month(&format!("Virtual server ({system}, {bundle})"), price);
}
