"""To whom a user task can be given: colleagues who hold its role and have no conflict in the case."""

from engine import queries
from engine.errors import ConflictOfInterest, InstanceSuspended
from engine.plugins import directory
from engine.queries import UserTaskView
from portal.inbox.people import name_of, people_by_id

MOST = 40


def candidates(task: UserTaskView, person_id: str) -> list[tuple[str, str]]:
    """(person id, name), sorted by name; empty when the reader may not assign or the step is over.

    Nobody chooses who decides the own request or that of the family.
    """
    if task.state != "open" or isinstance(task.refusal, ConflictOfInterest | InstanceSuspended):
        return []
    if not (task.role and directory.holds(person_id, task.role, task.unit_path)):
        return []
    holders = (
        holder
        for unit in directory.ancestors(task.unit_path)
        for holder in directory.current().holders(task.role, unit)
    )
    found = [holder for holder in dict.fromkeys(holders) if holder not in (task.assignee, person_id)][:MOST]
    eligible = [holder for holder in found if queries.eligible(task.id, holder)]
    people = people_by_id(eligible)
    return sorted(((holder, name_of(holder, people)) for holder in eligible), key=lambda option: option[1])
