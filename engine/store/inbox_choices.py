"""What an inbox can be narrowed by: services, steps and units of what waits, without reading it all."""

from collections.abc import Iterator

from django.db import connection
from django.db.models import Exists, OuterRef

from engine.definition.attribute import Attribute
from engine.definition.nodes import UserTask as UserTaskNode
from engine.models import InboxEntry, ProcessDefinition, ProcessInstance
from engine.plugins.directory import Holding
from engine.store import definitions
from engine.store.inbox import personal, reach_of

Step = tuple[str, str, str]  # process key, sha256, node

_NEXT = (
    "(SELECT MIN(e.service) FROM engine_inbox_entry e"
    " WHERE e.role = {of}.role AND e.unit_path = {of}.unit_path{more})"
)


def inbox_choices(person_id: str) -> tuple[set[str], set[Step]]:
    """Business keys of what waits for the person, and the steps that the person's roles may do in running
    cases, whether one waits now or not."""
    named = ("instance__business_key", "instance__definition__key", "instance__definition__sha256", "node")
    own = list(personal(person_id).values_list(*named))
    reach = reach_of(person_id)
    services = {service for service, *_ in own}.union(_services(reach) if reach else ())
    return services, {(key, sha256, node) for _, key, sha256, node in own}.union(_steps(reach))


def waits_in(unit_path: str | OuterRef, *, role: str) -> Exists:
    """Whether anything waits for a role in a unit or below it, as a condition on a query over units."""
    return Exists(InboxEntry.objects.filter(role=role, unit_path=unit_path))


def _services(reach: list[Holding]) -> Iterator[str]:
    """The index is asked for the next one until there is none."""
    later = _NEXT.format(of="found", more=" AND e.service > found.service")
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH RECURSIVE held(role, unit_path) AS (VALUES {', '.join(['(%s, %s)'] * len(reach))}),"
            f" found(role, unit_path, service) AS ("
            f" SELECT role, unit_path, {_NEXT.format(of='held', more='')} FROM held UNION ALL"
            f" SELECT role, unit_path, {later} FROM found WHERE service IS NOT NULL)"
            " SELECT DISTINCT service FROM found WHERE service IS NOT NULL",
            [value for holding in reach for value in holding],
        )
        yield from (service for (service,) in cursor.fetchall())


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
