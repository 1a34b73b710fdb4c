"""Instances: idle, underutilized, free at night, of a previous generation, monitored in detail, out of credits; and their likes."""
from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from .account import POINTS_PER_DAY, Account, bursts, by_day, flat, wave
from .images import Images

MB = 1_000_000
HOME, AWAY = "us-east-1", "eu-west-1"


CHEAPER, ARM, RESTS = "ec2-instance-underutilized", "ec2-instance-graviton", "ec2-instance-off-hours"
# What else is true of an instance: a cheaper type would carry it, a Graviton type would, it rests, or it is too small.
ALSO = {
    "always-bursting": ["ec2-instance-underprovisioned"],
    "bursty": [RESTS],
    "peaks-at-eight": [CHEAPER, ARM, RESTS],
    "weekly-job": [RESTS],
    "oversized-api": [ARM],
    "oversized-cache": [ARM],
    **{
        name: [CHEAPER, ARM]
        for name in (
            "busy-at-night", "cpu-needed", "current-line", "free-at-night", "idle-batch", "idle-web", "memory-bound",
            "old-line", "quiet-relay", "watched-by-alarm", "watched-by-nobody", "worker",
        )
    },
}


@dataclass
class Plan:
    """One instance to launch."""

    name: str
    instance_type: str
    cpu: np.ndarray | None = None
    daily_network: float = 2_000 * MB
    memory: float | None = None
    age_days: float = 60
    tags: dict = field(default_factory=dict)
    options: dict = field(default_factory=dict)
    surplus: float = 0.0


def launch(account: Account, images: Images, region: str, plan: Plan) -> str:
    """Launch, date and measure it; its root volume is a busy gp3 of 20 GiB."""
    ec2 = account.client("ec2", region)
    tags = [{"Key": k, "Value": v} for k, v in {"Name": plan.name, **plan.tags}.items()]
    answered = ec2.run_instances(
        ImageId=images.machine[region],
        InstanceType=plan.instance_type,
        MinCount=1,
        MaxCount=1,
        BlockDeviceMappings=[{"DeviceName": "/dev/sda1", "Ebs": {"VolumeSize": 20, "VolumeType": "gp3"}}],
        TagSpecifications=[{"ResourceType": "instance", "Tags": tags}],
        **plan.options,
    )
    instance = answered["Instances"][0]["InstanceId"]
    born = account.ago(plan.age_days)
    account.set("ec2", "instance", region, instance, launch_time=born, **{"$attach_time": born})
    measure(account, region, instance, plan, images.machine[region])
    root = root_volume(account, region, instance)
    account.set("ec2", "volume", region, root, create_time=born, iops=3000, throughput=125)
    measure_volume(account, region, root, operations=30, megabytes=1)
    account.plant(ALSO.get(plan.name, []), region, instance, plan.name)
    return instance


def root_volume(account: Account, region: str, instance: str) -> str:
    described = account.client("ec2", region).describe_instances(InstanceIds=[instance])
    return described["Reservations"][0]["Instances"][0]["BlockDeviceMappings"][0]["Ebs"]["VolumeId"]


def measure(account: Account, region: str, instance: str, plan: Plan, image: str) -> None:
    """Points since its launch; none when the plan has no CPU."""
    if plan.cpu is None:
        return
    count = min(len(plan.cpu), int(plan.age_days * POINTS_PER_DAY))
    network = np.full(count, plan.daily_network / 2 / POINTS_PER_DAY)
    own = {"InstanceId": instance}

    def points(name, values):
        account.points(region, "AWS/EC2", name, own, values)

    points("CPUUtilization", plan.cpu[-count:])
    points("NetworkIn", network)
    points("NetworkOut", network)
    for name, value in (("EBSReadOps", 10), ("EBSWriteOps", 20), ("EBSReadBytes", MB), ("EBSWriteBytes", MB)):
        points(name, np.full(count, value))
    if plan.instance_type.startswith("t"):
        points("CPUCreditBalance", np.full(count, 0.0 if plan.surplus else 500.0))
        points("CPUSurplusCreditsCharged", np.full(count, plan.surplus))
    if plan.memory is not None:
        agent = {**own, "ImageId": image, "InstanceType": plan.instance_type}
        account.points(region, "CWAgent", "mem_used_percent", agent, np.full(count, plan.memory))
        disk = {**agent, "path": "/", "device": "nvme0n1p1", "fstype": "xfs"}
        account.points(region, "CWAgent", "disk_used_percent", disk, np.full(count, 40.0))


def measure_volume(account: Account, region: str, volume: str, operations: float, megabytes: float, days: float = 20) -> None:
    """Reads and writes of each five minutes, half and half."""
    own = {"VolumeId": volume}
    for name in ("VolumeReadOps", "VolumeWriteOps"):
        account.points(region, "AWS/EBS", name, own, flat(operations / 2, days))
    for name in ("VolumeReadBytes", "VolumeWriteBytes"):
        account.points(region, "AWS/EBS", name, own, flat(megabytes * MB / 2, days))
    account.points(region, "AWS/EBS", "VolumeIdleTime", own, flat(300 if not operations else 290, days))


def busy(low: float = 30, high: float = 60) -> np.ndarray:
    return wave(low, high)


