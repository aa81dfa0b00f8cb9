"""The tree of engine errors.

Every error has a ``code`` (stable, kebab-case; the portal translates it), ``params`` (for the
translated text) and an English message: the first line of its class docstring, formatted with
``params``. A BusinessError routes inside the process; a technical error becomes an incident.
"""

from dataclasses import dataclass, field
from typing import Any, ClassVar, Literal


class EngineError(Exception):
    """Something went wrong in the workflow engine."""

    code: ClassVar[str] = "engine-error"

    def __init__(self, **params: Any) -> None:
        self.params = params
        template = (type(self).__doc__ or "").strip().splitlines()[0]
        super().__init__(template.format_map(_Params(params)))


class _Params(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return "?"


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault of a definition: where (element id and line), which rule, and why in words.

    An error refuses the deployment, a warning is only told.
    """

    element_id: str
    rule: str
    message: str
    line: int | None = None
    params: dict[str, Any] = field(default_factory=dict)
    severity: Literal["error", "warning"] = "error"

    def __str__(self) -> str:
        place = f"{self.element_id or '-'}{f':{self.line}' if self.line else ''}"
        return f"[{self.rule}] {place}: {self.message}"


class DefinitionError(EngineError):
    """The definition cannot be deployed: {summary}"""

    code = "definition-refused"

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        super().__init__(summary="; ".join(map(str, problems)))


class FeelError(EngineError):
    """FEEL, line {line}, column {column}: {reason}"""

    code = "feel-error"

    def __init__(
        self, reason: str, *, line: int = 1, column: int = 1, reason_code: str = "invalid", **params: Any
    ):
        self.line, self.column, self.reason, self.reason_code = line, column, reason, reason_code
        super().__init__(line=line, column=column, reason=reason, reason_code=reason_code, **params)


class DecisionError(EngineError):
    """The decision "{decision}" could not be evaluated: {reason}"""

    code = "decision-failed"


class BusinessError(EngineError):
    """Business error {error_code}: {reason}"""

    code = "business-error"

    def __init__(self, error_code: str, reason: str = "") -> None:
        self.error_code = error_code
        super().__init__(error_code=error_code, reason=reason)


class TechnicalError(EngineError):
    """Technical error at {node}: {reason}"""

    code = "technical-error"


class NotFound(EngineError):
    """There is no {kind} "{id}"."""

    code = "not-found"


class NotAuthorised(EngineError):
    """You may not do this: {reason}"""

    code = "not-authorised"


class FourEyesViolation(NotAuthorised):
    """Another person must do this step, because you have already done "{node}"."""

    code = "four-eyes"


class ConflictOfInterest(NotAuthorised):
    """Nobody decides the own request or that of the family."""

    code = "conflict-of-interest"


class Conflict(EngineError):
    """The case has changed in the meantime."""

    code = "conflict"


class StaleDecision(Conflict):
    """The case has changed since you opened it; look at it again before you decide."""

    code = "stale-decision"


class UserTaskClosed(Conflict):
    """This step was already finished by {by} at {at}."""

    code = "user-task-closed"


class AlreadyClaimed(Conflict):
    """{by} is already working on this."""

    code = "already-claimed"


class CommandIdReused(Conflict):
    """This command id has already served another command."""

    code = "command-id-reused"


class InstanceEnded(Conflict):
    """The case has already ended ({state})."""

    code = "instance-ended"


class InstanceSuspended(Conflict):
    """The case is suspended; nothing goes on in it until it is resumed."""

    code = "instance-suspended"


class InstanceNotSuspended(Conflict):
    """The case is not suspended."""

    code = "instance-not-suspended"


class JobLockLost(Conflict):
    """This job is no longer yours: its lock ran out and another worker took it, or it is not needed any more."""

    code = "job-lock-lost"


class TokenGone(Conflict):
    """This step is not waiting for that any more."""

    code = "token-gone"


class Busy(Conflict):
    """The case is being worked on at this moment; try again."""

    code = "busy"


class TooManyTokens(EngineError):
    """The case would have more than {limit} tokens at once; the process multiplies them without end."""

    code = "too-many-tokens"


class UnknownOutcome(EngineError):
    """ "{outcome}" is no outcome of "{node}"; choose one of {outcomes}."""

    code = "unknown-outcome"


class ValueUnsupported(EngineError):
    """The value of "{name}" cannot be a variable of a process: {type}."""

    code = "value-unsupported"


class ReplayDiverged(EngineError):
    """Entry {entry} of the history does not fit the definition: {reason}"""

    code = "replay-diverged"


class MappingInvalid(EngineError):
    """The migration is not described well: {summary}"""

    code = "mapping-invalid"


class MigrationRefused(EngineError):
    """The case cannot go over to that version."""

    code = "migration-refused"

    def __init__(self, reasons: list[dict[str, Any]]) -> None:
        self.reasons = reasons
        super().__init__()


class StartRefused(EngineError):
    """The request cannot be made: {reason}"""

    code = "start-refused"


class FormInvalid(EngineError):
    """The data of the form are not valid: {summary}"""

    code = "form-invalid"

    def __init__(self, errors: dict[str, list[Any]]) -> None:
        self.errors = errors
        super().__init__(
            summary="; ".join(
                f"{path or 'form'}: {', '.join(map(str, found))}" for path, found in errors.items()
            )
        )


class RenderingFailed(EngineError):
    """The letter could not be rendered: {reason}"""

    code = "rendering-failed"
