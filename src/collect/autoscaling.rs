//! EC2 Auto Scaling: groups, their policies and scheduled actions, the instance type that they launch.

use std::collections::{BTreeMap, BTreeSet};

use aws_sdk_autoscaling::types::{
    AutoScalingGroup as Answer, LaunchTemplateSpecification, MixedInstancesPolicy as MixedAnswer,
    ScalingPolicy as PolicyAnswer,
};
use futures::{StreamExt, stream};

use super::failure::CallFailure;
use super::listing::{Listing, Malformed, read_pages};
use super::operation::Operation;
use super::session::Session;
use super::time::utc;
use crate::dataset::CollectorState;
use crate::model::ids::Region;
use crate::model::resource::{AutoScalingGroup, LaunchOverride, MixedInstancesPolicy, ScalingPolicy};

const SERVICE: &str = "EC2 Auto Scaling";
const DESCRIBE_GROUPS: Operation =
    Operation::free(SERVICE, "DescribeAutoScalingGroups", &["autoscaling:DescribeAutoScalingGroups"]);
const DESCRIBE_POLICIES: Operation = Operation::free(SERVICE, "DescribePolicies", &["autoscaling:DescribePolicies"]);
const DESCRIBE_SCHEDULED_ACTIONS: Operation =
    Operation::free(SERVICE, "DescribeScheduledActions", &["autoscaling:DescribeScheduledActions"]);
const DESCRIBE_LAUNCH_CONFIGURATIONS: Operation =
    Operation::free(SERVICE, "DescribeLaunchConfigurations", &["autoscaling:DescribeLaunchConfigurations"]);
const DESCRIBE_LAUNCH_TEMPLATE_VERSIONS: Operation =
    Operation::free("EC2", "DescribeLaunchTemplateVersions", &["ec2:DescribeLaunchTemplateVersions"]);
pub(super) const OPERATIONS: &[Operation] = &[
    DESCRIBE_GROUPS,
    DESCRIBE_POLICIES,
    DESCRIBE_SCHEDULED_ACTIONS,
    DESCRIBE_LAUNCH_CONFIGURATIONS,
    DESCRIBE_LAUNCH_TEMPLATE_VERSIONS,
];

/// A group as listed, with what its instance type is asked by.
#[derive(Debug)]
struct Listed {
    group: AutoScalingGroup,
    template: Option<LaunchTemplateSpecification>,
}

/// The groups of a region; policies, scheduled actions and launch configurations are asked where there are groups.
pub(super) async fn groups(session: &Session<'_>, region: &Region) -> Listing<AutoScalingGroup> {
    let client = session.clients(region).autoscaling;
    let mut pages = client.describe_auto_scaling_groups().max_records(100).into_paginator().send();
    let listing = read_pages(
        session,
        Some(region),
        &DESCRIBE_GROUPS,
        async || pages.next().await,
        |page| page.auto_scaling_groups().iter().map(|answer| listed(session, region, answer)).collect(),
    )
    .await;
    if listing.items.is_empty() {
        return Listing { items: Vec::new(), state: listing.state };
    }
    let (policies, actions, configurations) = futures::join!(
        policies(session, region),
        scheduled_actions(session, region),
        launch_configurations(session, region, &listing.items),
    );
    let state = [policies.state, actions.state, configurations.state].into_iter().fold(listing.state, worse);
    let types: BTreeMap<String, String> = configurations.items.into_iter().collect();
    let details = stream::iter(listing.items)
        .map(async |mut listed| {
            let whole = instance_type(session, region, &mut listed, &types).await;
            (listed.group, whole)
        })
        .buffered(session.options.concurrency.max(1))
        .collect::<Vec<_>>()
        .await;
    let whole = details.iter().all(|(_, whole)| *whole);
    let mut items: Vec<AutoScalingGroup> = details.into_iter().map(|(group, _)| group).collect();
    for group in &mut items {
        let own = policies.items.iter().filter(|(name, _)| *name == group.id).map(|(_, policy)| policy.clone());
        group.scaling_policies = policies.is_complete().then(|| own.collect());
        let scheduled = actions.items.iter().filter(|name| **name == group.id).count();
        group.scheduled_actions = actions.is_complete().then(|| u32::try_from(scheduled).unwrap_or(u32::MAX));
    }
    Listing { items, state: if whole { state } else { worse(state, CollectorState::Partial) } }
}

