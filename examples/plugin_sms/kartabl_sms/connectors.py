"""Connectors call the world outside, as jobs with retries; whatever they raise is tried again."""

import json
import os
import urllib.request
from typing import Any

from engine.plugins import ConnectorContext, connector


@connector("sms.send", title="Send a text message")
def send(inputs: dict[str, Any], context: ConnectorContext) -> dict[str, Any]:
    """POST to the gateway of SMS_GATEWAY; gives ``sms_id``, which becomes a variable of the case.

    The same key is sent in every try, so that a gateway that knows it sends one message only.
    """
    message = json.dumps({"to": inputs["mobile"], "text": inputs["text"]}).encode()
    headers = {"Content-Type": "application/json", "Idempotency-Key": context.idempotency_key}
    request = urllib.request.Request(os.environ["SMS_GATEWAY"], message, headers)  # noqa: S310 (set by the operator)
    with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310
        return {"sms_id": str(json.load(answer)["id"])}
