"""The points of one metric, and their statistics by period."""
from __future__ import annotations

import re

import numpy as np

from .answers import AwsError

#: CloudWatch keeps points of a period below the first number for the days of the second, all others for 455 days.
#: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_concepts.html#metrics-retention
RETENTION_DAYS = ((60, 0.125), (300, 15), (3600, 63))
LONGEST_RETENTION_DAYS = 455
DAY = 86_400
PERCENTILE = re.compile(r"p(\d{1,2}(?:\.\d+)?|100)")


class Series:
    """Regular points (`start`, `step`, values), posted in bulk, or timed ones, put one by one."""

    def __init__(self, unit: str | None = None):
        self.unit = unit
        self._start, self._step, self._values = 0, 0, np.empty(0, np.float32)
        self._timed: list[tuple[int, float]] = []
        self._cache: tuple[np.ndarray, np.ndarray] | None = None

    def set_regular(self, start: int, step: int, values: np.ndarray) -> None:
        """Replace all points; a NaN is a missing point."""
        self._start, self._step, self._values = start, step, values
        self._timed, self._cache = [], None

    def add(self, timestamp: int, value: float) -> None:
        self._timed.append((timestamp, value))
        self._cache = None

    def points(self) -> tuple[np.ndarray, np.ndarray]:
        """Timestamps in seconds, ascending, and values."""
        if self._cache is None:
            times = self._start + self._step * np.arange(len(self._values), dtype=np.int64)
            values = self._values.astype(np.float64)
            present = ~np.isnan(values)
            times, values = times[present], values[present]
            if self._timed:
                timed = np.array(sorted(self._timed), dtype=np.float64)
                times = np.concatenate([times, timed[:, 0].astype(np.int64)])
                values = np.concatenate([values, timed[:, 1]])
                order = np.argsort(times, kind="stable")
                times, values = times[order], values[order]
            self._cache = times, values
        return self._cache

    def statistic(self, name: str, start: int, end: int, period: int, now: int) -> tuple[np.ndarray, np.ndarray]:
        """The start of each period in [start, end) that has a point, and its statistic."""
        check_statistic(name)
        start = max(rounded_start(start, now), now - retention_days(period) * DAY)
        times, values = self.points()
        low, high = np.searchsorted(times, (start, end))
        times, values = times[low:high], values[low:high]
        if not len(times):
            return times, values
        anchor = rounded_start(start, now)
        buckets = (times - anchor) // period
        firsts = np.flatnonzero(np.diff(buckets, prepend=buckets[0] - 1))
        return anchor + buckets[firsts] * period, reduce_buckets(name, values, firsts)


def retention_days(period: int) -> float:
    return next((days for below, days in RETENTION_DAYS if period < below), LONGEST_RETENTION_DAYS)


def rounded_start(start: int, now: int) -> int:
    """CloudWatch rounds the start down to a minute, five minutes or an hour, by its age.

    https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html
    """
    age_days = (now - start) / DAY
    step = 60 if age_days < 15 else 300 if age_days < 63 else 3600
    return int(start // step * step)


def check_statistic(name: str) -> None:
    if name not in ("Average", "Maximum", "Minimum", "Sum", "SampleCount") and not PERCENTILE.fullmatch(name or ""):
        raise AwsError("ValidationError", f"The value {name} for parameter Stat is not supported.")


def reduce_buckets(name: str, values: np.ndarray, firsts: np.ndarray) -> np.ndarray:
    """One number for each run of values that starts at one of `firsts`."""
    counts = np.diff(firsts, append=len(values))
    if name == "SampleCount":
        return counts.astype(np.float64)
    if name == "Maximum":
        return np.maximum.reduceat(values, firsts)
    if name == "Minimum":
        return np.minimum.reduceat(values, firsts)
    if name in ("Sum", "Average"):
        sums = np.add.reduceat(values, firsts)
        return sums if name == "Sum" else sums / counts
    percent = float(PERCENTILE.fullmatch(name).group(1))
    return np.array([np.percentile(run, percent) for run in np.split(values, firsts[1:])])