/// The state of several listings that make one.
pub(super) fn worse(one: CollectorState, other: CollectorState) -> CollectorState {
    if one == other { one } else { CollectorState::Partial }
}

fn listed(session: &Session<'_>, region: &Region, answer: &Answer) -> Result<Listed, Malformed> {
    let id = answer.auto_scaling_group_name().ok_or(Malformed::new(None, "AutoScalingGroupName"))?;
    let size = |value: Option<i32>, what| {
        value.and_then(|value| u32::try_from(value).ok()).ok_or(Malformed::new(Some(id), what))
    };
    let mixed = answer.mixed_instances_policy();
    let template = answer
        .launch_template()
        .or_else(|| mixed.and_then(|policy| policy.launch_template()?.launch_template_specification()));
    let tags = answer.tags().iter();
    let group = AutoScalingGroup {
        account: session.account.clone(),
        region: region.clone(),
        id: id.to_owned(),
        min_size: size(answer.min_size(), "MinSize")?,
        max_size: size(answer.max_size(), "MaxSize")?,
        desired_capacity: size(answer.desired_capacity(), "DesiredCapacity")?,
        desired_capacity_type: answer.desired_capacity_type().map(str::to_owned),
        availability_zones: answer.availability_zones().to_vec(),
        instance_ids: answer.instances().iter().filter_map(|it| Some(it.instance_id()?.to_owned())).collect(),
        instance_type: None,
        launch_template: template.map(shown),
        launch_configuration: answer.launch_configuration_name().map(str::to_owned),
        mixed_instances_policy: mixed.map(mixed_policy),
        scaling_policies: None,
        scheduled_actions: None,
        suspended_processes: answer
            .suspended_processes()
            .iter()
            .filter_map(|process| Some(process.process_name()?.to_owned()))
            .collect(),
        created_at: answer.created_time().and_then(utc),
        tags: Some(
            tags.filter_map(|tag| Some((tag.key()?.to_owned(), tag.value().unwrap_or_default().to_owned()))).collect(),
        ),
    };
    Ok(Listed { group, template: template.cloned() })
}

fn shown(template: &LaunchTemplateSpecification) -> String {
    let name = template.launch_template_name().or(template.launch_template_id()).unwrap_or_default();
    format!("{name}:{}", template.version().unwrap_or("$Default"))
}

fn mixed_policy(answer: &MixedAnswer) -> MixedInstancesPolicy {
    let distribution = answer.instances_distribution();
    let count = |value: Option<i32>| value.and_then(|value| u32::try_from(value).ok());
    MixedInstancesPolicy {
        overrides: answer
            .launch_template()
            .map(aws_sdk_autoscaling::types::LaunchTemplate::overrides)
            .unwrap_or_default()
            .iter()
            .map(|one| LaunchOverride {
                instance_type: one.instance_type().map(str::to_owned),
                weighted_capacity: one.weighted_capacity().and_then(|weight| weight.parse().ok()),
            })
            .collect(),
        on_demand_base_capacity: count(
            distribution.and_then(aws_sdk_autoscaling::types::InstancesDistribution::on_demand_base_capacity),
        ),
        on_demand_percentage_above_base: count(
            distribution
                .and_then(aws_sdk_autoscaling::types::InstancesDistribution::on_demand_percentage_above_base_capacity),
        ),
        spot_allocation_strategy: distribution.and_then(|it| it.spot_allocation_strategy()).map(str::to_owned),
    }
}

/// Policies with the group they belong to.
async fn policies(session: &Session<'_>, region: &Region) -> Listing<(String, ScalingPolicy)> {
    let client = session.clients(region).autoscaling;
    let mut pages = client.describe_policies().max_records(100).into_paginator().send();
    read_pages(
        session,
        Some(region),
        &DESCRIBE_POLICIES,
        async || pages.next().await,
        |page| page.scaling_policies().iter().filter_map(policy).map(Ok).collect(),
    )
    .await
}

