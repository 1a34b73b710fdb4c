"""Images, and the snapshots that back them: one image disabled."""
from __future__ import annotations

from dataclasses import dataclass, field

from .account import Account


@dataclass
class Images:
    """The image that instances start from, by region."""

    machine: dict[str, str] = field(default_factory=dict)


def snapshot_of_gone_volume(account: Account, region: str, name: str, age_days: float, tags: dict | None = None) -> str:
    """A snapshot of 100 GiB whose volume was deleted."""
    ec2 = account.client("ec2", region)
    volume = ec2.create_volume(AvailabilityZone=f"{region}a", Size=100, VolumeType="gp3")["VolumeId"]
    listed = [{"Key": k, "Value": v} for k, v in {"Name": name, **(tags or {})}.items()]
    snapshot = ec2.create_snapshot(
        VolumeId=volume, TagSpecifications=[{"ResourceType": "snapshot", "Tags": listed}]
    )["SnapshotId"]
    ec2.delete_volume(VolumeId=volume)
    started = account.ago(age_days)
    account.set("ec2", "snapshot", region, snapshot, start_time=started, full_snapshot_size_in_bytes=40 * 1024**3)
    return snapshot


def register(account: Account, region: str, name: str) -> tuple[str, str]:
    """An image, and the snapshot that moto makes for it."""
    ec2 = account.client("ec2", region)
    image = ec2.register_image(
        Name=name,
        Architecture="x86_64",
        RootDeviceName="/dev/sda1",
        VirtualizationType="hvm",
        BlockDeviceMappings=[{"DeviceName": "/dev/sda1", "Ebs": {"VolumeSize": 8}}],
    )["ImageId"]
    described = ec2.describe_images(ImageIds=[image])["Images"][0]
    snapshot = described["BlockDeviceMappings"][0]["Ebs"]["SnapshotId"]
    account.set("ec2", "image", region, image, creation_date=account.ago(300))
    account.set("ec2", "snapshot", region, snapshot, start_time=account.ago(300))
    return image, snapshot


def plant_images(account: Account, regions: list[str]) -> Images:
    images = Images()
    for region in regions:
        images.machine[region], snapshot = register(account, region, "machine")
        account.decoy(region, snapshot, "of-an-image", "it backs an image")
    home = regions[0]
    retired, snapshot = register(account, home, "retired")
    account.client("ec2", home).disable_image(ImageId=retired)
    account.decoy(home, snapshot, "of-a-disabled-image", "it backs a disabled image")
    return images
