//! EC2 instances: compute, surplus CPU credits, detailed monitoring, the auto-assigned public IPv4 address.

use super::lines::Lines;
use crate::model::configuration::InstanceConfiguration;
use crate::model::vocabulary::Lifecycle;
use crate::units::{HOURS_PER_MONTH, Hour, MetricMonth, Quantity};

/// Metrics that detailed monitoring of one instance is billed for (Amazon CloudWatch pricing, example *EC2 detailed
/// monitoring*).
pub const DETAILED_MONITORING_METRICS: u32 = 7;

/// A stopped instance costs nothing itself; its volumes and Elastic IP addresses are resources of their own.
///
/// Of one that runs for part of the month, what is billed by the hour is billed for these hours: compute, the
/// automatically assigned address, and detailed monitoring, whose metric-months are prorated by the hour
/// (<https://aws.amazon.com/cloudwatch/pricing/>). Surplus credits are what was charged while it worked.
pub(super) fn price(instance: &InstanceConfiguration, lines: &mut Lines<'_>) {
    if !instance.running {
        return;
    }
    let hours = running_hours(instance, lines);
    compute(instance, hours, lines);
    surplus_credits(instance, lines);
    if instance.detailed_monitoring {
        let price = lines.prices.detailed_monitoring_metric(lines.region);
        lines.add("Detailed monitoring", detailed_monitoring(hours), price);
    }
    if instance.auto_assigned_public_ipv4 {
        let price = lines.prices.public_ipv4(lines.region, true);
        lines.add("Public IPv4 address", hours, price);
    }
}

/// Never more than a month has.
fn running_hours(instance: &InstanceConfiguration, lines: &mut Lines<'_>) -> Quantity<Hour> {
    let hours = instance.running_hours_per_month.map(|hours| lines.amount("running hours", hours));
    hours.unwrap_or(HOURS_PER_MONTH).min(HOURS_PER_MONTH)
}

fn detailed_monitoring(hours: Quantity<Hour>) -> Quantity<MetricMonth> {
    let whole = Quantity::<MetricMonth>::of(DETAILED_MONITORING_METRICS);
    match hours.amount().checked_div(HOURS_PER_MONTH.amount()) {
        Some(share) if hours < HOURS_PER_MONTH => whole.times(share),
        _ => whole,
    }
}

/// Spot has no list price: it is missing, never the on-demand price.
fn compute(instance: &InstanceConfiguration, hours: Quantity<Hour>, lines: &mut Lines<'_>) {
    let InstanceConfiguration { instance_type, platform, tenancy, .. } = instance;
    match &instance.lifecycle {
        Lifecycle::OnDemand => {
            let price = lines.prices.ec2_on_demand(lines.region, instance_type, platform, tenancy);
            lines.add("Compute", hours, price);
        }
        Lifecycle::Spot => lines.missing(format!("EC2 spot {instance_type} {platform} {tenancy}")),
        Lifecycle::Other(word) => lines.missing(format!("EC2 {word} {instance_type} {platform} {tenancy}")),
    }
}

fn surplus_credits(instance: &InstanceConfiguration, lines: &mut Lines<'_>) {
    if let Some(vcpu_hours) = instance.surplus_vcpu_hours_per_month {
        let quantity = lines.amount("surplus CPU credits", vcpu_hours);
        let family = instance.instance_type.split('.').next().unwrap_or_default();
        let price = lines.prices.cpu_credits(lines.region, family, &instance.platform);
        // Of what is not used the price does not matter.
        if vcpu_hours == 0.0 && price.is_err() {
            return;
        }
        lines.add("Surplus CPU credits", quantity, price);
    } else if may_burst(instance, lines) {
        lines.unmeasured("surplus CPU credits were not measured");
    }
}

/// Burstable, or of a T family that nothing is known of.
fn may_burst(instance: &InstanceConfiguration, lines: &Lines<'_>) -> bool {
    let t_family =
        instance.instance_type.strip_prefix('t').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    t_family && lines.prices.instance_spec(&instance.instance_type).is_none_or(|spec| spec.burstable != Some(false))
}
