"""CloudWatch's metrics of one account and region: put, list, and get with AWS's limits and paging."""
from __future__ import annotations

import base64
import collections
import datetime as dt
import json
import re
from dataclasses import dataclass

import numpy as np

from .answers import AwsError
from .series import Series
from .settings import now

#: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html
QUERIES_PER_CALL = 500
POINTS_PER_CALL = 100_800
#: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricStatistics.html
POINTS_PER_STATISTICS_CALL = 1_440
METRICS_PER_LIST = 500
QUERY_ID = re.compile(r"[a-z][a-zA-Z0-9_]{0,254}")

Dimensions = tuple[tuple[str, str], ...]


@dataclass
class Result:
    """The points of one query, or a part of them."""

    id: str
    label: str
    times: np.ndarray
    values: np.ndarray
    complete: bool


def dimensions_of(listed: list[dict] | None) -> Dimensions:
    return tuple(sorted((one["Name"], one["Value"]) for one in listed or ()))


def seconds(time) -> int:
    return int(time.timestamp()) if isinstance(time, dt.datetime) else int(time)


class MetricStore:
    def __init__(self):
        self._series: dict[tuple[str, str, Dimensions], Series] = {}

    def _create(self, namespace: str, name: str, dimensions: Dimensions, unit: str | None) -> Series:
        return self._series.setdefault((namespace, name, dimensions), Series(unit))

    def put(self, namespace: str, data: list[dict]) -> None:
        """PutMetricData; statistic sets are refused, since no percentile could be told from them."""
        for datum in data:
            if "StatisticValues" in datum:
                raise AwsError("InvalidParameterValue", "this test server takes values, not statistic sets")
            series = self._create(namespace, datum["MetricName"], dimensions_of(datum.get("Dimensions")), datum.get("Unit"))
            time = seconds(datum.get("Timestamp") or now())
            values = datum.get("Values") or [datum.get("Value", 0)]
            for value, count in zip(values, datum.get("Counts") or [1] * len(values)):
                for _ in range(int(float(count))):
                    series.add(time, float(value))

    def put_bulk(self, posted: list[dict]) -> None:
        """Whole series: `{ns, name, dims, unit?, start, step, b64}`, the values little-endian 32-bit floats."""
        for one in posted:
            series = self._create(one["ns"], one["name"], tuple(sorted(one["dims"].items())), one.get("unit"))
            values = np.frombuffer(base64.b64decode(one["b64"]), dtype="<f4")
            series.set_regular(int(one["start"]), int(one["step"]), values)

    def list(self, namespace, name, dimensions, token) -> tuple[list[dict], str | None]:
        """ListMetrics: a page and the next token."""
        def wanted(key):
            if (namespace and key[0] != namespace) or (name and key[1] != name):
                return False
            return all(any(n == f["Name"] and f.get("Value", v) == v for n, v in key[2]) for f in dimensions or ())

        offset = page_offset(token)
        found = [key for key in self._series if wanted(key)]
        page = [
            {"Namespace": ns, "MetricName": nm, "Dimensions": [{"Name": n, "Value": v} for n, v in dims]}
            for ns, nm, dims in found[offset : offset + METRICS_PER_LIST]
        ]
        more = offset + METRICS_PER_LIST < len(found)
        return page, str(offset + METRICS_PER_LIST) if more else None

    def _query(self, query: dict, start: int, end: int):
        """Timestamps and values of one MetricStat query, ascending."""
        if "MetricStat" not in query:
            raise AwsError("ValidationError", "this test server answers MetricStat queries, not expressions")
        wanted = query["MetricStat"]
        period = checked_period(int(wanted["Period"]))
        key = (wanted["Metric"]["Namespace"], wanted["Metric"]["MetricName"], dimensions_of(wanted["Metric"].get("Dimensions")))
        series = self._series.get(key, Series())
        if wanted.get("Unit") and wanted["Unit"] != series.unit:
            series = Series()
        return series.statistic(wanted["Stat"], start, end, period, seconds(now()))

    def get_data(self, request: dict) -> tuple[list[Result], str | None]:
        """GetMetricData: at most 100,800 points, and the token of what is left."""
        queries = request.get("MetricDataQueries") or []
        start, end = seconds(request["StartTime"]), seconds(request["EndTime"])
        check_queries(queries, start, end)
        descending = request.get("ScanBy") != "TimestampAscending"
        left = min(int(request.get("MaxDatapoints") or POINTS_PER_CALL), POINTS_PER_CALL)
        first, offset = read_token(request.get("NextToken"))
        returned = [query for query in queries if query.get("ReturnData", True)]
        results = []
        for index in range(first, len(returned)):
            if not left:
                return results, write_token(index, 0)
            query = returned[index]
            times, values = self._query(query, start, end)
            if descending:
                times, values = times[::-1], values[::-1]
            skipped = offset if index == first else 0
            times, values = times[skipped:], values[skipped:]
            label = query.get("Label") or query["MetricStat"]["Metric"]["MetricName"]
            whole = len(times) <= left
            results.append(Result(query["Id"], label, times[:left], values[:left], whole))
            if not whole:
                return results, write_token(index, skipped + left)
            left -= len(times)
        return results, None

    def get_statistics(self, request: dict) -> list[dict]:
        """GetMetricStatistics: rows of statistics by timestamp."""
        start, end, period = seconds(request["StartTime"]), seconds(request["EndTime"]), int(request["Period"])
        asked = (end - start) / checked_period(period)
        if asked > POINTS_PER_STATISTICS_CALL:
            message = f"You have requested up to {int(asked):,} datapoints, which exceeds the limit of 1,440."
            raise AwsError("InvalidParameterCombination", message)
        key = (request["Namespace"], request["MetricName"], dimensions_of(request.get("Dimensions")))
        series, rows = self._series.get(key, Series()), {}
        for name in [*(request.get("Statistics") or ()), *(request.get("ExtendedStatistics") or ())]:
            times, values = series.statistic(name, start, end, period, seconds(now()))
            for time, value in zip(times.tolist(), values.tolist()):
                row = rows.setdefault(time, {"Timestamp": time, "Unit": series.unit or "None"})
                (row.setdefault("ExtendedStatistics", {}) if name.startswith("p") else row)[name] = value
        return [rows[time] for time in sorted(rows)]


