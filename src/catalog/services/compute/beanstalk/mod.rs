//! Elastic Beanstalk environments: the resources that their settings ask for; Beanstalk itself is free.
//!
//! Namespaces, options and defaults are those of the AWS Elastic Beanstalk Developer Guide, *General options for all
//! environments*.

mod database;
mod load_balancer;
mod logs;

use rust_decimal::Decimal;
use serde_json::Value;

use super::devices::{self, Device, Volume, volume_type};
use super::instance_usage::{self as inputs, InstanceUsage};
use super::launch::{Launch, Market, Options};
use super::server::Server;
use crate::catalog::{Field, Kind, Resource, Sheet};
use crate::model::vocabulary::{Platform, VolumeType};
use crate::pricing::TieredPrice;
use crate::units::HOURS_PER_MONTH;

const SETTING: &[Field] = &[
    Field::text("namespace", "`aws:autoscaling:asg`."),
    Field::text("name", "`MinSize`."),
    Field::text("value", "`2`."),
];
const EC2: &[Field] = &[
    Field::number("instances", "instances", "How many run on average; the minimum without it."),
    inputs::OPERATING_SYSTEM,
    inputs::MONTHLY_HOURS,
    inputs::CREDIT_HOURS,
    inputs::CREDIT_VCPUS,
    inputs::RESERVED_CLASS,
    inputs::RESERVED_TERM,
    inputs::RESERVED_PAYMENT,
];

pub(super) const ENVIRONMENT: Kind = Kind {
    type_name: "aws_elastic_beanstalk_environment",
    kind: "beanstalk-environment",
    service: "AmazonEC2",
    attributes: &[
        Field::text("solution_stack_name", "Says whether it runs Windows."),
        Field::text("platform_arn", "Says whether it runs Windows."),
        Field::block("setting", SETTING, "Instances, load balancer, database and logs."),
    ],
    usage: &[
        Field::block("ec2", EC2, "The instances."),
        Field::block("lb", load_balancer::FIELDS, "An application or network load balancer."),
        Field::block("elb", load_balancer::CLASSIC_FIELDS, "A classic load balancer."),
        Field::block("db", database::FIELDS, "The database."),
        Field::block("cloudwatch", logs::FIELDS, "Streamed logs."),
    ],
    price,
};

/// The settings of an environment.
#[derive(Clone, Copy, Debug)]
pub(super) struct Settings<'a>(Resource<'a>);

impl<'a> Settings<'a> {
    /// The last setting of an option holds; numbers and flags are written as text.
    pub(super) fn text(&self, namespace: &str, name: &str) -> Option<String> {
        let settings = self.0.blocks("setting").into_iter().rev();
        let named = |block: &crate::catalog::resource::Block<'a>| {
            block.text("namespace") == Some(namespace) && block.text("name") == Some(name)
        };
        match settings.filter(named).find_map(|block| block.value("value"))? {
            Value::String(text) if !text.trim().is_empty() => Some(text.trim().to_owned()),
            Value::Number(number) => Some(number.to_string()),
            Value::Bool(flag) => Some(flag.to_string()),
            _ => None,
        }
    }

    pub(super) fn number(&self, namespace: &str, name: &str) -> Option<Decimal> {
        self.text(namespace, name)?.parse().ok().filter(|number| *number >= Decimal::ZERO)
    }

    pub(super) fn flag(&self, namespace: &str, name: &str) -> Option<bool> {
        self.text(namespace, name).map(|text| text.eq_ignore_ascii_case("true"))
    }

    /// Whether any option of a namespace is set.
    pub(super) fn has(&self, namespace: &str) -> bool {
        self.0.blocks("setting").iter().any(|block| block.text("namespace") == Some(namespace))
    }
}

const ASG: &str = "aws:autoscaling:asg";
const LAUNCH: &str = "aws:autoscaling:launchconfiguration";
const INSTANCES: &str = "aws:ec2:instances";
const ENVIRONMENT_OPTIONS: &str = "aws:elasticbeanstalk:environment";