#: What an audit must find, by rule.
PLANTED = [
    (HOME, "ec2-instance-idle", Plan("idle-web", "m5.large", flat(1.5), daily_network=MB)),
    (AWAY, "ec2-instance-idle", Plan("idle-batch", "r5.large", wave(0.5, 4.5), daily_network=4 * MB)),
    (HOME, "ec2-instance-underutilized", Plan("oversized-api", "m5.2xlarge", wave(5, 12), memory=20)),
    (AWAY, "ec2-instance-underutilized", Plan("oversized-cache", "r5.2xlarge", wave(10, 30), memory=25)),
    (HOME, RESTS, Plan("free-at-night", "m5.large", by_day(1, 40, 7, 20), daily_network=MB)),
    (HOME, "ec2-instance-previous-generation", Plan("old-line", "m4.large", busy())),
    (AWAY, "ec2-instance-previous-generation", Plan("old-burstable", "t2.medium", busy(15, 25))),
    (HOME, "ec2-instance-detailed-monitoring", Plan("watched-by-nobody", "m5.large", busy(), options={"Monitoring": {"Enabled": True}})),
    (HOME, "ec2-instance-surplus-credits", Plan("always-bursting", "t3.medium", busy(90, 99), surplus=7.5)),
]

#: What looks like waste and is none, with the reason.
DECOYS = [
    (HOME, "a burst a day is work", Plan("bursty", "m5.large", bursts(1, 95, 1, 3), daily_network=MB, memory=30)),
    (HOME, "the weekly job needs it", Plan("weekly-job", "m5.xlarge", bursts(1, 85, 7, 24), daily_network=MB, memory=30)),
    (HOME, "memory is full", Plan("memory-bound", "m5.2xlarge", wave(5, 12), memory=85)),
    (HOME, "the CPU of half the size would be at 90 %", Plan("cpu-needed", "m5.xlarge", wave(30, 45), memory=20)),
    (HOME, "CPU peaks above 5 %", Plan("peaks-at-eight", "m5.large", wave(1, 8), daily_network=MB)),
    (HOME, "traffic above 5 MB a day", Plan("quiet-relay", "m5.large", flat(2), daily_network=50 * MB)),
    (HOME, "its traffic does not rest at night", Plan("busy-at-night", "m5.large", by_day(1, 40, 7, 20))),
    (HOME, "launched five days ago", Plan("newcomer", "m5.large", flat(1), daily_network=MB, age_days=5)),
    (HOME, "no metrics at all", Plan("silent", "m5.large")),
    (HOME, "exempted by its tag", Plan("exempted", "m5.large", flat(1), daily_network=MB, tags={"cloudtrim": "ignore"})),
    (HOME, "a spot instance has no list price", Plan("spot-worker", "m5.large", busy(), options={"InstanceMarketOptions": {"MarketType": "spot"}})),
    (HOME, "the newer generation is no cheaper", Plan("current-line", "m5.large", busy())),
    (HOME, "surplus credits cost less than the next size", Plan("bursting-at-times", "t3.medium", busy(20, 40), surplus=0.5)),
    (HOME, "an alarm reads its minutes", Plan("watched-by-alarm", "m5.large", busy(), options={"Monitoring": {"Enabled": True}})),
    (AWAY, "busy", Plan("worker", "m5.xlarge", busy(40, 70))),
]


def plant_instances(account: Account, images: Images) -> dict[str, str]:
    """All of them; their ids by name."""
    ids = {}
    for region, rule, plan in PLANTED:
        ids[plan.name] = launch(account, images, region, plan)
        account.plant(rule, region, ids[plan.name], plan.name)
    for region, why, plan in DECOYS:
        ids[plan.name] = launch(account, images, region, plan)
        account.decoy(region, ids[plan.name], plan.name, why)
    account.client("cloudwatch", HOME).put_metric_alarm(
        AlarmName="cpu-of-watched",
        Namespace="AWS/EC2",
        MetricName="CPUUtilization",
        Dimensions=[{"Name": "InstanceId", "Value": ids["watched-by-alarm"]}],
        Statistic="Average",
        Period=60,
        EvaluationPeriods=3,
        Threshold=90,
        ComparisonOperator="GreaterThanThreshold",
    )
    plant_group_member(account, images)
    return ids


def plant_group_member(account: Account, images: Images) -> None:
    """An idle member of an Auto Scaling group: the group decides how many there are."""
    scaling, ec2 = account.client("autoscaling", HOME), account.client("ec2", HOME)
    scaling.create_launch_configuration(
        LaunchConfigurationName="pool", ImageId=images.machine[HOME], InstanceType="m5.large"
    )
    scaling.create_auto_scaling_group(
        AutoScalingGroupName="pool",
        LaunchConfigurationName="pool",
        MinSize=1,
        MaxSize=1,
        AvailabilityZones=[f"{HOME}a"],
        Tags=[{"Key": "Name", "Value": "pool-member", "PropagateAtLaunch": True}],
    )
    group = scaling.describe_auto_scaling_groups(AutoScalingGroupNames=["pool"])["AutoScalingGroups"][0]
    instance, born = group["Instances"][0]["InstanceId"], account.ago(60)
    account.set("ec2", "instance", HOME, instance, launch_time=born, **{"$attach_time": born})
    measure(account, HOME, instance, Plan("pool-member", "m5.large", flat(1), daily_network=MB), images.machine[HOME])
    for volume in ec2.describe_volumes(Filters=[{"Name": "attachment.instance-id", "Values": [instance]}])["Volumes"]:
        account.set("ec2", "volume", HOME, volume["VolumeId"], create_time=born, volume_type="gp3", iops=3000, throughput=125)
        measure_volume(account, HOME, volume["VolumeId"], operations=30, megabytes=1)
    account.plant(CHEAPER, HOME, instance, "pool-member")
    account.decoy(HOME, instance, "pool-member", "an Auto Scaling group decides")
