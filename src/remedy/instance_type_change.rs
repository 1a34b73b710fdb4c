//! What the words that change an instance's type have in common: the cost as another type, and who may be changed.

use super::Case;
use crate::estate::Resource;
use crate::estimate::estimate;
use crate::model::configuration::{Configuration, InstanceConfiguration, Placed};
use crate::model::edit::Edit;
use crate::model::finding::Remedy;
use crate::model::gap::GapReason;
use crate::model::resource::Instance;
use crate::model::vocabulary::{Architecture, Lifecycle};
use crate::pricing::InstanceSpec;
use crate::rightsize::burstable::{surplus_on, sustained_vcpus};
use crate::units::Usd;

/// A running instance whose type may change, with its specification.
#[derive(Clone, Copy, Debug)]
pub(super) struct Changeable<'a> {
    pub(super) instance: &'a Instance,
    pub(super) configuration: &'a InstanceConfiguration,
    pub(super) spec: &'a InstanceSpec,
    /// `CPUUtilization` Average, percent of all vCPUs; for surplus credits.
    pub(super) cpu_average_percent: Option<f64>,
    /// Surplus credits that a burstable target would be charged, worked out hour by hour.
    pub(super) surplus: Option<f64>,
}

impl<'a> Changeable<'a> {
    /// Or what is to be said instead.
    pub(super) fn of(case: Case<'a>) -> Result<Self, Box<Remedy>> {
        let Resource::Instance(instance) = case.entry.resource else { return Err(Box::new(case.wrong_kind())) };
        let Some(Configuration::Ec2Instance(configuration)) =
            case.entry.placed.as_ref().map(|placed| &placed.configuration)
        else {
            return Err(Box::new(Remedy::Nothing));
        };
        if configuration.lifecycle != Lifecycle::OnDemand {
            let detail = format!("{} instances have no list price to compare", configuration.lifecycle);
            return Err(Box::new(case.unknown(GapReason::PriceMissing, detail)));
        }
        let Some(spec) = case.context.prices.instance_spec(&configuration.instance_type) else {
            let detail = format!("the instance type {} is not known", configuration.instance_type);
            return Err(Box::new(case.unknown(GapReason::NotSupported, detail)));
        };
        let it = Self { instance, configuration, spec, cpu_average_percent: None, surplus: None };
        if it.list_cost(case, spec).is_none() {
            let detail = format!("no list price for {} to compare with", configuration.instance_type);
            return Err(Box::new(case.unknown(GapReason::PriceMissing, detail)));
        }
        Ok(it)
    }

    pub(super) fn with_cpu_average(self, percent: Option<f64>) -> Self {
        Self { cpu_average_percent: percent, ..self }
    }

    pub(super) fn with_surplus(self, vcpu_hours_per_month: Option<f64>) -> Self {
        Self { surplus: vcpu_hours_per_month, ..self }
    }

    /// Surplus credits as another type, vCPU-hours a month; `None` where they were not measured.
    pub(super) fn surplus_as(self, target: &InstanceSpec) -> Option<f64> {
        if target.instance_type == self.spec.instance_type {
            return self.configuration.surplus_vcpu_hours_per_month;
        }
        // Fixed-performance types have no credits.
        if target.burstable == Some(false) {
            return None;
        }
        if self.surplus.is_some() {
            return self.surplus;
        }
        let surplus = self.configuration.surplus_vcpu_hours_per_month?;
        let demand = self.cpu_average_percent.map(|percent| percent / 100.0 * f64::from(self.spec.vcpus));
        Some(surplus_on(sustained_vcpus(target)?, sustained_vcpus(self.spec)?, demand, surplus))
    }

    pub(super) fn edit_to(self, target: &InstanceSpec) -> Edit {
        Edit::InstanceType {
            instance_type: target.instance_type.clone(),
            surplus_vcpu_hours_per_month: self.surplus_as(target),
            baseline_vcpus: sustained_vcpus(target).filter(|_| target.burstable == Some(true)),
        }
    }

    /// The list cost a month as `target`; `None` when a price is missing.
    pub(super) fn list_cost(self, case: Case<'_>, target: &InstanceSpec) -> Option<Usd> {
        let before = Configuration::Ec2Instance(self.configuration.clone());
        let placed = Placed { region: case.key().region.clone(), configuration: self.edit_to(target).apply(&before) };
        let cost = estimate(&placed, case.context.prices);
        cost.is_complete().then(|| cost.known())
    }

    pub(super) fn offered(case: Case<'_>, instance_type: &str) -> bool {
        case.context.offered.allows(&case.key().region, instance_type)
    }

    /// Whether the machine image can start on `target` at all: 32-bit and paravirtual ones only on the oldest types.
    pub(super) fn image_starts_on(self, target: &InstanceSpec) -> bool {
        let architecture = self.instance.architecture.word();
        let thirty_two_bit = self.instance.architecture == Architecture::I386;
        let listed = target.architecture.split([';', ',', ' ']).any(|word| word == architecture);
        let paravirtual = self.instance.virtualization.as_deref() == Some("paravirtual");
        listed && !(thirty_two_bit && target.hypervisor == "nitro") && !(paravirtual && target.hypervisor != "xen")
    }

    pub(super) fn volumes_fit(self, target: &InstanceSpec) -> bool {
        let attached = self.instance.volume_ids.len();
        target.max_ebs_attachments.is_none_or(|most| attached <= most as usize)
    }

    /// What one must know before the change to `target`.
    pub(super) fn caveats_to(self, target: &InstanceSpec) -> Vec<String> {
        let mut caveats = self.caveats();
        if self.spec.hypervisor == "xen" && target.hypervisor == "nitro" {
            caveats
                .push("from Xen to Nitro: the system needs NVMe and ENA drivers, and device names change".to_owned());
        }
        if self.spec.family == "t2" && target.family == "t3" {
            caveats.push(
                "T3 starts in unlimited mode: sustained load above the baseline is charged, unless set to standard"
                    .to_owned(),
            );
        }
        if self.spec.local_disk_gb > 0.0 {
            caveats.push("data on instance store volumes is lost".to_owned());
        }
        caveats
    }

    /// What one must know before any change of type.
    pub(super) fn caveats(self) -> Vec<String> {
        // The group would replace a member that was stopped on its own.
        let mut caveats = vec![match &self.instance.auto_scaling_group {
            Some(group) => {
                format!("member of Auto Scaling group {group}: change the group's launch template, not the member")
            }
            None => "the instance must be stopped and started to change its type".to_owned(),
        }];
        if let Some(owner) = &self.instance.managed_by {
            caveats.push(format!("managed by {owner}: change it there"));
        }
        caveats
    }
}
