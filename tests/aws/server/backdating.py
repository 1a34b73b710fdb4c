"""Attributes of moto's objects set from outside: ages above all, which no AWS call can change.

An item is `{service, account?, region, kind, id, attrs: {name: value | {"$ts": epoch seconds}}}`.
The attribute `$attach_time` dates the attachment of a volume, or of an instance's volumes and interfaces.
"""
from __future__ import annotations

import datetime as dt

import moto.backends
from moto.core import DEFAULT_ACCOUNT_ID

from .settings import UTC


def set_attributes(items: list[dict]) -> dict:
    """How many were set, and the mistakes."""
    mistakes = []
    for item in items:
        try:
            found = find(item)
            for name, value in item["attrs"].items():
                set_attribute(found, item["kind"], name, value)
        except (KeyError, AttributeError, TypeError, ValueError) as error:
            mistakes.append(f"{item.get('service')}/{item.get('kind')}/{item.get('id')}: {type(error).__name__} {error}")
    return {"set": len(items) - len(mistakes), "errors": mistakes}


def find(item: dict):
    """moto's object."""
    service, kind, key = item["service"], item["kind"], item["id"]
    by_region = moto.backends.get_backend(service)[item.get("account", DEFAULT_ACCOUNT_ID)]
    backend = by_region["aws" if service == "s3" else item["region"]]
    finders = {
        ("ec2", "instance"): lambda: backend.get_instance(key),
        ("ec2", "volume"): lambda: backend.volumes[key],
        ("ec2", "snapshot"): lambda: backend.snapshots[key],
        ("ec2", "image"): lambda: backend.amis[key],
        ("autoscaling", "group"): lambda: backend.autoscaling_groups[key],
        ("ecs", "service"): lambda: next(one for one in backend.services.values() if one.arn.endswith(f"/{key}")),
        ("dynamodb", "table"): lambda: backend.get_table(key),
        ("lambda", "function"): lambda: backend.get_function(key),
        ("logs", "group"): lambda: backend.groups[key],
        ("rds", "instance"): lambda: backend.databases[key],
        ("elasticache", "cluster"): lambda: backend.cache_clusters[key],
        ("s3", "bucket"): lambda: backend.buckets[key],
        ("s3", "upload"): lambda: backend.buckets[key.split("#")[0]].multiparts[key.split("#")[1]],
    }
    return finders[service, kind]()


def set_attribute(found, kind: str, name: str, value) -> None:
    if name == "$attach_time":
        time = dt.datetime.fromtimestamp(value["$ts"], UTC)
        for attachment in attachments(found, kind):
            attachment.attach_time = time
        return
    if isinstance(value, dict) and "$ts" in value:
        value = like(getattr(found, name, None), dt.datetime.fromtimestamp(value["$ts"], UTC))
    setattr(found, name, value)


def attachments(found, kind: str):
    if kind == "volume":
        return [found.attachment] if found.attachment else []
    blocks = list(found.block_device_mapping.values())
    volumes = (found.ec2_backend.volumes[block.volume_id].attachment for block in blocks)
    return [*blocks, *(one for one in volumes if one), *found.nics.values()]


def like(current, time: dt.datetime):
    """`time` in the type that moto keeps in that attribute."""
    if isinstance(current, dt.datetime) and current.tzinfo is None:
        return time.replace(tzinfo=None)
    if isinstance(current, str):
        return time.strftime("%Y-%m-%dT%H:%M:%S.000Z")
    if isinstance(current, (int, float)):
        # CloudWatch Logs keeps milliseconds.
        scale = 1000 if current > 10**11 else 1
        return type(current)(time.timestamp() * scale)
    return time