fn policy(answer: &PolicyAnswer) -> Option<(String, ScalingPolicy)> {
    // A disabled policy changes nothing.
    if answer.enabled() == Some(false) {
        return None;
    }
    let tracking = answer.target_tracking_configuration();
    let metric = tracking.and_then(|it| it.predefined_metric_specification()?.predefined_metric_type());
    let policy = ScalingPolicy {
        name: answer.policy_name()?.to_owned(),
        policy_type: answer.policy_type().unwrap_or("SimpleScaling").to_owned(),
        metric: metric.map(|metric| metric.as_str().to_owned()),
        target_value: tracking.and_then(aws_sdk_autoscaling::types::TargetTrackingConfiguration::target_value),
    };
    Some((answer.auto_scaling_group_name()?.to_owned(), policy))
}

/// The group of each scheduled action.
async fn scheduled_actions(session: &Session<'_>, region: &Region) -> Listing<String> {
    let client = session.clients(region).autoscaling;
    let mut pages = client.describe_scheduled_actions().max_records(100).into_paginator().send();
    read_pages(
        session,
        Some(region),
        &DESCRIBE_SCHEDULED_ACTIONS,
        async || pages.next().await,
        |page| {
            let actions = page.scheduled_update_group_actions().iter();
            actions.filter_map(|action| Some(Ok(action.auto_scaling_group_name()?.to_owned()))).collect()
        },
    )
    .await
}

/// Names and instance types of the launch configurations in use; not asked where there are none.
async fn launch_configurations(session: &Session<'_>, region: &Region, groups: &[Listed]) -> Listing<(String, String)> {
    let used: BTreeSet<&str> = groups.iter().filter_map(|it| it.group.launch_configuration.as_deref()).collect();
    if used.is_empty() {
        return Listing { items: Vec::new(), state: CollectorState::Complete };
    }
    let client = session.clients(region).autoscaling;
    let mut pages = client.describe_launch_configurations().max_records(100).into_paginator().send();
    read_pages(
        session,
        Some(region),
        &DESCRIBE_LAUNCH_CONFIGURATIONS,
        async || pages.next().await,
        |page| {
            let answers = page.launch_configurations().iter();
            answers
                .filter_map(|it| Some(Ok((it.launch_configuration_name()?.to_owned(), it.instance_type()?.to_owned()))))
                .collect()
        },
    )
    .await
}

/// Fill in the type that the group launches; `false` when it could not be read.
async fn instance_type(
    session: &Session<'_>,
    region: &Region,
    listed: &mut Listed,
    configurations: &BTreeMap<String, String>,
) -> bool {
    if let Some(name) = &listed.group.launch_configuration {
        listed.group.instance_type = configurations.get(name).cloned();
        return true;
    }
    let overridden = listed.group.mixed_instances_policy.as_ref().is_some_and(|policy| !policy.overrides.is_empty());
    let Some(template) = listed.template.as_ref().filter(|_| !overridden) else { return true };
    let _permit = session.permit().await;
    let by_id = template.launch_template_id();
    let answer = session
        .clients(region)
        .ec2
        .describe_launch_template_versions()
        .set_launch_template_id(by_id.map(str::to_owned))
        .set_launch_template_name(template.launch_template_name().filter(|_| by_id.is_none()).map(str::to_owned))
        .versions(template.version().unwrap_or("$Default"))
        .send()
        .await;
    match answer {
        Ok(answer) => {
            session.journal().answered(&DESCRIBE_LAUNCH_TEMPLATE_VERSIONS, Some(region));
            let data = answer.launch_template_versions().first().and_then(|version| version.launch_template_data());
            listed.group.instance_type =
                data.and_then(|data| data.instance_type()).map(|name| name.as_str().to_owned());
            true
        }
        Err(error) => {
            let id = Some(listed.group.id.as_str());
            let failure = CallFailure::of(&error);
            session.journal().failed(&DESCRIBE_LAUNCH_TEMPLATE_VERSIONS, Some(region), id, &failure);
            false
        }
    }
}
