"""Auto Scaling groups and services on Fargate: too many, too large, on x86; and their likes."""
from __future__ import annotations

from dataclasses import dataclass, field

from .account import Account, flat, wave
from .images import Images
from .instances import AWAY, HOME, measure_volume


@dataclass
class Group:
    """One Auto Scaling group to create, and what its instances do on average."""

    name: str
    instance_type: str
    count: int
    cpu: object
    memory: float | None = None
    tags: dict = field(default_factory=dict)


def create_group(account: Account, images: Images, region: str, group: Group) -> str:
    """A group from a launch template; its instances are dated, their root volumes busy gp3."""
    ec2, scaling = account.client("ec2", region), account.client("autoscaling", region)
    template = ec2.create_launch_template(
        LaunchTemplateName=group.name,
        LaunchTemplateData={
            "ImageId": images.machine[region],
            "InstanceType": group.instance_type,
            "BlockDeviceMappings": [{"DeviceName": "/dev/sda1", "Ebs": {"VolumeSize": 20, "VolumeType": "gp3"}}],
        },
    )["LaunchTemplate"]["LaunchTemplateId"]
    tags = {"Name": group.name, **group.tags}
    scaling.create_auto_scaling_group(
        AutoScalingGroupName=group.name,
        LaunchTemplate={"LaunchTemplateId": template, "Version": "$Latest"},
        MinSize=group.count,
        MaxSize=group.count * 2,
        DesiredCapacity=group.count,
        AvailabilityZones=[f"{region}a", f"{region}b"],
        Tags=[{"Key": k, "Value": v, "PropagateAtLaunch": False} for k, v in tags.items()],
    )
    born = account.ago(60)
    account.set("autoscaling", "group", region, group.name, created_time=born)
    described = scaling.describe_auto_scaling_groups(AutoScalingGroupNames=[group.name])["AutoScalingGroups"][0]
    for instance in described["Instances"]:
        date_member(account, region, instance["InstanceId"], group, born)
    for name, values in (("CPUUtilization", group.cpu), ("NetworkIn", flat(10**6)), ("NetworkOut", flat(10**6))):
        account.points(region, "AWS/EC2", name, {"AutoScalingGroupName": group.name}, values)
    return group.name


def date_member(account: Account, region: str, instance: str, group: Group, born) -> None:
    account.set("ec2", "instance", region, instance, launch_time=born, **{"$attach_time": born})
    if group.memory is not None:
        account.points(region, "CWAgent", "mem_used_percent", {"InstanceId": instance}, flat(group.memory))
    ec2 = account.client("ec2", region)
    for volume in ec2.describe_volumes(Filters=[{"Name": "attachment.instance-id", "Values": [instance]}])["Volumes"]:
        found = volume["VolumeId"]
        account.set("ec2", "volume", region, found, create_time=born, volume_type="gp3", iops=3000, throughput=125)
        measure_volume(account, region, found, operations=30, megabytes=1)


@dataclass
class Service:
    """One ECS service to create, and what each of its tasks does."""

    name: str
    cpu: object
    memory: float
    units: int = 1024
    mib: int = 2048
    architecture: str = "X86_64"
    launch_type: str = "FARGATE"
    count: int = 2


def create_service(account: Account, region: str, service: Service) -> str:
    ecs = account.client("ecs", region)
    ecs.create_cluster(clusterName="shop")
    ecs.register_task_definition(
        family=service.name,
        requiresCompatibilities=[service.launch_type],
        networkMode="awsvpc",
        cpu=str(service.units),
        memory=str(service.mib),
        runtimePlatform={"cpuArchitecture": service.architecture, "operatingSystemFamily": "LINUX"},
        containerDefinitions=[{"name": "app", "image": "app:1", "essential": True}],
    )
    ecs.create_service(
        cluster="shop",
        serviceName=service.name,
        taskDefinition=service.name,
        desiredCount=service.count,
        launchType=service.launch_type,
        tags=[{"key": "Name", "value": service.name}],
    )
    key = f"shop/{service.name}"
    account.set("ecs", "service", region, key, created_at=account.ago(60), running_count=service.count)
    own = {"ClusterName": "shop", "ServiceName": service.name}
    account.points(region, "AWS/ECS", "CPUUtilization", own, service.cpu)
    account.points(region, "AWS/ECS", "MemoryUtilization", own, flat(service.memory))
    return key


def scale_by_cpu(account: Account, region: str, service: str, count: int, target: float) -> None:
    """Service auto scaling that keeps CPU at a target."""
    scaling = account.client("application-autoscaling", region)
    own = {"ServiceNamespace": "ecs", "ResourceId": f"service/{service}", "ScalableDimension": "ecs:service:DesiredCount"}
    scaling.register_scalable_target(**own, MinCapacity=count, MaxCapacity=count * 4)
    scaling.put_scaling_policy(
        **own,
        PolicyName="keep-cpu",
        PolicyType="TargetTrackingScaling",
        TargetTrackingScalingPolicyConfiguration={
            "TargetValue": target,
            "PredefinedMetricSpecification": {"PredefinedMetricType": "ECSServiceAverageCPUUtilization"},
        },
    )


def plant_fleets(account: Account, images: Images) -> None:
    floor, oversized = "autoscaling-group-capacity-floor", "autoscaling-group-oversized"
    task, x86 = "ecs-service-oversized-task", "ecs-service-x86"
    for region, rule, group in (
        (HOME, [floor, "autoscaling-group-oversized"], Group("kept-for-nothing", "m5.large", 4, wave(3, 9))),
        (HOME, oversized, Group("half-would-do", "m5.xlarge", 2, wave(5, 12), memory=20)),
    ):
        account.plant(rule, region, create_group(account, images, region, group), group.name)
    cluster = Group("nodes-of-eks", "m5.large", 3, wave(3, 9), tags={"eks:cluster-name": "shop"})
    account.decoy(HOME, create_group(account, images, HOME, cluster), cluster.name, "EKS decides")

    for region, rules, service in (
        (HOME, [task, x86], Service("checkout", wave(3, 9), 15)),
        (AWAY, [task], Service("search", wave(3, 9), 60, mib=4096, architecture="ARM64")),
    ):
        account.plant(rules, region, create_service(account, region, service), service.name)
    busy = Service("busy-tasks", wave(40, 65), 65, architecture="ARM64")
    account.decoy(HOME, create_service(account, HOME, busy), busy.name, "nothing smaller carries it")
    kept = Service("kept-at-a-target", wave(20, 28), 65, architecture="ARM64")
    account.decoy(HOME, create_service(account, HOME, kept), kept.name, "half the size would pass its target")
    scale_by_cpu(account, HOME, "shop/kept-at-a-target", kept.count, 50)
    elsewhere = Service("on-instances", wave(1, 3), 5, launch_type="EC2")
    account.decoy(HOME, create_service(account, HOME, elsewhere), elsewhere.name, "it costs what its instances cost")
