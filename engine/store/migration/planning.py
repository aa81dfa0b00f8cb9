"""The plan of a migration: every running case is judged by what would really be done, and nothing is changed.

Cases are read in batches by their ids, and a plan holds numbers only: a million cases take no more memory
than a hundred. Whoever reads a group of the plan judges its cases anew, as they are at that moment.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db.models import QuerySet

from engine.definition import Process
from engine.errors import MappingInvalid, NotFound
from engine.models import ProcessDefinition, ProcessInstance
from engine.runtime.migration import Group, Reason, group_of
from engine.store import definitions
from engine.store.migration.items import BATCH
from engine.store.migration.judging import RUNNING, judge

Version = ProcessDefinition | int | str


@dataclass(frozen=True, slots=True)
class Judgement:
    """One case: its group and why. Reasons of a safe one tell what changes for it."""

    instance_id: int
    tracking_code: str
    group: Group
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class MigrationPlan:
    """``instances``: ids of the cases that are meant; None: all that run in the source version."""

    source: ProcessDefinition
    target: ProcessDefinition
    mapping: Mapping[str, str]
    instances: tuple[int, ...] | None = None

    @cached_property
    def counts(self) -> dict[Group, int]:
        """How many cases are in each group."""
        counts = Counter(judgement.group for judgement in self.judgements())
        return {
            "safe": counts["safe"],
            "needs-a-choice": counts["needs-a-choice"],
            "impossible": counts["impossible"],
        }

    def safe(self) -> Iterator[Judgement]:
        """Those that ``migrate`` takes over."""
        return self._group("safe")

    def needs_a_choice(self) -> Iterator[Judgement]:
        """Those for which the mapping must name a node (``Reason.candidates``)."""
        return self._group("needs-a-choice")

    def impossible(self) -> Iterator[Judgement]:
        return self._group("impossible")

    def judgements(self) -> Iterator[Judgement]:
        """All cases, suspended ones last, in the order of their ids."""
        source, target = _compiled(self.source), _compiled(self.target)
        for instance in self._cases():
            reasons = judge(instance, (source, self.source), (target, self.target), self.mapping)
            yield Judgement(instance.pk, instance.tracking_code or "", group_of(reasons), reasons)

    def _group(self, group: Group) -> Iterator[Judgement]:
        return (judgement for judgement in self.judgements() if judgement.group == group)

    def _cases(self) -> Iterator[ProcessInstance]:
        if self.instances is None:
            for state in RUNNING:  # each has its index
                running = ProcessInstance.objects.filter(definition=self.source, state=state)
                yield from _in_batches(running)
            return
        for begin in range(0, len(self.instances), BATCH):
            chosen = ProcessInstance.objects.filter(pk__in=self.instances[begin : begin + BATCH])
            yield from _in_batches(chosen)


def plan_migration(
    source: Version,
    target: Version,
    mapping: Mapping[str, str] | None = None,
    *,
    instances: Sequence[int] | None = None,
) -> MigrationPlan:
    """What a migration would do; a version is a ProcessDefinition, its id, or ``key:version``.

    ``mapping``: ids of nodes (and flows) of the source → ids of the target, the rest goes by equal id.
    Raises NotFound, and MappingInvalid with all that is wrong with it.
    """
    old, new = _find_version(source), _find_version(target)
    plan = MigrationPlan(
        old, new, dict(mapping or {}), None if instances is None else tuple(sorted(set(instances)))
    )
    if old.key != new.key or old.pk == new.pk:
        raise MappingInvalid(summary="it must lead from one version of a process to another version of it")
    problems = list(_problems(_compiled(old), _compiled(new), plan.mapping))
    if problems:
        raise MappingInvalid(summary="; ".join(problems))
    return plan


def _compiled(version: ProcessDefinition) -> Process:
    return definitions.compiled(version.key, version.sha256)


def _find_version(version: Version) -> ProcessDefinition:
    """Raises NotFound."""
    if isinstance(version, ProcessDefinition):
        return version
    if isinstance(version, int):
        found = ProcessDefinition.objects.filter(pk=version).first()
    else:
        key, _, number = version.rpartition(":")
        found = ProcessDefinition.objects.filter(
            key=key, version=int(number) if number.isascii() and number.isdigit() else 0
        ).first()
    if found is None:
        raise NotFound(kind="process definition", id=version)
    return found


def _in_batches(cases: "QuerySet[ProcessInstance]") -> Iterator[ProcessInstance]:
    last = 0
    while batch := list(cases.filter(pk__gt=last).order_by("pk")[:BATCH]):
        yield from batch
        last = batch[-1].pk


def _problems(source: Process, target: Process, mapping: Mapping[str, str]) -> Iterator[str]:
    for old, new in mapping.items():
        for kind in ("nodes", "flows"):
            if old in getattr(source, kind):
                if new not in getattr(target, kind):
                    yield f'"{new}" is none of the {kind} of the new version'
                break
        else:
            yield f'"{old}" is neither a node nor a flow of the old version'
