//! Batches of GetMetricData → points, query by query and in the queries' order, with bounded memory.
//!
//! Batches are read ahead concurrently, but handed on in order, so that metric files are written sorted.

use std::collections::VecDeque;

use chrono::{DateTime, Utc};
use tokio::sync::mpsc::{Receiver, channel};

use super::super::failure::CallFailure;
use super::super::operation::{Charge, Operation};
use super::super::progress::Event;
use super::super::session::Session;
use super::batches::{AnswerState, Answered, Message, QUERIES_PER_CALL, read, request};
use super::queries::SeriesQuery;
use crate::dataset::SaveError;
use crate::model::gap::GapReason;
use crate::model::ids::Region;
use crate::units::Window;

pub(in super::super) const GET_METRIC_DATA: Operation =
    Operation::free("CloudWatch", "GetMetricData", &["cloudwatch:GetMetricData"]).charged(Charge::MetricRequested);

/// Batches in flight; one batch of five-minute points over 14 days is some 32 MB.
const BATCHES_AHEAD: usize = 3;
/// Pages a batch may be ahead of the one being handed on; a page is some 2 MB.
const PAGES_AHEAD: usize = 6;

pub(in super::super) type Points = Vec<(DateTime<Utc>, f64)>;

/// Ask `queries` (sorted) over `window`; `hand_on` gets each answered query's points in order, empty ones included.
///
/// A query that fails is a gap of its resource and is not handed on. Answers the number of queries answered.
pub(in super::super) async fn fetch(
    session: &Session<'_>,
    region: &Region,
    queries: &[SeriesQuery],
    window: Window,
    mut hand_on: impl FnMut(&SeriesQuery, Points) -> Result<(), SaveError>,
) -> Result<usize, SaveError> {
    let client = session.clients(region).cloudwatch;
    // Nothing else is called meanwhile, so this bounds the calls in flight.
    let batches_ahead = session.options.concurrency.clamp(1, BATCHES_AHEAD);
    let mut unread: VecDeque<&[SeriesQuery]> = queries.chunks(QUERIES_PER_CALL).collect();
    let mut reading: VecDeque<(&[SeriesQuery], Receiver<Message>)> = VecDeque::new();
    let mut answered = 0_usize;
    let mut done = 0_u64;
    let mut refused: Option<CallFailure> = None;
    let mut unanswered: Vec<(&str, CallFailure)> = Vec::new();
    loop {
        while reading.len() < batches_ahead
            && refused.is_none()
            && let Some(batch) = unread.pop_front()
        {
            let (sender, receiver) = channel(PAGES_AHEAD);
            tokio::spawn(read(client.clone(), request(batch), window, sender));
            reading.push_back((batch, receiver));
        }
        let Some((batch, receiver)) = reading.pop_front() else { break };
        let mut merge = Merge::new(batch);
        let failure = drain(receiver, &mut merge, &mut hand_on).await?;
        merge.hand_on_rest(&mut hand_on)?;
        answered += merge.handed_on;
        unanswered.extend(merge.unanswered(failure.as_ref()));
        // Who was refused once is not let in the next time, and who was throttled to the end only makes it worse.
        if let Some(failure) = failure.filter(|failure| is_final(failure.reason)) {
            refused = Some(failure);
        }
        done = done.saturating_add(batch.len() as u64);
        session.tell(Event::Advanced {
            collector: "cloudwatch-metrics",
            region: Some(region),
            done,
            total: Some(queries.len() as u64),
        });
    }
    if let Some(failure) = refused {
        unanswered.extend(unread.into_iter().flatten().map(|query| (query.resource.as_str(), failure.clone())));
    }
    report(session, region, answered, &unanswered);
    Ok(answered)
}

const fn is_final(reason: GapReason) -> bool {
    matches!(reason, GapReason::Denied | GapReason::NotEnabled | GapReason::Throttled)
}

