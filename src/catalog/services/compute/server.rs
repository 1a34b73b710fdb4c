//! One instance, from wherever it is launched: compute, EBS optimization, monitoring, credits, public address.

use rust_decimal::Decimal;

use super::instance_usage::InstanceUsage;
use super::launch::{Launch, Market, Options};
use crate::catalog::Sheet;
use crate::estimate::DETAILED_MONITORING_METRICS;
use crate::model::cost::PriceMissing;
use crate::model::vocabulary::{Platform, Tenancy};
use crate::pricing::TieredPrice;
use crate::units::{HOURS_PER_MONTH, Hour, MetricMonth, Quantity};

/// What launches say or leave open, once decided.
#[derive(Clone, Debug)]
pub(super) struct Server<'a> {
    pub(super) instance_type: &'a str,
    pub(super) platform: Platform,
    pub(super) tenancy: Tenancy,
    pub(super) market: Market,
    pub(super) options: Options,
    /// `credit_specification.cpu_credits`; AWS's default for the family without it.
    pub(super) credits: Option<&'a str>,
}

/// Types whose EBS optimization is a choice and billed (Amazon EC2 User Guide, *EBS optimization supported*).
const OPTIMIZED_FOR_A_FEE: [&str; 17] = [
    "c1.xlarge",
    "c3.xlarge",
    "c3.2xlarge",
    "c3.4xlarge",
    "g2.2xlarge",
    "i2.xlarge",
    "i2.2xlarge",
    "i2.4xlarge",
    "m1.large",
    "m1.xlarge",
    "m2.2xlarge",
    "m2.4xlarge",
    "m3.xlarge",
    "m3.2xlarge",
    "r3.xlarge",
    "r3.2xlarge",
    "r3.4xlarge",
];
/// Families whose other sizes cannot be EBS-optimized, so that asking for it changes nothing.
const NEVER_OPTIMIZED: [&str; 12] = ["c1", "c3", "cc2", "cr1", "g2", "hs1", "i2", "m1", "m2", "m3", "r3", "t1"];
/// Surplus credits are charged by default from T3 on; T2 is `standard` (Amazon EC2 User Guide, *Unlimited mode*).
const UNLIMITED_BY_DEFAULT: [&str; 3] = ["t3", "t3a", "t4g"];

impl<'a> Server<'a> {
    /// `None`, with a gap, where the launch does not tell the instance type.
    pub(super) fn of_launch(launch: &Launch<'a>, usage: &InstanceUsage, sheet: &mut Sheet<'_>) -> Option<Self> {
        let market = if launch.tenancy == Some("host") { Market::Host } else { launch.market };
        let on_host = market == Market::Host;
        let instance_type = match launch.instance_type {
            Some(instance_type) => instance_type,
            None if on_host => "",
            None => {
                sheet.gap(format!("the instance type of {} is not known", launch.name));
                return None;
            }
        };
        let platform = usage.platform.clone().or_else(|| launch.platform.clone()).unwrap_or_else(|| {
            if !on_host {
                sheet.gap("the operating system is not known from the image: Linux is assumed");
            }
            Platform::Linux
        });
        Some(Self {
            instance_type,
            platform,
            tenancy: tenancy(launch.tenancy),
            market,
            options: launch.options,
            credits: launch.credits,
        })
    }

