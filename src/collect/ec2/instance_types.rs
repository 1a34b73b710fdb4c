//! DescribeInstanceTypes: all that a region offers, since any of them may be a target.

use aws_sdk_ec2::types::InstanceTypeInfo as Answer;

use super::super::listing::{Listing, Malformed, read_pages};
use super::super::operation::Operation;
use super::super::session::Session;
use crate::model::ids::Region;
use crate::model::resource::InstanceType;
use crate::model::vocabulary::Architecture;

pub(super) const DESCRIBE_INSTANCE_TYPES: Operation =
    Operation::free("EC2", "DescribeInstanceTypes", &["ec2:DescribeInstanceTypes"]);

pub(in super::super) async fn instance_types(session: &Session<'_>, region: &Region) -> Listing<InstanceType> {
    let client = session.clients(region).ec2;
    let mut pages = client.describe_instance_types().max_results(100).into_paginator().send();
    read_pages(
        session,
        Some(region),
        &DESCRIBE_INSTANCE_TYPES,
        async || pages.next().await,
        |page| page.instance_types().iter().map(|answer| instance_type(session, region, answer)).collect(),
    )
    .await
}

fn instance_type(session: &Session<'_>, region: &Region, answer: &Answer) -> Result<InstanceType, Malformed> {
    let name = answer.instance_type().ok_or(Malformed::new(None, "instanceType"))?.as_str();
    let missing = |what| Malformed::new(Some(name), what);
    let ebs = answer.ebs_info().and_then(|info| info.ebs_optimized_info());
    let baselines: Vec<f64> = answer
        .network_info()
        .map(|info| {
            info.network_cards()
                .iter()
                .filter_map(aws_sdk_ec2::types::NetworkCardInfo::baseline_bandwidth_in_gbps)
                .collect()
        })
        .unwrap_or_default();
    let local_storage_gb = match (answer.instance_storage_supported(), answer.instance_storage_info()) {
        (_, Some(info)) => info.total_size_in_gb().and_then(|gb| u64::try_from(gb).ok()),
        (Some(false), None) => Some(0),
        _ => None,
    };
    let gpus = answer.gpu_info().map_or(Some(0), |info| {
        info.gpus().iter().map(|gpu| super::count(gpu.count())).try_fold(0_u32, |sum, one| sum.checked_add(one?))
    });
    Ok(InstanceType {
        account: session.account.clone(),
        region: region.clone(),
        id: name.to_owned(),
        vcpus: super::count(answer.v_cpu_info().and_then(aws_sdk_ec2::types::VCpuInfo::default_v_cpus))
            .ok_or(missing("vCpuInfo"))?,
        memory_mib: answer
            .memory_info()
            .and_then(|info| u64::try_from(info.size_in_mib()?).ok())
            .ok_or(missing("memoryInfo"))?,
        architectures: answer
            .processor_info()
            .map(|info| {
                info.supported_architectures().iter().map(|one| Architecture::from_word(one.as_str())).collect()
            })
            .unwrap_or_default(),
        burstable: answer.burstable_performance_supported(),
        current_generation: answer.current_generation(),
        hypervisor: match (answer.hypervisor(), answer.bare_metal()) {
            (Some(hypervisor), _) => Some(hypervisor.as_str().to_owned()),
            (None, Some(true)) => Some("none".to_owned()),
            (None, _) => None,
        },
        network_baseline_gbps: if baselines.is_empty() { None } else { Some(baselines.iter().sum()) },
        ebs_baseline_iops: super::count(ebs.and_then(aws_sdk_ec2::types::EbsOptimizedInfo::baseline_iops)),
        ebs_baseline_throughput_mbps: ebs.and_then(aws_sdk_ec2::types::EbsOptimizedInfo::baseline_throughput_in_m_bps),
        local_storage_gb,
        gpus,
        tags: None,
    })
}
