"""Fourteen months of charges for Cost Explorer: three quarters of each service here, tagged; a quarter by a member."""
from __future__ import annotations

import argparse
import datetime as dt

from .account import Account

#: Dollars a day.
SERVICES = {
    "Amazon Elastic Compute Cloud - Compute": 72.5,
    "EC2 - Other": 31.25,
    "Amazon Simple Storage Service": 4.2,
    "AmazonCloudWatch": 3.1,
    "Amazon Relational Database Service": 18.0,
}


PAYER, MEMBER = "123456789012", "210987654321"

#: (account, region, share, usage type's prefix, tags)
PARTS = [
    (PAYER, "us-east-1", 0.75, "", {"team": "web"}),
    (MEMBER, "eu-west-1", 0.25, "EU-", {}),
]


def plant_charges(account: Account) -> None:
    rows = []
    for age in range(430):
        day = (account.as_of - dt.timedelta(days=age + 1)).date().isoformat()
        for service, cost in SERVICES.items():
            for acct, region, share, prefix, tags in PARTS:
                whole = cost * share
                rows.append({
                    "d": day, "acct": acct, "payer": PAYER, "service": service, "region": region,
                    "ut": f"{prefix}Usage", "q": whole * 10, "unit": "Hrs", "tags": tags, "cost": whole,
                    "am": whole * 0.9,
                })
    account.post("charges", {"rows": rows})


def main() -> None:
    parser = argparse.ArgumentParser(description="plant charges and nothing else on the test server")
    parser.add_argument("--endpoint", required=True)
    parser.add_argument("--as-of", required=True, help="the end of the last charged day, RFC 3339")
    asked = parser.parse_args()
    plant_charges(Account(asked.endpoint, dt.datetime.fromisoformat(asked.as_of.replace("Z", "+00:00"))))


if __name__ == "__main__":
    main()