fn price(environment: &Resource<'_>, sheet: &mut Sheet<'_>) {
    let settings = Settings(*environment);
    if environment.is_unknown("setting") {
        sheet.gap("some of its settings are known only after apply: their defaults are assumed");
    }
    let single = settings.text(ENVIRONMENT_OPTIONS, "EnvironmentType").as_deref() == Some("SingleInstance");
    sheet.part("instances", |sheet| instances(environment, settings, single, sheet));
    if single {
        let address = sheet.prices.public_ipv4(sheet.region, true).map(TieredPrice::from);
        sheet.fixed("Public IPv4 address", HOURS_PER_MONTH, address);
    } else {
        sheet.part("load_balancer", |sheet| load_balancer::price(environment, settings, sheet));
    }
    sheet.part("database", |sheet| database::price(environment, settings, sheet));
    sheet.part("logs", |sheet| logs::price(environment, settings, sheet));
}

fn instances(environment: &Resource<'_>, settings: Settings<'_>, single: bool, sheet: &mut Sheet<'_>) {
    let usage = InstanceUsage::read(environment, "ec2.");
    let least = settings.number(ASG, "MinSize").unwrap_or(Decimal::ONE);
    let count = if single { Decimal::ONE } else { environment.usage("ec2.instances").unwrap_or(least) };
    let types = settings.text(INSTANCES, "InstanceTypes").or_else(|| settings.text(LAUNCH, "InstanceType"));
    let Some(types) = types else {
        return sheet.gap("its instance type is not set, and AWS's default differs by account and region");
    };
    if types.contains(',') {
        sheet.gap("which of its instance types are launched is not known: the first is priced");
    }
    let instance_type = types.split(',').next().unwrap_or_default().trim();
    let launch = Launch {
        instance_type: Some(instance_type),
        platform: platform(environment),
        options: Options {
            detailed_monitoring: settings.text(LAUNCH, "MonitoringInterval").as_deref() == Some("1 minute"),
            ..Options::default()
        },
        devices: vec![root(settings)],
        ..Launch::default()
    };
    let on_demand = on_demand(settings, single, count);
    let spot = count.saturating_sub(on_demand);
    for (count, market) in [(on_demand, Market::OnDemand), (spot, Market::Spot)] {
        if count > Decimal::ZERO {
            let launch = Launch { market, ..launch.clone() };
            sheet.times(count, |sheet| server(&launch, &usage, sheet));
        }
    }
}

fn server(launch: &Launch<'_>, usage: &InstanceUsage, sheet: &mut Sheet<'_>) {
    if let Some(server) = Server::of_launch(launch, usage, sheet) {
        server.price(usage, sheet);
    }
    devices::price(&launch.devices, sheet);
}

/// All of them, unless spot is enabled: then a base and a percentage above it (none of one instance, else 70 %).
fn on_demand(settings: Settings<'_>, single: bool, count: Decimal) -> Decimal {
    if settings.flag(INSTANCES, "EnableSpot") != Some(true) {
        return count;
    }
    let default = Decimal::from(if single { 0 } else { 70 });
    let base = settings.number(INSTANCES, "SpotFleetOnDemandBase").unwrap_or(Decimal::ZERO).min(count);
    let percent = settings.number(INSTANCES, "SpotFleetOnDemandAboveBasePercentage").unwrap_or(default);
    let share = percent.min(Decimal::ONE_HUNDRED) / Decimal::ONE_HUNDRED;
    base.saturating_add(count.saturating_sub(base).saturating_mul(share).ceil()).min(count)
}

/// `64bit Amazon Linux 2023 …` and `64bit Windows Server 2022 …` name the system.
fn platform(environment: &Resource<'_>) -> Option<Platform> {
    let name = environment.text("solution_stack_name").or_else(|| environment.text("platform_arn"))?;
    Some(if name.contains("Windows") || name.contains("IIS") { Platform::Windows } else { Platform::Linux })
}

/// 8 GiB, 10 on magnetic storage, where no size is set.
fn root(settings: Settings<'_>) -> Device<'static> {
    let storage = volume_type(settings.text(LAUNCH, "RootVolumeType").as_deref());
    let default = if storage == VolumeType::Standard { 10 } else { devices::ROOT_GIB };
    let volume = Volume {
        storage,
        size: settings.number(LAUNCH, "RootVolumeSize").or_else(|| Some(Decimal::from(default))),
        iops: settings.number(LAUNCH, "RootVolumeIOPS"),
        throughput: settings.number(LAUNCH, "RootVolumeThroughput"),
        requests: None,
    };
    Device { part: "root_volume".to_owned(), name: None, root: true, volume }
}
