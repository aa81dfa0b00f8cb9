"""What domains plug into the engine: calculators, connectors, look-ups, guards, the directory port."""

from engine.plugins.calculators import Calculator, CalculatorContext, calculator, get_calculator
from engine.plugins.connectors import (
    Connector,
    ConnectorContext,
    connector,
    external_connector,
    external_names,
    get_connector,
)
from engine.plugins.daily import daily_duty
from engine.plugins.instance_hooks import (
    on_ended,
    on_started,
    run_ended_hooks,
    run_start_guards,
    run_started_hooks,
    start_guard,
)
from engine.plugins.lookups import LookupContext, get_lookup, lookup

__all__ = [
    "Calculator",
    "CalculatorContext",
    "Connector",
    "ConnectorContext",
    "LookupContext",
    "calculator",
    "connector",
    "daily_duty",
    "external_connector",
    "external_names",
    "get_calculator",
    "get_connector",
    "get_lookup",
    "lookup",
    "on_ended",
    "on_started",
    "run_ended_hooks",
    "run_start_guards",
    "run_started_hooks",
    "start_guard",
]
