//! EC2 instances with their volumes (Amazon EC2 pricing, on-demand, reserved and spot).

use super::instance_usage::{self as inputs, InstanceUsage};
use super::launch::{CREDIT_SPECIFICATION, EBS_BLOCK_DEVICE, INSTANCE_MARKET, Launch, ROOT_BLOCK_DEVICE};
use super::{devices, server::Server};
use crate::catalog::{Field, Kind, Resource, Sheet};

pub(super) const INSTANCE: Kind = Kind {
    type_name: "aws_instance",
    kind: "ec2-instance",
    service: "AmazonEC2",
    attributes: &[
        Field::text("instance_type", "`m5.large`; the launch template's without it."),
        Field::text("tenancy", "`default`, `dedicated` or `host`."),
        Field::text("host_id", "The Dedicated Host it runs on, which is billed instead of it."),
        Field::text("host_resource_group_arn", "Dedicated Hosts it runs on, which are billed instead of it."),
        Field::flag("monitoring", "Detailed monitoring: seven metrics; off without it."),
        Field::flag("ebs_optimized", "Billed on a few old types."),
        Field::flag("associate_public_ip_address", "A public IPv4 address; none is priced without it."),
        Field::block(
            "launch_template",
            &[Field::text("id", "A template."), Field::text("name", "A template.")],
            "The launch template.",
        ),
        CREDIT_SPECIFICATION,
        INSTANCE_MARKET,
        ROOT_BLOCK_DEVICE,
        EBS_BLOCK_DEVICE,
    ],
    usage: &[
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

fn price(instance: &Resource<'_>, sheet: &mut Sheet<'_>) {
    let launch = Launch::of_instance(instance);
    let outside =
        instance.block("launch_template").is_some() && Launch::of_referred(instance, "launch_template").is_none();
    if outside {
        sheet.gap("its launch template is not among the declared resources");
    }
    let usage = InstanceUsage::read(instance, "");
    if let Some(server) = Server::of_launch(&launch, &usage, sheet) {
        server.price(&usage, sheet);
    }
    devices::price(&launch.devices, sheet);
}
