"""Log groups: kept for ever, for years, written by nobody, written much; and their likes."""
from __future__ import annotations

from .account import Account
from .instances import AWAY, HOME

GIB = 1024**3
DAY = 86_400


def group(account: Account, region: str, name: str, *, retention: int | None = 30, stored: float = 1,
          daily: float | None = None, last_days_ago: int = 0, age_days: float = 400, log_class: str = "STANDARD") -> str:
    """`stored` and `daily` in GiB; `daily` None for a group that nothing was written to."""
    logs = account.client("logs", region)
    logs.create_log_group(logGroupName=name)
    if retention:
        logs.put_retention_policy(logGroupName=name, retentionInDays=retention)
    account.set("logs", "group", region, name, creation_time=account.ago(age_days),
                set_stored_bytes=int(stored * GIB), set_class=log_class)
    if daily is not None:
        days = int(min(age_days, 100))
        # CloudWatch keeps no point where nothing came in.
        values = [daily * GIB] * (days - last_days_ago) + [float("nan")] * last_days_ago
        account.points(region, "AWS/Logs", "IncomingBytes", {"LogGroupName": name}, values, step=DAY)
    return name


def metric_filter(account: Account, region: str, name: str) -> None:
    account.client("logs", region).put_metric_filter(
        logGroupName=name,
        filterName="errors",
        filterPattern="ERROR",
        metricTransformations=[{"metricName": "errors", "metricNamespace": "app", "metricValue": "1"}],
    )


def plant_log_groups(account: Account) -> None:
    def planted(rule, region, name, **shape):
        account.plant(rule, region, group(account, region, name, **shape), name)

    def decoy(why, name, **shape):
        account.decoy(HOME, group(account, HOME, name, **shape), name, why)

    planted("logs-group-without-retention", HOME, "/app/for-ever", retention=None, stored=60, daily=0.2)
    planted("logs-group-without-retention", AWAY, "/app/for-ever", retention=None, stored=1, daily=0.01)
    planted("logs-group-long-retention", HOME, "/audit/two-years", retention=731, stored=200, daily=0.3, age_days=800)
    planted("logs-group-unused", HOME, "/app/gone", stored=100)
    planted("logs-group-infrequent-access", HOME, "/app/chatty", stored=50, daily=2)
    planted("logs-group-infrequent-access", AWAY, "/app/chatty", stored=50, daily=2)

    decoy("a metric filter reads it", "/app/chatty-with-filter", stored=50, daily=2)
    metric_filter(account, HOME, "/app/chatty-with-filter")
    decoy("it has the class already", "/app/chatty-infrequent", stored=50, daily=2, log_class="INFREQUENT_ACCESS")
    decoy("little is written", "/app/modest", daily=0.25)
    decoy("a year is not above a year", "/audit/one-year", retention=365, stored=100, daily=0.3)
    decoy("written to 60 days ago", "/app/seasonal", stored=100, daily=0.2, last_days_ago=60)
    decoy("created 30 days ago", "/app/new", stored=100, age_days=30)
