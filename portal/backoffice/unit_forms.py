"""Forms of a unit: its place, names, letter register and stamp (SARA-PORTAL-03…07)."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.backoffice.fields import AmountField, WholeNumberField
from portal.backoffice.styled_form import IMAGE_ERRORS, ImageInput, StyledModelForm
from portal.formatting.reader import language
from workflows.directory.models import Unit

RECORDED = (
    "name_fa",
    "name_en",
    "fund_reserve_minimum",
    "letter_prefix",
    "first_letter_number",
    "stamp",
    "active",
)
CHILD_KIND = {Unit.Kind.PROVINCE: Unit.Kind.DISTRICT, Unit.Kind.DISTRICT: Unit.Kind.SCHOOL}


class UnitForm(StyledModelForm):
    """What may be changed of a unit that exists; its code and place stay, because cases name them."""

    fund_reserve_minimum = AmountField(
        label=_("Minimum fund reserve (rials)"),
        help_text=_(
            "Shown to those who decide on letters of introduction of this unit; the portal itself checks no "
            "balance. 0 means no minimum."
        ),
    )
    first_letter_number = WholeNumberField(
        label=_("First letter number of a year"),
        min_value=1,
        max_value=10_000_000,
        help_text=_("The register starts here on 1 Farvardin, or with the first letter ever."),
    )
    stamp = forms.ImageField(
        label=_("Stamp image"),
        required=False,
        help_text=_("PNG with a transparent ground looks best. PNG or JPEG, at most 1 MB and 3000 pixels."),
        error_messages=IMAGE_ERRORS,
    )

    class Meta:
        model = Unit
        fields = (
            "name_fa",
            "name_en",
            "fund_reserve_minimum",
            "letter_prefix",
            "first_letter_number",
            "stamp",
        )
        labels = {
            "name_fa": _("Name in Persian"),
            "name_en": _("Name in English"),
            "letter_prefix": _("Letter prefix"),
        }
        help_texts = {
            "letter_prefix": _(
                "Stands before the number of every letter. Letters already issued keep theirs."
            )
        }
        error_messages = {"letter_prefix": {"unique": _("Another unit uses this prefix.")}}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name_fa"].widget.attrs["lang"] = "fa"
        self.fields["name_en"].widget.attrs.update({"lang": "en", "dir": "ltr"})
        url = reverse("backoffice:units:stamp", args=[self.instance.pk]) if self.instance.pk else ""
        self.fields["stamp"].widget = ImageInput(url=url, alt=_("Present stamp"))

    def clean_letter_prefix(self) -> str:
        """Two units with one prefix would give two letters one number."""
        prefix: str = self.cleaned_data["letter_prefix"].strip()
        if prefix and Unit.objects.filter(letter_prefix=prefix).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(_("Another unit uses this prefix."), code="unique")
        return prefix


class UnitChoiceField(forms.ModelChoiceField):
    """Units by name, those below another one indented."""

    def label_from_instance(self, unit: Unit) -> str:
        depth = unit.path.count("/")
        return f"{chr(0x2003) * depth}{unit.name(language())}"


class NewUnitForm(UnitForm):
    """A new unit below one that the manager reaches (SARA-PORTAL-04)."""

    parent = UnitChoiceField(queryset=Unit.objects.none(), label=_("Belongs to"), empty_label=None)

    class Meta(UnitForm.Meta):
        fields = ("parent", "code", *UnitForm.Meta.fields)
        labels = {**UnitForm.Meta.labels, "code": _("Code")}
        help_texts = {
            **UnitForm.Meta.help_texts,
            "code": _(
                "Small Latin letters, digits and hyphens, such as shahriar. It cannot be changed later."
            ),
        }

    field_order = ("parent", "name_fa", "name_en", "code")

    def __init__(self, *args: Any, parents: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"].queryset = parents
        self.fields["code"].widget.attrs.update({"dir": "ltr", "class": "input input--medium"})
        self.fields["code"].error_messages["invalid"] = self.fields["code"].help_text

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        parent, code = data.get("parent"), data.get("code")
        if parent and code and Unit.objects.filter(path=f"{parent.path}/{code}").exists():
            self.add_error(
                "code", forms.ValidationError(_("There is already a unit with this code."), code="unique")
            )
        if parent:
            self.instance.kind = CHILD_KIND[parent.kind]
        return data
