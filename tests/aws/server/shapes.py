"""JSON values as the shapes of botocore's service models want them, for CBOR and for replayed answers."""
from __future__ import annotations

import base64
import datetime as dt
import functools

import botocore.loaders
import botocore.model
from moto.core.model import ServiceModel

from .settings import UTC

#: botocore's folder of the services whose endpoint prefix is another name.
MODEL_OF_SERVICE = {"monitoring": "cloudwatch"}


@functools.cache
def service_model(service: str) -> ServiceModel:
    """The model of a service by its endpoint prefix (`ec2`, `monitoring`)."""
    name = MODEL_OF_SERVICE.get(service, service)
    return ServiceModel(botocore.loaders.Loader().load_service_model(name, "service-2"), name)


def shaped(value, shape):
    """`value`, with timestamps, blobs and floats in their Python types; fields the shape lacks are left out."""
    if shape is None or value is None:
        return value
    kind = shape.type_name
    if kind == "structure" and isinstance(value, dict):
        members = shape.members
        return {k: shaped(v, members[k]) for k, v in value.items() if v is not None and k in members}
    if kind == "list" and isinstance(value, list):
        return [shaped(one, shape.member) for one in value]
    if kind == "map" and isinstance(value, dict):
        return {k: shaped(v, shape.value) for k, v in value.items()}
    if kind == "timestamp":
        return timestamp(value)
    if kind in ("double", "float"):
        return float(value)
    if kind == "blob" and isinstance(value, str):
        return base64.b64decode(value)
    return value


def timestamp(value) -> dt.datetime:
    if isinstance(value, str):
        time = dt.datetime.fromisoformat(value.replace("Z", "+00:00"))
        return time if time.tzinfo else time.replace(tzinfo=UTC)
    return dt.datetime.fromtimestamp(float(value), UTC)
