"""Take running cases over to another version of their process; a dry run unless --run is given."""

from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from engine import api
from engine.actor import Actor
from engine.errors import EngineError
from engine.models import Migration
from engine.runtime.migration import reasons_from_json

SHOWN = 20  # cases named in each group
TITLES = {
    "safe": "safe: they go over",
    "needs-a-choice": "need a choice: name the node with --map old=new",
    "impossible": "impossible: they stay in their version",
}
RESULTS = {
    "pending": "still to come; go on with --resume",
    "done": "gone over",
    "skipped": "skipped",
    "undone": "taken back",
    "kept": "not taken back",
}


class Command(BaseCommand):
    help = "Migrate running cases from SOURCE to TARGET, each KEY:VERSION. Changes nothing without --run."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "source", nargs="?", metavar="SOURCE", help="the version they run in, key:version"
        )
        parser.add_argument("target", nargs="?", metavar="TARGET", help="the version they shall run in")
        parser.add_argument("--map", action="append", default=[], metavar="OLD=NEW", help="may be repeated")
        parser.add_argument("--case", action="append", type=int, metavar="ID", help="only these cases")
        parser.add_argument("--run", action="store_true", help="carry it out")
        parser.add_argument("--resume", type=int, metavar="ID", help="go on with an interrupted migration")
        parser.add_argument("--undo", type=int, metavar="ID", help="take back the cases that have not moved")
        parser.add_argument("--by", default="operator", help="who does it, for the history")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            self._handle(options, Actor(options["by"]))
        except EngineError as error:
            raise CommandError(str(error)) from error

    def _handle(self, options: dict[str, Any], by: Actor) -> None:
        if options["undo"] is not None:
            self._report(api.undo(options["undo"], by=by))
        elif options["resume"] is not None:
            self._report(api.resume_migration(options["resume"], by=by))
        elif not (options["source"] and options["target"]):
            raise CommandError("name the two versions, for example: leave:3 leave:4")
        else:
            mapping = dict(map(_pair, options["map"]))
            plan = api.plan_migration(
                options["source"], options["target"], mapping, instances=options["case"]
            )
            if options["run"]:
                self._report(api.migrate(plan, by=by))
            else:
                self._show(plan)

    def _show(self, plan: api.MigrationPlan) -> None:
        """The three groups: how many, why, and the first cases of each."""
        counts, reasons, first = Counter[str](), Counter[tuple[str, str]](), dict[str, list[str]]()
        for judgement in plan.judgements():
            counts[judgement.group] += 1
            for reason in judgement.reasons:
                reasons[judgement.group, str(reason)] += 1
            named = first.setdefault(judgement.group, [])
            if len(named) < SHOWN:
                named.append(f"{judgement.instance_id} ({judgement.tracking_code})")
        for group, title in TITLES.items():
            self.stdout.write(f"{counts[group]} cases {title}")
            for (of, words), count in sorted(reasons.items()):
                if of == group:
                    self.stdout.write(f"  {words} [{count}]")
            if group in first:
                more = " …" if counts[group] > SHOWN else ""
                self.stdout.write(f"  cases: {', '.join(first[group])}{more}")
        self.stdout.write("Nothing was changed. Add --run to carry it out.")

    def _report(self, migration: Migration) -> None:
        counts = migration.counts()
        self.stdout.write(f"migration {migration.pk}: {migration} ({migration.state})")
        for state, words in RESULTS.items():
            if counts.get(state):
                self.stdout.write(f"{counts[state]} cases {words}")
        for line in islice(_left_out(migration), SHOWN):
            self.stdout.write(f"  {line}")


def _left_out(migration: Migration) -> Iterator[str]:
    for item in migration.items.filter(state__in=("skipped", "kept")).order_by("pk").iterator():
        yield f"case {item.instance_id}: {'; '.join(map(str, reasons_from_json(item.reasons)))}"


def _pair(text: str) -> tuple[str, str]:
    old, sign, new = text.partition("=")
    if not (old and sign and new):
        raise CommandError(f'"{text}" does not say OLD=NEW')
    return old, new
