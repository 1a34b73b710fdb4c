//! SQS queues: requests, counted in chunks of 64 KB (Amazon SQS pricing).

use rust_decimal::Decimal;

use crate::catalog::{Field, Kind, Resource, Sheet};
use crate::units::Request;

/// A request is billed for each started 64 KB of its payload.
const CHUNK_KB: u32 = 64;

pub(super) const QUEUE: Kind = Kind {
    type_name: "aws_sqs_queue",
    kind: "sqs-queue",
    service: "AWSQueueService",
    attributes: &[Field::flag("fifo_queue", "A FIFO queue; standard without it.")],
    usage: &[
        Field::number("monthly_requests", "requests a month", "API requests."),
        Field::number("request_size_kb", "KB", "Average payload of a request; 64 or less is one chunk."),
    ],
    price,
};

fn price(queue: &Resource<'_>, sheet: &mut Sheet<'_>) {
    let size = queue.usage("request_size_kb").unwrap_or(Decimal::ONE);
    let chunks = (size / Decimal::from(CHUNK_KB)).ceil().max(Decimal::ONE);
    let requests = queue.usage("monthly_requests").map(|requests| requests.saturating_mul(chunks));
    let item = if queue.flag("fifo_queue") == Some(true) { "sqs.request.fifo" } else { "sqs.request.standard" };
    sheet.usage::<Request>("Requests", requests, sheet.rate(item));
}
