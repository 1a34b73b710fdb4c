"""The account that is seeded: clients, ages, metric points, and the notes of what was planted."""
from __future__ import annotations

import base64
import datetime as dt
import functools
import json
import urllib.request

import boto3
import numpy as np

UTC = dt.timezone.utc
FIVE_MINUTES = 300
POINTS_PER_DAY = 288
#: More than the lookback of an audit, so that the edges of windows are inside.
SEEDED_DAYS = 20


class Account:
    def __init__(self, endpoint: str, as_of: dt.datetime):
        self.endpoint, self.as_of = endpoint, as_of
        self.planted: list[dict] = []
        self.decoys: list[dict] = []
        self._attributes: list[dict] = []
        self._series: dict[str, list[dict]] = {}

    @functools.cache
    def client(self, service: str, region: str):
        return boto3.client(
            service,
            region_name=region,
            endpoint_url=self.endpoint,
            aws_access_key_id="testing",
            aws_secret_access_key="testing",
            config=boto3.session.Config(s3={"addressing_style": "path"}),
        )

    def ago(self, days: float) -> dt.datetime:
        return self.as_of - dt.timedelta(days=days)

    def plant(self, rules: str | list[str], region: str, resource: str, name: str) -> None:
        """Note waste that an audit must find: one line for each rule."""
        for rule in [rules] if isinstance(rules, str) else rules:
            self.planted.append({"rule": rule, "region": region, "resource_id": resource, "name": name})

    def decoy(self, region: str, resource: str, name: str, why: str) -> None:
        """Note what looks like waste and is none."""
        self.decoys.append({"region": region, "resource_id": resource, "name": name, "why": why})

    def set(self, service: str, kind: str, region: str, resource: str, **attributes) -> None:
        """Set attributes of moto's object; a datetime is a date."""
        plain = {k: {"$ts": v.timestamp()} if isinstance(v, dt.datetime) else v for k, v in attributes.items()}
        self._attributes.append({"service": service, "kind": kind, "region": region, "id": resource, "attrs": plain})

    def points(self, region: str, namespace: str, name: str, dimensions: dict, values, step: int = FIVE_MINUTES) -> None:
        """A series that ends at `as_of`."""
        values = np.asarray(values, dtype="<f4")
        encoded = base64.b64encode(values.tobytes()).decode()
        start = int(self.as_of.timestamp()) - step * len(values)
        self._series.setdefault(region, []).append(
            {"ns": namespace, "name": name, "dims": dimensions, "start": start, "step": step, "b64": encoded}
        )

    def post(self, command: str, document) -> dict:
        request = urllib.request.Request(
            f"{self.endpoint}/_server/{command}", json.dumps(document).encode(), {"Content-Type": "application/json"}
        )
        with urllib.request.urlopen(request) as answered:
            return json.load(answered)

    def flush(self) -> None:
        """Send what was set and measured."""
        answered = self.post("attributes", self._attributes)
        if answered["errors"]:
            raise SystemExit("attributes could not be set:\n" + "\n".join(answered["errors"]))
        for region, series in self._series.items():
            self.post("metrics", {"region": region, "series": series})
        self._attributes, self._series = [], {}


def flat(value: float, days: float = SEEDED_DAYS) -> np.ndarray:
    """The same value at every point."""
    return np.full(int(days * POINTS_PER_DAY), value)


def wave(low: float, high: float, days: float = SEEDED_DAYS) -> np.ndarray:
    """A daily wave between two values."""
    at = np.arange(int(days * POINTS_PER_DAY)) * 2 * np.pi / POINTS_PER_DAY
    return low + (high - low) * (1 + np.sin(at)) / 2


def by_day(low: float, high: float, first_hour: int, last_hour: int) -> np.ndarray:
    """`high` between two hours of every day, else `low`; series end at midnight."""
    values = flat(low).reshape(-1, POINTS_PER_DAY)
    values[:, first_hour * 12 : last_hour * 12] = high
    return values.reshape(-1)


def bursts(low: float, high: float, every_days: float, points: int) -> np.ndarray:
    """`low`, but `points` points of `high` every so many days."""
    values = flat(low)
    period = int(every_days * POINTS_PER_DAY)
    for first in range(period // 2, len(values), period):
        values[first : first + points] = high
    return values
