"""The registry of field types; a domain adds its own through ``engine.plugins``."""

from engine.forms.fields.choice import RadioField, SelectField
from engine.forms.fields.computed import ComputedField
from engine.forms.fields.consent import ConsentField
from engine.forms.fields.date import DateField
from engine.forms.fields.field_type import FieldType, FieldUse
from engine.forms.fields.file import FileField
from engine.forms.fields.long_text import LongTextField
from engine.forms.fields.mobile import MobileField
from engine.forms.fields.money import MoneyField
from engine.forms.fields.national_id import NationalIdField
from engine.forms.fields.number import DecimalField, IntegerField
from engine.forms.fields.plate import PlateField
from engine.forms.fields.registry import field_type, is_field_type, register
from engine.forms.fields.repeat import RepeatField
from engine.forms.fields.text import TextField
from engine.forms.fields.yes_no import YesNoField

for _class in (
    TextField, LongTextField, IntegerField, DecimalField, MoneyField, DateField, RadioField, SelectField,
    YesNoField, ConsentField, NationalIdField, MobileField, PlateField, FileField, RepeatField, ComputedField,
):  # fmt: skip
    register(_class())

__all__ = ["FieldType", "FieldUse", "field_type", "is_field_type", "register"]