    fn family(&self) -> &'a str {
        self.instance_type.split('.').next().unwrap_or_default()
    }

    pub(super) fn price(&self, usage: &InstanceUsage, sheet: &mut Sheet<'_>) {
        let hours = usage.hours.map_or(HOURS_PER_MONTH, Quantity::new);
        if self.market != Market::Host {
            self.compute(hours, usage, sheet);
            self.ebs_optimization(hours, sheet);
            self.surplus_credits(usage, sheet);
        }
        if self.options.detailed_monitoring {
            let price = sheet.prices.detailed_monitoring_metric(sheet.region).map(TieredPrice::from);
            sheet.fixed("Detailed monitoring", Quantity::<MetricMonth>::of(DETAILED_MONITORING_METRICS), price);
        }
        if self.options.public_ipv4 {
            let price = sheet.prices.public_ipv4(sheet.region, true).map(TieredPrice::from);
            sheet.fixed("Public IPv4 address", hours, price);
        }
    }

    fn compute(&self, hours: Quantity<Hour>, usage: &InstanceUsage, sheet: &mut Sheet<'_>) {
        match &usage.reservation {
            _ if self.market == Market::Spot && self.tenancy != Tenancy::Shared => {
                sheet.gap(format!("spot of {} tenancy is not priced", self.tenancy));
            }
            _ if self.market == Market::Spot => self.spot(hours, sheet),
            Some(Ok(_)) if self.tenancy != Tenancy::Shared => {
                sheet.gap(format!("reservations of {} tenancy are not priced", self.tenancy));
            }
            Some(Ok(reservation)) => {
                let name =
                    format!("Compute ({}, reserved {}, {})", self.system(), reservation.words(), self.instance_type);
                let (kind, platform) = (self.instance_type, &self.platform);
                let (class, term, payment) = (reservation.class, reservation.term, reservation.payment);
                let by_hour = format!("ec2.reserved.hourly.{kind}.{platform}.{class}.{term}.{payment}");
                let spread = format!("{kind} {platform} {class} {term} {payment}");
                let by_hour = sheet.rate_of("AmazonEC2", &by_hour);
                reservation.price(&name, by_hour, sheet.hourly("AmazonEC2/reserved", &spread), sheet);
            }
            Some(Err(why)) => sheet.gap(why.clone()),
            None => {
                let name =
                    format!("Compute ({}, on-demand, {}{})", self.system(), self.shown_tenancy(), self.instance_type);
                let price = self.on_demand(sheet);
                usage_or_fixed(&name, hours, usage.hours.is_some(), price, sheet);
            }
        }
    }

    fn spot(&self, hours: Quantity<Hour>, sheet: &mut Sheet<'_>) {
        let price = sheet.prices.ec2_spot_estimate(sheet.region, self.instance_type, &self.platform);
        let day = price.as_ref().map(|price| format!(" of {}", price.source.as_of)).unwrap_or_default();
        let name = format!("Compute ({}, {}) spot estimate{day}", self.system(), self.instance_type);
        sheet.fixed(&name, hours, price.map(TieredPrice::from));
    }

    fn on_demand(&self, sheet: &mut Sheet<'_>) -> Result<TieredPrice<Hour>, PriceMissing> {
        let Self { instance_type, platform, tenancy, .. } = self;
        let price = sheet.prices.ec2_on_demand(sheet.region, instance_type, platform, tenancy).map(TieredPrice::from);
        if *tenancy != Tenancy::Dedicated {
            return price;
        }
        sheet.gap(
            "the hourly fee of a region with Dedicated Instances is not priced: it is billed once for all of them",
        );
        price.or_else(|missing| {
            let item = format!("ec2.dedicated.{instance_type}.{platform}");
            sheet.rate_of("AmazonEC2", &item).map_err(|_| missing)
        })
    }

    fn ebs_optimization(&self, hours: Quantity<Hour>, sheet: &mut Sheet<'_>) {
        if !self.options.ebs_optimized {
            return;
        }
        if OPTIMIZED_FOR_A_FEE.contains(&self.instance_type) {
            let price = sheet.rate_of("AmazonEC2", &format!("ec2.ebs_optimized.{}", self.instance_type));
            sheet.fixed("EBS optimization", hours, price);
        } else if !NEVER_OPTIMIZED.contains(&self.family()) {
            sheet.included("EBS optimization (included)", hours);
        }
    }

    fn surplus_credits(&self, usage: &InstanceUsage, sheet: &mut Sheet<'_>) {
        let unlimited = match self.credits {
            Some(word) => word == "unlimited",
            None => UNLIMITED_BY_DEFAULT.contains(&self.family()),
        };
        if !unlimited || !is_burstable(self.family()) {
            return;
        }
        let vcpus = usage.credit_vcpus.or_else(|| {
            let spec = sheet.prices.instance_spec(self.instance_type)?;
            Some(Decimal::from(spec.vcpus))
        });
        let quantity = usage.credit_hours.zip(vcpus).map(|(hours, vcpus)| hours.saturating_mul(vcpus));
        let price = sheet.prices.cpu_credits(sheet.region, self.family(), &self.platform).map(TieredPrice::from);
        sheet.usage("Surplus CPU credits", quantity, price);
    }

    fn system(&self) -> &str {
        match &self.platform {
            Platform::Linux => "Linux",
            Platform::Windows => "Windows",
            Platform::Rhel => "RHEL",
            Platform::RhelHa => "RHEL with HA",
            Platform::Suse => "SUSE",
            Platform::Other(word) => word,
        }
    }

    fn shown_tenancy(&self) -> String {
        if self.tenancy == Tenancy::Shared { String::new() } else { format!("{} tenancy, ", self.tenancy) }
    }
}

fn usage_or_fixed(
    name: &str,
    hours: Quantity<Hour>,
    from_usage: bool,
    price: Result<TieredPrice<Hour>, PriceMissing>,
    sheet: &mut Sheet<'_>,
) {
    if from_usage { sheet.usage(name, Some(hours.amount()), price) } else { sheet.fixed(name, hours, price) }
}

fn is_burstable(family: &str) -> bool {
    family == "t2" || UNLIMITED_BY_DEFAULT.contains(&family)
}

/// `default` is the provider's word for shared.
fn tenancy(word: Option<&str>) -> Tenancy {
    match word {
        None | Some("default") => Tenancy::Shared,
        Some(word) => Tenancy::from_word(word),
    }
}