/// A gap for each resource that was not answered; one for all of them when nothing was, for one reason.
fn report(session: &Session<'_>, region: &Region, answered: usize, unanswered: &[(&str, CallFailure)]) {
    let mut journal = session.journal();
    if answered > 0 {
        journal.answered(&GET_METRIC_DATA, Some(region));
    }
    match unanswered.split_first() {
        Some(((_, first), others)) if answered == 0 && others.iter().all(|(_, other)| other == first) => {
            journal.failed(&GET_METRIC_DATA, Some(region), None, first);
        }
        _ => {
            for (resource, failure) in unanswered {
                journal.failed(&GET_METRIC_DATA, Some(region), Some(resource), failure);
            }
        }
    }
}

async fn drain(
    mut receiver: Receiver<Message>,
    merge: &mut Merge<'_>,
    hand_on: &mut impl FnMut(&SeriesQuery, Points) -> Result<(), SaveError>,
) -> Result<Option<CallFailure>, SaveError> {
    while let Some(message) = receiver.recv().await {
        match message {
            Message::Page(answers) => {
                for answer in answers {
                    merge.add(answer);
                }
                merge.hand_on(hand_on)?;
            }
            Message::Failed(failure) => return Ok(Some(failure)),
        }
    }
    Ok(None)
}

/// What the pages so far say of one query; no state when none spoke of it.
type Merged = (Vec<(i64, f64)>, Option<AnswerState>);

/// The answers of one batch, put together over its pages.
#[derive(Debug)]
struct Merge<'a> {
    batch: &'a [SeriesQuery],
    answers: Vec<Merged>,
    /// Queries before this one are handed on or failed.
    next: usize,
    handed_on: usize,
}

impl<'a> Merge<'a> {
    fn new(batch: &'a [SeriesQuery]) -> Self {
        let answers = batch.iter().map(|_| (Vec::new(), None)).collect();
        Self { batch, answers, next: 0, handed_on: 0 }
    }

    fn add(&mut self, answer: Answered) {
        // An id that was not asked for, or points of a query that was complete: not an answer of this batch.
        let Some((points, state)) = self.answers.get_mut(answer.query) else { return };
        if points.is_empty() {
            *points = answer.points;
        } else {
            points.extend(answer.points);
        }
        if !matches!(state, Some(AnswerState::Failed(_))) {
            *state = Some(answer.state);
        }
    }

    /// Hand on what is complete, as far as nothing before it is missing.
    fn hand_on(
        &mut self,
        hand_on: &mut impl FnMut(&SeriesQuery, Points) -> Result<(), SaveError>,
    ) -> Result<(), SaveError> {
        while let (Some(query), Some((points, state))) = (self.batch.get(self.next), self.answers.get_mut(self.next)) {
            match state {
                Some(AnswerState::Complete) => {
                    hand_on(query, ascending(std::mem::take(points)))?;
                    self.handed_on += 1;
                }
                Some(AnswerState::Failed(_)) => *points = Vec::new(),
                Some(AnswerState::Partial) | None => return Ok(()),
            }
            self.next += 1;
        }
        Ok(())
    }

    /// At the end of a batch: what is complete, though something before it is missing.
    fn hand_on_rest(
        &mut self,
        hand_on: &mut impl FnMut(&SeriesQuery, Points) -> Result<(), SaveError>,
    ) -> Result<(), SaveError> {
        while self.next < self.batch.len() {
            self.hand_on(hand_on)?;
            self.next += 1;
        }
        Ok(())
    }

    /// The resource of each query that was not answered, and why; `failure` is what ended the batch.
    fn unanswered(&self, failure: Option<&CallFailure>) -> impl Iterator<Item = (&'a str, CallFailure)> {
        self.batch.iter().zip(&self.answers).filter_map(move |(query, (_, state))| {
            let failure = match (state, failure) {
                (Some(AnswerState::Complete), _) => return None,
                (Some(AnswerState::Failed(reason)), _) => CallFailure::of_reason(*reason),
                (_, Some(failure)) => failure.clone(),
                (Some(AnswerState::Partial), None) => CallFailure::of_reason(GapReason::Truncated),
                (None, None) => CallFailure::of_reason(GapReason::BadAnswer),
            };
            Some((query.resource.as_str(), failure))
        })
    }
}

