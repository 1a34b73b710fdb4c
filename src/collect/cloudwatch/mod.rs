//! CloudWatch: alarms, which series exist, and their points.
//!
//! Start with [`queries`] (what is asked), then [`fetch`] (how it is asked and where the points go).

mod alarms;
mod asked;
mod batches;
mod fetch;
mod queries;
mod series;
mod windows;

pub(super) use alarms::alarms;
pub(super) use asked::asked_metrics;
pub(super) use batches::requests_at_most;
pub(super) use fetch::{GET_METRIC_DATA, Points, fetch};
pub(super) use queries::{SeriesQuery, Sink, bucket_classes, queries};
pub(super) use series::{DiscoveredSeries, LIST_METRICS, agent_series, bucket_series};
pub(super) use windows::{MetricWindows, metric_windows};

use super::operation::Operation;

pub(super) const OPERATIONS: &[Operation] = &[alarms::DESCRIBE_ALARMS, LIST_METRICS, GET_METRIC_DATA];
