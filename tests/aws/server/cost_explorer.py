"""Cost Explorer computed from posted rows.

A row is one day's charge: `{d: "2026-11-01", acct, payer?, service, region, ut (usage type), rt (record type), cost,
am? (amortized; else cost), q? (usage quantity), unit?, tags?: {key: value}}` in dollars. A payer sees its members' rows.
"""
from __future__ import annotations

import bisect
import datetime as dt

from .answers import Answer, AwsError, json_answer
from .request import Request
from .settings import now

ROWS: list[dict] = []
GROUPS_PER_PAGE = 1000
#: Nobody here holds commitments; a test that does posts the answers.
OF_COMMITMENTS = {
    "GetReservationCoverage",
    "GetReservationUtilization",
    "GetSavingsPlansCoverage",
    "GetSavingsPlansUtilization",
}
OLDEST_DAYS = 14 * 31
FIELD_OF_DIMENSION = {
    "SERVICE": "service",
    "REGION": "region",
    "LINKED_ACCOUNT": "acct",
    "USAGE_TYPE": "ut",
    "RECORD_TYPE": "rt",
}
FIELD_OF_METRIC = {
    "UnblendedCost": "cost",
    "BlendedCost": "cost",
    "NetUnblendedCost": "cost",
    "AmortizedCost": "am",
    "NetAmortizedCost": "am",
    "UsageQuantity": "q",
}


def add_rows(rows: list[dict]) -> int:
    for row in rows:
        row.setdefault("am", row["cost"])
        row.setdefault("rt", "Usage")
        row.setdefault("q", 0.0)
    ROWS.extend(rows)
    return len(ROWS)


def cost_explorer_answer(request: Request) -> Answer | None:
    """None for another service."""
    if request.service != "ce":
        return None
    if request.operation in OF_COMMITMENTS:
        raise AwsError("DataUnavailableException", "No commitments were in force in this period")
    answering = {"GetCostAndUsage": cost_and_usage, "GetCostForecast": cost_forecast}.get(request.operation)
    if answering is None:
        raise AwsError("UnknownOperationException", f"this test server does not answer ce:{request.operation}")
    rows = [row for row in ROWS if request.account in (row["acct"], row.get("payer"))]
    return json_answer(answering(request.document(), rows))


def day(text) -> dt.date:
    try:
        return dt.date.fromisoformat(str(text)[:10])
    except ValueError as error:
        raise AwsError("ValidationException", f"Invalid date {text}") from error


def field_of(key: str) -> str:
    if key not in FIELD_OF_DIMENSION:
        raise AwsError("ValidationException", f"Invalid dimension {key}")
    return FIELD_OF_DIMENSION[key]


def key_of(row: dict, group: dict) -> str:
    """As AWS writes a group's key: `team$web` of a tag, `team$` where there is none."""
    if group.get("Type") == "TAG":
        return f"{group['Key']}${row.get('tags', {}).get(group['Key'], '')}"
    return str(row.get(field_of(group["Key"]), ""))


def matches(row: dict, expression: dict | None) -> bool:
    """Whether a row meets a filter expression."""
    if not expression:
        return True
    if len(expression) != 1:
        raise AwsError("ValidationException", "Expression must have one operator")
    operator, operand = next(iter(expression.items()))
    if operator == "And":
        return all(matches(row, one) for one in operand)
    if operator == "Or":
        return any(matches(row, one) for one in operand)
    if operator == "Not":
        return not matches(row, operand)
    if operator != "Dimensions":
        raise AwsError("ValidationException", f"this test server filters by dimensions, not {operator}")
    return row.get(field_of(operand["Key"]), "") in operand.get("Values", [])


def amount(value: float) -> str:
    return f"{value:.10f}".rstrip("0").rstrip(".") or "0"


def next_month(date: dt.date) -> dt.date:
    return (date.replace(day=1) + dt.timedelta(days=32)).replace(day=1)


def periods(asked: dict) -> list[tuple[dt.date, dt.date]]:
    start, end = day(asked["TimePeriod"]["Start"]), day(asked["TimePeriod"]["End"])
    if start >= end:
        raise AwsError("ValidationException", "Start date (and hour) should be before end date (and hour)")
    listed = []
    while start < end:
        stop = min(next_month(start), end) if asked.get("Granularity") == "MONTHLY" else start + dt.timedelta(days=1)
        listed.append((start, stop))
        start = stop
    return listed


