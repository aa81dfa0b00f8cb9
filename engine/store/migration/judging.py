"""Judges one case: the migration is played through and thrown away."""

from collections.abc import Iterable, Iterator, Mapping

from engine import clock
from engine.definition import Process
from engine.errors import InstanceEnded, MigrationRefused
from engine.models import Artifact, ProcessDefinition, ProcessInstance
from engine.runtime import InstanceState, advance, commands, events, triggers
from engine.runtime.migration import Reason, reasons_from_json
from engine.store import definitions, scope_states

RUNNING = (ProcessInstance.State.ACTIVE, ProcessInstance.State.SUSPENDED)
Side = tuple[Process, ProcessDefinition]


def judge(
    instance: ProcessInstance, source: Side, target: Side, mapping: Mapping[str, str]
) -> tuple[Reason, ...]:
    """Why the case cannot go over, or what it is told when it can."""
    if instance.definition_id == target[1].pk:
        return (Reason("already-there"),)
    if instance.definition_id != source[1].pk or instance.state not in RUNNING:
        return (Reason("not-running"),)
    state = scope_states.of_token(instance, None)
    trigger = triggers.MigrateInstance(reference_of(source[1]), reference_of(target[1]), dict(mapping))
    try:
        step = advance(target[0], state, trigger, clock.now())
    except (MigrationRefused, InstanceEnded) as refusal:
        return refused_because(refusal)
    told = [event.reasons for event in step.events if isinstance(event, events.InstanceMigrated)]
    reasons = reasons_from_json(each for found in told for each in found)
    changed = changed_forms(*(version for _, version in (source, target)))
    reasons += tuple(told_of_forms(state, step.effects, changed))
    return (*reasons, Reason("goes-on")) if has_gone_on(state, step.state) else reasons


def refused_because(refusal: MigrationRefused | InstanceEnded) -> tuple[Reason, ...]:
    if isinstance(refusal, MigrationRefused):
        return reasons_from_json(refusal.reasons)
    return (Reason("not-running"),)


def changed_forms(source: ProcessDefinition, target: ProcessDefinition) -> frozenset[str]:
    """Keys of the forms that both deployments pin, with different contents."""
    forms = {pin["key"]: pin["sha256"] for pin in source.deployment.pins if pin["kind"] == Artifact.Kind.FORM}
    return frozenset(
        pin["key"]
        for pin in target.deployment.pins
        if pin["kind"] == Artifact.Kind.FORM and forms.get(pin["key"], pin["sha256"]) != pin["sha256"]
    )


def told_of_forms(
    before: InstanceState, effects: Iterable[commands.Effect], changed: frozenset[str]
) -> Iterator[Reason]:
    """Open user tasks whose form is another one under the same key."""
    nodes = {
        (before.tokens[effect.token].node, effect.task.form_key)
        for effect in effects
        if isinstance(effect, commands.ChangeUserTask) and effect.task.form_key in changed
    }
    for node, form in sorted(nodes, key=str):
        yield Reason("form-content", node, {"form": form})


def reference_of(version: ProcessDefinition) -> str:
    return definitions.reference(version.key, version.sha256)


def has_gone_on(before: InstanceState, after: InstanceState) -> bool:
    """Whether more has happened than that tokens stand in another version."""
    return (
        before.next_token != after.next_token
        or before.tokens.keys() != after.tokens.keys()
        or before.variables != after.variables
        or any(token.state != before.tokens[token.id].state for token in after.tokens.values())
    )
