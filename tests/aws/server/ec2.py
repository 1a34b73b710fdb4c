"""What moto's EC2 lacks: paging of every Describe call, the owner filter of snapshots, disabled images, and fields that
AWS always answers."""
from __future__ import annotations

from moto.core.responses import ActionResult
from moto.ec2.models.elastic_block_store import Volume
from moto.ec2.models.elastic_ip_addresses import ElasticAddress
from moto.ec2.models.instances import Instance
from moto.ec2.responses import EC2Response

from .settings import SETTINGS

#: Calls that moto answers in one piece, and the list to cut.
PAGED = {
    "describe_volumes": "Volumes",
    "describe_snapshots": "Snapshots",
    "describe_images": "Images",
    "describe_instance_types": "InstanceTypes",
}


def patch_ec2() -> None:
    for name, key in PAGED.items():
        setattr(EC2Response, name, paged(getattr(EC2Response, name), key))
    EC2Response.describe_reserved_instances = no_reserved_instances
    EC2Response.describe_instances = paged_instances(EC2Response.describe_instances)
    # An address that the account did not bring itself is from Amazon's pool.
    ElasticAddress.public_ipv4_pool = "amazon"
    Instance.platform_details = "Linux/UNIX"
    Instance.__init__ = with_architecture(Instance.__init__)
    Volume.__init__ = with_baseline(Volume.__init__)


def no_reserved_instances(_self):
    """moto does not implement it; a test that needs some posts the answer."""
    return ActionResult({"ReservedInstances": []})


def with_architecture(create):
    """moto forgets the architecture of a registered image."""

    def __init__(self, *positional, **named):
        create(self, *positional, **named)
        self.architecture = self.architecture or "x86_64"

    return __init__


def with_baseline(create):
    """A gp2 volume says its baseline: three IOPS a GiB, from 100 to 16,000."""

    def __init__(self, *positional, **named):
        create(self, *positional, **named)
        if self.volume_type == "gp2" and not self.iops:
            self.iops = min(max(3 * int(self.size), 100), 16_000)

    return __init__


def paged(describe, key: str):
    """`describe`, cut into pages of MaxResults or of the server's own size."""

    def describe_page(self):
        answered = describe(self)
        items = list(answered.result.get(key) or [])
        if owners := self._get_param("OwnerIds", []):
            owners = {self.current_account if owner == "self" else owner for owner in owners}
            items = [item for item in items if getattr(item, "owner_id", None) in owners]
        if key == "Images" and not self._get_bool_param("IncludeDisabled", False):
            items = [item for item in items if item.state != "disabled"]
        size = page_size(self._get_param("MaxResults"))
        first = int(self._get_param("NextToken") or 0)
        last = first + size if size else len(items)
        token = str(last) if last < len(items) else None
        return ActionResult({**answered.result, key: items[first:last], "NextToken": token})

    describe_page.__name__ = describe.__name__
    return describe_page


def page_size(asked) -> int:
    """AWS may give fewer than MaxResults, never more; 0 is no limit."""
    sizes = [size for size in (int(asked or 0), SETTINGS.page) if size]
    return min(sizes, default=0)


def paged_instances(describe):
    """moto pages instances itself when the caller asks; here the server may ask for less."""

    def describe_instances(self):
        read = self._get_param

        def read_with_page_size(name, *rest, **named):
            if name == "MaxResults":
                return page_size(read(name)) or None
            return read(name, *rest, **named)

        if "InstanceId.1" not in self.data:
            self._get_param = read_with_page_size
        return describe(self)

    return describe_instances
