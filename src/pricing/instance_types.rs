//! What instance types are: `pricing/AmazonEC2/instance-types.csv`.

use std::sync::LazyLock;

use serde::Deserialize;

use super::source::source;

pub(super) const TEXT: &str = include_str!("../../pricing/AmazonEC2/instance-types.csv");

/// What an instance type is, from the embedded table `pricing/AmazonEC2/instance-types.csv`.
#[derive(Clone, Debug, PartialEq)]
pub struct InstanceSpec {
    pub instance_type: String,
    pub family: String,
    pub size: String,
    /// `x86_64`, `arm64`, `x86_64_mac`, `arm64_mac`.
    pub architecture: String,
    /// `Intel`, `AMD`, `AWS`, `Apple`; empty where AWS did not say.
    pub cpu_manufacturer: String,
    pub vcpus: u32,
    pub memory_gib: f64,
    /// `nitro`, `xen`; empty for bare metal.
    pub hypervisor: String,
    /// `None` where the sources contradict each other (T8i).
    pub burstable: Option<bool>,
    /// Baseline share of each vCPU, in percent; burstable types only.
    pub cpu_baseline_percent_per_vcpu: Option<f64>,
    pub cpu_credits_per_hour: Option<f64>,
    pub gpus: u32,
    pub local_disk_gb: f64,
    pub network_baseline_gbps: Option<f64>,
    /// What it reaches for a while, with network credits.
    pub network_burst_gbps: Option<f64>,
    /// AWS says megabits a second; one of them is 10⁶ / 8 / 2²⁰ MiB/s.
    pub ebs_baseline_throughput_mibps: Option<f64>,
    pub ebs_baseline_iops: Option<u32>,
    pub max_network_interfaces: Option<u32>,
    pub max_ebs_attachments: Option<u32>,
    pub current_generation: bool,
    pub bare_metal: bool,
    /// `YYYY-MM-DD`.
    pub as_of: String,
}

/// One line of the file.
#[derive(Deserialize)]
struct Line {
    instance_type: String,
    family: String,
    size: String,
    architecture: String,
    cpu_manufacturer: String,
    vcpus: u32,
    memory_gib: f64,
    hypervisor: String,
    burstable: Option<YesNo>,
    cpu_baseline_percent_per_vcpu: Option<f64>,
    cpu_credits_per_hour: Option<f64>,
    gpus: u32,
    local_disk_gb: f64,
    network_baseline_gbps: Option<f64>,
    network_burst_gbps: Option<f64>,
    ebs_baseline_mbps: Option<f64>,
    ebs_baseline_iops: Option<u32>,
    max_network_interfaces: Option<u32>,
    max_ebs_attachments: Option<u32>,
    current_generation: YesNo,
    bare_metal: YesNo,
    source: String,
}

#[derive(Clone, Copy, PartialEq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum YesNo {
    Yes,
    No,
}

/// A line that cannot be read is left out; a test holds that there is none.
pub(super) static SPECS: LazyLock<Vec<InstanceSpec>> = LazyLock::new(|| {
    let mut specs: Vec<InstanceSpec> =
        csv::Reader::from_reader(TEXT.as_bytes()).deserialize::<Line>().filter_map(|line| spec(line.ok()?)).collect();
    specs.sort_by(|one, other| one.instance_type.cmp(&other.instance_type));
    specs
});

fn spec(line: Line) -> Option<InstanceSpec> {
    Some(InstanceSpec {
        as_of: source(&line.source)?.as_of.to_string(),
        burstable: line.burstable.map(|word| word == YesNo::Yes),
        ebs_baseline_throughput_mibps: line.ebs_baseline_mbps.map(|mbps| mbps * 1e6 / 8.0 / 1_048_576.0),
        current_generation: line.current_generation == YesNo::Yes,
        bare_metal: line.bare_metal == YesNo::Yes,
        instance_type: line.instance_type,
        family: line.family,
        size: line.size,
        architecture: line.architecture,
        cpu_manufacturer: line.cpu_manufacturer,
        vcpus: line.vcpus,
        memory_gib: line.memory_gib,
        hypervisor: line.hypervisor,
        cpu_baseline_percent_per_vcpu: line.cpu_baseline_percent_per_vcpu,
        cpu_credits_per_hour: line.cpu_credits_per_hour,
        gpus: line.gpus,
        local_disk_gb: line.local_disk_gb,
        network_baseline_gbps: line.network_baseline_gbps,
        network_burst_gbps: line.network_burst_gbps,
        ebs_baseline_iops: line.ebs_baseline_iops,
        max_network_interfaces: line.max_network_interfaces,
        max_ebs_attachments: line.max_ebs_attachments,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_read_and_sensible() {
        assert_eq!(SPECS.len(), TEXT.lines().count() - 1);
        for spec in SPECS.iter() {
            let name = &spec.instance_type;
            assert!(spec.vcpus > 0 && spec.memory_gib > 0.0, "{name}");
            assert_eq!(*name, format!("{}.{}", spec.family, spec.size));
            let credits = spec.cpu_baseline_percent_per_vcpu.is_some() && spec.cpu_credits_per_hour.is_some();
            assert_eq!(credits, spec.burstable == Some(true), "{name}");
        }
        assert!(SPECS.is_sorted_by(|one, other| one.instance_type < other.instance_type), "names are unique");
    }
}
