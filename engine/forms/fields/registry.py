"""Field types by the name of their widget."""

from engine.forms.fields.field_type import FieldType
from engine.plugins.registry import Registry

_types: Registry[FieldType] = Registry("field type")


def register(type_: FieldType) -> FieldType:
    """Make a field type known under its ``name``."""
    _types.register(type_.name, type_)
    return type_


def field_type(name: str) -> FieldType:
    """The field type of a widget. Raises NotFound."""
    return _types.get(name)


def is_field_type(name: str) -> bool:
    return name in _types
