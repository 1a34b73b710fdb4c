"""Counts of the calls answered, by account, region, service and operation."""
from __future__ import annotations

import collections
import threading

from .request import Request


class Calls:
    def __init__(self):
        self._lock = threading.Lock()
        self._counts: collections.Counter[tuple[str, str, str, str]] = collections.Counter()

    def count(self, request: Request) -> None:
        with self._lock:
            self._counts[request.account, request.region, request.service, request.operation] += 1

    def report(self) -> dict:
        """`{"total": n, "calls": {"account/region/service/operation": n}}`"""
        with self._lock:
            return {"total": self._counts.total(), "calls": {"/".join(k): n for k, n in sorted(self._counts.items())}}

    def clear(self) -> None:
        with self._lock:
            self._counts.clear()


CALLS = Calls()
