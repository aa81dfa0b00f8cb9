"""What a field type is: how its raw answer is read, understood, stored, shown and drawn.

Raw answers are what was typed, as JSON values (text, list, dict), kept in drafts. Neutral values
are what is stored in a case: ISO dates, decimal text, Latin digits, file references.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Protocol

from engine.forms.form_context import FormContext
from engine.forms.form_definition import FieldDefinition, FormDefinition, text_path

Raw = Any
NEUTRAL_TEXT = {"type": "string"}


@dataclass(frozen=True, slots=True)
class FieldUse:
    """A field of a form in somebody's hands."""

    form: FormDefinition
    field: FieldDefinition
    context: FormContext

    @property
    def locale(self) -> str:
        return self.context.locale

    def text(self, kind: str, default: str = "") -> str:
        """``field.<path>``, ``hint.<path>``, ``placeholder.<path>`` … in the reader's language."""
        return self.form.text(f"{kind}.{text_path(self.field.path)}", self.locale, default)

    def option_text(self, value: Any) -> str:
        """The words of an option; ``option.<path>.*`` is a pattern with ``{value}``."""
        path, name = text_path(self.field.path), _option_name(value)
        found = self.form.text(f"option.{path}.{name}", self.locale, "")
        return found or self.form.text(f"option.{path}.*", self.locale, "{value}").replace("{value}", name)

    def choices(self) -> tuple[Any, ...]:
        """The values to choose from: those that the opener of the form supplies, else the ``enum``."""
        if source := self.field.settings.get("optionsFrom"):
            return tuple(self.context.values.get(source) or ())
        return self.field.options


def _option_name(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


class Posted(Protocol):
    """A posted page: the text of its inputs and what became of its uploads."""

    def texts(self, name: str) -> Sequence[str]: ...

    def is_shown(self, name: str) -> bool:
        """Whether the page that was posted had this field."""
        ...

    def upload(self, name: str, use: FieldUse) -> dict[str, Any]:
        """Stores the uploads of an input: ``{"refs": [...], "refused": [{"code", "params"}]}``."""
        ...


class FieldType:
    """A plain one-line input; subclasses say what differs.

    grouped: several controls under one legend. is_code: shown left to right in every language.
    is_choice: answered by one click, so that the page may be drawn anew at once; typed text waits
    for the submit, because drawing under the typing hand would lose letters.
    """

    name: ClassVar[str] = ""
    template: ClassVar[str] = "engine/forms/fields/input.html"
    grouped: ClassVar[bool] = False
    is_code: ClassVar[bool] = False
    is_choice: ClassVar[bool] = False
    schemas: ClassVar[tuple[Mapping[str, Any], ...]] = (NEUTRAL_TEXT,)

    def problems(self, field: FieldDefinition) -> Iterator[str]:
        """Why the field's schema or settings do not fit this type."""
        if not any(all(field.schema.get(key) == value for key, value in one.items()) for one in self.schemas):
            expected = " or ".join(str(dict(one)) for one in self.schemas)
            yield f"the widget {self.name} needs a schema with {expected}"

    def read(self, posted: Posted, name: str, use: FieldUse, before: Raw) -> Raw:
        """The raw answer in a posted page; ``before`` is the answer kept until now."""
        texts = posted.texts(name)
        return texts[-1] if texts else ""

    def is_blank(self, raw: Raw) -> bool:
        """Whether nothing was answered."""
        return raw is None or (isinstance(raw, str) and not raw.strip())

    def parse(self, raw: Raw, use: FieldUse) -> Any:
        """The neutral value of a raw answer that is not blank; None for nothing. Raises InvalidValue."""
        raise NotImplementedError

    def raw(self, value: Any, use: FieldUse) -> Raw:
        """The raw answer that would be read as this neutral value."""
        return str(value)

    def format(self, value: Any, use: FieldUse) -> str:
        """The value as one reads it."""
        return str(value)

    def aside(self, value: Any, use: FieldUse) -> str:
        """A second line beside the value, such as an amount in words."""
        return ""

    def attributes(self, use: FieldUse) -> dict[str, str]:
        """HTML attributes of the input."""
        return {"type": "text"}

    def details(self, raw: Raw, use: FieldUse, name: str) -> dict[str, Any]:
        """What the template needs beyond label, errors and attributes; name: that of the input."""
        return {"value": "" if raw is None else raw}


def as_text(raw: Raw) -> str:
    """A raw answer as text; what no browser form can send is nothing."""
    return raw if isinstance(raw, str) else ""
