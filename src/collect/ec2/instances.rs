//! DescribeInstances.

use std::collections::BTreeSet;

use aws_sdk_ec2::types::{ArchitectureValues, Instance as Answer, MonitoringState};
use chrono::{DateTime, NaiveDateTime, Utc};

use super::super::listing::{Listing, Malformed, read_pages};
use super::super::operation::Operation;
use super::super::session::Session;
use super::super::time::utc;
use crate::model::ids::Region;
use crate::model::resource::{Instance, Tags};
use crate::model::vocabulary::{Architecture, InstanceState, Lifecycle, Platform, Tenancy};

pub(super) const DESCRIBE_INSTANCES: Operation =
    Operation::free("EC2", "DescribeInstances", &["ec2:DescribeInstances"]);

/// All instances of a region. `elastic_ips` are its Elastic IP addresses, where they could be read: a public address
/// that is none of them was assigned by AWS.
pub(in super::super) async fn instances(
    session: &Session<'_>,
    region: &Region,
    elastic_ips: Option<&BTreeSet<String>>,
) -> Listing<Instance> {
    let client = session.clients(region).ec2;
    let mut pages = client.describe_instances().max_results(1000).into_paginator().send();
    read_pages(
        session,
        Some(region),
        &DESCRIBE_INSTANCES,
        async || pages.next().await,
        |page| {
            page.reservations()
                .iter()
                .flat_map(aws_sdk_ec2::types::Reservation::instances)
                .map(|answer| instance(session, region, elastic_ips, answer))
                .collect()
        },
    )
    .await
}

fn instance(
    session: &Session<'_>,
    region: &Region,
    elastic_ips: Option<&BTreeSet<String>>,
    answer: &Answer,
) -> Result<Instance, Malformed> {
    let id = answer.instance_id().ok_or(Malformed::new(None, "instanceId"))?;
    let missing = |what| Malformed::new(Some(id), what);
    let tags = super::tags(answer.tags());
    let state = answer.state().and_then(|state| state.name()).ok_or(missing("instanceState"))?;
    let state = InstanceState::from_word(state.as_str());
    let root = answer.root_device_name();
    let instance_type = answer.instance_type().ok_or(missing("instanceType"))?.as_str().to_owned();
    let volumes: BTreeSet<String> = answer
        .block_device_mappings()
        .iter()
        .filter_map(|mapping| Some(mapping.ebs()?.volume_id()?.to_owned()))
        .collect();
    Ok(Instance {
        account: session.account.clone(),
        region: region.clone(),
        id: id.to_owned(),
        platform: platform(
            answer.platform_details(),
            answer.platform().map(aws_sdk_ec2::types::PlatformValues::as_str),
        ),
        tenancy: tenancy(
            answer.placement().and_then(|placement| placement.tenancy()).map(aws_sdk_ec2::types::Tenancy::as_str),
        ),
        lifecycle: lifecycle(answer.instance_lifecycle().map(aws_sdk_ec2::types::InstanceLifecycleType::as_str)),
        architecture: architecture(answer.architecture().map(ArchitectureValues::as_str), &instance_type),
        instance_type,
        availability_zone: answer
            .placement()
            .and_then(|placement| placement.availability_zone())
            .filter(|zone| !zone.is_empty())
            .map(str::to_owned),
        stopped_at: match state {
            InstanceState::Stopped => answer.state_transition_reason().and_then(transition_moment),
            _ => None,
        },
        state,
        launched_at: answer.launch_time().and_then(utc),
        root_attached_at: answer
            .block_device_mappings()
            .iter()
            .find(|mapping| mapping.device_name().is_some() && mapping.device_name() == root)
            .and_then(|mapping| utc(mapping.ebs()?.attach_time()?)),
        detailed_monitoring: answer
            .monitoring()
            .and_then(|monitoring| monitoring.state())
            .map(|state| matches!(state, MonitoringState::Enabled | MonitoringState::Pending)),
        auto_scaling_group: tags.get("aws:autoscaling:groupName").cloned(),
        managed_by: answer
            .operator()
            .filter(|operator| operator.managed() == Some(true))
            .and_then(|operator| operator.principal().map(str::to_owned))
            .or_else(|| manager(&tags).map(str::to_owned)),
        image_id: answer.image_id().map(str::to_owned),
        ebs_optimized: answer.ebs_optimized(),
        virtualization: answer.virtualization_type().map(|one| one.as_str().to_owned()),
        network_interfaces: u32::try_from(answer.network_interfaces().len()).ok(),
        volume_ids: volumes.into_iter().collect(),
        auto_assigned_public_ipv4: auto_assigned(answer, elastic_ips),
        tags: Some(tags),
    })
}

