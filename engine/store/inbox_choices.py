"""What an inbox can be narrowed by: services, steps and units of what waits, without reading it all."""

from collections.abc import Iterator

from django.db.models import Exists, OuterRef

from engine.definition import UserTask as UserTaskNode
from engine.definition.attribute import Attribute
from engine.models import InboxEntry, ProcessDefinition, ProcessInstance
from engine.plugins.directory import Holding
from engine.store import definitions
from engine.store.inbox import personal, reach_of

Step = tuple[str, str, str]  # process key, sha256, node


def inbox_choices(person_id: str, *, most: int) -> tuple[set[str] | None, set[Step]]:
    """Business keys of what waits for the person (None: more than ``most`` items wait under one role),
    and the steps that the person's roles may do in running cases, whether one waits now or not."""
    named = ("instance__business_key", "instance__definition__key", "instance__definition__sha256", "node")
    own = list(personal(person_id).values_list(*named))
    reach = reach_of(person_id)
    services = _services(reach, most)
    if services is not None:
        services.update(service for service, *_ in own)
    return services, {(key, sha256, node) for _, key, sha256, node in own}.union(_steps(reach))


def waits_in(unit_path: str | OuterRef, *, role: str) -> Exists:
    """Whether anything waits for a role in a unit or below it, as a condition on a query over units."""
    return Exists(InboxEntry.objects.filter(role=role, unit_path=unit_path))


def _services(reach: list[Holding], most: int) -> set[str] | None:
    found: set[str] = set()
    for role, unit_path in reach:
        waiting = InboxEntry.objects.filter(role=role, unit_path=unit_path).order_by()
        services = list(waiting.values_list("service", flat=True)[: most + 1])
        if len(services) > most:
            return None
        found.update(services)
    return found


def _steps(reach: list[Holding]) -> Iterator[Step]:
    roles = {role for role, _ in reach}
    running = ProcessInstance.objects.filter(definition=OuterRef("pk"), state=ProcessInstance.State.ACTIVE)
    found = ProcessDefinition.objects.filter(Exists(running)).order_by()
    for key, sha256 in found.values_list("key", "sha256"):
        for node in definitions.compiled(key, sha256).nodes.values():
            if isinstance(node, UserTaskNode) and node.role and _may_be_of(node.role, roles):
                yield key, sha256, node.id


def _may_be_of(role: Attribute, roles: set[str]) -> bool:
    """A role that is computed may be any."""
    return role.expression is not None or role.text in roles
