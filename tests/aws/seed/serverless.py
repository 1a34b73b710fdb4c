"""Functions and tables: too much memory, the dearer architecture, capacity that nobody uses; and their likes."""
from __future__ import annotations

import io
import json
import zipfile

import numpy as np

from .account import Account, POINTS_PER_DAY, SEEDED_DAYS, flat
from .instances import HOME

ROLE = "runs-functions"
TRUST = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}],
}


def once(value: float) -> np.ndarray:
    """One point, a day before the end."""
    values = np.full(int(SEEDED_DAYS * POINTS_PER_DAY), np.nan)
    values[-POINTS_PER_DAY] = value
    return values


def package() -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("index.py", "def handler(event, context): pass\n")
    return held.getvalue()


def function(account: Account, role: str, name: str, *, memory: int, architecture: str = "arm64",
             runtime: str = "python3.13", invocations=None, milliseconds=None, used: float | None = None,
             executions: int = 0) -> str:
    """`invocations` and `milliseconds` are those of five minutes, one after the other; `used` in MB, where Lambda Insights
    is on."""
    account.client("lambda", HOME).create_function(
        FunctionName=name, Runtime=runtime, Role=role, Handler="index.handler", Code={"ZipFile": package()},
        MemorySize=memory, Timeout=900, Architectures=[architecture], Tags={"team": "shop"},
    )
    if executions:
        account.set("lambda", "function", HOME, name, set_executions=executions)
    of_function, of_insights = {"FunctionName": name}, {"function_name": name}
    if invocations is not None:
        account.points(HOME, "AWS/Lambda", "Invocations", of_function, invocations)
        account.points(HOME, "AWS/Lambda", "Duration", of_function, milliseconds)
    if used is not None:
        account.points(HOME, "LambdaInsights", "used_memory_max", of_insights, flat(used))
        account.points(HOME, "LambdaInsights", "cpu_total_time", of_insights, flat(1_000))
    return name


def plant_functions(account: Account) -> None:
    created = account.client("iam", HOME).create_role(RoleName=ROLE, AssumeRolePolicyDocument=json.dumps(TRUST))
    role = created["Role"]["Arn"]

    def planted(rule, name, **shape):
        account.plant(rule, HOME, function(account, role, name, **shape), name)

    def decoy(why, name, **shape):
        account.decoy(HOME, function(account, role, name, **shape), name, why)

    busy = {"invocations": flat(20), "milliseconds": flat(59_000)}  # the test server takes a point for one invocation
    planted("lambda-function-oversized-memory", "roomy", memory=1_024, used=200, **busy)
    planted("lambda-function-x86", "intel", memory=1_024, architecture="x86_64", **busy)
    planted("lambda-function-x86", "intel-kept-ready", memory=512, architecture="x86_64", executions=5, **busy)

    decoy("440 MB used leave less than 20 % free in anything smaller", "needs-its-memory", memory=512, used=440, **busy)
    decoy("called 49 times", "rarely-called", memory=1_024, used=100, invocations=once(49), milliseconds=once(5e5))
    decoy("nobody measured its memory", "unmeasured", memory=1_024, **busy)
    decoy("its runtime is for x86_64 alone", "intel-for-ever", memory=1_024, architecture="x86_64", runtime="go1.x", **busy)
    decoy("never called", "never-called", memory=1_024, architecture="x86_64")


def table(account: Account, name: str, *, units: tuple[int, int] | None, index: tuple[int, int] | None = None,
          reads=None, writes=None, index_reads=None, age_days: float = 300) -> str:
    """`units` None for a table on demand; reads and writes are those of five minutes."""
    dynamodb = account.client("dynamodb", HOME)

    def throughput(units):
        return {"ProvisionedThroughput": {"ReadCapacityUnits": units[0], "WriteCapacityUnits": units[1]}} if units else {}

    keys = ["id", "day"] if index else ["id"]
    indexes = {
        "GlobalSecondaryIndexes": [
            {
                "IndexName": "by-day",
                "KeySchema": [{"AttributeName": "day", "KeyType": "HASH"}],
                "Projection": {"ProjectionType": "ALL"},
                **throughput(index),
            }
        ]
    } if index else {}
    dynamodb.create_table(
        TableName=name,
        AttributeDefinitions=[{"AttributeName": key, "AttributeType": "S"} for key in keys],
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        BillingMode="PROVISIONED" if units else "PAY_PER_REQUEST",
        Tags=[{"Key": "team", "Value": "shop"}],
        **throughput(units),
        **indexes,
    )
    account.set("dynamodb", "table", HOME, name, created_at=account.ago(age_days))
    for metric, values in (("ConsumedReadCapacityUnits", reads), ("ConsumedWriteCapacityUnits", writes)):
        if values is not None:
            account.points(HOME, "AWS/DynamoDB", metric, {"TableName": name}, values)
    if index_reads is not None:
        dimensions = {"GlobalSecondaryIndexName": "by-day", "TableName": name}
        account.points(HOME, "AWS/DynamoDB", "ConsumedReadCapacityUnits", dimensions, index_reads)
    return name


def plant_tables(account: Account) -> None:
    def planted(rules, name, **shape):
        account.plant(rules, HOME, table(account, name, **shape), name)

    def decoy(why, name, **shape):
        account.decoy(HOME, table(account, name, **shape), name, why)

    # 1,500 units in five minutes are 5 a second, and 15,000 are 50.
    planted("dynamodb-table-overprovisioned", "orders", units=(500, 200), reads=flat(1_500), writes=flat(1_500))
    planted("dynamodb-table-overprovisioned", "orders-by-day", units=(8, 8), index=(200, 8),
            reads=flat(1_500), writes=flat(1_500), index_reads=flat(300))
    planted("dynamodb-table-steady-on-demand", "events", units=None, reads=flat(15_000), writes=flat(15_000))
    planted(["dynamodb-table-unused", "dynamodb-table-overprovisioned"], "left-over", units=(100, 100))

    scaled = table(account, "scaled", units=(8, 8), reads=flat(1_500), writes=flat(1_500))
    autoscaling = account.client("application-autoscaling", HOME)
    of_reads = {
        "ServiceNamespace": "dynamodb", "ResourceId": "table/scaled", "ScalableDimension": "dynamodb:table:ReadCapacityUnits",
    }
    autoscaling.register_scalable_target(**of_reads, MinCapacity=8, MaxCapacity=100)
    autoscaling.put_scaling_policy(
        **of_reads,
        PolicyName="follow-reads",
        PolicyType="TargetTrackingScaling",
        TargetTrackingScalingPolicyConfiguration={
            "TargetValue": 70.0,
            "PredefinedMetricSpecification": {"PredefinedMetricType": "DynamoDBReadCapacityUtilization"},
        },
    )
    account.points(HOME, "AWS/DynamoDB", "ProvisionedReadCapacityUnits", {"TableName": scaled}, flat(8))
    account.decoy(HOME, scaled, "scaled", "auto scaling keeps it as small as it can be")
    decoy("just what it uses", "fitting", units=(8, 8), reads=flat(1_500), writes=flat(1_500))
    decoy("requests come now and then", "spiky", units=None, reads=once(90_000), writes=once(9_000))
    some = np.full(int(SEEDED_DAYS * POINTS_PER_DAY), np.nan)
    some[:POINTS_PER_DAY] = 3.0
    decoy("read twenty days ago", "read-lately", units=(1, 1), reads=some)
    decoy("created ten days ago", "fresh", units=(1, 1), age_days=10)
