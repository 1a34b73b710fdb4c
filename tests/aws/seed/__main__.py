"""Seed a running server: `python -m seed --endpoint URL --as-of 2026-11-15T00:00:00Z --out expected.json`."""
from __future__ import annotations

import argparse
import datetime as dt
import json
import pathlib

from .account import Account
from .buckets import plant_buckets
from .charges import plant_charges
from .databases import plant_caches, plant_databases
from .fleets import plant_fleets
from .images import plant_images
from .instances import AWAY, HOME, plant_instances
from .log_groups import plant_log_groups
from .serverless import plant_functions, plant_tables
from .storage import plant_addresses, plant_attached, plant_snapshots, plant_stopped, plant_unattached


def main() -> None:
    parser = argparse.ArgumentParser(description="plant waste and decoys on the test server")
    parser.add_argument("--endpoint", required=True)
    parser.add_argument("--as-of", required=True, help="the moment that all ages are relative to, RFC 3339")
    parser.add_argument("--out", required=True, type=pathlib.Path, help="where to write what an audit must find")
    asked = parser.parse_args()
    account = Account(asked.endpoint, dt.datetime.fromisoformat(asked.as_of.replace("Z", "+00:00")))
    images = plant_images(account, [HOME, AWAY])
    ids = plant_instances(account, images)
    plant_fleets(account, images)
    plant_unattached(account)
    plant_attached(account, ids)
    plant_stopped(account, images)
    plant_snapshots(account, ids)
    plant_addresses(account, ids)
    plant_log_groups(account)
    plant_functions(account)
    plant_tables(account)
    plant_buckets(account)
    plant_databases(account)
    plant_caches(account)
    plant_charges(account)
    account.flush()
    asked.out.write_text(json.dumps({"planted": account.planted, "decoys": account.decoys}, indent=1))


if __name__ == "__main__":
    main()
