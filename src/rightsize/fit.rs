//! Whether a target carries the measured demand: vetoes where it does not, caveats where it was not measured.

use super::credits::{CreditUse, credit_use};
use super::demand::{Demand, Dimension};
use super::need::{Driver, Need, need, with_headroom};
use super::preset::{Preset, Resource};
use crate::pricing::InstanceSpec;
use crate::units::Percent;

/// Why a target is out of the question.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Veto {
    /// The demand does not fit.
    Needs(Dimension),
    /// Less memory, and the memory in use was not measured.
    MemoryUnmeasured,
    /// The average demand exceeds what a burstable target may use for ever, or that baseline is not known.
    Baseline,
    /// Fewer GPUs.
    Gpus,
    /// Less instance store.
    InstanceStore,
    /// More volumes are attached than the target takes.
    Attachments,
    /// More network interfaces are attached than the target takes.
    NetworkInterfaces,
}

/// What speaks against a target, and what one must know of it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Fit {
    pub vetoes: Vec<Veto>,
    pub caveats: Vec<String>,
    /// On burstable targets whose load is known by the hour.
    pub credits: Option<CreditUse>,
}

impl Fit {
    pub fn carries(&self) -> bool {
        self.vetoes.is_empty()
    }

    /// The one thing that speaks against it is that memory was not measured.
    pub fn waits_for_memory(&self) -> bool {
        self.vetoes == [Veto::MemoryUnmeasured]
    }
}

/// What a demand takes of each dimension under a preset; worked out once for all targets.
#[derive(Clone, Debug, PartialEq)]
pub struct Needs {
    by_dimension: Vec<(Dimension, Need)>,
    /// Of the capacity that a burstable type sustains, the average leaves so much free.
    sustained_headroom: Percent,
}

impl Needs {
    pub fn of(demand: &Demand<'_>, preset: &Preset) -> Self {
        let of = |dimension: Dimension| {
            let resource = if dimension == Dimension::Memory { Resource::Memory } else { Resource::Cpu };
            Some((dimension, need(demand.profile(dimension)?, preset, resource).ok()?))
        };
        Self {
            by_dimension: Dimension::ALL.into_iter().filter_map(of).collect(),
            sustained_headroom: preset.own().cpu_headroom,
        }
    }

    /// `None` where it was not measured.
    pub fn get(&self, dimension: Dimension) -> Option<Need> {
        self.by_dimension.iter().find(|(it, _)| *it == dimension).map(|(_, need)| *need)
    }

    /// The same with another capacity of one dimension, where that was measured.
    #[must_use]
    pub fn with_capacity(mut self, dimension: Dimension, capacity: f64) -> Self {
        for (_, need) in self.by_dimension.iter_mut().filter(|(it, _)| *it == dimension) {
            need.capacity = capacity;
        }
        self
    }

    /// The dimensions of which `spec` has less than they take.
    pub fn unmet(&self, spec: &InstanceSpec) -> Vec<Dimension> {
        let short = |(dimension, need): &(Dimension, Need)| {
            dimension.capacity(spec).is_some_and(|capacity| need.capacity > capacity * ROUNDING)
        };
        self.by_dimension.iter().filter(|needed| short(needed)).map(|(dimension, _)| *dimension).collect()
    }

    /// What the preset's percentiles alone take, without guards.
    #[must_use]
    pub fn by_percentile(&self) -> Self {
        let plain = |need: Need| Need { capacity: need.by_percentile, driver: Driver::Percentile, ..need };
        Self {
            by_dimension: self.iter().map(|(dimension, need)| (dimension, plain(need))).collect(),
            sustained_headroom: self.sustained_headroom,
        }
    }

    pub fn iter(&self) -> impl Iterator<Item = (Dimension, Need)> {
        self.by_dimension.iter().copied()
    }
}

/// Binary fractions must not decide: 1.6 / 0.8 is 2.
const ROUNDING: f64 = 1.0 + 1e-6;

