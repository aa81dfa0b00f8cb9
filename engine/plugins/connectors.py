"""Connectors: calls to the world outside (text message, e-mail, PDF), run as jobs with retries.

No transaction is open while one runs. It may be called again after a crash with the same
``idempotency_key`` and must then have no second effect.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from engine.plugins.registry import Registry

Function = Callable[[dict[str, Any], "ConnectorContext"], dict[str, Any] | None]


@dataclass(frozen=True, slots=True)
class ConnectorContext:
    """The job a connector works for."""

    idempotency_key: str
    instance_id: int
    root_id: int
    tracking_code: str
    unit: str
    started_by: str | None
    node: str


@dataclass(frozen=True, slots=True)
class Connector:
    """A registered connector."""

    name: str
    function: Function
    title: str
    is_external: bool = False
    inputs: tuple[str, ...] = ()


connectors: Registry[Connector] = Registry("connector")


def connector(name: str, *, title: str = "") -> Callable[[Function], Function]:
    """Register ``function(inputs, context)``; its result (a dict or None) becomes variables."""

    def register(function: Function) -> Function:
        connectors.register(name, Connector(name, function, title))
        return function

    return register


def external_connector(name: str, *, title: str = "", inputs: tuple[str, ...] = ()) -> None:
    """Leave this connector to workers outside, which fetch its jobs by HTTP and send the results.

    ``inputs``: the names they are given; empty: all that the process maps.
    """
    connectors.register(name, Connector(name, _done_outside, title, is_external=True, inputs=inputs))


def external_names() -> tuple[str, ...]:
    """The connectors left to workers outside."""
    return tuple(name for name in connectors.names() if connectors.get(name).is_external)


def _done_outside(inputs: dict[str, Any], context: ConnectorContext) -> dict[str, Any] | None:
    raise NotImplementedError("the work of an external connector is done by a worker outside")


def get_connector(name: str) -> Connector:
    """The connector of that name. Raises NotFound."""
    return connectors.get(name)
