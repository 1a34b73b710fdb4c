//! A configuration in a few words.

use crate::model::configuration::Configuration;
use crate::model::vocabulary::{LogClass, Platform, VolumeType};

pub(super) fn words(configuration: &Configuration) -> String {
    match configuration {
        Configuration::Ec2Instance(it) => {
            let mut words = it.instance_type.clone();
            if it.platform != Platform::Linux {
                words = format!("{words} {}", it.platform);
            }
            if it.detailed_monitoring && it.running {
                words.push_str(", detailed monitoring");
            }
            if let Some(hours) = it.running_hours_per_month.filter(|_| it.running) {
                words = match &it.schedule {
                    Some(schedule) => format!("{words}, {schedule}"),
                    None => format!("{words}, {hours} hours a month"),
                };
            }
            if !it.running {
                words.push_str(", stopped");
            }
            words
        }
        Configuration::EbsVolume(it) => {
            let mut words = format!("{} {} GiB", it.volume_type, it.size_gib);
            let iops =
                it.iops.filter(|_| matches!(it.volume_type, VolumeType::Gp3 | VolumeType::Io1 | VolumeType::Io2));
            if let Some(iops) = iops {
                words = format!("{words}, {iops} IOPS");
            }
            match it.throughput_mibps.filter(|_| it.volume_type == VolumeType::Gp3) {
                Some(throughput) => format!("{words}, {throughput} MiB/s"),
                None => words,
            }
        }
        Configuration::EbsSnapshot(it) => format!("{} {:.0} GiB at most", it.tier, it.size_gib_at_most),
        Configuration::Ec2Address(it) => if it.in_use { "in use" } else { "idle" }.to_owned(),
        Configuration::LogsGroup(it) => {
            let class = if it.class == LogClass::Standard { String::new() } else { format!("{}, ", it.class) };
            let kept = it.retention_days.map_or_else(|| "kept for ever".to_owned(), |days| format!("kept {days} days"));
            format!("{class}{kept}, {:.2} GiB", it.stored_gib)
        }
        Configuration::S3Bucket(it) => {
            let classes = it.gib_by_class.iter().map(|(class, gib)| format!("{class} {gib:.0} GiB"));
            let parts: f64 = it.incomplete_upload_gib_by_class.values().sum();
            let parts = (parts > 0.0).then(|| format!("incomplete uploads {parts:.0} GiB"));
            classes.chain(parts).collect::<Vec<_>>().join(", ")
        }
        Configuration::Absent => String::new(),
    }
}
