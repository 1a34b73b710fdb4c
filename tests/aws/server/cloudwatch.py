"""CloudWatch's metric operations, in CBOR (what the Rust SDK speaks) and JSON; alarms are moto's."""
from __future__ import annotations

import struct

import cbor2
import numpy as np

from .answers import Answer, cbor_answer, json_answer
from .metric_store import STORES, MetricStore, Result
from .request import Request

OPERATIONS = ("GetMetricData", "PutMetricData", "ListMetrics", "GetMetricStatistics")


def cloudwatch_answer(request: Request) -> Answer | None:
    """None when the call is for moto."""
    if request.service != "monitoring" or request.operation not in OPERATIONS:
        return None
    if request.protocol not in ("cbor", "json"):
        return None
    store, asked = STORES[request.account, request.region], request.document()
    if request.operation == "GetMetricData":
        results, token = store.get_data(asked)
        if request.protocol == "cbor":
            return cbor_answer(metric_data_cbor(results, token))
        return json_answer(metric_data_json(results, token), content_type="application/x-amz-json-1.0")
    answered = small_answer(request.operation, store, asked)
    if request.protocol == "cbor":
        for row in answered.get("Datapoints", ()):
            row["Timestamp"] = cbor2.CBORTag(1, row["Timestamp"])
        return cbor_answer(cbor2.dumps(answered))
    return json_answer(answered, content_type="application/x-amz-json-1.0")


def small_answer(operation: str, store: MetricStore, asked: dict) -> dict:
    if operation == "PutMetricData":
        store.put(asked["Namespace"], asked.get("MetricData") or [])
        return {}
    if operation == "ListMetrics":
        page, token = store.list(*(asked.get(k) for k in ("Namespace", "MetricName", "Dimensions", "NextToken")))
        return {"Metrics": page, **({"NextToken": token} if token else {})}
    return {"Label": asked["MetricName"], "Datapoints": store.get_statistics(asked)}


def status_of(result: Result) -> str:
    return "Complete" if result.complete else "PartialData"


def metric_data_json(results: list[Result], token: str | None) -> dict:
    listed = [
        {
            "Id": result.id,
            "Label": result.label,
            "Timestamps": result.times.tolist(),
            "Values": result.values.tolist(),
            "StatusCode": status_of(result),
        }
        for result in results
    ]
    return {"MetricDataResults": listed, **({"NextToken": token} if token else {})}


def metric_data_cbor(results: list[Result], token: str | None) -> bytes:
    """Written by hand: cbor2 takes a second for the 100,800 points of a page."""
    parts = [b"\xbf", cbor2.dumps("MetricDataResults"), head(4, len(results))]
    for result in results:
        parts += [b"\xa5", cbor2.dumps("Id"), cbor2.dumps(result.id), cbor2.dumps("Label"), cbor2.dumps(result.label)]
        parts += [cbor2.dumps("Timestamps"), epoch_array(result.times), cbor2.dumps("Values"), float_array(result.values)]
        parts += [cbor2.dumps("StatusCode"), cbor2.dumps(status_of(result))]
    if token:
        parts += [cbor2.dumps("NextToken"), cbor2.dumps(token)]
    return b"".join([*parts, b"\xff"])


def head(major: int, count: int) -> bytes:
    """The head of a CBOR item: RFC 8949, section 3."""
    if count < 24:
        return bytes([major << 5 | count])
    if count < 256:
        return bytes([major << 5 | 24, count])
    return struct.pack(">BI", major << 5 | 26, count) if count > 65_535 else struct.pack(">BH", major << 5 | 25, count)


def float_array(values: np.ndarray) -> bytes:
    out = np.empty((len(values), 9), np.uint8)
    out[:, 0] = 0xFB
    out[:, 1:] = np.ascontiguousarray(values, dtype=">f8").view(np.uint8).reshape(-1, 8)
    return head(4, len(values)) + out.tobytes()


def epoch_array(times: np.ndarray) -> bytes:
    """Timestamps: tag 1 and a 32-bit number of seconds each."""
    out = np.empty((len(times), 6), np.uint8)
    out[:, 0], out[:, 1] = 0xC1, 0x1A
    out[:, 2:] = np.ascontiguousarray(times, dtype=">u4").view(np.uint8).reshape(-1, 4)
    return head(4, len(times)) + out.tobytes()
