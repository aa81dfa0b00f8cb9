"""Deployed process versions, compiled once per process of the operating system.

The cache is keyed by the content's SHA-256, never by a row id: content is immutable, ids are not.
"""

import functools
import hashlib
from dataclasses import dataclass, replace
from typing import Any

from engine import clock
from engine.actor import Actor
from engine.bpmn import compile_bpmn
from engine.definition import Process, external_references
from engine.dmn import load as load_decision_model
from engine.errors import NotFound
from engine.forms import FormDefinition
from engine.forms.library import load_form
from engine.models import Artifact, Deployment, ProcessDefinition
from engine.runtime import bind_decisions
from engine.store import start_subscriptions
from engine.store.dialect import rows

PROCESS = "process"  # the kind of a pin that is no artefact
LATEST = (
    "SELECT id, sha256 FROM engine_process_definition WHERE key = %s AND state = 'published'"
    " ORDER BY version DESC LIMIT 1"
)


def latest(key: str) -> tuple[int, str, Process]:
    """Row id, content hash and compiled process of the newest published version. Raises NotFound."""
    found = rows(LATEST, [key])
    if not found:
        raise NotFound(kind="process", id=key)
    definition_id, sha256 = found[0]
    return definition_id, sha256, compiled(key, sha256)


def version(definition_id: int) -> tuple[str, str, Process]:
    """Key, content hash and compiled process of a definition row."""
    key, sha256 = rows("SELECT key, sha256 FROM engine_process_definition WHERE id = %s", [definition_id])[0]
    return key, sha256, compiled(key, sha256)


def compiled(key: str, sha256: str) -> Process:
    """The compiled process of a definition row with that key and content hash."""
    return _bundle(sha256).processes[key]


@functools.lru_cache(maxsize=512)
def roles_of(process: Process) -> frozenset[str]:
    """The literal roles of its user tasks and of those in the processes it calls."""
    return frozenset().union(process.roles, *(called.roles for called in process.called_processes()))


def pinned_form(sha256: str, form_key: str) -> FormDefinition | None:
    """The version of the form that the definition's deployment pins; None when it pins none."""
    return _bundle(sha256).forms.get(form_key)


def pinned_text(sha256: str, kind: str, key: str) -> str | None:
    """The text of an artefact that the definition's deployment pins; None when it pins none."""
    return _bundle(sha256).texts.get((kind, key))


@dataclass(frozen=True, slots=True)
class Bundle:
    """What one deployment pins, ready for use. ``texts``: (kind, key) → content."""

    processes: dict[str, Process]
    forms: dict[str, FormDefinition]
    texts: dict[tuple[str, str], str]


@dataclass(frozen=True, slots=True)
class PinnedProcesses:
    """``definition.Library``: those of the same file, then those the deployment pins. Reference: ``key@sha256``."""

    sha256: str
    keys: frozenset[str]
    pins: dict[str, str]

    def pinned(self, key: str) -> str:
        return reference(key, self.sha256 if key in self.keys else self.pins[key])

    def load(self, reference: str) -> Process:
        return compiled(*reference.rsplit("@", 1))


def reference(key: str, sha256: str) -> str:
    """What stands for one version of a process for ever."""
    return f"{key}@{sha256}"


@functools.lru_cache(maxsize=512)
def _bundle(sha256: str) -> Bundle:
    definition = ProcessDefinition.objects.filter(sha256=sha256).select_related("deployment").first()
    if definition is None:
        raise NotFound(kind="process definition", id=sha256)
    texts = _pinned_texts(definition.deployment)
    decisions = {
        key: load_decision_model(text.encode())
        for (kind, key), text in texts.items()
        if kind == Artifact.Kind.DECISION
    }
    processes = compile_bpmn(definition.xml.encode())
    library = PinnedProcesses(
        sha256, frozenset(process.key for process in processes), _pinned_processes(definition.deployment)
    )
    return Bundle(
        {process.key: replace(bind_decisions(process, decisions), library=library) for process in processes},
        {key: load_form(text) for (kind, key), text in texts.items() if kind == Artifact.Kind.FORM},
        texts,
    )


def _pinned_processes(deployment: Deployment) -> dict[str, str]:
    return {pin["key"]: pin["sha256"] for pin in deployment.pins if pin["kind"] == PROCESS}


def _pinned_texts(deployment: Deployment) -> dict[tuple[str, str], str]:
    return {
        (pin["kind"], pin["key"]): Artifact.objects.get(
            kind=pin["kind"], key=pin["key"], version=pin["version"]
        ).content
        for pin in deployment.pins
        if pin["kind"] != PROCESS
    }


def content_hash(*parts: bytes) -> str:
    """SHA-256 (hex) of the parts, each with its length, so that no two lists look alike."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(len(part).to_bytes(8, "big") + part)
    return digest.hexdigest()


def store_artifact(kind: str, key: str, content: str) -> Artifact:
    """The version with this content: the existing one, or a new one."""
    sha256 = content_hash(content.encode())
    versions = Artifact.objects.filter(kind=kind, key=key).order_by("-version")
    same = versions.filter(sha256=sha256).first()
    if same is not None:
        return same
    newest = versions.first()
    return Artifact.objects.create(
        kind=kind, key=key, version=newest.version + 1 if newest else 1, sha256=sha256, content=content
    )


def store_processes(
    xml: bytes, compiled: tuple[Process, ...], artifacts: list[Artifact], by: Actor | None
) -> ProcessDefinition:
    """Write one deployment with the processes of a file; identical content gives the existing one."""
    xml_hash = content_hash(xml)
    pins = [{"kind": a.kind, "key": a.key, "version": a.version, "sha256": a.sha256} for a in artifacts]
    pins += _pins_of_calls(compiled)
    sha256 = content_hash(
        xml, *sorted(f"{pin['kind']}/{pin['key']}/{pin['version']}".encode() for pin in pins)
    )
    deployment, is_new = Deployment.objects.get_or_create(
        sha256=sha256,
        defaults={"pins": pins, "deployed_by": by.id if by else "", "deployed_at": clock.now()},
    )
    if is_new:
        for process in compiled:
            _store_process(process, xml, content_hash(sha256.encode(), xml_hash.encode()), deployment)
    return ProcessDefinition.objects.get(deployment=deployment, key=compiled[0].key)


def _pins_of_calls(compiled: tuple[Process, ...]) -> list[dict[str, Any]]:
    """The newest versions of the processes of other files that are called."""
    own = {process.key for process in compiled}
    keys = {each.key for process in compiled for each in external_references(process) if each.kind == PROCESS}
    found = (newest_definition(key) for key in sorted(keys - own))
    return [
        {"kind": PROCESS, "key": each.key, "version": each.version, "sha256": each.sha256}
        for each in found
        if each is not None
    ]


def newest_definition(key: str) -> ProcessDefinition | None:
    """The newest published version of a process."""
    published = ProcessDefinition.objects.filter(key=key, state=ProcessDefinition.State.PUBLISHED)
    return published.order_by("-version").first()


def _store_process(process: Process, xml: bytes, sha256: str, deployment: Deployment) -> None:
    newest = ProcessDefinition.objects.filter(key=process.key).order_by("-version").first()
    stored = ProcessDefinition.objects.create(
        key=process.key,
        version=newest.version + 1 if newest else 1,
        name=process.name or "",
        sha256=sha256,
        xml=xml.decode(),
        deployment=deployment,
    )
    start_subscriptions.replace(process, stored.pk, clock.now())
