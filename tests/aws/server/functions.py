"""What moto's Lambda lacks: provisioned concurrency."""
from __future__ import annotations

from .answers import Answer, json_answer
from .request import Request


def provisioned_concurrency_answer(request: Request) -> Answer | None:
    """The executions that were set on moto's function as `set_executions`, as one configuration."""
    if request.service != "lambda" or request.operation != "ListProvisionedConcurrencyConfigs":
        return None
    import moto.backends

    name = request.path.split("/functions/")[1].split("/")[0]
    function = moto.backends.get_backend("lambda")[request.account][request.region].get_function(name)
    executions = getattr(function, "set_executions", 0)
    configs = [
        {
            "FunctionArn": f"{function.function_arn}:1",
            "RequestedProvisionedConcurrentExecutions": executions,
            "AllocatedProvisionedConcurrentExecutions": executions,
            "Status": "READY",
        }
    ]
    return json_answer({"ProvisionedConcurrencyConfigs": configs if executions else []}, content_type="application/json")
