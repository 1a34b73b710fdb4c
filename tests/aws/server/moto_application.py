"""moto itself, with its gaps filled and its failures in AWS's shape."""
from __future__ import annotations

import io
import json
import re
import threading

import cbor2

from .answers import Answer, AwsError, cbor_answer, error_answer
from .ec2 import patch_ec2
from .elasticache import patch_elasticache
from .logs import patch_logs
from .request import Request
from .s3 import patch_s3
from .settings import SETTINGS
from .shapes import service_model, shaped

READ = re.compile(r"Describe|List|Get|Head")
#: CloudWatch's target prefix in the JSON protocol.
TARGET_PREFIX = {"monitoring": "GraniteServiceVersion20100801"}


class MotoApplication:
    def __init__(self):
        patch_ec2()
        patch_elasticache()
        patch_logs()
        patch_s3()
        from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app

        self._inner = DomainDispatcherApplication(create_backend_app)
        self._lock = threading.Lock()
        self._replayed: dict[tuple, Answer] = {}

    def forget(self) -> None:
        """Drop the answers kept for replay."""
        with self._lock:
            self._replayed.clear()

    def answer(self, request: Request) -> Answer:
        if request.protocol == "cbor":
            return self._bridged(request)
        if not SETTINGS.replay:
            return self._called(request, request.environ)
        key = (request.account, request.region, request.service, request.operation, request.path,
               request.environ.get("QUERY_STRING", ""), request.body)
        if not READ.match(request.operation):
            self.forget()
            return self._called(request, request.environ)
        kept = self._replayed.get(key)
        if kept is None:
            kept = self._called(request, request.environ)
            with self._lock:
                self._replayed[key] = kept
        return kept

    def _called(self, request: Request, environ: dict) -> Answer:
        """moto's answer; what it does not implement is an error that an SDK does not retry."""
        head = {}

        def start_response(status, headers, _exception=None):
            head.update(status=int(status.split()[0]), headers=headers)
            return lambda _: None

        unknown = "InvalidAction" if request.protocol in ("ec2", "query") else "UnknownOperationException"
        try:
            answered = self._inner(environ, start_response)
            body = b"".join(answered)
            if hasattr(answered, "close"):
                answered.close()
        except NotImplementedError as error:
            return error_answer(request.protocol, AwsError(unknown, f"moto: {error}"))
        except Exception as error:  # moto's own mistakes must not look like a lost connection
            return error_answer(request.protocol, AwsError("InternalFailure", f"moto: {error!r}", 500))
        headers = [(name, text) for name, text in head["headers"] if name.lower() != "content-length"]
        is_page = any(name.lower() == "content-type" and "html" in text for name, text in headers)
        if head["status"] == 500 and is_page:
            message = f"moto does not implement {request.service}:{request.operation}"
            return error_answer(request.protocol, AwsError(unknown, message))
        if request.environ["REQUEST_METHOD"] == "HEAD":
            headers = head["headers"]
        return Answer(body, head["status"], headers)

    def _bridged(self, request: Request) -> Answer:
        """A rpc-v2-cbor call asked of moto in JSON, and its answer written in CBOR."""
        body = json.dumps(request.document(), default=json_value).encode()
        prefix = TARGET_PREFIX.get(request.service, request.path.split("/")[2])
        environ = {name: value for name, value in request.environ.items() if name != "HTTP_SMITHY_PROTOCOL"}
        environ.update(
            {
                "PATH_INFO": "/",
                "RAW_URI": "/",
                "REQUEST_URI": "/",
                "CONTENT_TYPE": "application/x-amz-json-1.0",
                "CONTENT_LENGTH": str(len(body)),
                "HTTP_X_AMZ_TARGET": f"{prefix}.{request.operation}",
                "wsgi.input": io.BytesIO(body),
            }
        )
        answered = self._called(request, environ)
        if answered.headers and any("cbor" in text for _, text in answered.headers):
            return answered
        document = json.loads(answered.body or b"{}")
        if answered.status != 200:
            code = str(document.get("__type") or "InternalFailure").split("#")[-1]
            message = str(document.get("message") or document.get("Message") or "")
            return error_answer("cbor", AwsError(code, message, answered.status))
        shape = service_model(request.service).operation_model(request.operation).output_shape
        return cbor_answer(cbor2.dumps(shaped(document, shape), datetime_as_timestamp=True))


def json_value(value):
    """A CBOR value that JSON lacks."""
    return value.timestamp()
