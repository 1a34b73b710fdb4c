//! Amazon MQ brokers: instances by engine and deployment, storage (Amazon MQ pricing).

use rust_decimal::Decimal;

use super::amounts::product;
use crate::catalog::{Field, Kind, Resource, Sheet};
use crate::units::GbMonth;

/// Brokers of a RabbitMQ cluster, each with its own storage.
const CLUSTER_BROKERS: u32 = 3;

pub(super) const BROKER: Kind = Kind {
    type_name: "aws_mq_broker",
    kind: "mq-broker",
    service: "AmazonMQ",
    attributes: &[
        Field::text("engine_type", "`ActiveMQ` or `RabbitMQ`."),
        Field::text("host_instance_type", "`mq.m5.large`, …"),
        Field::text(
            "deployment_mode",
            "`SINGLE_INSTANCE`, `ACTIVE_STANDBY_MULTI_AZ` (ActiveMQ) or `CLUSTER_MULTI_AZ` (RabbitMQ); single without it.",
        ),
        Field::text("storage_type", "`efs` or `ebs`; ActiveMQ has `efs` without it, RabbitMQ always `ebs`."),
    ],
    usage: &[Field::number("storage_size_gb", "GB", "Stored messages of one broker.")],
    price,
};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Engine {
    ActiveMq,
    RabbitMq,
}

impl Engine {
    const fn name(self) -> &'static str {
        match self {
            Self::ActiveMq => "ActiveMQ",
            Self::RabbitMq => "RabbitMQ",
        }
    }

    const fn deployments(self) -> &'static [&'static str] {
        match self {
            Self::ActiveMq => &["single_instance", "active_standby_multi_az"],
            Self::RabbitMq => &["single_instance", "cluster_multi_az"],
        }
    }
}

fn price(broker: &Resource<'_>, sheet: &mut Sheet<'_>) {
    let chosen = engine(broker).and_then(|engine| Ok((engine, deployment(broker, engine)?)));
    let (engine, deployment) = match chosen {
        Ok(chosen) => chosen,
        Err(why) => return sheet.gap(why),
    };
    let (name, word) = (engine.name(), engine.name().to_ascii_lowercase());
    match broker.text("host_instance_type").map(str::to_ascii_lowercase) {
        Some(size) => sheet.all_month(
            &format!("Broker ({name}, {size}, {})", deployment.replace('_', " ")),
            sheet.rate(&format!("mq.instance.{word}.{size}.{deployment}")),
        ),
        None => sheet.gap("its instance type is not known"),
    }
    storage(broker, sheet, engine, deployment);
}

fn engine(broker: &Resource<'_>) -> Result<Engine, String> {
    match broker.text("engine_type").map(str::to_ascii_lowercase).as_deref() {
        Some("activemq") => Ok(Engine::ActiveMq),
        Some("rabbitmq") => Ok(Engine::RabbitMq),
        Some(other) => Err(format!("the engine `{other}` is not supported")),
        None => Err("its engine is not known".to_owned()),
    }
}

fn deployment(broker: &Resource<'_>, engine: Engine) -> Result<&'static str, String> {
    if broker.is_unknown("deployment_mode") {
        return Err("its deployment mode is known only after apply".to_owned());
    }
    let mode = broker.text("deployment_mode").unwrap_or("SINGLE_INSTANCE").to_ascii_lowercase();
    let known = engine.deployments().iter().find(|known| **known == mode);
    known.copied().ok_or_else(|| format!("{} has no deployment mode `{mode}`", engine.name()))
}

/// ActiveMQ's brokers share their storage; those of a RabbitMQ cluster each have their own.
fn storage(broker: &Resource<'_>, sheet: &mut Sheet<'_>, engine: Engine, deployment: &str) {
    let kind = match engine {
        Engine::RabbitMq => "ebs".to_owned(),
        Engine::ActiveMq if broker.is_unknown("storage_type") => {
            return sheet.gap("its storage type is known only after apply");
        }
        Engine::ActiveMq => broker.text("storage_type").unwrap_or("efs").to_ascii_lowercase(),
    };
    let copies = if deployment == "cluster_multi_az" { CLUSTER_BROKERS } else { 1 };
    let stored = product(broker.usage("storage_size_gb"), Some(Decimal::from(copies)));
    let name = format!("Storage ({}, {})", engine.name(), kind.to_ascii_uppercase());
    let item = format!("mq.storage.{}.{kind}", engine.name().to_ascii_lowercase());
    sheet.usage::<GbMonth>(&name, stored, sheet.rate(&item));
}
