"""Many instances in one region: `python -m seed.many --endpoint URL --as-of TIME --instances 1000`, for measurements."""
from __future__ import annotations

import argparse
import datetime as dt

from .account import Account
from .images import plant_images
from .instances import HOME, Plan, busy, measure, measure_volume


def main() -> None:
    parser = argparse.ArgumentParser(description="launch many measured instances on the test server")
    parser.add_argument("--endpoint", required=True)
    parser.add_argument("--as-of", required=True, help="the moment that all ages are relative to, RFC 3339")
    parser.add_argument("--instances", type=int, default=1000)
    asked = parser.parse_args()
    account = Account(asked.endpoint, dt.datetime.fromisoformat(asked.as_of.replace("Z", "+00:00")))
    image = plant_images(account, [HOME]).machine[HOME]
    plan, born = Plan("many", "m5.large", busy()), account.ago(60)
    left = asked.instances
    while left:
        count = min(left, 250)
        launched = account.client("ec2", HOME).run_instances(
            ImageId=image, InstanceType=plan.instance_type, MinCount=count, MaxCount=count
        )["Instances"]
        for instance in launched:
            account.set("ec2", "instance", HOME, instance["InstanceId"], launch_time=born, **{"$attach_time": born})
            measure(account, HOME, instance["InstanceId"], plan, image)
        left -= count
        # What was measured is sent in parts, since a thousand series of points are some hundred megabytes.
        account.flush()
    for volume in account.client("ec2", HOME).get_paginator("describe_volumes").paginate().build_full_result()["Volumes"]:
        account.set("ec2", "volume", HOME, volume["VolumeId"], create_time=born)
        measure_volume(account, HOME, volume["VolumeId"], operations=30, megabytes=1)
    account.flush()


if __name__ == "__main__":
    main()
