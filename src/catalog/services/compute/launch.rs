//! What instances are launched from: launch templates, launch configurations, instances themselves.

use super::devices::{self, Device, Volume};
use crate::catalog::resource::Block;
use crate::catalog::{Field, Kind, Resource, Sheet};
use crate::model::vocabulary::Platform;

/// Names that images give their root device.
const ROOT_DEVICES: [&str; 3] = ["/dev/xvda", "/dev/sda1", "/dev/sda"];

/// What a launch says; what it leaves open is decided by who launches.
#[derive(Clone, Debug, Default)]
pub(super) struct Launch<'a> {
    /// Who says it, for gaps: `aws_launch_template.web`.
    pub(super) name: String,
    pub(super) instance_type: Option<&'a str>,
    pub(super) platform: Option<Platform>,
    pub(super) tenancy: Option<&'a str>,
    pub(super) market: Market,
    pub(super) options: Options,
    pub(super) credits: Option<&'a str>,
    pub(super) devices: Vec<Device<'a>>,
}

/// How an instance is bought, as far as the launch says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Market {
    #[default]
    OnDemand,
    Spot,
    /// Part of a Dedicated Host, which is billed instead of it.
    Host,
}

/// What may be added to an instance.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Options {
    pub(super) detailed_monitoring: bool,
    pub(super) ebs_optimized: bool,
    pub(super) public_ipv4: bool,
}

const CREDITS: &[Field] = &[Field::text(
    "cpu_credits",
    "`standard` or `unlimited`; without it T2 is standard, T3, T3a and T4g are unlimited.",
)];
const MARKET: &[Field] = &[Field::text("market_type", "`spot`; on demand without it.")];

pub(super) const CREDIT_SPECIFICATION: Field = Field::block("credit_specification", CREDITS, "CPU credits of T types.");
pub(super) const INSTANCE_MARKET: Field = Field::block("instance_market_options", MARKET, "How it is bought.");
pub(super) const ROOT_BLOCK_DEVICE: Field =
    Field::block("root_block_device", devices::FIELDS, "The root volume; 8 GiB of gp2 without it.");
pub(super) const EBS_BLOCK_DEVICE: Field = Field::block("ebs_block_device", devices::FIELDS, "Further volumes.");

pub(super) const TEMPLATE: Kind = Kind {
    type_name: "aws_launch_template",
    kind: "launch-template",
    service: "AmazonEC2",
    attributes: &[
        Field::text("instance_type", "Of the instances launched from it."),
        Field::flag("ebs_optimized", "Billed on a few old types."),
        Field::block("monitoring", &[Field::flag("enabled", "Detailed monitoring; off without it.")], "Monitoring."),
        Field::block("placement", &[Field::text("tenancy", "`default`, `dedicated` or `host`.")], "Where they run."),
        Field::block(
            "network_interfaces",
            &[Field::flag("associate_public_ip_address", "A public IPv4 address; none is priced without it.")],
            "Network interfaces.",
        ),
        CREDIT_SPECIFICATION,
        INSTANCE_MARKET,
        Field::block(
            "block_device_mappings",
            &[
                Field::text("device_name", "`/dev/xvda` and `/dev/sda1` are the root volume."),
                Field::block("ebs", devices::FIELDS, "The volume."),
            ],
            "Volumes of the instances.",
        ),
    ],
    usage: &[],
    price: free,
};

pub(super) const CONFIGURATION: Kind = Kind {
    type_name: "aws_launch_configuration",
    kind: "launch-configuration",
    service: "AmazonEC2",
    attributes: &[
        Field::text("instance_type", "Of the instances launched from it."),
        Field::flag("ebs_optimized", "Billed on a few old types."),
        Field::flag("enable_monitoring", "Detailed monitoring; on without it."),
        Field::flag("associate_public_ip_address", "A public IPv4 address; none is priced without it."),
        Field::text("placement_tenancy", "`default` or `dedicated`."),
        Field::text("spot_price", "The most that is paid for spot; on demand without it."),
        ROOT_BLOCK_DEVICE,
        EBS_BLOCK_DEVICE,
    ],
    usage: &[],
    price: free,
};

/// Templates cost nothing; the groups and instances launched from them do.
fn free(_: &Resource<'_>, _: &mut Sheet<'_>) {}

impl<'a> Launch<'a> {
    /// The declared launch template that an attribute refers to.
    pub(super) fn of_referred(resource: &Resource<'a>, path: &str) -> Option<Self> {
        let template = resource.referred(path)?;
        (template.blueprint.type_name == TEMPLATE.type_name).then(|| Self::of_template(&template))
    }

