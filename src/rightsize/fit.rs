//! Whether a target carries the measured demand: vetoes where it does not, caveats where it was not measured.

use super::burstable::sustained_vcpus;
use super::demand::Demand;
use crate::pricing::InstanceSpec;
use crate::units::Percent;

/// Why a target is out of the question.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Veto {
    /// p99.5 of CPU with headroom does not fit.
    Cpu,
    /// The average demand exceeds what a burstable target may use for ever, or that baseline is not known.
    Baseline,
    /// Less memory, and the memory in use was not measured.
    MemoryUnmeasured,
    /// The memory in use with headroom does not fit.
    Memory,
    /// The measured traffic exceeds the target's baseline bandwidth.
    Network,
    /// The measured operations or bytes exceed the target's EBS baseline.
    Ebs,
    /// Fewer GPUs.
    Gpus,
    /// More volumes are attached than the target takes.
    Attachments,
}

/// What speaks against a target, and what one must know of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fit {
    pub vetoes: Vec<Veto>,
    pub caveats: Vec<String>,
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

/// Whether `target` carries `demand`, measured on `current`.
///
/// `headroom` is the share of the target's capacity that stays free at the 99.5th percentile of CPU and at the peak of
/// memory (20 % by default, as in AWS Compute Optimizer,
/// <https://docs.aws.amazon.com/compute-optimizer/latest/ug/rightsizing-preferences.html>).
pub fn fit(demand: &Demand, current: &InstanceSpec, target: &InstanceSpec, headroom: Percent) -> Fit {
    let mut fit = Fit::default();
    let usable = 1.0 - headroom.fraction();
    cpu(&mut fit, demand, current, target, usable);
    memory(&mut fit, demand, current, target, usable);
    network_and_ebs(&mut fit, demand, target);
    if target.gpus < current.gpus {
        fit.vetoes.push(Veto::Gpus);
    }
    if target.max_ebs_attachments.is_some_and(|most| demand.attached_volumes > most) {
        fit.vetoes.push(Veto::Attachments);
    }
    if target.local_disk_gb < current.local_disk_gb {
        fit.caveats.push(format!(
            "instance-store space shrinks from {} to {} GB; its use was not judged and its contents are lost",
            current.local_disk_gb, target.local_disk_gb
        ));
    }
    fit
}

fn cpu(fit: &mut Fit, demand: &Demand, current: &InstanceSpec, target: &InstanceSpec, usable: f64) {
    let of_current = |percent: f64| percent / 100.0 * f64::from(current.vcpus);
    let vcpus = f64::from(target.vcpus);
    if of_current(demand.cpu_p99_5_percent) > vcpus * usable {
        fit.vetoes.push(Veto::Cpu);
    }
    let average = of_current(demand.cpu_average_percent);
    if sustained_vcpus(target).is_none_or(|sustained| average > sustained) {
        fit.vetoes.push(Veto::Baseline);
    }
    match demand.cpu_peak_percent {
        Some(peak) if of_current(peak) > vcpus => fit.caveats.push(format!(
            "the highest CPU point ({} of {} vCPUs) exceeds the target's {} vCPUs: such moments take longer",
            Percent::new(peak),
            current.vcpus,
            target.vcpus
        )),
        Some(_) => {}
        None => fit.caveats.push("CPU peaks (statistic Maximum) were not measured".to_owned()),
    }
}

fn memory(fit: &mut Fit, demand: &Demand, current: &InstanceSpec, target: &InstanceSpec, usable: f64) {
    if target.memory_gib >= current.memory_gib {
        return;
    }
    match demand.memory_peak_percent {
        None => fit.vetoes.push(Veto::MemoryUnmeasured),
        Some(peak) if peak / 100.0 * current.memory_gib > target.memory_gib * usable => fit.vetoes.push(Veto::Memory),
        Some(_) => {}
    }
}

fn network_and_ebs(fit: &mut Fit, demand: &Demand, target: &InstanceSpec) {
    match exceeds(demand.network_peak_gbps, target.network_baseline_gbps) {
        Some(true) => fit.vetoes.push(Veto::Network),
        Some(false) => {}
        None => fit.caveats.push("network demand could not be held against the target's baseline".to_owned()),
    }
    let iops = exceeds(demand.ebs_peak_iops, target.ebs_baseline_iops.map(f64::from));
    let throughput = exceeds(demand.ebs_peak_mibps, target.ebs_baseline_throughput_mibps);
    if iops == Some(true) || throughput == Some(true) {
        fit.vetoes.push(Veto::Ebs);
    } else if iops.is_none() || throughput.is_none() {
        fit.caveats.push("EBS demand could not be held against the target's baseline".to_owned());
    }
}