/// Whether `target` carries `needs`, measured as `demand` on `current`.
pub fn fit(demand: &Demand<'_>, needs: &Needs, current: &InstanceSpec, target: &InstanceSpec) -> Fit {
    let mut fit = Fit::default();
    for dimension in Dimension::ALL {
        match (needs.get(dimension), dimension.capacity(target)) {
            (Some(need), Some(capacity)) if need.capacity > capacity * ROUNDING => {
                // More memory than now is asked for where it is full; otherwise the headroom is of what could shrink.
                if dimension != Dimension::Memory
                    || target.memory_gib < current.memory_gib
                    || memory_is_full(demand, current)
                {
                    fit.vetoes.push(Veto::Needs(dimension));
                }
            }
            (Some(_), Some(_)) => {}
            (None, _) if dimension == Dimension::Memory => {
                if target.memory_gib < current.memory_gib {
                    fit.vetoes.push(Veto::MemoryUnmeasured);
                }
            }
            _ => unmeasured(&mut fit, dimension),
        }
    }
    credits(&mut fit, demand, needs, current, target);
    placement(&mut fit, demand, current, target);
    if let Some(peak) = demand.cpu_maximum_percent {
        let used = peak / 100.0 * f64::from(current.vcpus);
        if used > f64::from(target.vcpus) * ROUNDING {
            fit.caveats.push(format!(
                "the highest CPU point ({} of {} vCPUs) exceeds the target's {} vCPUs: such moments take longer",
                Percent::new(peak),
                current.vcpus,
                target.vcpus
            ));
        }
    }
    fit
}

/// The share of memory beyond which `ec2-instance-underprovisioned` looks for a larger type.
const FULL_MEMORY: f64 = 0.9;

/// Whether more than that is in use in one of twenty hours: then another type with as much is no better a place.
fn memory_is_full(demand: &Demand<'_>, current: &InstanceSpec) -> bool {
    demand.profile(Dimension::Memory).is_some_and(|memory| memory.p95 > current.memory_gib * FULL_MEMORY)
}

fn unmeasured(fit: &mut Fit, dimension: Dimension) {
    let what = match dimension {
        Dimension::NetworkIn | Dimension::NetworkOut => "network",
        _ => "EBS",
    };
    let caveat = format!("{what} demand could not be held against the target's baseline");
    if !fit.caveats.contains(&caveat) {
        fit.caveats.push(caveat);
    }
}

/// A burstable target must sustain the average with headroom, so that it earns what peaks spend; what it draws beyond its credits is priced.
fn credits(fit: &mut Fit, demand: &Demand<'_>, needs: &Needs, current: &InstanceSpec, target: &InstanceSpec) {
    match target.burstable {
        Some(false) => {}
        None => fit.vetoes.push(Veto::Baseline),
        Some(true) => {
            let average = demand.profile(Dimension::Cpu).map(|cpu| cpu.average);
            let sustained = super::burstable::sustained_vcpus(target);
            let average = average.map(|average| with_headroom(average, needs.sustained_headroom));
            if average.zip(sustained).is_none_or(|(average, sustained)| average > sustained * ROUNDING) {
                fit.vetoes.push(Veto::Baseline);
                return;
            }
            fit.credits = demand.cpu_hours.zip(sustained).map(|(hours, sustained)| {
                let to_vcpus = f64::from(current.vcpus) / 100.0;
                let used = hours.averages().iter().filter(|hour| !hour.is_nan());
                credit_use(&used.map(|percent| f64::from(*percent) * to_vcpus), f64::from(target.vcpus), sustained)
            });
        }
    }
}

