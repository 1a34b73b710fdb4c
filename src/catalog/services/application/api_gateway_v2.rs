//! API Gateway HTTP and WebSocket APIs (Amazon API Gateway pricing).

use super::amounts::chunks;
use crate::catalog::{Field, Kind, Resource, Sheet};
use crate::units::{Message, Minute, Request};

/// An HTTP request is billed for each started 512 KB.
const REQUEST_CHUNK_KB: u32 = 512;
/// A WebSocket message is billed for each started 32 KB.
const MESSAGE_CHUNK_KB: u32 = 32;

pub(super) const API: Kind = Kind {
    type_name: "aws_apigatewayv2_api",
    kind: "api-gateway-v2-api",
    service: "AmazonApiGateway",
    attributes: &[Field::text("protocol_type", "`HTTP` or `WEBSOCKET`.")],
    usage: &[
        Field::number("monthly_requests", "requests a month", "API calls of an HTTP API."),
        Field::number("request_size_kb", "KB", "Average size of a request; 512 or less is one chunk."),
        Field::number("monthly_messages", "messages a month", "Messages of a WebSocket API, both ways."),
        Field::number("message_size_kb", "KB", "Average size of a message; 32 or less is one chunk."),
        Field::number("monthly_connection_mins", "minutes a month", "Minutes that clients are connected, in total."),
    ],
    price,
};

fn price(api: &Resource<'_>, sheet: &mut Sheet<'_>) {
    match api.text("protocol_type").map(str::to_ascii_uppercase).as_deref() {
        Some("HTTP") => http(api, sheet),
        Some("WEBSOCKET") => websocket(api, sheet),
        Some(other) => sheet.gap(format!("the protocol `{other}` is not supported")),
        None => sheet.gap("its protocol is not known"),
    }
}

fn http(api: &Resource<'_>, sheet: &mut Sheet<'_>) {
    let requests = chunks(api.usage("monthly_requests"), api.usage("request_size_kb"), REQUEST_CHUNK_KB);
    sheet.usage::<Request>("Requests (HTTP)", requests, sheet.rate("apigateway.http.request"));
}

fn websocket(api: &Resource<'_>, sheet: &mut Sheet<'_>) {
    let messages = chunks(api.usage("monthly_messages"), api.usage("message_size_kb"), MESSAGE_CHUNK_KB);
    sheet.usage::<Message>("Messages (WebSocket)", messages, sheet.rate("apigateway.websocket.message"));
    let minutes = api.usage("monthly_connection_mins");
    sheet.usage::<Minute>("Connection minutes (WebSocket)", minutes, sheet.rate("apigateway.websocket.connection"));
}
