//! One GetMetricData batch: up to 500 queries and all pages of their points.

use aws_sdk_cloudwatch::Client;
use aws_sdk_cloudwatch::primitives::DateTime;
use aws_sdk_cloudwatch::types::{Dimension, Metric, MetricDataQuery, MetricStat, ScanBy, StatusCode};
use tokio::sync::mpsc::Sender;

use super::super::failure::CallFailure;
use super::queries::SeriesQuery;
use crate::model::gap::GapReason;
use crate::units::Window;

/// GetMetricData's limit: <https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html>.
pub(super) const QUERIES_PER_CALL: usize = 500;
/// The most points one call can give, from the same page.
pub(super) const POINTS_PER_CALL: i32 = 100_800;

/// Requests that so many queries take when every period has a point: one a batch, or one a page of points.
pub(in super::super) fn requests_at_most(queries: &[SeriesQuery], window: Window) -> u64 {
    let seconds = u64::try_from((window.end - window.start).num_seconds()).unwrap_or_default();
    let points_per_call = u64::try_from(POINTS_PER_CALL).unwrap_or(1);
    queries
        .chunks(QUERIES_PER_CALL)
        .map(|batch| {
            let points: u64 = batch.iter().map(|query| seconds.div_ceil(u64::from(query.period_s.max(1)))).sum();
            points.div_ceil(points_per_call).max(1)
        })
        .sum()
}

/// What one page says of one query of its batch.
#[derive(Debug)]
pub(super) struct Answered {
    /// The query's place in the batch.
    pub(super) query: usize,
    /// Seconds since 1970 and values, ascending.
    pub(super) points: Vec<(i64, f64)>,
    pub(super) state: AnswerState,
}

#[derive(Debug, PartialEq, Eq)]
pub(super) enum AnswerState {
    Complete,
    /// More points come with a later page.
    Partial,
    Failed(GapReason),
}

/// One message of a batch being read.
#[derive(Debug)]
pub(super) enum Message {
    Page(Vec<Answered>),
    Failed(CallFailure),
}

/// The request of a batch, without its token.
pub(super) fn request(queries: &[SeriesQuery]) -> Vec<MetricDataQuery> {
    queries.iter().enumerate().map(|(place, query)| data_query(place, query)).collect()
}

fn data_query(place: usize, query: &SeriesQuery) -> MetricDataQuery {
    let dimensions =
        query.dimensions.iter().map(|(name, value)| Dimension::builder().name(name).value(value).build()).collect();
    let metric =
        Metric::builder().namespace(query.namespace).metric_name(&query.name).set_dimensions(Some(dimensions)).build();
    let period = i32::try_from(query.period_s).unwrap_or(i32::MAX);
    MetricDataQuery::builder()
        .id(format!("q{place}"))
        .metric_stat(MetricStat::builder().metric(metric).period(period).stat(query.asked.name()).build())
        .build()
}

/// Read all pages into `pages_read`, until one fails or nobody listens.
pub(super) async fn read(client: Client, request: Vec<MetricDataQuery>, window: Window, pages_read: Sender<Message>) {
    let mut pages = client
        .get_metric_data()
        .set_metric_data_queries(Some(request))
        .start_time(DateTime::from_secs(window.start.timestamp()))
        .end_time(DateTime::from_secs(window.end.timestamp()))
        .scan_by(ScanBy::TimestampAscending)
        .max_datapoints(POINTS_PER_CALL)
        .into_paginator()
        .send();
    while let Some(page) = pages.next().await {
        let message = match page {
            Ok(page) => Message::Page(
                page.metric_data_results
                    .unwrap_or_default()
                    .into_iter()
                    .filter_map(|result| {
                        let query = result.id()?.strip_prefix('q')?.parse().ok()?;
                        let state = match result.status_code() {
                            Some(StatusCode::Complete) => AnswerState::Complete,
                            Some(StatusCode::PartialData) => AnswerState::Partial,
                            Some(StatusCode::InternalError) => AnswerState::Failed(GapReason::Unavailable),
                            Some(code) if code.as_str() == "Forbidden" => AnswerState::Failed(GapReason::Denied),
                            _ => AnswerState::Failed(GapReason::BadAnswer),
                        };
                        let points =
                            result.timestamps().iter().map(DateTime::secs).zip(result.values().iter().copied());
                        Some(Answered { query, points: points.collect(), state })
                    })
                    .collect(),
            ),
            Err(error) => Message::Failed(CallFailure::of(&error)),
        };
        let failed = matches!(message, Message::Failed(_));
        if pages_read.send(message).await.is_err() || failed {
            return;
        }
    }
}