/// `None` when either side is not known.
fn exceeds(demand: Option<f64>, baseline: Option<f64>) -> Option<bool> {
    Some(demand? > baseline?)
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

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

    pub(crate) fn quiet() -> Demand {
        Demand {
            cpu_p99_5_percent: 10.0,
            cpu_average_percent: 5.0,
            cpu_peak_percent: Some(20.0),
            memory_peak_percent: Some(20.0),
            network_peak_gbps: Some(0.01),
            ebs_peak_iops: Some(10.0),
            ebs_peak_mibps: Some(1.0),
            attached_volumes: 1,
        }
    }

    fn vetoes(change: impl FnOnce(&mut Demand, &mut InstanceSpec)) -> Vec<Veto> {
        let (mut demand, mut target) = (quiet(), spec("m9.large", 2));
        change(&mut demand, &mut target);
        fit(&demand, &spec("m9.xlarge", 4), &target, Percent::new(20.0)).vetoes
    }

    #[test]
    fn both_sides_of_every_limit() {
        // 40 % of 4 vCPUs = 1.6 = 80 % of 2 vCPUs.
        assert_eq!(vetoes(|demand, _| demand.cpu_p99_5_percent = 40.0), []);
        assert_eq!(vetoes(|demand, _| demand.cpu_p99_5_percent = 40.1), [Veto::Cpu]);
        // 40 % of 16 GiB = 6.4 GiB = 80 % of 8 GiB.
        assert_eq!(vetoes(|demand, _| demand.memory_peak_percent = Some(40.0)), []);
        assert_eq!(vetoes(|demand, _| demand.memory_peak_percent = Some(40.1)), [Veto::Memory]);
        assert_eq!(vetoes(|demand, _| demand.network_peak_gbps = Some(0.5)), []);
        assert_eq!(vetoes(|demand, _| demand.network_peak_gbps = Some(0.51)), [Veto::Network]);
        assert_eq!(vetoes(|demand, _| demand.ebs_peak_iops = Some(2000.0)), []);
        assert_eq!(vetoes(|demand, _| demand.ebs_peak_iops = Some(2001.0)), [Veto::Ebs]);
        assert_eq!(vetoes(|demand, _| demand.ebs_peak_mibps = Some(80.0)), []);
        assert_eq!(vetoes(|demand, _| demand.ebs_peak_mibps = Some(80.1)), [Veto::Ebs]);
        assert_eq!(vetoes(|demand, _| demand.attached_volumes = 28), []);
        assert_eq!(vetoes(|demand, _| demand.attached_volumes = 29), [Veto::Attachments]);
    }

    #[test]
    fn the_average_must_fit_a_burstable_baseline() {
        // 5 % of 4 vCPUs = 0.2 vCPU = 10 % of 2 vCPUs.
        let baseline = |percent: Option<f64>| {
            vetoes(|_, target| {
                target.burstable = Some(true);
                target.cpu_baseline_percent_per_vcpu = percent;
            })
        };
        assert_eq!(baseline(Some(10.0)), []);
        assert_eq!(baseline(Some(9.9)), [Veto::Baseline]);
        assert_eq!(baseline(None), [Veto::Baseline]);
        assert_eq!(vetoes(|_, target| target.burstable = None), [Veto::Baseline]);
    }

    #[test]
    fn unmeasured_memory_vetoes_less_memory_only() {
        assert_eq!(vetoes(|demand, _| demand.memory_peak_percent = None), [Veto::MemoryUnmeasured]);
        assert_eq!(
            vetoes(|demand, target| {
                demand.memory_peak_percent = None;
                target.memory_gib = 16.0;
            }),
            []
        );
    }

    #[test]
    fn unmeasured_network_and_ebs_are_caveats() {
        let mut demand = quiet();
        let caveats = |demand: &Demand| {
            fit(demand, &spec("m9.xlarge", 4), &spec("m9.large", 2), Percent::new(20.0)).caveats.len()
        };
        assert_eq!(caveats(&demand), 0);
        demand.network_peak_gbps = None;
        assert_eq!(caveats(&demand), 1);
        demand.ebs_peak_iops = None;
        assert_eq!(caveats(&demand), 2);
        demand.cpu_peak_percent = Some(51.0);
        assert_eq!(caveats(&demand), 3);
    }

    #[test]
    fn fewer_gpus_are_a_veto_and_less_instance_store_a_caveat() {
        let mut current = spec("g9.xlarge", 4);
        current.gpus = 1;
        current.local_disk_gb = 100.0;
        let it = fit(&quiet(), &current, &spec("g9.large", 2), Percent::new(20.0));
        assert_eq!(it.vetoes, [Veto::Gpus]);
        assert_eq!(it.caveats.len(), 1);
    }
}
