"""The name of the operation that a method, path and query string of a REST service mean, from botocore's service model."""
from __future__ import annotations

import functools
import re
from urllib.parse import parse_qs

import botocore.loaders
from botocore.exceptions import UnknownServiceError


@functools.cache
def operations(service: str) -> list[tuple[str, re.Pattern, dict, str]]:
    """Method, path, query and name; the longest paths and those with a query first."""
    try:
        model = botocore.loaders.Loader().load_service_model(service, "service-2")
    except UnknownServiceError:
        return []
    found = []
    for name, operation in model["operations"].items():
        path, _, query = operation["http"]["requestUri"].partition("?")
        pattern = re.sub(r"\\\{\w+\\\}", "[^/]+", re.escape(path.rstrip("/")))
        keys = parse_qs(query, keep_blank_values=True)
        found.append((operation["http"]["method"], re.compile(f"{pattern}/?"), keys, name))
    return sorted(found, key=lambda one: (-len(one[2]), -len(one[1].pattern)))


def rest_operation(service: str, method: str, path: str, query_string: str) -> str:
    """For example ListFunctions; `METHOD path` where it is none that the service has."""
    asked = parse_qs(query_string, keep_blank_values=True)
    for known, pattern, query, name in operations(service):
        if known == method and pattern.fullmatch(path) and all(asked.get(k) == v for k, v in query.items()):
            return name
    return f"{method} {path}"
