//! SQS queues: requests, counted in chunks of 64 KB (Amazon SQS pricing).

use super::amounts::chunks;
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
    if queue.is_unknown("fifo_queue") {
        return sheet.gap("whether it is a FIFO queue is known only after apply");
    }
    let requests = chunks(queue.usage("monthly_requests"), queue.usage("request_size_kb"), CHUNK_KB);
    let item = if queue.flag("fifo_queue") == Some(true) { "sqs.request.fifo" } else { "sqs.request.standard" };
    sheet.usage::<Request>("Requests", requests, sheet.rate(item));
}
