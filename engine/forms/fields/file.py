"""Uploaded files; the value is an opaque reference, or a list of them where the schema is an array."""

from collections.abc import Iterator
from typing import Any

from engine.forms.errors import InvalidValue
from engine.forms.fields.field_type import FieldType, FieldUse, Posted, Raw
from engine.forms.form_definition import FieldDefinition

REFERENCE = {"type": "string", "format": "file-ref"}


class FileField(FieldType):
    """Raw: ``{"refs": [...], "refused": [...]}``; refused lives only until the page is shown."""

    name = "file"
    template = "engine/forms/fields/file.html"

    def problems(self, field: FieldDefinition) -> Iterator[str]:
        fragment = field.schema.get("items", {}) if takes_several(field) else field.schema
        if any(fragment.get(key) != value for key, value in REFERENCE.items()):
            yield "the widget file needs a schema (or items) with type string and format file-ref"
        if takes_several(field) and "maxItems" not in field.schema:
            yield "several files need maxItems"
        for setting in ("accept", "maxBytes"):
            if setting not in field.settings:
                yield f"the widget file needs {setting}"

    def read(self, posted: Posted, name: str, use: FieldUse, before: Raw) -> Raw:
        """The references posted back, without the removed, plus what was uploaded now."""
        removed = set(posted.texts(f"{name}-remove"))
        kept = [ref for ref in posted.texts(f"{name}-ref") if ref and ref not in removed]
        new = posted.upload(name, use)
        refs = (kept + new["refs"]) if takes_several(use.field) else (new["refs"] or kept)[-1:]
        return {"refs": list(dict.fromkeys(refs)), "refused": new["refused"]}

    def is_blank(self, raw: Raw) -> bool:
        return not isinstance(raw, dict) or not (raw.get("refs") or raw.get("refused"))

    def parse(self, raw: Raw, use: FieldUse) -> Any:
        for refused in raw.get("refused") or ():
            raise InvalidValue(refused["code"], **refused["params"])
        refs = [str(ref) for ref in raw.get("refs") or ()]
        if any(use.context.files.facts(ref) is None for ref in refs):
            raise InvalidValue("file-unknown")
        if takes_several(use.field):
            if len(refs) > use.field.schema["maxItems"]:
                raise InvalidValue("file-count", limit=use.field.schema["maxItems"])
            return refs or None
        return refs[0] if refs else None

    def raw(self, value: Any, use: FieldUse) -> Raw:
        return {"refs": value if isinstance(value, list) else [value], "refused": []}

    def format(self, value: Any, use: FieldUse) -> str:
        refs = value if isinstance(value, list) else [value]
        facts = [use.context.files.facts(ref) for ref in refs]
        return "، ".join(one.name for one in facts if one) if facts else ""

    def attributes(self, use: FieldUse) -> dict[str, str]:
        several = {"multiple": "multiple"} if takes_several(use.field) else {}
        return {"type": "file", "accept": ",".join(use.field.settings["accept"]), **several}

    def details(self, raw: Raw, use: FieldUse, name: str) -> dict[str, Any]:
        refs = raw.get("refs", []) if isinstance(raw, dict) else []
        return {
            "files": [facts for ref in refs if (facts := use.context.files.facts(ref))],
            "max_bytes": use.field.settings["maxBytes"],
        }


def takes_several(field: FieldDefinition) -> bool:
    """Whether the value is a list of references."""
    return field.schema.get("type") == "array"
