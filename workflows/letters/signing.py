"""Whose name, post and hand a letter carries: the holder of the post of chief manager, or a substitute «از طرف»."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.db.models.fields.files import FieldFile

from workflows.directory.models import Employment, Person, PostHolder, Unit
from workflows.directory.models.posts import Post, holder_on

CHIEF_STEP = "chief_review"  # the approval that is the chief manager's own


@dataclass(frozen=True, slots=True, kw_only=True)
class Signer:
    """``post``, ``on_behalf``: (Persian, English); ``on_behalf``: the post for which a substitute signs."""

    person: Person
    post: tuple[str, str]
    signature: FieldFile | None
    on_behalf: tuple[str, str] = ("", "")

    def scope(self) -> dict[str, str]:
        """The name ``signer`` of letter templates."""
        return {
            "name": self.person.full_name("fa"),
            "name_en": self.person.full_name("en"),
            "post": self.post[0],
            "post_en": self.post[1],
            "on_behalf": self.on_behalf[0],
            "on_behalf_en": self.on_behalf[1],
        }


def signer_of(unit: Unit, day: date, completers: Mapping[str, str]) -> Signer | None:
    """Who signs the unit's letter on that day; None while nobody holds the post.

    completers: node → who decided it last. Whoever gave the chief manager's approval without holding
    the post signs under the own name; a service approved in one step carries the holder's.
    """
    holder = holder_on(unit.path, Post.Kind.CHIEF_MANAGER, day)
    if holder is None:
        return None
    approver = completers.get(CHIEF_STEP, str(holder.person_id))
    if approver == str(holder.person_id):
        return Signer(person=holder.person, post=_titles(holder), signature=holder.signature)
    return _substitute(Person.objects.get(pk=int(approver)), _titles(holder), day)


def _substitute(person: Person, on_behalf: tuple[str, str], day: date) -> Signer:
    """With the own post and its signature, else with the job title and room for ink."""
    held = PostHolder.objects.filter(Q(to_date=None) | Q(to_date__gte=day), person=person, from_date__lte=day)
    own = held.select_related("post").order_by("-from_date").first()
    if own:
        return Signer(person=person, post=_titles(own), signature=own.signature, on_behalf=on_behalf)
    job = Employment.objects.filter(person=person).values_list("job_title", flat=True).first() or ""
    return Signer(person=person, post=(job, ""), signature=None, on_behalf=on_behalf)


def _titles(holder: PostHolder) -> tuple[str, str]:
    return holder.post.title_fa, holder.post.title_en
