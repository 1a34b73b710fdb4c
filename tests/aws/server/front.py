"""The application that every request passes: counted, failed on purpose, answered here or by moto."""
from __future__ import annotations

import sys
import time
import traceback

from .admin import PREFIX, admin_answer
from .answers import Answer, AwsError, error_answer
from .calls import CALLS
from .cloudwatch import cloudwatch_answer
from .cost_explorer import cost_explorer_answer
from .faults import FAULTS, fault_answer
from .functions import provisioned_concurrency_answer
from .moto_application import MotoApplication
from .policy import policy_answer
from .recorded import recorded_answer
from .request import Request, read_request
from .s3 import tiering_answer
from .savings_plans import savings_plans_answer
from .settings import SETTINGS

#: Who is asked before moto, in order; each answers None when the call is not its own.
ANSWERERS = (
    policy_answer,
    recorded_answer,
    cloudwatch_answer,
    cost_explorer_answer,
    provisioned_concurrency_answer,
    savings_plans_answer,
    tiering_answer,
)


class Front:
    def __init__(self):
        self._moto = MotoApplication()

    def __call__(self, environ, start_response):
        if environ.get("PATH_INFO", "").startswith(PREFIX):
            self._moto.forget()
            return admin_answer(environ).send(start_response)
        return self._answer(read_request(environ)).send(start_response)

    def _answer(self, request: Request) -> Answer:
        CALLS.count(request)
        if SETTINGS.latency_ms:
            time.sleep(SETTINGS.latency_ms / 1000)
        fault = FAULTS.meeting(request)
        failed = fault_answer(fault, request) if fault else None
        if failed:
            return failed
        try:
            for answerer in ANSWERERS:
                answered = answerer(request)
                if answered:
                    return answered
            return self._moto.answer(request)
        except AwsError as error:
            return error_answer(request.protocol, error)
        except KeyError as error:
            return error_answer(request.protocol, AwsError("ValidationException", f"missing {error}"))
        except Exception as error:
            traceback.print_exc(file=sys.stderr)
            return error_answer(request.protocol, AwsError("InternalFailure", f"test server: {error!r}", 500))
