"""Deploy the service bundles on disk: ``workflows/<domain>/services/<key>.json`` (architecture.md, Bundles)."""

import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from engine import api
from engine.errors import DefinitionError
from engine.models import Artifact

KINDS = {"forms": Artifact.Kind.FORM, "decisions": Artifact.Kind.DECISION, "letters": Artifact.Kind.LETTER}


class Command(BaseCommand):
    help = "Deploy all shipped services; what has not changed keeps its version."

    def handle(self, *args: Any, **options: Any) -> None:
        root = Path(settings.BASE_DIR)
        refused = 0
        for path in sorted(root.glob("workflows/*/services/*.json")):
            refused += not self._deploy(root, json.loads(path.read_text(encoding="utf-8")))
        if refused:
            raise CommandError(f"{refused} services were refused")

    def _deploy(self, root: Path, bundle: dict[str, Any]) -> bool:
        artifacts = [
            (str(kind), Path(name).stem, (root / name).read_text(encoding="utf-8"))
            for part, kind in KINDS.items()
            for name in bundle[part]
        ]
        xml = (root / bundle["process"]).read_bytes()
        try:
            definition = api.deploy(xml, artifacts=artifacts)
        except DefinitionError as error:
            for problem in error.problems:
                self.stderr.write(f"{bundle['key']}: {problem}")
            return False
        for problem in api.check(xml, artifacts=artifacts):
            self.stderr.write(f"{bundle['key']}: {problem.severity} {problem}")
        self.stdout.write(f"{bundle['key']}: version {definition.version}")
        return True