def cost_and_usage(asked: dict, rows: list[dict]) -> dict:
    metrics, group_by = asked.get("Metrics") or [], asked.get("GroupBy") or []
    if not metrics or any(metric not in FIELD_OF_METRIC for metric in metrics):
        raise AwsError("ValidationException", f"Invalid metrics {metrics}")
    if len(group_by) > 2:
        raise AwsError("ValidationException", "Number of GroupBy exceeds the limit of 2")
    spans = periods(asked)
    if (now().date() - spans[0][0]).days > OLDEST_DAYS:
        raise AwsError("ValidationException", "start date is too old, you can only use data of the last 14 months")
    starts = [start.isoformat() for start, _ in spans]
    sums: list[dict[tuple, dict[str, float]]] = [{} for _ in spans]
    units: dict[tuple, set[str]] = {}
    for row in rows:
        if not starts[0] <= row["d"] < spans[-1][1].isoformat() or not matches(row, asked.get("Filter")):
            continue
        key = tuple(key_of(row, group) for group in group_by)
        index = bisect.bisect_right(starts, row["d"]) - 1
        total = sums[index].setdefault(key, dict.fromkeys(metrics, 0.0))
        units.setdefault((index, key), set()).add(row.get("unit", "N/A"))
        for metric in metrics:
            total[metric] += row[FIELD_OF_METRIC[metric]]

    def shown(total, where=None):
        """Quantities of several units have none."""
        unit = next(iter(units[where])) if len(units.get(where, ())) == 1 else "N/A"
        return {
            metric: {"Amount": amount(value), "Unit": unit if metric == "UsageQuantity" else "USD"}
            for metric, value in total.items()
        }

    results = [
        {
            "TimePeriod": {"Start": start.isoformat(), "End": end.isoformat()},
            "Total": {} if group_by else shown(groups.get((), dict.fromkeys(metrics, 0.0))),
            "Groups": [{"Keys": list(k), "Metrics": shown(v, (index, k))} for k, v in sorted(groups.items())]
            if group_by
            else [],
            "Estimated": end >= now().date(),
        }
        for index, ((start, end), groups) in enumerate(zip(spans, sums))
    ]
    return {**page(results, asked.get("NextPageToken")), **({"GroupDefinitions": group_by} if group_by else {})}


def page(results: list[dict], token: str | None) -> dict:
    """Cost Explorer pages by whole periods, after about a thousand groups."""
    first = last = int(token or 0)
    groups = 0
    while last < len(results) and (groups < GROUPS_PER_PAGE or last == first):
        groups += max(1, len(results[last]["Groups"]))
        last += 1
    more = {"NextPageToken": str(last)} if last < len(results) else {}
    return {"ResultsByTime": results[first:last], "DimensionValueAttributes": [], **more}


def cost_forecast(asked: dict, rows: list[dict]) -> dict:
    """The mean of the last thirty days goes on."""
    spans, today = periods(asked), now().date()
    if spans[0][0] < today:
        raise AwsError("ValidationException", "start date of the forecast must be today or later")
    since = (today - dt.timedelta(days=30)).isoformat()
    recent = [row for row in rows if row["d"] >= since and matches(row, asked.get("Filter"))]
    if not recent:
        raise AwsError("DataUnavailableException", "Insufficient amount of historical data to generate forecast")
    daily = sum(row["cost"] for row in recent) / len({row["d"] for row in recent})
    by_time = [
        {
            "TimePeriod": {"Start": start.isoformat(), "End": end.isoformat()},
            "MeanValue": amount(daily * (end - start).days),
            "PredictionIntervalLowerBound": amount(daily * (end - start).days * 0.9),
            "PredictionIntervalUpperBound": amount(daily * (end - start).days * 1.1),
        }
        for start, end in spans
    ]
    total = daily * (spans[-1][1] - spans[0][0]).days
    return {"Total": {"Amount": amount(total), "Unit": "USD"}, "ForecastResultsByTime": by_time}
