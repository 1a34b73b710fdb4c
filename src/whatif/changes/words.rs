//! A configuration in a few words.

use crate::model::configuration::Configuration;
use crate::model::vocabulary::{LogClass, Platform, TableClass, VolumeType};

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
        Configuration::AutoscalingGroup(it) => {
            format!("{} of {} to {} instances", it.desired_capacity, it.min_size, it.max_size)
        }
        Configuration::EcsService(it) => {
            let tasks: f64 = it.tasks_by_provider.values().sum();
            let size = it.task.as_ref().map(|task| {
                let thousandths = |amount: u32| f64::from(amount) / 1024.0;
                format!(" of {} vCPU, {} GiB", thousandths(task.cpu_units), thousandths(task.memory_mib))
            });
            format!("{tasks:.1} tasks{}", size.unwrap_or_default())
        }
        Configuration::DynamodbTable(it) => {
            let scaled = it.capacity.iter().any(|it| it.read.scaling.is_some() || it.write.scaling.is_some());
            let class = if it.table_class == TableClass::Standard { "" } else { ", infrequent access" };
            let scaled = if scaled { ", auto scaled" } else { "" };
            format!("{}{class}{scaled}", it.billing_mode)
        }
        Configuration::LambdaFunction(it) => format!("{} MB {}", it.memory_mb, it.architecture),
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
        Configuration::RdsInstance(it) => {
            let standby = if it.multi_az { ", Multi-AZ" } else { "" };
            let stopped = if it.running { "" } else { ", stopped" };
            format!("{} {}{standby}{stopped}", it.engine, it.instance_class)
        }
        Configuration::ElasticacheCluster(it) => format!("{} × {} {}", it.nodes, it.engine, it.node_type),
        Configuration::Absent => String::new(),
    }
}
