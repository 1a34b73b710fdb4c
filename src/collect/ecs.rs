//! ECS: services of all clusters, the size of their tasks, their service auto scaling.

use std::collections::{BTreeMap, BTreeSet};

use aws_sdk_applicationautoscaling::types::{ScalableTarget, ScalingPolicy as PolicyAnswer, ServiceNamespace};
use aws_sdk_ecs::types::{Service as Answer, ServiceField, TaskDefinition};
use futures::{StreamExt, stream};

use super::application_scaling;
use super::autoscaling::worse;
use super::failure::CallFailure;
use super::listing::{Listing, Malformed, read_pages};
use super::operation::Operation;
use super::session::Session;
use super::time::utc;
use crate::dataset::CollectorState;
use crate::model::ids::Region;
use crate::model::resource::{CapacityProvider, EcsService, ScalingPolicy};
use crate::model::vocabulary::Architecture;

const NAMESPACE: ServiceNamespace = ServiceNamespace::Ecs;

const LIST_CLUSTERS: Operation = Operation::free("ECS", "ListClusters", &["ecs:ListClusters"]);
const LIST_SERVICES: Operation = Operation::free("ECS", "ListServices", &["ecs:ListServices"]);
const DESCRIBE_SERVICES: Operation = Operation::free("ECS", "DescribeServices", &["ecs:DescribeServices"]);
const DESCRIBE_TASK_DEFINITION: Operation =
    Operation::free("ECS", "DescribeTaskDefinition", &["ecs:DescribeTaskDefinition"]);
const DESCRIBE_SCALABLE_TARGETS: Operation =
    Operation::free("ECS", "DescribeScalableTargets", &["application-autoscaling:DescribeScalableTargets"]);
const DESCRIBE_SCALING_POLICIES: Operation =
    Operation::free("ECS", "DescribeScalingPolicies", &["application-autoscaling:DescribeScalingPolicies"]);
pub(super) const OPERATIONS: &[Operation] = &[
    LIST_CLUSTERS,
    LIST_SERVICES,
    DESCRIBE_SERVICES,
    DESCRIBE_TASK_DEFINITION,
    DESCRIBE_SCALABLE_TARGETS,
    DESCRIBE_SCALING_POLICIES,
];

/// The most services that one DescribeServices takes
/// (<https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DescribeServices.html>).
const SERVICES_AT_ONCE: usize = 10;

/// The services of a region; their tasks and scaling are asked where there are services.
pub(super) async fn services(session: &Session<'_>, region: &Region) -> Listing<EcsService> {
    let clusters = clusters(session, region).await;
    let described: Vec<Listing<EcsService>> = stream::iter(clusters.items)
        .map(|cluster| of_cluster(session, region, cluster))
        .buffered(session.options.concurrency.max(1))
        .collect()
        .await;
    let mut state = described.iter().map(|listing| listing.state).fold(clusters.state, worse);
    let mut items: Vec<EcsService> = described.into_iter().flat_map(|listing| listing.items).collect();
    if items.is_empty() {
        return Listing { items, state };
    }
    let (tasks_read, targets, policies) = futures::join!(
        task_sizes(session, region, &mut items),
        scalable_targets(session, region),
        scaling_policies(session, region),
    );
    state = worse(worse(state, tasks_read), worse(targets.state, policies.state));
    for service in items.iter_mut().filter(|_| targets.is_complete()) {
        let target = targets.items.iter().find(|(id, ..)| *id == service.id);
        service.min_capacity = target.map(|(_, least, _)| *least);
        service.max_capacity = target.map(|(_, _, most)| *most);
        let own = policies.items.iter().filter(|(id, _)| *id == service.id).map(|(_, policy)| policy.clone());
        service.scaling_policies = policies.is_complete().then(|| own.collect());
    }
    Listing { items, state }
}

