"""The name of the S3 operation that a method, path and query string mean.

botocore's service model holds the URI of every operation (`/{Bucket}?lifecycle`); the table is read from it.
"""
from __future__ import annotations

import functools
from urllib.parse import parse_qs

import botocore.loaders


@functools.cache
def operations() -> dict[tuple[str, str, str], str]:
    """(method, root|bucket|object, sub-resource or empty) → operation."""
    model = botocore.loaders.Loader().load_service_model("s3", "service-2")
    table = {}
    for name, operation in sorted(model["operations"].items()):
        if operation.get("deprecated"):
            continue
        path, _, query = operation["http"]["requestUri"].partition("?")
        level = "object" if "{Key" in path else "bucket" if "{Bucket}" in path else "root"
        keys = [key for key in parse_qs(query, keep_blank_values=True) if key not in ("x-id", "list-type")]
        table.setdefault((operation["http"]["method"], level, keys[0] if keys else ""), name)
    table["GET", "bucket", ""] = "ListObjects"
    table["GET", "object", ""] = "GetObject"
    table["PUT", "object", ""] = "PutObject"
    table["GET", "root", ""] = "ListBuckets"
    table["GET", "bucket", "intelligent-tiering"] = "ListBucketIntelligentTieringConfigurations"
    return table


def s3_operation(method: str, path: str, query_string: str) -> str:
    """For example GetBucketLifecycleConfiguration; `METHOD path` where it is none that S3 has."""
    query = parse_qs(query_string, keep_blank_values=True)
    if "x-id" in query:
        return query["x-id"][0]
    if "uploadId" in query:
        return {"GET": "ListParts", "PUT": "UploadPart", "DELETE": "AbortMultipartUpload"}.get(method, "CompleteMultipartUpload")
    if "list-type" in query:
        return "ListObjectsV2"
    if "intelligent-tiering" in query and "id" in query and method == "GET":
        return "GetBucketIntelligentTieringConfiguration"
    bucket, _, key = path.strip("/").partition("/")
    level = "object" if key else "bucket" if bucket else "root"
    table = operations()
    sub_resource = next((name for name in query if (method, level, name) in table), "")
    return table.get((method, level, sub_resource), f"{method} {path}")
