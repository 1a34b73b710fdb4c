"""How a test talks to the server: JSON posted to `/_server/<command>`.

    attributes   [{service, account?, region, kind, id, attrs}]                      see `backdating`
    metrics      {account?, region, series: [{ns, name, dims, unit?, start, step, b64}]}   see `metric_store`
    charges      {rows: [...]}                                                       see `cost_explorer`
    answers      [{service, operation, account?, region?, response | status, body}]  replaces all; see `recorded`
    faults       [{service?, operation?, region?, account?, kind, ...}]              replaces all; see `faults`
    policy       an IAM policy, {} for none                                          see `policy`
    calls        GET: counts by account/region/service/operation; POST: forget them
    health       GET: {"ok": true}
"""
from __future__ import annotations

import json

from moto.core import DEFAULT_ACCOUNT_ID

from .answers import Answer, json_answer
from .backdating import set_attributes
from .calls import CALLS
from .cost_explorer import add_rows
from .faults import FAULTS
from .metric_store import STORES
from .policy import POLICY
from .recorded import RECORDED
from .request import read_body

#: No bucket's name begins with an underscore.
PREFIX = "/_server/"


def metrics(posted: dict) -> dict:
    STORES[posted.get("account", DEFAULT_ACCOUNT_ID), posted["region"]].put_bulk(posted["series"])
    return {"series": len(posted["series"])}


COMMANDS = {
    "attributes": set_attributes,
    "metrics": metrics,
    "charges": lambda posted: {"rows": add_rows(posted["rows"])},
    "answers": lambda posted: {"answers": RECORDED.set(posted)},
    "policy": lambda posted: {"statements": POLICY.set(posted)},
    "faults": lambda posted: {"faults": FAULTS.set(posted)},
}


def admin_answer(environ: dict) -> Answer:
    command, body = environ["PATH_INFO"].removeprefix(PREFIX), read_body(environ)
    if command == "health":
        return json_answer({"ok": True})
    if command == "calls":
        report = CALLS.report()
        if environ["REQUEST_METHOD"] == "POST":
            CALLS.clear()
        return json_answer(report)
    if command not in COMMANDS:
        return json_answer({"error": f"unknown command {command}"}, 404)
    try:
        return json_answer(COMMANDS[command](json.loads(body)))
    except (KeyError, TypeError, ValueError) as error:
        return json_answer({"error": repr(error)}, 400)