/// Whether the instance has a public address that is no Elastic IP: AWS names `amazon` as the owner of such addresses.
fn auto_assigned(answer: &Answer, elastic_ips: Option<&BTreeSet<String>>) -> Option<bool> {
    let owners = answer
        .network_interfaces()
        .iter()
        .flat_map(aws_sdk_ec2::types::InstanceNetworkInterface::private_ip_addresses)
        .filter_map(|address| address.association())
        .filter_map(|association| Some((association.public_ip()?, association.ip_owner_id()?)));
    if owners.into_iter().any(|(_, owner)| owner == "amazon") {
        return Some(true);
    }
    match answer.public_ip_address().filter(|address| !address.is_empty()) {
        None => Some(false),
        Some(address) => elastic_ips.map(|elastic| !elastic.contains(address)),
    }
}

/// The moment in `User initiated (2026-01-05 10:11:12 GMT)`; texts without one are not known.
fn transition_moment(reason: &str) -> Option<DateTime<Utc>> {
    let (_, rest) = reason.rsplit_once('(')?;
    let (moment, _) = rest.split_once(')')?;
    let moment = moment.trim();
    // AWS writes GMT, compatible servers UTC; another zone is not guessed.
    let moment = moment.strip_suffix(" GMT").or_else(|| moment.strip_suffix(" UTC"))?;
    NaiveDateTime::parse_from_str(moment, "%Y-%m-%d %H:%M:%S").ok().map(|moment| moment.and_utc())
}

/// AWS's billing words for operating systems and licences:
/// <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/billing-info-fields.html>.
/// Those with SQL Server, Ubuntu Pro and brought licences have prices of their own and stay in AWS's words.
fn platform(details: Option<&str>, platform: Option<&str>) -> Platform {
    match (details, platform) {
        (Some("Linux/UNIX"), _) => Platform::Linux,
        (Some("Windows"), _) => Platform::Windows,
        (Some("Red Hat Enterprise Linux"), _) => Platform::Rhel,
        (Some("Red Hat Enterprise Linux with HA" | "Red Hat Enterprise Linux with High Availability"), _) => {
            Platform::RhelHa
        }
        (Some("SUSE Linux"), _) => Platform::Suse,
        (Some(other), _) if !other.is_empty() => Platform::Other(other.to_owned()),
        // AWS always tells the details; compatible servers may tell only this field, empty except for Windows.
        (_, Some(platform)) if platform.eq_ignore_ascii_case("windows") => Platform::Windows,
        _ => Platform::Linux,
    }
}

/// As answered; compatible servers may leave it out, and then the type's name tells it: a `g` after the generation is
/// Graviton, as is `a1`: <https://docs.aws.amazon.com/ec2/latest/instancetypes/instance-type-names.html>.
fn architecture(word: Option<&str>, instance_type: &str) -> Architecture {
    if let Some(word) = word.filter(|word| !word.is_empty()) {
        return Architecture::from_word(word);
    }
    let (family, _size) = instance_type.split_once('.').unwrap_or((instance_type, ""));
    let series = family.trim_start_matches(|c: char| !c.is_ascii_digit());
    let options = series.trim_start_matches(|c: char| c.is_ascii_digit());
    let options = options.split('-').next().unwrap_or_default();
    if family == "a1" || options.contains('g') { Architecture::Arm64 } else { Architecture::X8664 }
}

fn tenancy(word: Option<&str>) -> Tenancy {
    match word {
        None | Some("default" | "") => Tenancy::Shared,
        Some(word) => Tenancy::from_word(word),
    }
}

/// AWS names the lifecycle only where it is not on-demand.
fn lifecycle(word: Option<&str>) -> Lifecycle {
    match word {
        None | Some("" | "normal") => Lifecycle::OnDemand,
        Some(word) => Lifecycle::from_word(word),
    }
}

