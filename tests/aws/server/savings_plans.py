"""Savings Plans: nobody here holds one; a test that does posts the answer."""
from __future__ import annotations

from .answers import Answer, AwsError, json_answer
from .request import Request


def savings_plans_answer(request: Request) -> Answer | None:
    """None for another service."""
    if request.service != "savingsplans":
        return None
    if request.operation != "DescribeSavingsPlans":
        raise AwsError("UnknownOperationException", f"this test server does not answer {request.operation}")
    return json_answer({"savingsPlans": []}, content_type="application/json")
