"""What the command line sets."""
from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

UTC = dt.timezone.utc


@dataclass
class Settings:
    """`page`: the size of a page of an EC2 Describe call whose caller names none; 0 for moto's own.
    `latency_ms`: added to every answer.
    `replay`: answer an identical read from memory until the next write, since moto serializes slowly.
    `until_stdin_closes`: end with whoever holds the other end of stdin.
    """

    page: int = 0
    latency_ms: float = 0.0
    replay: bool = False
    until_stdin_closes: bool = False


SETTINGS = Settings()


def now() -> dt.datetime:
    """The wall clock, in UTC: retention of metrics and Cost Explorer's limits go by it."""
    return dt.datetime.now(UTC)
