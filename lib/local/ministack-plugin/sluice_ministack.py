"""MiniStack, started with what it leaves out when it gives up on an asynchronous event: which request it was.

Found by PYTHONPATH; nothing is built or installed.
"""

import json

from ministack.app import main
from ministack.services import lambda_svc, sqs

dispatch = lambda_svc._execute_function_dispatch
route_failure = lambda_svc._route_async_failure


def dispatch_named(func, config, event, request_id, started):
    """As before, but the result says to which request it belongs."""
    result = dispatch(func, config, event, request_id, started)
    return {**result, "request_id": request_id} if isinstance(result, dict) else result


def route_named_failure(target_arn, func_name, event, result):
    """As before, but a queue gets the request's id, the number of calls and the executed version too, as on AWS."""
    queue = sqs._queue_by_arn(target_arn)
    request_id = result.get("request_id")
    if queue is None or request_id is None:
        return route_failure(target_arn, func_name, event, result)
    name = target_arn.rsplit(":", 1)[1]
    function = lambda_svc._functions.get(func_name, {}).get("config", {})
    message = {
        "version": "1.0",
        "requestContext": {
            "requestId": request_id,
            "functionArn": f"{function.get('FunctionArn', '')}:$LATEST",
            "condition": "RetriesExhausted",
            "approximateInvokeCount": 1,
        },
        "requestPayload": event,
        "responseContext": {"statusCode": 200, "executedVersion": "$LATEST", "functionError": "Unhandled"},
        "responsePayload": result.get("body"),
    }
    url = sqs._queue_url(name)
    sqs._act_send_message({"QueueUrl": url, "MessageBody": json.dumps(message)}, url)


lambda_svc._execute_function_dispatch = dispatch_named
lambda_svc._route_async_failure = route_named_failure

if __name__ == "__main__":
    main()