    fn of_template(template: &Resource<'a>) -> Self {
        let flag = |path: &str| template.flag(path) == Some(true);
        Self {
            name: template.blueprint.address.clone(),
            instance_type: template.text("instance_type"),
            platform: None,
            tenancy: template.text("placement.tenancy"),
            market: market(template, &["placement.host_id", "placement.host_resource_group_arn"]),
            options: Options {
                detailed_monitoring: flag("monitoring.enabled"),
                ebs_optimized: flag("ebs_optimized"),
                public_ipv4: flag("network_interfaces.associate_public_ip_address"),
            },
            credits: template.text("credit_specification.cpu_credits"),
            devices: mappings(template),
        }
    }

    /// Detailed monitoring is on unless it is switched off (the provider's default for launch configurations).
    pub(super) fn of_configuration(configuration: &Resource<'a>) -> Self {
        Self {
            name: configuration.blueprint.address.clone(),
            instance_type: configuration.text("instance_type"),
            platform: None,
            tenancy: configuration.text("placement_tenancy"),
            market: if configuration.text("spot_price").is_some() { Market::Spot } else { Market::OnDemand },
            options: Options {
                detailed_monitoring: configuration.flag("enable_monitoring") != Some(false),
                ebs_optimized: configuration.flag("ebs_optimized") == Some(true),
                public_ipv4: configuration.flag("associate_public_ip_address") == Some(true),
            },
            credits: None,
            devices: block_devices(configuration),
        }
    }

    /// An instance's own attributes go before those of its launch template.
    pub(super) fn of_instance(instance: &Resource<'a>) -> Self {
        let mut launch = Self::of_referred(instance, "launch_template").unwrap_or_default();
        instance.blueprint.address.clone_into(&mut launch.name);
        launch.instance_type = instance.text("instance_type").or(launch.instance_type);
        launch.tenancy = instance.text("tenancy").or(launch.tenancy);
        launch.market = match market(instance, &["host_id", "host_resource_group_arn"]) {
            Market::OnDemand => launch.market,
            own => own,
        };
        let options = &mut launch.options;
        options.detailed_monitoring = instance.flag("monitoring").unwrap_or(options.detailed_monitoring);
        options.ebs_optimized = instance.flag("ebs_optimized").unwrap_or(options.ebs_optimized);
        options.public_ipv4 = instance.flag("associate_public_ip_address").unwrap_or(options.public_ipv4);
        launch.credits = instance.text("credit_specification.cpu_credits").or(launch.credits);
        let own = block_devices(instance);
        launch.devices.retain(|inherited| !own.iter().any(|device| replaces(device, inherited)));
        launch.devices.splice(0..0, own);
        launch
    }
}

/// `hosts` are the attributes that place it on a host.
fn market(resource: &Resource<'_>, hosts: &[&str]) -> Market {
    let set = |path: &str| resource.text(path).is_some() || resource.blueprint.references.contains_key(path);
    if hosts.iter().any(|path| set(path)) {
        return Market::Host;
    }
    let spot = resource.text("instance_market_options.market_type") == Some("spot");
    if spot { Market::Spot } else { Market::OnDemand }
}

/// A device of an instance takes the place of the template's root or of the one with its name.
fn replaces(own: &Device<'_>, inherited: &Device<'_>) -> bool {
    (own.root && inherited.root) || (own.name.is_some() && own.name == inherited.name)
}

fn mappings<'a>(template: &Resource<'a>) -> Vec<Device<'a>> {
    let numbered = template.blocks("block_device_mappings").into_iter().enumerate();
    numbered
        .filter_map(|(number, mapping)| {
            let name = mapping.text("device_name");
            Some(Device {
                part: format!("block_device_mappings[{number}]"),
                name,
                root: name.is_some_and(|name| ROOT_DEVICES.contains(&name)),
                volume: Volume::of_block(mapping.block("ebs")?),
            })
        })
        .collect()
}

/// `root_block_device` and `ebs_block_device`.
fn block_devices<'a>(resource: &Resource<'a>) -> Vec<Device<'a>> {
    let device = |part: String, root: bool, block: Block<'a>| Device {
        part,
        name: block.text("device_name"),
        root,
        volume: Volume::of_block(block),
    };
    let root = resource.block("root_block_device").map(|block| device("root_block_device".to_owned(), true, block));
    let others = resource.blocks("ebs_block_device").into_iter().enumerate();
    root.into_iter()
        .chain(others.map(|(number, block)| device(format!("ebs_block_device[{number}]"), false, block)))
        .collect()
}
