"""An IAM policy that a test posts: what it does not allow is denied, as far as S3 and SNS are concerned.

Allow statements with actions, resources with wildcards, and `StringLike` conditions on `s3:prefix`; anything else is
refused when it is posted, so that no policy is enforced in part.
"""
from __future__ import annotations

import fnmatch
import threading
from urllib.parse import parse_qs

from .answers import Answer, AwsError, error_answer
from .faults import denial
from .request import Request

#: Operations that ask for an action of another name.
ACTIONS = {"HeadBucket": "ListBucket", "ListObjectsV2": "ListBucket", "ListObjects": "ListBucket", "HeadObject": "GetObject"}


def texts(value: str | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else value


def matches(text: str, patterns: list[str]) -> bool:
    # `[` is no wildcard of IAM's.
    return any(fnmatch.fnmatchcase(text, pattern.replace("[", "[[]")) for pattern in patterns)


class Policy:
    def __init__(self):
        self._lock = threading.Lock()
        self._statements: list[dict] | None = None

    def set(self, document: dict) -> int:
        """Replace the policy; without statements, everything is allowed."""
        statements = document.get("Statement")
        for statement in statements or []:
            if statement["Effect"] != "Allow":
                raise ValueError("only Allow is understood")
            conditions = statement.get("Condition", {})
            if set(conditions) - {"StringLike"} or set(conditions.get("StringLike", {})) - {"s3:prefix"}:
                raise ValueError("only StringLike on s3:prefix is understood")
        with self._lock:
            self._statements = statements
        return len(statements or [])

    def allows(self, action: str, resource: str, prefix: str | None) -> bool:
        with self._lock:
            statements = self._statements
        if statements is None:
            return True
        for statement in statements:
            prefixes = statement.get("Condition", {}).get("StringLike", {}).get("s3:prefix")
            if prefixes is not None and (prefix is None or not matches(prefix, texts(prefixes))):
                continue
            if action in texts(statement["Action"]) and matches(resource, texts(statement["Resource"])):
                return True
        return False


POLICY = Policy()


def policy_answer(request: Request) -> Answer | None:
    """A denial; None when the call is allowed, or to another service."""
    if request.service == "s3":
        resource = f"arn:aws:s3:::{request.path.strip('/')}"
        prefix = request.query.get("prefix", [None])[0]
    elif request.service == "sns":
        fields = parse_qs(request.body.decode())
        resource, prefix = fields.get("TopicArn", ["*"])[0], None
    else:
        return None
    action = f"{request.service}:{ACTIONS.get(request.operation, request.operation)}"
    if POLICY.allows(action, resource, prefix):
        return None
    code, message, status = denial(request)
    return error_answer(request.protocol, AwsError(code, message, status))
