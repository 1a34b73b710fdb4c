//! What an instance was measured to need, with the evidence.

use crate::model::analysis::Evidence;
use crate::model::ids::ResourceKey;
use crate::model::metric::Statistic;
use crate::pricing::InstanceSpec;
use crate::tables::{HourlyUse, Profile, Usage, UsageProfiles};
use crate::units::{Percent, Window};

use super::dimension::{BYTES_PER_MIB, GBIT_OF_BYTES};
use super::need::TooShort;
use super::preset::Preset;

/// A dimension of an instance's demand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Dimension {
    Cpu,
    Memory,
    NetworkIn,
    NetworkOut,
    EbsIops,
    EbsThroughput,
}

impl Dimension {
    pub const ALL: [Self; 6] =
        [Self::Cpu, Self::Memory, Self::NetworkIn, Self::NetworkOut, Self::EbsIops, Self::EbsThroughput];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Cpu => "CPU",
            Self::Memory => "memory",
            Self::NetworkIn => "network in",
            Self::NetworkOut => "network out",
            Self::EbsIops => "EBS operations",
            Self::EbsThroughput => "EBS throughput",
        }
    }

    /// What `spec` has of it, in the unit of the demand; `None` where that is not known.
    pub fn capacity(self, spec: &InstanceSpec) -> Option<f64> {
        match self {
            Self::Cpu => Some(f64::from(spec.vcpus)),
            Self::Memory => Some(spec.memory_gib),
            Self::NetworkIn | Self::NetworkOut => spec.network_baseline_gbps,
            Self::EbsIops => spec.ebs_baseline_iops.map(f64::from),
            Self::EbsThroughput => spec.ebs_baseline_throughput_mibps,
        }
    }

    /// `1.6 vCPUs`, `5.2 GiB`.
    pub fn shown(self, amount: f64) -> String {
        match self {
            Self::Cpu => format!("{amount:.2} vCPUs"),
            Self::Memory => format!("{amount:.1} GiB"),
            Self::NetworkIn | Self::NetworkOut => format!("{amount:.3} Gbit/s"),
            Self::EbsIops => format!("{amount:.0} IOPS"),
            Self::EbsThroughput => format!("{amount:.1} MiB/s"),
        }
    }

    /// AWS's metric, the statistic of its evidence, and what one unit of it is on an instance as `spec`.
    fn measured_by(self, spec: &InstanceSpec) -> (&'static str, Statistic, f64) {
        match self {
            Self::Cpu => ("CPUUtilization", Statistic::Average, f64::from(spec.vcpus) / 100.0),
            Self::Memory => ("mem_used_percent", Statistic::Maximum, spec.memory_gib / 100.0),
            // Bytes a second; network bandwidth is stated in decimal gigabits.
            Self::NetworkIn => ("NetworkIn", Statistic::Sum, GBIT_OF_BYTES),
            Self::NetworkOut => ("NetworkOut", Statistic::Sum, GBIT_OF_BYTES),
            Self::EbsIops => ("EBSOps", Statistic::Sum, 1.0),
            Self::EbsThroughput => ("EBSBytes", Statistic::Sum, 1.0 / BYTES_PER_MIB),
        }
    }
}

/// Measured demand on an instance; a dimension that is missing was not measured, which is never zero.
#[derive(Clone, Debug, PartialEq)]
pub struct Demand<'a> {
    /// vCPUs, GiB, Gbit/s, operations a second, MiB/s.
    profiles: Vec<(Dimension, Profile)>,
    /// Percent of the vCPUs it has now.
    pub cpu_hours: Option<&'a HourlyUse>,
    /// The highest minute of CPU, percent of the vCPUs it has now.
    pub cpu_maximum_percent: Option<f64>,
    /// Attached now.
    pub volumes: u32,
    /// `None` where it is not known.
    pub network_interfaces: Option<u32>,
}

impl<'a> Demand<'a> {
    /// What `key`, an instance as `spec`, was measured to need. CPU is indispensable, and any other dimension with too few
    /// hours counts as not measured.
    pub fn measure(usage: &'a UsageProfiles, key: &ResourceKey, spec: &InstanceSpec) -> Result<Self, TooShort> {
        let mut profiles = Vec::with_capacity(Dimension::ALL.len());
        let mut cpu_hours = None;
        for dimension in Dimension::ALL {
            let (metric, _, factor) = dimension.measured_by(spec);
            let found = usage.get(key, metric);
            let hours = found.map_or(0, |found| found.profile.hours);
            match found {
                Some(Usage { profile, hours: by_hour }) if hours >= super::need::MINIMUM_HOURS => {
                    if dimension == Dimension::Cpu {
                        cpu_hours = by_hour.as_ref();
                    }
                    profiles.push((dimension, profile.scaled(factor)));
                }
                _ if dimension == Dimension::Cpu => return Err(TooShort { hours }),
                _ => {}
            }
        }
        Ok(Self { cpu_hours, ..Self::of_profiles(profiles) })
    }

    /// Of profiles in the unit of [`Dimension::capacity`], nothing attached.
    pub fn of_profiles(profiles: Vec<(Dimension, Profile)>) -> Self {
        Self { profiles, cpu_hours: None, cpu_maximum_percent: None, volumes: 0, network_interfaces: None }
    }

    /// In the unit of [`Dimension::capacity`].
    pub fn profile(&self, dimension: Dimension) -> Option<&Profile> {
        self.profiles.iter().find(|(it, _)| *it == dimension).map(|(_, profile)| profile)
    }

    /// The evidence of every measured dimension: the preset's percentile of hourly peaks, in percent of what it is
    /// measured in or as a rate.
    pub fn evidence(&self, preset: &Preset, current: &InstanceSpec, window: Window) -> Vec<Evidence> {
        let percentile = preset.own().percentile;
        let facts = self.profiles.iter().map(|(dimension, profile)| {
            let (metric, statistic, _) = dimension.measured_by(current);
            let level = percentile.of(profile);
            let value = match dimension {
                Dimension::Cpu => {
                    let percent = Percent::new(100.0 * level / f64::from(current.vcpus.max(1)));
                    format!("{percent} of {} vCPUs", current.vcpus)
                }
                Dimension::Memory => {
                    format!("{} of {} GiB", Percent::new(100.0 * level / current.memory_gib), current.memory_gib)
                }
                _ => dimension.shown(level),
            };
            Evidence {
                fact: format!("{metric} {statistic} {} of hourly peaks", percentile.name()),
                value,
                condition: String::new(),
                coverage_percent: Some(profile.coverage_percent()),
                window: Some(window),
            }
        });
        facts.collect()
    }
}
