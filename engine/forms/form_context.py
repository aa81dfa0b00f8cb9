"""Who fills or reads a form, where and when, and what the opener of the form supplies."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from engine import clock


@dataclass(frozen=True, slots=True)
class FileFacts:
    """What a reader of a form may know of an uploaded file. size in bytes."""

    ref: str
    name: str
    content_type: str
    size: int


class Files(Protocol):
    """Where file references are looked up."""

    def facts(self, ref: str) -> FileFacts | None:
        """The facts of a file this person may refer to, else None."""
        ...


class NoFiles:
    """No file is known: the answer where none was given."""

    def facts(self, ref: str) -> FileFacts | None:
        return None


@dataclass(frozen=True, slots=True)
class FormContext:
    """locale: ``fa``, ``en``; calendar: ``jalali``, ``gregorian``.

    person_id: whose form it is (own-record look-ups and own files). prefill: neutral values by
    field name; the truth of read-only fields and the first value of others. values: FEEL values
    of the names that the form lists under ``context`` (``ceilings``, ``outcome``). records: what
    look-ups answered while this context is in use, so that each is asked once.
    """

    person_id: str
    unit: str = ""
    locale: str = "fa"
    calendar: str = "jalali"
    now: datetime = field(default_factory=clock.now)
    prefill: Mapping[str, Any] = field(default_factory=dict)
    values: Mapping[str, Any] = field(default_factory=dict)
    files: Files = field(default_factory=NoFiles)
    records: dict[tuple[str, str], Mapping[str, Any]] = field(default_factory=dict, compare=False, repr=False)
