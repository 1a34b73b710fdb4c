//! EKS managed node groups: their instances and volumes; the group itself is free.

use rust_decimal::Decimal;

use super::devices::{Device, Volume};
use super::instance_usage::{self as inputs, InstanceUsage};
use super::launch::{Launch, Market};
use super::{devices, server::Server};
use crate::catalog::{Field, Kind, Resource, Sheet};
use crate::model::vocabulary::Platform;

/// AWS's default where neither the group nor its template names a type (Amazon EKS API, *CreateNodegroup*).
const DEFAULT_TYPE: &str = "t3.medium";
/// Same page: GiB of the volume without a launch template.
const LINUX_DISK_GIB: u32 = 20;
const WINDOWS_DISK_GIB: u32 = 50;

pub(super) const GROUP: Kind = Kind {
    type_name: "aws_eks_node_group",
    kind: "eks-node-group",
    service: "AmazonEC2",
    attributes: &[
        Field::any("instance_types", "The first is priced; the template's or t3.medium without it."),
        Field::text("capacity_type", "`ON_DEMAND` or `SPOT`; on demand without it."),
        Field::text("ami_type", "`WINDOWS_…` is Windows; Linux otherwise."),
        Field::number("disk_size", "GiB", "Without a launch template; 20 on Linux, 50 on Windows without it."),
        Field::block("scaling_config", &[Field::number("desired_size", "instances", "How many run.")], "Its size."),
        Field::block(
            "launch_template",
            &[Field::text("id", "A template."), Field::text("name", "A template.")],
            "The launch template.",
        ),
    ],
    usage: &[
        Field::number("instances", "instances", "How many run on average; the desired size without it."),
        inputs::OPERATING_SYSTEM,
        inputs::MONTHLY_HOURS,
        inputs::CREDIT_HOURS,
        inputs::CREDIT_VCPUS,
        inputs::RESERVED_CLASS,
        inputs::RESERVED_TERM,
        inputs::RESERVED_PAYMENT,
    ],
    price,
};

fn price(group: &Resource<'_>, sheet: &mut Sheet<'_>) {
    let count = group.usage("instances").or_else(|| group.number("scaling_config.desired_size"));
    let Some(count) = count else { return sheet.gap("how many instances it has is not known") };
    let launch = launch(group, sheet);
    let usage = InstanceUsage::read(group, "");
    sheet.times(count.max(Decimal::ZERO), |sheet| {
        if let Some(server) = Server::of_launch(&launch, &usage, sheet) {
            server.price(&usage, sheet);
        }
        devices::price(&launch.devices, sheet);
    });
}

fn launch<'a>(group: &Resource<'a>, sheet: &mut Sheet<'_>) -> Launch<'a> {
    let windows = group.text("ami_type").is_some_and(|ami| ami.starts_with("WINDOWS"));
    let template = Launch::of_referred(group, "launch_template");
    if template.is_none() && group.block("launch_template").is_some() {
        sheet.gap("its launch template is not among the declared resources");
    }
    let own = || Launch { devices: vec![disk(group, windows)], ..Launch::default() };
    let mut launch = template.unwrap_or_else(own);
    let types = group.attributes().texts("instance_types");
    if types.len() > 1 {
        sheet
            .gap(format!("which of its {} instance types are launched is not known: the first is priced", types.len()));
    }
    launch.instance_type = types.first().copied().or(launch.instance_type).or(Some(DEFAULT_TYPE));
    if group.text("capacity_type") == Some("SPOT") {
        launch.market = Market::Spot;
    }
    // EKS's own images are Linux unless they are Windows; only a custom one leaves it open.
    if group.text("ami_type") != Some("CUSTOM") {
        launch.platform = Some(if windows { Platform::Windows } else { Platform::Linux });
    }
    launch
}

fn disk<'a>(group: &Resource<'a>, windows: bool) -> Device<'a> {
    let default = if windows { WINDOWS_DISK_GIB } else { LINUX_DISK_GIB };
    let size = group.number("disk_size").unwrap_or_else(|| Decimal::from(default));
    Device { part: String::from("disk"), name: None, root: true, volume: Volume::gp2(size) }
}
