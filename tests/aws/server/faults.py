"""Failures that a test asks for.

A fault is `{service?, operation?, region?, account?, kind, first?, after?, every?, ms?, code?, status?}`.
It meets every call that its first four fields match; `first: n` only the first n of them, `after: n` only those beyond
the first n, `every: n` each nth.

`throttle`, `deny` and `error` answer an error as the service shapes it (`code` and `status` replace the usual ones),
`garbage` answers 200 with a page that is no answer, `drop` closes the connection, `cut` closes it in the middle of an
answer, `delay` waits `ms` and then answers as usual.
"""
from __future__ import annotations

import socket
import threading
import time

from .answers import Answer, AwsError, error_answer
from .request import Request

KINDS = ("throttle", "deny", "error", "garbage", "drop", "cut", "delay")
MATCHED = ("service", "operation", "region", "account")
KNOWN = {*MATCHED, "kind", "first", "after", "every", "ms", "code", "status"}


class Faults:
    def __init__(self):
        self._lock = threading.Lock()
        self._faults: list[tuple[dict, list[int]]] = []

    def set(self, faults: list[dict]) -> int:
        """Replace all faults."""
        for fault in faults:
            if fault.get("kind") not in KINDS:
                raise ValueError(f"unknown kind of fault {fault.get('kind')!r}: one of {', '.join(KINDS)}")
            if unknown := set(fault) - KNOWN:
                raise ValueError(f"unknown fields of a fault: {', '.join(sorted(unknown))}")
        with self._lock:
            self._faults = [(fault, [0]) for fault in faults]
        return len(faults)

    def meeting(self, request: Request) -> dict | None:
        """The first fault that this call meets."""
        with self._lock:
            for fault, met in self._faults:
                if any(fault.get(name, getattr(request, name)) != getattr(request, name) for name in MATCHED):
                    continue
                met[0] += 1
                n = met[0]
                if n > fault.get("first", n) or n <= fault.get("after", 0) or n % fault.get("every", 1):
                    continue
                return fault
        return None


FAULTS = Faults()


def fault_answer(fault: dict, request: Request) -> Answer | None:
    """What the fault answers; None when the call goes on as usual."""
    kind = fault["kind"]
    if kind == "delay":
        time.sleep(fault.get("ms", 100) / 1000)
        return None
    if kind == "garbage":
        return Answer(b"<html><body>It works!", 200, [("Content-Type", "text/html")])
    if kind in ("drop", "cut"):
        connection: socket.socket = request.environ["werkzeug.socket"]
        if kind == "cut":
            connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nContent-Length: 100000\r\n\r\n<?xml version")
        connection.shutdown(socket.SHUT_RDWR)
        return Answer(b"", 500)
    code, message, status = {"throttle": throttling, "deny": denial, "error": failure}[kind](request)
    error = AwsError(fault.get("code", code), message, fault.get("status", status))
    return error_answer(request.protocol, error)


def throttling(request: Request) -> tuple[str, str, int]:
    by_service = {"ec2": ("RequestLimitExceeded", 503), "s3": ("SlowDown", 503)}
    by_protocol = ("Throttling", 400) if request.protocol == "query" else ("ThrottlingException", 400)
    code, status = by_service.get(request.service, by_protocol)
    return code, "Rate exceeded", status


def denial(request: Request) -> tuple[str, str, int]:
    by_service = {"ec2": ("UnauthorizedOperation", 403), "s3": ("AccessDenied", 403)}
    is_json = request.protocol in ("json", "rest-json")
    code, status = by_service.get(request.service, ("AccessDeniedException", 400) if is_json else ("AccessDenied", 403))
    user = f"arn:aws:iam::{request.account}:user/auditor"
    return code, f"User: {user} is not authorized to perform: {request.service}:{request.operation}", status


def failure(request: Request) -> tuple[str, str, int]:
    return "InternalError", "An internal error has occurred", 500
