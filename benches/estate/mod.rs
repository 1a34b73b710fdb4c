//! Synthetic datasets of any size, the same for the same size: written once, then read by every benchmark.

mod metrics;
mod resources;

use std::error::Error;
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use cloudtrim::dataset::{DATASET_SCHEMA, DatasetWriter, Manifest, MetricAnswer};
use cloudtrim::model::ids::{AccountId, Region, ResourceKind};
use cloudtrim::model::metric::Statistic;
use cloudtrim::units::{Days, Window};

/// How large a synthetic estate is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Size {
    /// Resources of all kinds together.
    pub(crate) resources: usize,
    /// Instances with 14 days of five-minute points: four series, 16,128 points each.
    pub(crate) measured_instances: usize,
}

impl std::fmt::Display for Size {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} resources, {} with metrics", self.resources, self.measured_instances)
    }
}

pub(crate) const ACCOUNT: &str = "123456789012";
pub(crate) const REGIONS: [&str; 2] = ["eu-west-1", "us-east-1"];
pub(crate) const PERIOD_S: u32 = 300;
pub(crate) const LOOKBACK: Days = Days::new(14);

/// What is measured of an instance: CPU twice, traffic twice.
pub(crate) const MEASURED: [(&str, Statistic); 4] = [
    ("CPUUtilization", Statistic::Average),
    ("CPUUtilization", Statistic::Maximum),
    ("NetworkIn", Statistic::Sum),
    ("NetworkOut", Statistic::Sum),
];

/// Asked for and answered of all volumes; none has a point.
const ASKED_OF_VOLUMES: [(&str, Statistic); 4] = [
    ("VolumeReadOps", Statistic::Sum),
    ("VolumeWriteOps", Statistic::Sum),
    ("VolumeReadBytes", Statistic::Sum),
    ("VolumeWriteBytes", Statistic::Sum),
];

pub(crate) fn as_of() -> DateTime<Utc> {
    DateTime::from_timestamp(1_794_722_400, 0).unwrap_or_default()
}

/// A step of splitmix64: numbers that look random and are the same everywhere.
pub(crate) fn scramble(seed: u64) -> u64 {
    let mut mixed = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}

/// The folder of this size's dataset, written on first use below the build's temporary folder.
pub(crate) fn dataset(size: Size) -> PathBuf {
    let name = format!("estate-1-{}-{}", size.resources, size.measured_instances);
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    // The writer makes a folder appear whole or not at all: one that has a manifest is complete.
    if !folder.join("manifest.json").exists() {
        write(size, &folder).unwrap_or_else(|error| fail(&folder, error.as_ref()));
    }
    folder
}

#[expect(clippy::panic, reason = "a benchmark without its input has nothing to measure")]
fn fail(folder: &Path, error: &dyn Error) -> ! {
    panic!("cannot write {}: {error}", folder.display())
}

fn write(size: Size, folder: &Path) -> Result<(), Box<dyn Error>> {
    let resources = resources::resources(size.resources);
    let mut writer = DatasetWriter::create(folder)?;
    for instance in
        resources.instances.iter().filter(|instance| instance.stopped_at.is_none()).take(size.measured_instances)
    {
        writer.append_metrics(ResourceKind::Ec2Instance, &metrics::series(instance))?;
    }
    writer.finish(&manifest(), &resources, &[], &[], &[])?;
    Ok(())
}

fn manifest() -> Manifest {
    let window = Window::before(as_of(), LOOKBACK);
    let mut metric_answers = Vec::new();
    for region in REGIONS {
        for (kind, asked) in [(ResourceKind::Ec2Instance, MEASURED), (ResourceKind::EbsVolume, ASKED_OF_VOLUMES)] {
            for (metric, statistic) in asked {
                metric_answers.push(MetricAnswer {
                    account: AccountId::from(ACCOUNT),
                    region: Region::from(region),
                    kind,
                    metric: metric.to_owned(),
                    statistic,
                    period_s: PERIOD_S,
                    window,
                });
            }
        }
    }
    Manifest {
        schema: DATASET_SCHEMA.to_owned(),
        tool_version: env!("CARGO_PKG_VERSION").to_owned(),
        as_of: as_of(),
        lookback_days: LOOKBACK,
        accounts: vec![AccountId::from(ACCOUNT)],
        regions: REGIONS.map(Region::from).to_vec(),
        collectors: Vec::new(),
        metric_answers,
    }
}
