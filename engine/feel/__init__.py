"""FEEL of DMN 1.5: expressions and unary tests compiled to closures, evaluated within limits."""

from engine.errors import FeelError
from engine.feel.codec import from_json_tagged, to_json_tagged
from engine.feel.expression import Expression, compile_expression, compile_unary_tests
from engine.feel.types import Range, Value, YearsMonths, YearsMonthsDuration, type_name

__all__ = [
    "Expression",
    "FeelError",
    "Range",
    "Value",
    "YearsMonths",
    "YearsMonthsDuration",
    "compile_expression",
    "compile_unary_tests",
    "from_json_tagged",
    "to_json_tagged",
    "type_name",
]