/// Tags that services put on the instances they own; the more particular come first.
const MANAGERS: &[(&str, &str)] = &[
    ("aws:elasticmapreduce:", "EMR"),
    ("elasticbeanstalk:", "Elastic Beanstalk"),
    ("karpenter.sh/", "Karpenter"),
    ("aws:eks:", "EKS"),
    ("eks:", "EKS"),
    ("kubernetes.io/cluster/", "Kubernetes"),
    ("AmazonECSManaged", "ECS"),
    ("aws:ecs:", "ECS"),
    ("AWSBatchServiceTag", "Batch"),
    ("aws:batch:", "Batch"),
    ("aws:ec2spot:", "Spot Fleet"),
    ("aws:ec2:fleet-id", "EC2 Fleet"),
    ("aws:servicecatalog:", "Service Catalog"),
    ("aws:cloudformation:", "CloudFormation"),
];

fn manager(tags: &Tags) -> Option<&'static str> {
    MANAGERS.iter().find(|(prefix, _)| tags.keys().any(|key| key.starts_with(prefix))).map(|(_, name)| *name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_stop_time_is_read_or_unknown() {
        let cases = [
            ("User initiated (2026-01-05 10:11:12 GMT)", Some("2026-01-05T10:11:12Z")),
            ("Server.ScheduledStop: Stopped (note) (2026-01-05 10:11:12 GMT)", Some("2026-01-05T10:11:12Z")),
            ("User initiated (2026-01-05 10:11:12 UTC)", Some("2026-01-05T10:11:12Z")),
            ("User initiated (2026-01-05 10:11:12 CET)", None),
            ("User initiated", None),
            ("User initiated ()", None),
            ("User initiated (2026-13-05 10:11:12 GMT)", None),
            ("User initiated (2026-01-05", None),
            ("", None),
        ];
        for (reason, moment) in cases {
            let expected = moment.map(|moment| moment.parse::<DateTime<Utc>>().unwrap());
            assert_eq!(transition_moment(reason), expected, "{reason}");
        }
    }

    #[test]
    fn platforms_with_a_price_of_their_own_are_never_taken_for_another() {
        let cases = [
            (Some("Linux/UNIX"), None, Platform::Linux),
            (Some("Windows"), Some("windows"), Platform::Windows),
            (Some("Red Hat Enterprise Linux"), None, Platform::Rhel),
            (Some("Red Hat Enterprise Linux with HA"), None, Platform::RhelHa),
            (Some("SUSE Linux"), None, Platform::Suse),
            (
                Some("Windows with SQL Server Standard"),
                Some("windows"),
                Platform::Other("Windows with SQL Server Standard".to_owned()),
            ),
            (Some("Ubuntu Pro"), None, Platform::Other("Ubuntu Pro".to_owned())),
            (None, Some("windows"), Platform::Windows),
            (None, None, Platform::Linux),
        ];
        for (details, field, expected) in cases {
            assert_eq!(platform(details, field), expected, "{details:?}");
        }
    }

    #[test]
    fn an_architecture_that_is_not_answered_is_the_types() {
        let graviton = ["m6g.large", "t4g.nano", "c7gn.xlarge", "x2gd.medium", "im4gn.large", "a1.large", "g5g.xlarge"];
        let others = ["m5.large", "t3a.micro", "g4dn.xlarge", "gr6.4xlarge", "c6in.large", "u-6tb1.metal", "odd"];
        for (types, expected) in [(graviton, Architecture::Arm64), (others, Architecture::X8664)] {
            for name in types {
                assert_eq!(architecture(None, name), expected, "{name}");
                assert_eq!(architecture(Some(""), name), expected, "{name}");
            }
        }
        assert_eq!(architecture(Some("i386"), "m6g.large"), Architecture::I386);
    }

    #[test]
    fn default_tenancy_is_shared() {
        assert_eq!(tenancy(Some("default")), Tenancy::Shared);
        assert_eq!(tenancy(None), Tenancy::Shared);
        assert_eq!(tenancy(Some("dedicated")), Tenancy::Dedicated);
        assert_eq!(tenancy(Some("host")), Tenancy::Host);
        assert_eq!(lifecycle(None), Lifecycle::OnDemand);
        assert_eq!(lifecycle(Some("spot")), Lifecycle::Spot);
    }

    #[test]
    fn service_tags_name_the_manager() {
        let tags = |key: &str| Tags::from([(key.to_owned(), "x".to_owned())]);
        assert_eq!(manager(&tags("aws:eks:cluster-name")), Some("EKS"));
        assert_eq!(manager(&tags("aws:cloudformation:stack-name")), Some("CloudFormation"));
        assert_eq!(manager(&tags("elasticbeanstalk:environment-name")), Some("Elastic Beanstalk"));
        assert_eq!(manager(&tags("Name")), None);
    }
}
