"""The life of a letter: issued, then perhaps void. The row is guarded by ``UPDATE … WHERE state``."""

from typing import Any

from django.db import transaction
from viewflow import fsm

from engine import api, clock
from engine.actor import Actor
from engine.errors import Conflict, EngineError, NotAuthorised, NotFound
from workflows.catalogue.orders import release_order
from workflows.directory.access import holds
from workflows.directory.models import Notice
from workflows.directory.role_names import LETTERS_MANAGER
from workflows.letters.models import Letter


class LetterVoidRefused(Conflict):
    """The letter {number} is already void."""

    code = "letter-already-void"


class VoidReasonMissing(EngineError):
    """A letter is voided only with a reason."""

    code = "void-reason-missing"


class LetterLife:
    """The transitions of one letter, and nothing else."""

    state = fsm.State(Letter.State, default=Letter.State.ISSUED)

    def __init__(self, letter: Letter) -> None:
        self.letter = letter

    @state.getter()  # type: ignore[untyped-decorator]
    def _get_state(self) -> str:
        return Letter.State(self.letter.state)

    @state.setter()  # type: ignore[untyped-decorator]
    def _set_state(self, value: str) -> None:
        self.letter.state = value

    @state.transition(source=Letter.State.ISSUED, target=Letter.State.VOID)  # type: ignore[untyped-decorator]
    def void(self, *, by: int, reason: str) -> None:
        """Take the letter back; its number stays taken, the paper verifies as void."""
        changed = Letter.objects.filter(pk=self.letter.pk, state=Letter.State.ISSUED).update(
            state=Letter.State.VOID, void_reason=reason, voided_by_id=by, voided_at=clock.now()
        )
        if not changed:
            raise LetterVoidRefused(number=self.letter.number)


def void(letter_id: int, *, by: Actor, reason: str) -> Letter:
    """Void a letter (SARA-LETTER-07): needs letters.manager reaching its unit.

    The place on the offering is free again, the case's history gets an entry, the holder a notice.
    Raises NotFound when the actor may not see the letter, VoidReasonMissing, LetterVoidRefused.
    """
    reason = reason.strip()
    if not reason:
        raise VoidReasonMissing()
    with transaction.atomic():
        letter = _letter_managed_by(letter_id, by)
        api.note(
            letter.instance_id, by=by, kind="letter-voided", data={"number": letter.number, "reason": reason}
        )
        try:
            LetterLife(letter).void(by=int(by.id), reason=reason)
        except fsm.TransitionNotAllowed as error:
            raise LetterVoidRefused(number=letter.number) from error
        release_order(letter.instance_id)
        _tell_holder(letter, reason)
    return Letter.objects.get(pk=letter.pk)


def _letter_managed_by(letter_id: int, by: Actor) -> Letter:
    letter = Letter.objects.select_related("unit").filter(pk=letter_id).first()
    if letter is None or not holds(by.id, LETTERS_MANAGER, letter.unit.path):
        raise NotFound(kind="letter", id=letter_id)
    if by.id == str(letter.person_id):
        raise NotAuthorised(reason="nobody voids the own letter")
    return letter


def _tell_holder(letter: Letter, reason: str) -> None:
    params: dict[str, Any] = {
        "number": letter.number,
        "title_fa": letter.title_fa,
        "title_en": letter.title_en,
    }
    Notice.objects.create(
        person_id=letter.person_id,
        title_key="letter-voided",
        params=params,
        text=reason,
        url=f"/requests/{letter.tracking_code}/",
        created_at=clock.now(),
    )
