//! DescribeAlarms: what metric alarms watch, to know whether detailed monitoring serves one.

use std::collections::BTreeSet;

use aws_sdk_cloudwatch::types::{AlarmType, Dimension, MetricAlarm};

use super::super::listing::{Listing, Malformed, read_pages};
use super::super::operation::{Charge, Operation};
use super::super::session::Session;
use crate::model::ids::Region;
use crate::model::resource::Alarm;

pub(super) const DESCRIBE_ALARMS: Operation =
    Operation::free("CloudWatch", "DescribeAlarms", &["cloudwatch:DescribeAlarms"]).charged(Charge::CloudWatchRequest);

/// The metric alarms of a region. A composite alarm watches metric alarms, which are listed themselves.
pub(in super::super) async fn alarms(session: &Session<'_>, region: &Region) -> Listing<Alarm> {
    let client = session.clients(region).cloudwatch;
    let mut pages =
        client.describe_alarms().alarm_types(AlarmType::MetricAlarm).max_records(100).into_paginator().send();
    read_pages(
        session,
        Some(region),
        &DESCRIBE_ALARMS,
        async || pages.next().await,
        |page| page.metric_alarms().iter().map(|answer| alarm(session, region, answer)).collect(),
    )
    .await
}

fn alarm(session: &Session<'_>, region: &Region, answer: &MetricAlarm) -> Result<Alarm, Malformed> {
    let name = answer.alarm_name().ok_or(Malformed::new(None, "AlarmName"))?;
    let mut watched = Watched::default();
    if let Some(namespace) = answer.namespace() {
        watched.metric(namespace, answer.dimensions(), answer.period());
    }
    for query in answer.metrics() {
        match (query.metric_stat(), query.expression()) {
            (Some(stat), _) => {
                if let Some(metric) = stat.metric() {
                    watched.metric(metric.namespace().unwrap_or_default(), metric.dimensions(), stat.period());
                }
            }
            // Arithmetic over other queries is seen through them; a search or a query finds metrics by itself.
            (None, Some(expression)) => watched.opaque |= finds_metrics(expression),
            (None, None) => watched.opaque = true,
        }
    }
    if answer.namespace().is_none() && answer.metrics().is_empty() {
        watched.opaque = true;
    }
    Ok(Alarm {
        account: session.account.clone(),
        region: region.clone(),
        id: name.to_owned(),
        instance_ids: watched.instances.into_iter().collect(),
        auto_scaling_groups: watched.groups.into_iter().collect(),
        period_s: watched.period_s,
        opaque: watched.opaque,
        tags: None,
    })
}

#[derive(Debug, Default)]
struct Watched {
    instances: BTreeSet<String>,
    groups: BTreeSet<String>,
    period_s: Option<u32>,
    opaque: bool,
}

impl Watched {
    fn metric(&mut self, namespace: &str, dimensions: &[Dimension], period: Option<i32>) {
        for dimension in dimensions {
            let Some(value) = dimension.value() else { continue };
            match dimension.name() {
                Some("InstanceId") => self.instances.insert(value.to_owned()),
                Some("AutoScalingGroupName") => self.groups.insert(value.to_owned()),
                // AWS/EC2 also aggregates by image and by type: those watch instances nobody named.
                Some("ImageId" | "InstanceType") if namespace == "AWS/EC2" => {
                    self.opaque = true;
                    continue;
                }
                _ => continue,
            };
        }
        if namespace == "AWS/EC2" && dimensions.is_empty() {
            self.opaque = true;
        }
        let period = period.and_then(|seconds| u32::try_from(seconds).ok()).filter(|seconds| *seconds > 0);
        self.period_s = match (self.period_s, period) {
            (Some(one), Some(other)) => Some(one.min(other)),
            (one, other) => one.or(other),
        };
    }
}

fn finds_metrics(expression: &str) -> bool {
    let expression = expression.trim_start().to_ascii_uppercase();
    expression.starts_with("SELECT") || expression.contains("SEARCH(") || expression.contains("METRICS(")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_expressions_that_find_metrics_are_opaque() {
        assert!(finds_metrics("SELECT AVG(CPUUtilization) FROM SCHEMA(\"AWS/EC2\", InstanceId)"));
        assert!(finds_metrics("MAX(SEARCH('{AWS/EC2,InstanceId} CPUUtilization', 'Maximum'))"));
        assert!(!finds_metrics("m1 / m2 * 100"));
    }

    #[test]
    fn the_shortest_period_counts() {
        let mut watched = Watched::default();
        let dimension = Dimension::builder().name("InstanceId").value("i-1").build();
        watched.metric("AWS/EC2", std::slice::from_ref(&dimension), Some(300));
        watched.metric("AWS/EC2", std::slice::from_ref(&dimension), Some(60));
        watched.metric("AWS/EC2", &[], Some(-1));
        assert_eq!(watched.period_s, Some(60));
        assert!(watched.opaque);
        assert_eq!(watched.instances.len(), 1);
    }
}