def page_offset(token) -> int:
    if token and not str(token).isdigit():
        raise AwsError("InvalidParameterValue", "The next token specified is invalid.")
    return int(token or 0)


def checked_period(period: int) -> int:
    if period not in (1, 5, 10, 20, 30) and (period < 60 or period % 60):
        message = f"The value {period} for parameter Period must be 1, 5, 10, 20, 30 or a multiple of 60."
        raise AwsError("ValidationError", message)
    return period


def check_queries(queries: list[dict], start: int, end: int) -> None:
    """AWS's refusals of a GetMetricData request."""
    if len(queries) > QUERIES_PER_CALL:
        message = f"The collection MetricDataQueries must not have a size greater than {QUERIES_PER_CALL}."
        raise AwsError("ValidationError", message)
    if start >= end:
        raise AwsError("ValidationError", "The parameter StartTime must be less than the parameter EndTime.")
    ids = [query.get("Id", "") for query in queries]
    if invalid := next((one for one in ids if not QUERY_ID.fullmatch(one)), None):
        message = f"The value {invalid} for parameter MetricDataQueries.member.Id is not matching the expected pattern"
        raise AwsError("ValidationError", message)
    if len(set(ids)) < len(ids):
        raise AwsError("ValidationError", "The values for parameter id in MetricDataQueries are not unique.")


def write_token(index: int, offset: int) -> str:
    return base64.b64encode(json.dumps([index, offset]).encode()).decode()


def read_token(token: str | None) -> tuple[int, int]:
    try:
        index, offset = json.loads(base64.b64decode(token)) if token else (0, 0)
        return int(index), int(offset)
    except (ValueError, TypeError) as error:
        raise AwsError("InvalidNextToken", "The next token specified is invalid.") from error


STORES: dict[tuple[str, str], MetricStore] = collections.defaultdict(MetricStore)
