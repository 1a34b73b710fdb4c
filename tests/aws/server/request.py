"""Which service, operation, region and account a request means, whatever its protocol."""
from __future__ import annotations

import gzip
import io
import json
import re
from dataclasses import dataclass
from urllib.parse import parse_qs

import cbor2

from .rest_operations import rest_operation
from .s3_operations import s3_operation

AUTHORIZATION = re.compile(r"Credential=([^/]+)/(\d+)/([^/]+)/([^/]+)/aws4_request")
SERVICE_OF_TARGET = {"AWSInsightsIndexService": "ce"}


@dataclass
class Request:
    """A request with its body read; `environ` can still be given to moto."""

    environ: dict
    service: str
    operation: str
    region: str
    account: str
    #: cbor, json, rest-json, ec2, s3 or query.
    protocol: str
    body: bytes

    @property
    def path(self) -> str:
        return self.environ.get("PATH_INFO", "")

    @property
    def query(self) -> dict[str, list[str]]:
        return parse_qs(self.environ.get("QUERY_STRING", ""), keep_blank_values=True)

    def document(self) -> dict:
        """The body of a JSON or CBOR request."""
        if self.protocol == "cbor":
            return cbor2.loads(self.body) if self.body else {}
        return json.loads(self.body or b"{}")


def read_request(environ: dict) -> Request:
    """Read the body, put it back, and tell what is asked."""
    body = read_body(environ)
    found = AUTHORIZATION.search(environ.get("HTTP_AUTHORIZATION", ""))
    key, _, region, service = found.groups() if found else ("", "", "us-east-1", "")
    target, path = environ.get("HTTP_X_AMZ_TARGET", ""), environ.get("PATH_INFO", "")
    content_type = environ.get("CONTENT_TYPE", "")
    if path.startswith("/service/") and "/operation/" in path:
        protocol, operation = "cbor", path.rsplit("/", 1)[1]
    elif target:
        prefix, operation = target.rsplit(".", 1)
        protocol, service = "json", SERVICE_OF_TARGET.get(prefix.split("_")[0], service)
    elif content_type.startswith("application/x-www-form-urlencoded"):
        protocol = "ec2" if service == "ec2" else "query"
        action = re.search(rb"(?:^|&)Action=(\w+)", body)
        operation = action.group(1).decode() if action else ""
    elif service == "savingsplans":
        # Each operation has a path of its own name.
        protocol, operation = "rest-json", path.strip("/")
    elif service in ("s3", ""):
        protocol, service = "s3", "s3"
        operation = s3_operation(environ["REQUEST_METHOD"], path, environ.get("QUERY_STRING", ""))
    else:
        protocol = "rest-json"
        operation = rest_operation(service, environ["REQUEST_METHOD"], path, environ.get("QUERY_STRING", ""))
    return Request(environ, service, operation, region, account_of(key, environ), protocol, body)


def read_body(environ: dict) -> bytes:
    """The request's body, decompressed; `environ` is left as if it had not been read."""
    length = int(environ.get("CONTENT_LENGTH") or 0)
    chunked = environ.get("wsgi.input_terminated") and "HTTP_TRANSFER_ENCODING" in environ
    body = environ["wsgi.input"].read() if chunked else environ["wsgi.input"].read(length) if length else b""
    if environ.get("HTTP_CONTENT_ENCODING") == "gzip":
        body = gzip.decompress(body)
        del environ["HTTP_CONTENT_ENCODING"]
        environ["CONTENT_LENGTH"] = str(len(body))
    environ["wsgi.input"] = io.BytesIO(body)
    return body


def account_of(access_key: str, environ: dict) -> str:
    """The account that an access key belongs to, as moto's IAM knows it."""
    from moto.iam.models import get_account_id_from

    return environ.get("HTTP_X_MOTO_ACCOUNT_ID") or get_account_id_from(access_key)
