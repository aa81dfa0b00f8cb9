"""Data before and after an entry, in words: labels of the form, dates and amounts as the reader reads them."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from engine import clock, queries
from engine.errors import EngineError
from engine.feel.codec import from_json_tagged
from engine.forms import AnswerLine, FormDefinition, list_answers
from engine.forms.typed_values import neutral_value
from engine.forms.uploads import StoredFiles
from portal.audit.variable_labels import FACTS, HIDDEN, label_of, value_text
from portal.formatting.reader import calendar, language

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Difference:
    """One value that changed; empty text where there was, or is, nothing.

    ``is_fact``: taken over from the registries (applicant, service), not entered in this step.
    """

    label: str
    before: str
    after: str
    is_fact: bool = False


class DataWords:
    """Puts the variables of one case into words; ``forms``: those the case was filled in with."""

    def __init__(self, forms: list[FormDefinition]) -> None:
        self.forms = forms
        self.files = StoredFiles(None)

    def differences(self, before: Values | None, after: Values | None) -> list[Difference]:
        """What differs between the tagged values before and after an entry."""
        old, new = _decoded(before), _decoded(after)
        names = sorted({**old, **new}, key=self._place)
        found = [line for name in names for line in self._of(name, old.get(name), new.get(name))]
        return [line for line in found if line.before != line.after]

    def _of(self, name: str, old: Any, new: Any) -> Iterator[Difference]:
        if form := next((form for form in self.forms if name in form.fields), None):
            was, now = self._answer(form, name, old), self._answer(form, name, new)
            line = now or was
            if line is not None:
                is_fact = form.fields[name].read_only
                yield Difference(line.label, answer_text(was), answer_text(now), is_fact)
        elif isinstance(old, dict) or isinstance(new, dict):
            was_in, now_in = (value if isinstance(value, dict) else {} for value in (old, new))
            for key in {**was_in, **now_in}:
                if key not in HIDDEN:
                    yield from self._of(f"{name}.{key}", was_in.get(key), now_in.get(key))
        else:
            is_fact = name.partition(".")[0] in FACTS
            yield Difference(label_of(name), value_text(name, old), value_text(name, new), is_fact)

    def _place(self, name: str) -> tuple[bool, int]:
        """Fields of a form in the order of the form, then everything else."""
        places = [list(form.fields).index(name) for form in self.forms if name in form.fields]
        return not places, places[0] if places else 0

    def _answer(self, form: FormDefinition, name: str, value: Any) -> AnswerLine | None:
        if value is None:
            return None
        data = {name: neutral_value(value, form.schema["properties"][name])}
        pages = list_answers(form, data, language(), calendar(), files=self.files)
        return next((line for page in pages for line in page.lines), None)


def answer_text(line: AnswerLine | None) -> str:
    """An answer on one or more lines; each row of a repeating group is a line."""
    if line is None:
        return ""
    if line.rows:
        return "\n".join(" · ".join(f"{cell.label}: {cell.text}" for cell in row) for row in line.rows)
    return line.text


def forms_of(instance: Any, variables: Values) -> list[FormDefinition]:
    """The forms of the start and of the user tasks of a case, in the versions it runs under.

    A form that is not to be had any more is left out: its values read by their names.
    """
    found: dict[str, FormDefinition] = {}
    for node in queries.process_of(instance).nodes.values():
        attribute = getattr(node, "form_key", None)
        key = attribute.evaluate(variables, clock.now()) if attribute else None
        if isinstance(key, str) and key:
            with suppress(EngineError):
                form = queries.form_of(instance, key)
                found.setdefault(form.key, form)
    return list(found.values())


def _decoded(values: Values | None) -> dict[str, Any]:
    return {name: from_json_tagged(value) for name, value in (values or {}).items()}