fn placement(fit: &mut Fit, demand: &Demand<'_>, current: &InstanceSpec, target: &InstanceSpec) {
    if target.gpus < current.gpus {
        fit.vetoes.push(Veto::Gpus);
    }
    if target.max_ebs_attachments.is_some_and(|most| demand.volumes > most) {
        fit.vetoes.push(Veto::Attachments);
    }
    match (demand.network_interfaces, target.max_network_interfaces) {
        (Some(attached), Some(most)) if attached > most => fit.vetoes.push(Veto::NetworkInterfaces),
        (None, Some(most)) if current.max_network_interfaces.is_some_and(|now| most < now) && most < 2 => fit
            .caveats
            .push(format!("it takes {most} network interface{}, fewer than now", if most == 1 { "" } else { "s" })),
        _ => {}
    }
    if target.local_disk_gb < current.local_disk_gb {
        if target.family == current.family {
            fit.caveats.push(format!(
                "instance-store space shrinks from {} to {} GB; its use was not judged and its contents are lost",
                current.local_disk_gb, target.local_disk_gb
            ));
        } else {
            fit.vetoes.push(Veto::InstanceStore);
        }
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::rightsize::Preset;
    use crate::tables::{HourlyUse, Profile};
    use crate::units::Window;

    /// A type of the family `m9`: 4 GiB a vCPU.
    pub(crate) fn spec(instance_type: &str, vcpus: u32) -> InstanceSpec {
        let (family, size) = instance_type.split_once('.').unwrap();
        InstanceSpec {
            instance_type: instance_type.to_owned(),
            family: family.to_owned(),
            size: size.to_owned(),
            architecture: "x86_64".to_owned(),
            cpu_manufacturer: "Intel".to_owned(),
            vcpus,
            memory_gib: f64::from(vcpus) * 4.0,
            hypervisor: "nitro".to_owned(),
            burstable: Some(false),
            cpu_baseline_percent_per_vcpu: None,
            cpu_credits_per_hour: None,
            gpus: 0,
            local_disk_gb: 0.0,
            network_baseline_gbps: Some(f64::from(vcpus) * 0.25),
            network_burst_gbps: None,
            ebs_baseline_throughput_mibps: Some(f64::from(vcpus) * 40.0),
            ebs_baseline_iops: Some(vcpus * 1000),
            max_network_interfaces: Some(4),
            max_ebs_attachments: Some(28),
            current_generation: true,
            bare_metal: false,
            as_of: "2026-10-27".to_owned(),
        }
    }

    /// 14 days at one level.
    pub(crate) fn hours(level: f64) -> HourlyUse {
        let end = "2026-11-15T00:00:00Z".parse().unwrap();
        let window = Window::before(end, crate::units::Days::new(14));
        let mut hours = HourlyUse::new(window);
        for hour in 0..hours.len() {
            hours.set(hours.moment(hour), level, level);
        }
        hours
    }

    fn profile(level: f64) -> Profile {
        Profile::of(&hours(level)).unwrap()
    }

    /// On 4 vCPUs with 16 GiB.
    fn quiet() -> Vec<(Dimension, f64)> {
        vec![
            (Dimension::Cpu, 0.4),
            (Dimension::Memory, 3.2),
            (Dimension::NetworkIn, 0.01),
            (Dimension::NetworkOut, 0.01),
            (Dimension::EbsIops, 10.0),
            (Dimension::EbsThroughput, 1.0),
        ]
    }

    fn fit_of(levels: &[(Dimension, f64)], change: impl FnOnce(&mut InstanceSpec, &mut Demand<'_>)) -> Fit {
        let profiles = levels.iter().map(|(dimension, level)| (*dimension, profile(*level))).collect();
        let mut demand = Demand::of_profiles(profiles);
        demand.volumes = 1;
        let mut target = spec("m9.large", 2);
        change(&mut target, &mut demand);
        let needs = Needs::of(&demand, &Preset::default());
        fit(&demand, &needs, &spec("m9.xlarge", 4), &target)
    }

    fn with(dimension: Dimension, level: f64) -> Vec<Veto> {
        let levels: Vec<_> =
            quiet().into_iter().map(|(it, quiet)| (it, if it == dimension { level } else { quiet })).collect();
        fit_of(&levels, |_, _| {}).vetoes
    }

    fn without(dimension: Dimension) -> Vec<(Dimension, f64)> {
        quiet().into_iter().filter(|(it, _)| *it != dimension).collect()
    }

    #[test]
    fn both_sides_of_every_limit() {
        // A level that is always the same is judged by the careful percentile and, at 30 % headroom, by the balanced one:
        // 70 % of the target's 2 vCPUs, 8 GiB, 0.5 Gbit/s, 2,000 IOPS, 80 MiB/s.
        let limits = [
            (Dimension::Cpu, 1.4),
            (Dimension::Memory, 5.6),
            (Dimension::NetworkIn, 0.35),
            (Dimension::NetworkOut, 0.35),
            (Dimension::EbsIops, 1400.0),
            (Dimension::EbsThroughput, 56.0),
        ];
        for (dimension, most) in limits {
            assert_eq!(with(dimension, most), [], "{dimension:?}");
            assert_eq!(with(dimension, most * 1.001), [Veto::Needs(dimension)], "{dimension:?}");
        }
    }

    #[test]
    fn placement_has_its_limits() {
        let vetoes = |change: fn(&mut InstanceSpec, &mut Demand<'_>)| fit_of(&quiet(), change).vetoes;
        assert_eq!(vetoes(|_, demand| demand.volumes = 28), []);
        assert_eq!(vetoes(|_, demand| demand.volumes = 29), [Veto::Attachments]);
        assert_eq!(vetoes(|_, demand| demand.network_interfaces = Some(4)), []);
        assert_eq!(vetoes(|_, demand| demand.network_interfaces = Some(5)), [Veto::NetworkInterfaces]);
    }

    #[test]
    fn the_average_must_fit_a_burstable_baseline() {
        // 0.4 of 2 vCPUs is 20 %, of which 80 % may be used on average.
        let baseline = |percent: Option<f64>| {
            fit_of(&quiet(), |target, _| {
                target.burstable = Some(true);
                target.cpu_baseline_percent_per_vcpu = percent;
            })
            .vetoes
        };
        assert_eq!(baseline(Some(25.0)), []);
        assert_eq!(baseline(Some(24.9)), [Veto::Baseline]);
        assert_eq!(baseline(None), [Veto::Baseline]);
        assert_eq!(fit_of(&quiet(), |target, _| target.burstable = None).vetoes, [Veto::Baseline]);
    }

    #[test]
    fn unmeasured_memory_vetoes_less_memory_only() {
        let levels = without(Dimension::Memory);
        assert_eq!(fit_of(&levels, |_, _| {}).vetoes, [Veto::MemoryUnmeasured]);
        assert!(fit_of(&levels, |_, _| {}).waits_for_memory());
        assert_eq!(fit_of(&levels, |target, _| target.memory_gib = 16.0).vetoes, []);
    }

    #[test]
    fn full_memory_is_not_moved_to_as_much() {
        let as_much = |in_use: f64| {
            let mut levels = without(Dimension::Memory);
            levels.push((Dimension::Memory, in_use));
            fit_of(&levels, |target, _| target.memory_gib = 16.0).vetoes
        };
        assert_eq!(as_much(14.4), []);
        assert_eq!(as_much(14.5), [Veto::Needs(Dimension::Memory)]);
    }

    #[test]
    fn unmeasured_network_and_ebs_and_higher_minutes_are_caveats() {
        assert_eq!(fit_of(&quiet(), |_, _| {}).caveats.len(), 0);
        assert_eq!(fit_of(&without(Dimension::NetworkIn), |_, _| {}).caveats.len(), 1);
        assert_eq!(fit_of(&without(Dimension::EbsIops), |_, _| {}).caveats.len(), 1);
        assert_eq!(fit_of(&quiet(), |_, demand| demand.cpu_maximum_percent = Some(50.0)).caveats.len(), 0);
        assert_eq!(fit_of(&quiet(), |_, demand| demand.cpu_maximum_percent = Some(51.0)).caveats.len(), 1);
    }

    #[test]
    fn fewer_gpus_are_a_veto_and_less_instance_store_a_caveat_within_a_family() {
        let mut current = spec("g9.xlarge", 4);
        current.gpus = 1;
        current.local_disk_gb = 100.0;
        let demand = Demand::of_profiles(vec![(Dimension::Cpu, profile(0.4))]);
        let needs = Needs::of(&demand, &Preset::default());
        let vetoes = |target: &str| fit(&demand, &needs, &current, &spec(target, 2)).vetoes;
        assert_eq!(vetoes("g9.large"), [Veto::MemoryUnmeasured, Veto::Gpus]);
        assert_eq!(vetoes("m9.large"), [Veto::MemoryUnmeasured, Veto::Gpus, Veto::InstanceStore]);
    }
}