/// Finite points, ascending, each moment once (a page may repeat the last point of the one before).
fn ascending(mut points: Vec<(i64, f64)>) -> Points {
    if !points.is_sorted_by(|one, other| one.0 < other.0) {
        points.sort_by_key(|(moment, _)| *moment);
        points.dedup_by_key(|(moment, _)| *moment);
    }
    points
        .into_iter()
        .filter(|(_, value)| value.is_finite())
        .filter_map(|(moment, value)| Some((DateTime::from_timestamp(moment, 0)?, value)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn query(resource: &str) -> SeriesQuery {
        SeriesQuery {
            kind: crate::model::ids::ResourceKind::EbsVolume,
            resource: resource.to_owned(),
            metric: "VolumeReadOps",
            part: None,
            statistic: crate::model::metric::Statistic::Sum,
            sink: super::super::queries::Sink::Series,
            period_s: 300,
            namespace: "AWS/EBS",
            name: "VolumeReadOps".to_owned(),
            dimensions: Vec::new(),
            asked: crate::model::metric::Statistic::Sum,
            complement: false,
        }
    }

    fn answer(query: usize, points: &[(i64, f64)], state: AnswerState) -> Answered {
        Answered { query, points: points.to_vec(), state }
    }

    #[test]
    fn pages_are_merged_and_handed_on_in_order() {
        let batch = [query("a"), query("b"), query("c")];
        let mut merge = Merge::new(&batch);
        let mut handed = Vec::new();
        let mut hand_on = |query: &SeriesQuery, points: Points| {
            handed.push((query.resource.clone(), points.len()));
            Ok(())
        };
        merge.add(answer(1, &[(0, 1.0)], AnswerState::Complete));
        merge.add(answer(0, &[(0, 1.0)], AnswerState::Partial));
        merge.hand_on(&mut hand_on).unwrap();
        assert_eq!(merge.next, 0);
        merge.add(answer(0, &[(300, 2.0)], AnswerState::Complete));
        merge.add(answer(2, &[], AnswerState::Failed(GapReason::Unavailable)));
        merge.hand_on(&mut hand_on).unwrap();
        assert_eq!((merge.next, merge.handed_on), (3, 2));
        assert_eq!(handed, [("a".to_owned(), 2), ("b".to_owned(), 1)]);
    }

    #[test]
    fn an_unknown_id_is_no_answer() {
        let batch = [query("a")];
        let mut merge = Merge::new(&batch);
        merge.add(answer(7, &[(0, 1.0)], AnswerState::Complete));
        merge.hand_on(&mut |_: &SeriesQuery, _: Points| Ok(())).unwrap();
        assert_eq!(merge.handed_on, 0);
    }

    #[test]
    fn what_is_complete_is_kept_when_something_before_it_is_missing() {
        let batch = [query("a"), query("b")];
        let mut merge = Merge::new(&batch);
        merge.add(answer(0, &[(0, 1.0)], AnswerState::Partial));
        merge.add(answer(1, &[(0, 1.0)], AnswerState::Complete));
        let mut handed = Vec::new();
        let mut hand_on = |query: &SeriesQuery, _: Points| {
            handed.push(query.resource.clone());
            Ok(())
        };
        merge.hand_on(&mut hand_on).unwrap();
        merge.hand_on_rest(&mut hand_on).unwrap();
        assert_eq!(handed, ["b"]);
    }

    #[test]
    fn points_are_finite_ascending_and_unique() {
        let points = ascending(vec![(600, 3.0), (0, 1.0), (300, f64::NAN), (600, 3.0)]);
        assert_eq!(points.iter().map(|(_, value)| *value).collect::<Vec<_>>(), [1.0, 3.0]);
    }
}
