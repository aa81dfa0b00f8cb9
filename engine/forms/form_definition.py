"""A form as read from its stored format (design/forms.md): immutable, checked, ready to use."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from engine.feel import Expression

if TYPE_CHECKING:
    from engine.forms.formats import SchemaJudge


@dataclass(frozen=True, slots=True)
class FieldDefinition:
    """A field on a page. path: ``family`` or, in a repeating group, ``family[].relation``.

    schema: its JSON Schema fragment. settings: the further keys of its ``ui`` item.
    required: listed in ``schema.required`` (a ``required`` rule may also make it so).
    """

    name: str
    path: str
    widget: str
    schema: Mapping[str, Any]
    required: bool
    settings: Mapping[str, Any]
    children: tuple[FieldDefinition, ...] = ()

    @property
    def read_only(self) -> bool:
        return bool(self.schema.get("readOnly"))

    @property
    def options(self) -> tuple[Any, ...]:
        """The values of its ``enum``; empty when it has none."""
        return tuple(self.schema.get("enum", ()))


@dataclass(frozen=True, slots=True)
class TextBlock:
    """A heading or explanation on a page; its text is ``text.<key>``."""

    widget: str
    key: str


@dataclass(frozen=True, slots=True)
class RecordLookup:
    """A record that fills read-only fields. key_field None: the own record of the person.

    fill: field name → name in the record. key: the record's name of the typed key.
    """

    registry: str
    key_field: str | None
    key: str
    fill: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Page:
    """One step of the form."""

    id: str
    items: tuple[FieldDefinition | TextBlock, ...]

    @property
    def fields(self) -> tuple[FieldDefinition, ...]:
        return tuple(item for item in self.items if isinstance(item, FieldDefinition))


@dataclass(frozen=True, slots=True)
class Rule:
    """The logic of one target; message is the key of ``message.<key>`` shown when ``valid`` fails."""

    target: str
    visible: Expression | None = None
    required: Expression | None = None
    value: Expression | None = None
    valid: Expression | None = None
    message: str = ""

    def expressions(self) -> Iterator[tuple[str, Expression]]:
        for part in ("visible", "required", "value", "valid"):
            if (expression := getattr(self, part)) is not None:
                yield part, expression


@dataclass(frozen=True, slots=True)
class FormDefinition:
    """order: names of the fields so that each comes after those its logic reads.

    pin: sha256 of the canonical JSON; the same content has the same pin everywhere.
    source: the stored form as it was read. judge: of neutral data, by ``schema``.
    """

    key: str
    pin: str
    default_locale: str
    schema: Mapping[str, Any]
    pages: tuple[Page, ...]
    fields: Mapping[str, FieldDefinition]
    rules: Mapping[str, tuple[Rule, ...]]
    lookups: tuple[RecordLookup, ...]
    context_names: tuple[str, ...]
    order: tuple[str, ...]
    row_orders: Mapping[str, tuple[str, ...]]
    texts: Mapping[str, Mapping[str, str]]
    source: Mapping[str, Any] = field(repr=False, compare=False)
    judge: SchemaJudge = field(repr=False, compare=False)

    @classmethod
    def load(cls, source: Mapping[str, Any], *, locales: tuple[str, ...] = ("fa", "en")) -> FormDefinition:
        """Read a stored form. Raises DefinitionError with all problems at once."""
        from engine.forms.reader import read_form

        return read_form(source, locales)

    def page(self, page_id: str) -> Page:
        """Raises KeyError."""
        for page in self.pages:
            if page.id == page_id:
                return page
        raise KeyError(page_id)

    def text(self, key: str, locale: str, default: str | None = None) -> str:
        """A text in the language, else in the form's own language, else ``default`` or the key."""
        for language in (locale, self.default_locale):
            if key in self.texts.get(language, {}):
                return self.texts[language][key]
        return key if default is None else default

    def label(self, path: str, locale: str) -> str:
        """The label of a field: path as in FieldDefinition, ``family[].relation``."""
        return self.text(f"field.{text_path(path)}", locale)

    def rules_of(self, path: str) -> tuple[Rule, ...]:
        return self.rules.get(path, ())


def text_path(path: str) -> str:
    """How texts name a field: ``family[].relation`` → ``family.relation``."""
    return path.replace("[]", "")
