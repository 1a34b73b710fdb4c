"""What moto's CloudWatch Logs lacks: a settable stored size and class, the count of filters, AWS's list of retentions."""
from __future__ import annotations

from moto.logs.exceptions import InvalidParameterException
from moto.logs.models import LogGroup, LogsBackend, logs_backends

#: https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html
RETENTION_DAYS = (1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653)


def patch_logs() -> None:
    describe, put_retention = LogGroup.to_describe_dict, LogsBackend.put_retention_policy

    def to_describe_dict(self):
        described = describe(self)
        filters = logs_backends[self.account_id][self.region].filters.metric_filters
        described["metricFilterCount"] = sum(one["logGroupName"] == self.name for one in filters)
        for attribute, field in (("set_stored_bytes", "storedBytes"), ("set_class", "logGroupClass")):
            if hasattr(self, attribute):
                described[field] = getattr(self, attribute)
        return described

    def put_retention_policy(self, log_group_name, retention_in_days):
        if int(retention_in_days) not in RETENTION_DAYS:
            constraint = f"Member must satisfy enum value set: {list(RETENTION_DAYS)}"
            raise InvalidParameterException(
                constraint=constraint, parameter="retentionInDays", value=str(retention_in_days)
            )
        return put_retention(self, log_group_name, retention_in_days)

    LogGroup.to_describe_dict = to_describe_dict
    LogsBackend.put_retention_policy = put_retention_policy
