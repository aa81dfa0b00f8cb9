"""Replays a case from its history: the proof that the history tells all (no plug-in is called)."""

import json
from datetime import datetime

from engine.models import HistoryEntry, ProcessInstance
from engine.runtime import InstanceState, ReplayEntry, replay
from engine.store import definitions


def replay_case(instance: ProcessInstance) -> InstanceState:
    """The state that the history of an unerased case leads to. Raises ReplayDiverged."""
    payloads = HistoryEntry.objects.filter(root=instance).order_by("seq").values_list("payload", flat=True)
    decoded = [json.loads(payload) for payload in payloads if payload is not None]
    entries = [
        ReplayEntry(entry["trigger"], datetime.fromisoformat(entry["now"]), entry["answers"])
        for entry in decoded
        if "trigger" in entry
    ]
    begun_in = next((entry["definition"] for entry in decoded if "definition" in entry), "")
    return replay(
        definitions.compiled(instance.definition.key, begun_in or instance.definition.sha256), entries
    )
