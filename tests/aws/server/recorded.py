"""Answers that a test posts: any operation of any service, in the wire format of that service.

One is `{service, operation, account?, region?, response}` where `response` has the shape that boto3 returns (recorded
answers are kept so), `{…, status, error: {Code, Message}}` for an error, or `{…, status, body}` for raw bytes as text.
Several answers of one operation are given in turn, the last again and again.
"""
from __future__ import annotations

import threading

import cbor2
from moto.core.serialize import get_serializer_class

from .answers import Answer, AwsError, cbor_answer
from .request import Request
from .shapes import service_model, shaped


class Recorded:
    def __init__(self):
        self._lock = threading.Lock()
        self._answers: list[dict] = []

    def set(self, answers: list[dict]) -> int:
        with self._lock:
            self._answers = [dict(one) for one in answers]
        return len(answers)

    def next(self, request: Request) -> dict | None:
        with self._lock:
            mine = [
                one
                for one in self._answers
                if all(one.get(k, getattr(request, k)) == getattr(request, k) for k in ("service", "operation", "account", "region"))
            ]
            if len(mine) > 1:
                self._answers.remove(mine[0])
            return mine[0] if mine else None


RECORDED = Recorded()


def recorded_answer(request: Request) -> Answer | None:
    """None when nothing was posted for the operation."""
    found = RECORDED.next(request)
    if found is None:
        return None
    if "body" in found:
        return Answer(found["body"].encode(), found.get("status", 200), [("Content-Type", "text/plain")])
    if "error" in found:
        code, message = found["error"].get("Code", "InternalError"), found["error"].get("Message", "")
        raise AwsError(code, message, found.get("status", 400))
    return rendered(request, found["response"])


def rendered(request: Request, response: dict) -> Answer:
    """`response` as the service would write it."""
    model = service_model(request.service)
    operation = model.operation_model(request.operation)
    value = shaped(response, operation.output_shape)
    if request.protocol == "cbor":
        return cbor_answer(cbor2.dumps(value, datetime_as_timestamp=True))
    protocol = "rest-xml" if request.protocol == "s3" else request.protocol
    serializer = get_serializer_class(request.service, protocol)
    written = serializer(operation).serialize(value)
    body = written["body"]
    headers = [(name, str(text)) for name, text in written["headers"].items() if name.lower() != "content-length"]
    return Answer(body if isinstance(body, bytes) else body.encode(), written["status_code"], headers)
