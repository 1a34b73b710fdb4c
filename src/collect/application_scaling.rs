//! Application Auto Scaling: the targets and policies of one service's resources.

use aws_sdk_applicationautoscaling::types::{ScalableTarget, ScalingPolicy, ServiceNamespace};

use super::listing::{Listing, read_pages};
use super::operation::Operation;
use super::session::Session;
use crate::model::ids::Region;

/// `operation` is DescribeScalableTargets, as the collector that asks declares it.
pub(super) async fn targets(
    session: &Session<'_>,
    region: &Region,
    operation: &Operation,
    namespace: ServiceNamespace,
) -> Listing<ScalableTarget> {
    let client = session.clients(region).application_autoscaling;
    let mut pages = client.describe_scalable_targets().service_namespace(namespace).into_paginator().send();
    read_pages(
        session,
        Some(region),
        operation,
        async || pages.next().await,
        |page| page.scalable_targets().iter().cloned().map(Ok).collect(),
    )
    .await
}

/// `operation` is DescribeScalingPolicies, as the collector that asks declares it.
pub(super) async fn policies(
    session: &Session<'_>,
    region: &Region,
    operation: &Operation,
    namespace: ServiceNamespace,
) -> Listing<ScalingPolicy> {
    let client = session.clients(region).application_autoscaling;
    let mut pages = client.describe_scaling_policies().service_namespace(namespace).into_paginator().send();
    read_pages(
        session,
        Some(region),
        operation,
        async || pages.next().await,
        |page| page.scaling_policies().iter().cloned().map(Ok).collect(),
    )
    .await
}
