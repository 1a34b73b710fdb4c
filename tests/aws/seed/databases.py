"""Databases and caches: idle, bought too large, outgrown; and their likes."""
from __future__ import annotations

from .account import Account, bursts, flat, wave
from .instances import AWAY, HOME

GIB = 1024**3


def database(account: Account, region: str, name: str, *, instance_class: str = "db.m6g.large", cpu=None, free: float = 1.2,
             connections=None, iops: float = 100, age_days: float = 400, source: str | None = None) -> str:
    """`free` is FreeableMemory in GiB."""
    rds = account.client("rds", region)
    if source:
        rds.create_db_instance_read_replica(
            DBInstanceIdentifier=name, SourceDBInstanceIdentifier=source, DBInstanceClass=instance_class
        )
    else:
        rds.create_db_instance(
            DBInstanceIdentifier=name, DBInstanceClass=instance_class, Engine="postgres", EngineVersion="16.3",
            AllocatedStorage=100, StorageType="gp3", Iops=3000, MultiAZ=False, MasterUsername="owner",
            MasterUserPassword="not-a-secret", Tags=[{"Key": "Name", "Value": name}],
        )
    account.set("rds", "instance", region, name, instance_create_time=account.ago(age_days))
    measured = {
        "CPUUtilization": wave(5, 55) if cpu is None else cpu,
        "FreeableMemory": flat(free * GIB),
        "DatabaseConnections": wave(10, 60) if connections is None else connections,
        "ReadIOPS": flat(iops / 2),
        "WriteIOPS": flat(iops / 2),
        "ReadThroughput": flat(iops * 8_192),
        "WriteThroughput": flat(iops * 8_192),
        "NetworkReceiveThroughput": flat(100_000),
        "NetworkTransmitThroughput": flat(300_000),
        "FreeStorageSpace": flat(40 * GIB),
    }
    for metric, values in measured.items():
        account.points(region, "AWS/RDS", metric, {"DBInstanceIdentifier": name}, values)
    return name


def cache(account: Account, region: str, name: str, *, node_type: str = "cache.m6g.large", cpu: float = 20,
          memory: float = 70, connections=None, age_days: float = 400) -> str:
    """`memory` is DatabaseMemoryUsagePercentage."""
    account.client("elasticache", region).create_cache_cluster(
        CacheClusterId=name, CacheNodeType=node_type, Engine="redis", EngineVersion="7.1", NumCacheNodes=1,
        Tags=[{"Key": "Name", "Value": name}],
    )
    account.set("elasticache", "cluster", region, name, cache_cluster_create_time=account.ago(age_days))
    measured = {
        "CPUUtilization": wave(1, cpu),
        "EngineCPUUtilization": wave(1, cpu),
        "DatabaseMemoryUsagePercentage": flat(memory),
        "CurrConnections": wave(20, 80) if connections is None else connections,
        "NetworkBytesIn": flat(300_000),
        "NetworkBytesOut": flat(900_000),
    }
    for metric, values in measured.items():
        account.points(region, "AWS/ElastiCache", metric, {"CacheClusterId": name, "CacheNodeId": "0001"}, values)
    return name


def plant_databases(account: Account) -> None:
    def planted(rule, region, name, **shape):
        account.plant(rule, region, database(account, region, name, **shape), name)

    def decoy(why, name, **shape):
        account.decoy(HOME, database(account, HOME, name, **shape), name, why)

    planted("rds-instance-idle", HOME, "forgotten-database", connections=flat(0))
    planted("rds-instance-idle", AWAY, "forgotten-database", connections=flat(0))
    planted("rds-instance-oversized", HOME, "roomy-database", instance_class="db.m5.xlarge", cpu=wave(3, 20), free=12)
    planted("rds-instance-undersized", HOME, "busy-database", cpu=flat(92))

    decoy("busy by day, its memory full", "fitting-database")
    decoy("one connection a week, of a job", "weekly-database", connections=bursts(0, 1, 7, 3))
    decoy("nobody reads from it, but a failover would", "standby-replica", source="fitting-database", connections=flat(0))
    decoy("five days old", "new-database", instance_class="db.m5.xlarge", age_days=5, connections=flat(0, 5))


def plant_caches(account: Account) -> None:
    def planted(rule, region, name, **shape):
        account.plant(rule, region, cache(account, region, name, **shape), name)

    def decoy(why, name, **shape):
        account.decoy(HOME, cache(account, HOME, name, **shape), name, why)

    planted("elasticache-cluster-idle", HOME, "forgotten-cache", connections=flat(3))
    planted("elasticache-cluster-oversized", AWAY, "roomy-cache", node_type="cache.m6g.xlarge", memory=15)

    decoy("its memory is full", "full-cache", node_type="cache.m6g.large")
    decoy("used for an hour a week", "weekly-cache", connections=bursts(2, 40, 7, 12))
