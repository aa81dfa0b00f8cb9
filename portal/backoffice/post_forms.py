"""Forms of a post and of who holds it from when to when, with the signature (SARA-PORTAL-07, 08)."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from portal.backoffice.fields import DayField
from portal.backoffice.styled_form import IMAGE_ERRORS, ImageInput, StyledModelForm
from portal.formatting import latin_digits
from workflows.directory.models import Person, Post, PostHolder, Unit

RECORDED = ("person", "from_date", "to_date", "signature")


class PostForm(StyledModelForm):
    """A post of a unit; a unit has one post of chief manager, others as many as it needs."""

    class Meta:
        model = Post
        fields = ("kind", "title_fa", "title_en")
        labels = {"kind": _("Kind"), "title_fa": _("Title in Persian"), "title_en": _("Title in English")}
        help_texts = {
            "kind": _("The chief manager's name and signature stand under the letters of the unit.")
        }
        widgets = {"kind": forms.RadioSelect}

    def __init__(self, *args: Any, unit: Unit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.unit = unit
        taken = unit.posts.filter(kind=Post.Kind.CHIEF_MANAGER).exists()
        names = {
            Post.Kind.CHIEF_MANAGER: pgettext("post", "Chief manager"),
            Post.Kind.OTHER: _("Another post"),
        }
        self.fields["kind"].choices = [
            (kind, name) for kind, name in names.items() if not (taken and kind == Post.Kind.CHIEF_MANAGER)
        ]
        self.fields["kind"].initial = self.fields["kind"].choices[0][0]
        self.fields["title_en"].widget.attrs["dir"] = "ltr"


class PostHolderForm(StyledModelForm):
    """Who holds the post; the person is named by a number, so that nobody is mistaken for a namesake."""

    number = forms.CharField(
        label=_("Personnel number or national id"), help_text=_("Of an employee of the units you manage.")
    )
    from_date = DayField(label=_("From"))
    to_date = DayField(
        label=_("Until"),
        required=False,
        help_text=_("The last day, that day included. Empty while nothing is decided."),
    )
    signature = forms.ImageField(
        label=_("Signature image"),
        required=False,
        help_text=_(
            "Printed on letters of services that ask for it. PNG or JPEG, at most 1 MB and 3000 pixels."
        ),
        error_messages=IMAGE_ERRORS,
    )

    class Meta:
        model = PostHolder
        fields = ("from_date", "to_date", "signature")
        error_messages = {
            forms.forms.NON_FIELD_ERRORS: {
                "post-held": _("Somebody else holds this post in that time. End that first.")
            }
        }

    field_order = ("number", "from_date", "to_date", "signature")

    def __init__(self, *args: Any, post: Post, candidates: QuerySet[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.candidates = candidates
        self.instance.post = post
        self.fields["number"].widget.attrs.update(
            {"class": "input input--short", "dir": "ltr", "inputmode": "numeric"}
        )
        url = reverse("backoffice:posts:signature", args=[self.instance.pk]) if self.instance.pk else ""
        self.fields["signature"].widget = ImageInput(url=url, alt=_("Present signature"))
        if self.instance.pk:
            del self.fields["number"]

    def clean_number(self) -> str:
        typed = latin_digits(self.cleaned_data["number"]).strip()
        person = self.candidates.filter(national_id=typed).first()
        person = person or self.candidates.filter(employment__personnel_number=typed).first()
        if person is None:
            raise forms.ValidationError(_("No employee of your units has this number."), code="unknown")
        self.instance.person = person
        return typed

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        first, last = data.get("from_date"), data.get("to_date")
        if first and last and last < first:
            self.add_error(
                "to_date", forms.ValidationError(_("The last day is before the first one."), code="order")
            )
        return data

    def _post_clean(self) -> None:
        """The model's rule of one holder a day needs the days."""
        if "from_date" in self.cleaned_data and "to_date" in self.cleaned_data:
            super()._post_clean()