async fn clusters(session: &Session<'_>, region: &Region) -> Listing<String> {
    let client = session.clients(region).ecs;
    let mut pages = client.list_clusters().max_results(100).into_paginator().send();
    read_pages(
        session,
        Some(region),
        &LIST_CLUSTERS,
        async || pages.next().await,
        |page| page.cluster_arns().iter().cloned().map(Ok).collect(),
    )
    .await
}

async fn of_cluster(session: &Session<'_>, region: &Region, cluster: String) -> Listing<EcsService> {
    let client = session.clients(region).ecs;
    let mut pages = client.list_services().cluster(&cluster).max_results(100).into_paginator().send();
    let listed: Listing<String> = read_pages(
        session,
        Some(region),
        &LIST_SERVICES,
        async || pages.next().await,
        |page| page.service_arns().iter().cloned().map(Ok).collect(),
    )
    .await;
    let mut all = Listing { items: Vec::new(), state: listed.state };
    for batch in listed.items.chunks(SERVICES_AT_ONCE) {
        let mut call = Some(
            client
                .describe_services()
                .cluster(&cluster)
                .set_services(Some(batch.to_vec()))
                .include(ServiceField::Tags)
                .send(),
        );
        let described = read_pages(
            session,
            Some(region),
            &DESCRIBE_SERVICES,
            async || match call.take() {
                Some(call) => Some(call.await),
                None => None,
            },
            |page| page.services().iter().map(|answer| service(session, region, answer)).collect(),
        )
        .await;
        all.items.extend(described.items);
        all.state = worse(all.state, described.state);
    }
    all
}

/// What stands behind the last `/` of an ARN.
fn last(arn: &str) -> &str {
    arn.rsplit('/').next().unwrap_or(arn)
}

fn service(session: &Session<'_>, region: &Region, answer: &Answer) -> Result<EcsService, Malformed> {
    let name = answer.service_name().ok_or(Malformed::new(None, "serviceName"))?;
    let cluster = answer.cluster_arn().map(last).ok_or(Malformed::new(Some(name), "clusterArn"))?;
    let id = format!("{cluster}/{name}");
    let count = |value: i32| u32::try_from(value).ok();
    Ok(EcsService {
        account: session.account.clone(),
        region: region.clone(),
        status: answer.status().ok_or(Malformed::new(Some(&id), "status"))?.to_owned(),
        scheduling_strategy: answer.scheduling_strategy().map(|word| word.as_str().to_owned()),
        launch_type: answer.launch_type().map(|word| word.as_str().to_owned()),
        capacity_provider_strategy: answer
            .capacity_provider_strategy()
            .iter()
            .map(|one| CapacityProvider {
                name: one.capacity_provider().to_owned(),
                base: count(one.base()).unwrap_or(0),
                weight: count(one.weight()).unwrap_or(0),
            })
            .collect(),
        desired_count: count(answer.desired_count()).ok_or(Malformed::new(Some(&id), "desiredCount"))?,
        running_count: count(answer.running_count()),
        // The ARN until the definition is read.
        task_definition: answer.task_definition().map(str::to_owned),
        cpu_units: None,
        memory_mib: None,
        ephemeral_storage_gib: None,
        cpu_architecture: None,
        operating_system_family: None,
        platform_version: answer.platform_version().map(str::to_owned),
        scaling_policies: None,
        min_capacity: None,
        max_capacity: None,
        created_at: answer.created_at().and_then(utc),
        tags: Some(
            answer
                .tags()
                .iter()
                .filter_map(|tag| Some((tag.key()?.to_owned(), tag.value().unwrap_or_default().to_owned())))
                .collect(),
        ),
        id,
    })
}

