"""Volumes, snapshots and addresses; instances that are stopped."""
from __future__ import annotations

from .account import Account
from .images import Images, snapshot_of_gone_volume
from .instances import AWAY, HOME, Plan, busy, launch, measure_volume, root_volume


def volume(account: Account, region: str, name: str, size: int, kind: str = "gp3", age_days: float = 120, *,
           attach_to: str | None = None, device: str = "/dev/sdf", tags: dict | None = None, **performance) -> str:
    """Create, date and attach it."""
    ec2 = account.client("ec2", region)
    listed = [{"Key": k, "Value": v} for k, v in {"Name": name, **(tags or {})}.items()]
    if kind == "gp3":
        performance = {"Iops": 3000, "Throughput": 125, **performance}
    created = ec2.create_volume(
        AvailabilityZone=f"{region}a", Size=size, VolumeType=kind,
        TagSpecifications=[{"ResourceType": "volume", "Tags": listed}], **performance,
    )["VolumeId"]
    account.set("ec2", "volume", region, created, create_time=account.ago(age_days))
    if attach_to:
        ec2.attach_volume(VolumeId=created, InstanceId=attach_to, Device=device)
        account.set("ec2", "volume", region, created, **{"$attach_time": account.ago(age_days)})
    return created


def plant_unattached(account: Account) -> None:
    found = volume(account, HOME, "left-behind", 200)
    account.plant("ebs-volume-unattached", HOME, found, "left-behind")
    found = volume(account, AWAY, "left-behind-too", 100)
    account.plant("ebs-volume-unattached", AWAY, found, "left-behind-too")
    found = volume(account, HOME, "just-made", 200, age_days=5)
    account.decoy(HOME, found, "just-made", "created five days ago")
    found = volume(account, HOME, "just-detached", 300, age_days=200)
    for name in ("VolumeReadOps", "VolumeWriteOps", "VolumeReadBytes", "VolumeWriteBytes", "VolumeIdleTime"):
        # A detached volume has no points; the last one is two days old.
        values = [5.0] * (10 * 288) + [float("nan")] * (2 * 288)
        account.points(HOME, "AWS/EBS", name, {"VolumeId": found}, values)
    account.decoy(HOME, found, "just-detached", "detached two days ago")
    found = volume(account, HOME, "kept-on-purpose", 200, tags={"cloudtrim": "ignore"})
    account.decoy(HOME, found, "kept-on-purpose", "exempted by its tag")


def plant_attached(account: Account, ids: dict[str, str]) -> None:
    """Volumes of running instances; `operations` are those of five minutes."""
    host, exempted = ids["current-line"], ids["exempted"]

    def attached(name, size, kind, device, operations, megabytes, rule=None, why=None, to=host, **performance):
        found = volume(account, HOME, name, size, kind, attach_to=to, device=device, **performance)
        measure_volume(account, HOME, found, operations, megabytes)
        if rule:
            account.plant(rule, HOME, found, name)
        else:
            account.decoy(HOME, found, name, why)

    attached("unread", 100, "gp3", "/dev/sdf", 0, 0, "ebs-volume-idle")
    attached("of-an-exempted-instance", 100, "gp3", "/dev/sdf", 0, 0, "ebs-volume-idle", to=exempted)
    attached("read-now-and-then", 100, "gp3", "/dev/sdg", 2, 1, why="a few operations a day are some")
    attached("old-type", 100, "gp2", "/dev/sdh", 3_000, 100, "ebs-volume-gp2")
    # 240 MiB/s: gp3 would need 250 MiB/s on top of its price, which is dearer than the 200 GiB of gp2.
    attached("old-type-at-full-throughput", 200, "gp2", "/dev/sdi", 290_000, 75_497, why="parity as gp3 is dearer")
    attached("quiet-database", 200, "io1", "/dev/sdj", 150_000, 1_000, "ebs-volume-overprovisioned-iops", Iops=10_000)
    attached("busy-database", 200, "io2", "/dev/sdk", 1_500_000, 6_000, why="5,000 of 8,000 IOPS are used", Iops=8_000)
    attached("fast-for-nothing", 500, "gp3", "/dev/sdl", 300_000, 15_000, "ebs-volume-overprovisioned-gp3", Iops=10_000, Throughput=500)
    attached("fast-for-a-reason", 500, "gp3", "/dev/sdm", 1_650_000, 75_000, why="5,500 of 6,000 IOPS are used", Iops=6_000, Throughput=250)


def stop(account: Account, region: str, instance: str, reason: str) -> None:
    account.client("ec2", region).stop_instances(InstanceIds=[instance])
    account.set("ec2", "instance", region, instance, _reason=reason)


def plant_stopped(account: Account, images: Images) -> None:
    """`StateTransitionReason` holds the only date of a stop."""
    def stopped(name, days=None):
        found = launch(account, images, HOME, Plan(name, "c5.large", age_days=200))
        when = account.ago(days).strftime("%Y-%m-%d %H:%M:%S GMT") if days else None
        stop(account, HOME, found, f"User initiated ({when})" if when else "Server.ScheduledStop")
        data = volume(account, HOME, f"{name}-data", 100, attach_to=found, age_days=200)
        return found, data, root_volume(account, HOME, found)

    found, data, root = stopped("stopped-long-ago", 60)
    account.plant("ec2-instance-stopped", HOME, found, "stopped-long-ago")
    account.plant("ebs-volume-on-stopped-instance", HOME, data, "stopped-long-ago-data")
    account.plant("ebs-volume-on-stopped-instance", HOME, root, "stopped-long-ago-root")
    address = account.client("ec2", HOME).allocate_address(Domain="vpc")["AllocationId"]
    account.client("ec2", HOME).associate_address(AllocationId=address, InstanceId=found)
    account.decoy(HOME, address, "of-stopped", "it is associated; the stopped instance counts it")
    for name, days, why in (("stopped-lately", 10, "stopped ten days ago"), ("stopped-somehow", None, "nobody knows since when")):
        for one in stopped(name, days):
            account.decoy(HOME, one, name, why)


def plant_snapshots(account: Account, ids: dict[str, str]) -> None:
    for region in (HOME, AWAY):
        found = snapshot_of_gone_volume(account, region, "orphan", 200)
        account.plant("ebs-snapshot-orphaned", region, found, "orphan")
    for name, age, tags, why in (
        ("young", 60, None, "younger than 90 days"),
        ("of-backup", 200, {"aws:backup:source-resource": "arn"}, "AWS Backup owns it"),
        ("of-lifecycle-manager", 200, {"aws:dlm:lifecycle-policy-id": "policy-0123"}, "Data Lifecycle Manager owns it"),
    ):
        account.decoy(HOME, snapshot_of_gone_volume(account, HOME, name, age, tags), name, why)
    living = root_volume(account, HOME, ids["current-line"])
    found = account.client("ec2", HOME).create_snapshot(VolumeId=living)["SnapshotId"]
    account.set("ec2", "snapshot", HOME, found, start_time=account.ago(200))
    account.decoy(HOME, found, "of-a-living-volume", "its volume exists")


def plant_addresses(account: Account, ids: dict[str, str]) -> None:
    for region in (HOME, AWAY):
        found = account.client("ec2", region).allocate_address(Domain="vpc")["AllocationId"]
        account.plant("ec2-address-unassociated", region, found, "unassociated")
    found = account.client("ec2", HOME).allocate_address(Domain="vpc")["AllocationId"]
    account.client("ec2", HOME).associate_address(AllocationId=found, InstanceId=ids["current-line"])
    account.decoy(HOME, found, "associated", "it is associated")
