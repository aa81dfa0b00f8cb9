"""Forms of an offering: everything a forms manager may set (SARA-FORM-04…06, 10…16)."""

from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.backoffice.fields import AmountListField, DayField, WholeNumberField, start_of
from portal.backoffice.offering_choices import form_choices, letter_choices
from portal.backoffice.styled_form import StyledForm, StyledModelForm
from portal.backoffice.unit_forms import UnitChoiceField
from workflows.catalogue.models import Offering
from workflows.directory.models import Unit

RECORDED = (
    "title_fa", "title_en", "summary_fa", "summary_en", "preview_fa", "preview_en", "form_key", "letter_key",
    "enabled", "opens_at", "closes_at", "total_limit", "per_person_limit", "ceilings", "paper_size",
    "approval_steps", "print_stamp", "print_signature", "audience", "validity_days", "addressee_fa",
    "addressee_en", "copies_to",
)  # fmt: skip
GROUPS = (
    (_("Words for the applicant"), ("title_fa", "title_en", "summary_fa", "summary_en", "preview_fa", "preview_en")),
    (_("Who may order it, when and how often"),
     ("enabled", "audience", "opens_on", "closes_on", "total_limit", "per_person_limit", "ceilings")),
    (_("Form and approval"), ("form_key", "approval_steps")),
    (_("The letter"), ("letter_key", "validity_days", "addressee_fa", "addressee_en", "copies_to", "paper_size",
                       "print_stamp", "print_signature")),
)  # fmt: skip
ENGLISH = ("title_en", "summary_en", "preview_en", "addressee_en")


class OfferingForm(StyledModelForm):
    """Days are whole days: the offering opens when the first begins and closes when the last ends."""

    opens_on = DayField(label=_("First day"), required=False, help_text=_("Empty: open from now on."))
    closes_on = DayField(
        label=_("Last day"), required=False, help_text=_("That day included. Empty: no end.")
    )
    total_limit = WholeNumberField(
        label=_("Places in all"),
        required=False,
        min_value=1,
        max_value=10_000_000,
        help_text=_("Empty: no limit."),
    )
    per_person_limit = WholeNumberField(
        label=_("Places per person"),
        required=False,
        min_value=1,
        max_value=1000,
        help_text=_("Empty: no limit."),
    )
    ceilings = AmountListField(
        label=_("Ceilings"),
        required=False,
        help_text=_(
            "Values the applicant chooses from, such as amounts in rials; one on each line. Empty: no ceiling."
        ),
    )
    validity_days = WholeNumberField(
        label=_("Valid for (days)"),
        min_value=1,
        max_value=3650,
        help_text=_("Counted from the day of the letter."),
    )
    approval_steps = forms.TypedChoiceField(
        label=_("Approval"),
        coerce=int,
        widget=forms.RadioSelect,
        choices=[(1, _("One step: the expert")), (2, _("Two steps: the expert, then the chief manager"))],
    )

    class Meta:
        model = Offering
        fields = (
            "title_fa", "title_en", "summary_fa", "summary_en", "preview_fa", "preview_en", "enabled", "audience",
            "total_limit", "per_person_limit", "ceilings", "form_key", "approval_steps", "letter_key",
            "addressee_fa", "addressee_en", "copies_to", "validity_days", "paper_size", "print_stamp",
            "print_signature",
        )  # fmt: skip
        labels = {
            "title_fa": _("Title in Persian"),
            "title_en": _("Title in English"),
            "summary_fa": _("Summary in Persian"),
            "summary_en": _("Summary in English"),
            "preview_fa": _("Explanation in Persian"),
            "preview_en": _("Explanation in English"),
            "enabled": _("The service is offered"),
            "audience": _("Meant for"),
            "form_key": _("Form"),
            "letter_key": pgettext_lazy("document", "Letter"),
            "addressee_fa": _("Addressee in Persian"),
            "addressee_en": _("Addressee in English"),
            "copies_to": _("Copies to"),
            "paper_size": _("Paper size"),
            "print_stamp": _("Print the stamp of the unit"),
            "print_signature": _("Print the signature of the chief manager"),
        }
        help_texts = {
            "summary_fa": _("One line in the list of services."),
            "preview_fa": _("Shown before the form is filled in: who may use it, what is needed."),
            "enabled": _("Switched off, nobody can order it; running requests go on."),
            "addressee_fa": _("Empty where the form asks for it."),
            "copies_to": _("Stand at the foot of the letter, separated by commas."),
        }
        widgets = {"paper_size": forms.RadioSelect, "audience": forms.RadioSelect}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offering = self.instance
        self.fields["form_key"] = self._select("form_key", form_choices(offering.form_key))
        self.fields["letter_key"] = self._select("letter_key", letter_choices(offering.letter_key))
        self.fields["audience"].choices = [
            (Offering.Audience.ALL, _("Everybody")),
            (Offering.Audience.ACTIVE, _("Employed people")),
            (Offering.Audience.RETIRED, _("Retired people")),
        ]
        self.initial["opens_on"] = _day(offering.opens_at)
        self.initial["closes_on"] = _day(offering.last_moment)
        for name in ENGLISH:
            self.fields[name].widget.attrs.update({"dir": "ltr", "lang": "en"})
        for name in ("preview_fa", "preview_en"):
            self.fields[name].widget.attrs["rows"] = 5

    def groups(self) -> list[tuple[object, list[tuple[str, forms.BoundField]]]]:
        """The fields under their headings, in the order of the page."""
        rows = {field.name: (kind, field) for kind, field in self.rows()}
        return [(title, [rows[name] for name in names]) for title, names in GROUPS]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        first, last = data.get("opens_on"), data.get("closes_on")
        if first and last and last < first:
            self.add_error(
                "closes_on", forms.ValidationError(_("The last day is before the first one."), code="order")
            )
        if "opens_on" in self.changed_data and "opens_on" in data:
            self.instance.opens_at = start_of(first) if first else None
        if "closes_on" in self.changed_data and "closes_on" in data:
            self.instance.closes_at = start_of(last + timedelta(days=1)) if last else None
        return data

    def _select(self, name: str, choices: list[tuple[str, str]]) -> forms.ChoiceField:
        before = self.fields[name]
        field = forms.ChoiceField(label=before.label, help_text=before.help_text, choices=choices)
        field.widget.attrs["class"] = "input"
        field.error_messages["invalid_choice"] = _("Choose one of the values offered.")
        return field


class CopyForm(StyledForm):
    """A new offering like another one; it begins switched off."""

    unit = UnitChoiceField(queryset=Unit.objects.none(), label=_("Offered by"), empty_label=None)
    code = forms.SlugField(
        label=_("Code"),
        max_length=60,
        help_text=_(
            "Small Latin letters, digits and hyphens. It names the service in addresses and cannot be changed."
        ),
        error_messages={"invalid": _("Use Latin letters, digits and hyphens only.")},
    )
    title_fa = forms.CharField(label=_("Title in Persian"), max_length=160)
    title_en = forms.CharField(label=_("Title in English"), max_length=160)

    def __init__(self, *args: Any, units: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units
        for name in ("code", "title_en"):
            self.fields[name].widget.attrs["dir"] = "ltr"

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"].lower()
        if Offering.objects.filter(code=code).exists():
            raise forms.ValidationError(_("Another service has this code."), code="unique")
        return code


def _day(moment: datetime | None) -> date | None:
    return timezone.localtime(moment).date() if moment else None
