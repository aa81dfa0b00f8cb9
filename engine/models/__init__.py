"""The engine's tables, one file each."""

from engine.models.access_log import AccessLog
from engine.models.artifact import Artifact
from engine.models.buffered_message import BufferedMessage
from engine.models.daily_duty import DailyDuty
from engine.models.deployment import Deployment
from engine.models.event_subscription import EventSubscription
from engine.models.form_draft import FormDraft
from engine.models.history_anchor import HistoryAnchor
from engine.models.history_entry import HistoryEntry
from engine.models.inbox_entry import NEVER, InboxEntry
from engine.models.incident import Incident
from engine.models.job import Job
from engine.models.process_definition import ProcessDefinition
from engine.models.process_instance import ProcessInstance
from engine.models.scope_state import ScopeState
from engine.models.stored_file import StoredFile
from engine.models.user_task import UserTask

__all__ = [
    "NEVER",
    "AccessLog",
    "Artifact",
    "BufferedMessage",
    "DailyDuty",
    "Deployment",
    "EventSubscription",
    "FormDraft",
    "HistoryAnchor",
    "HistoryEntry",
    "InboxEntry",
    "Incident",
    "Job",
    "ProcessDefinition",
    "ProcessInstance",
    "ScopeState",
    "StoredFile",
    "UserTask",
]