/// Fill in the size of the tasks, one call for each task definition.
async fn task_sizes(session: &Session<'_>, region: &Region, services: &mut [EcsService]) -> CollectorState {
    let arns: BTreeSet<String> = services.iter().filter_map(|service| service.task_definition.clone()).collect();
    let client = session.clients(region).ecs;
    let read: BTreeMap<String, Result<Option<TaskDefinition>, CallFailure>> = stream::iter(arns)
        .map(async |arn| {
            let _permit = session.permit().await;
            let answer = client.describe_task_definition().task_definition(&arn).send().await;
            let definition = match answer {
                Ok(answer) => Ok(answer.task_definition().cloned()),
                Err(error) => Err(CallFailure::of(&error)),
            };
            (arn, definition)
        })
        .buffered(session.options.concurrency.max(1))
        .collect()
        .await;
    let mut state = CollectorState::Complete;
    for service in services {
        let Some(arn) = service.task_definition.take() else { continue };
        service.task_definition = Some(last(&arn).to_owned());
        match read.get(&arn) {
            Some(Ok(definition)) => {
                session.journal().answered(&DESCRIBE_TASK_DEFINITION, Some(region));
                if let Some(definition) = definition {
                    size(service, definition);
                }
            }
            Some(Err(failure)) => {
                state = CollectorState::Partial;
                let id = Some(service.id.as_str());
                session.journal().failed(&DESCRIBE_TASK_DEFINITION, Some(region), id, failure);
            }
            None => {}
        }
    }
    state
}

fn size(service: &mut EcsService, definition: &TaskDefinition) {
    let number = |text: Option<&str>| text.and_then(|text| text.parse::<u32>().ok()).filter(|number| *number > 0);
    service.cpu_units = number(definition.cpu());
    service.memory_mib = number(definition.memory());
    service.ephemeral_storage_gib =
        definition.ephemeral_storage().and_then(|storage| u32::try_from(storage.size_in_gib()).ok());
    let platform = definition.runtime_platform();
    // What AWS takes where the definition does not say:
    // https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RuntimePlatform.html
    let architecture = platform.and_then(|it| it.cpu_architecture()).map_or("X86_64", |word| word.as_str());
    service.cpu_architecture = Some(Architecture::from_word(&architecture.to_ascii_lowercase()));
    let family = platform.and_then(|it| it.operating_system_family()).map_or("LINUX", |word| word.as_str());
    service.operating_system_family = Some(family.to_owned());
}

/// `cluster/service` with the least and the most of its tasks.
async fn scalable_targets(session: &Session<'_>, region: &Region) -> Listing<(String, u32, u32)> {
    let listing = application_scaling::targets(session, region, &DESCRIBE_SCALABLE_TARGETS, NAMESPACE).await;
    let bounds = |target: &ScalableTarget| {
        let id = target.resource_id().strip_prefix("service/")?.to_owned();
        Some((id, u32::try_from(target.min_capacity()).ok()?, u32::try_from(target.max_capacity()).ok()?))
    };
    Listing { items: listing.items.iter().filter_map(bounds).collect(), state: listing.state }
}

async fn scaling_policies(session: &Session<'_>, region: &Region) -> Listing<(String, ScalingPolicy)> {
    let listing = application_scaling::policies(session, region, &DESCRIBE_SCALING_POLICIES, NAMESPACE).await;
    Listing { items: listing.items.iter().filter_map(policy).collect(), state: listing.state }
}

fn policy(answer: &PolicyAnswer) -> Option<(String, ScalingPolicy)> {
    let tracking = answer.target_tracking_scaling_policy_configuration();
    let metric = tracking
        .and_then(|it| it.predefined_metric_specification())
        .map(aws_sdk_applicationautoscaling::types::PredefinedMetricSpecification::predefined_metric_type);
    let policy = ScalingPolicy {
        name: answer.policy_name().to_owned(),
        policy_type: answer.policy_type().as_str().to_owned(),
        metric: metric.map(|metric| metric.as_str().to_owned()),
        target_value: tracking
            .map(aws_sdk_applicationautoscaling::types::TargetTrackingScalingPolicyConfiguration::target_value),
    };
    Some((answer.resource_id().strip_prefix("service/")?.to_owned(), policy))
}
