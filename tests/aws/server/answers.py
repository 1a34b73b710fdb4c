"""Answers and errors as AWS shapes them in each protocol."""
from __future__ import annotations

import http
import json
from dataclasses import dataclass, field
from xml.sax.saxutils import escape

import cbor2

REQUEST_ID = "00000000-0000-0000-0000-000000000000"
CBOR_HEADERS = [("Content-Type", "application/cbor"), ("smithy-protocol", "rpc-v2-cbor")]


class AwsError(Exception):
    """An error that AWS would answer."""

    def __init__(self, code: str, message: str, status: int = 400):
        super().__init__(message)
        self.code, self.message, self.status = code, message, status


@dataclass
class Answer:
    """One HTTP answer."""

    body: bytes
    status: int = 200
    headers: list[tuple[str, str]] = field(default_factory=list)

    def send(self, start_response):
        """Hand it to the WSGI server."""
        try:
            phrase = http.HTTPStatus(self.status).phrase
        except ValueError:
            phrase = "Error"
        start_response(f"{self.status} {phrase}", [*self.headers, ("Content-Length", str(len(self.body)))])
        return [self.body]


def json_answer(value, status: int = 200, content_type: str = "application/x-amz-json-1.1", headers=()) -> Answer:
    """A JSON document."""
    fixed = [("Content-Type", content_type), ("x-amzn-RequestId", REQUEST_ID)]
    return Answer(json.dumps(value).encode(), status, [*fixed, *headers])


def cbor_answer(body: bytes, status: int = 200, headers=()) -> Answer:
    """An encoded CBOR document of the rpc-v2-cbor protocol."""
    return Answer(body, status, [*CBOR_HEADERS, *headers])


def error_answer(protocol: str, error: AwsError) -> Answer:
    """`error` in the wire format of `protocol`: cbor, json, rest-json, ec2, s3 or query."""
    code, message, status = error.code, error.message, error.status
    if protocol == "cbor":
        body = cbor2.dumps({"__type": code, "message": message})
        return cbor_answer(body, status, [("x-amzn-query-error", f"{code};Sender")])
    if protocol in ("json", "rest-json"):
        body = {"__type": code, "message": message, "Message": message}
        return json_answer(body, status, headers=[("x-amzn-errortype", code)])
    inner = f"<Code>{escape(code)}</Code><Message>{escape(message)}</Message>"
    declaration = '<?xml version="1.0" encoding="UTF-8"?>'
    if protocol == "ec2":
        text = f"{declaration}<Response><Errors><Error>{inner}</Error></Errors><RequestID>{REQUEST_ID}</RequestID></Response>"
    elif protocol == "s3":
        text = f"{declaration}<Error>{inner}<RequestId>{REQUEST_ID}</RequestId></Error>"
    else:
        text = f"<ErrorResponse><Error><Type>Sender</Type>{inner}</Error><RequestId>{REQUEST_ID}</RequestId></ErrorResponse>"
    return Answer(text.encode(), status, [("Content-Type", "text/xml")])
