"""Forms as the portal's stylesheet knows them; every error says what to do."""

from typing import Any

from django import forms
from django.forms import widgets
from django.utils.translation import gettext_lazy as _

IMAGE_ERRORS = {
    "invalid": _("Choose an image file."),
    "invalid_image": _("This is not a PNG or JPEG image. Choose another file."),
    "invalid_extension": _("This is not a PNG or JPEG image. Choose another file."),
    "image-unreadable": _("This is not a PNG or JPEG image. Choose another file."),
    "image-too-large": _("The image is larger than 1 MB. Choose a smaller one."),
    "image-too-many-pixels": _("The image is larger than 3000 pixels. Choose a smaller one."),
    "empty": _("The file is empty. Choose another one."),
}


class ImageInput(widgets.ClearableFileInput):
    """A file input that shows the present image and lets it be removed."""

    template_name = "backoffice/widgets/image.html"

    def __init__(self, *, url: str = "", alt: object = "") -> None:
        super().__init__(attrs={"accept": "image/png,image/jpeg"})
        self.url, self.alt = url, alt

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, value, attrs)
        return {**context, "url": self.url, "alt": self.alt}


_KINDS = (
    (widgets.RadioSelect, "radio"),
    (widgets.CheckboxInput, "check"),
    (widgets.ClearableFileInput, "file"),
)


class Styled:
    """Adds the class names of inputs and the words for an empty or foreign answer."""

    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        for field in self.fields.values():
            if self._kind(field) == "plain":
                field.widget.attrs.setdefault("class", "input")
            field.error_messages["required"] = _("Fill this in.")
            field.error_messages["invalid_choice"] = _("Choose one of the values offered.")

    def rows(self) -> list[tuple[str, forms.BoundField]]:
        """(kind, field) of every visible field in order; kind: radio, check, file or plain."""
        return [(self._kind(field.field), field) for field in self.visible_fields()]  # type: ignore[attr-defined]

    @staticmethod
    def _kind(field: forms.Field) -> str:
        return next((kind for cls, kind in _KINDS if isinstance(field.widget, cls)), "plain")


class StyledForm(Styled, forms.Form):
    """A plain form."""


class StyledModelForm(Styled, forms.ModelForm):
    """A form over one row of a table; a stored file that nobody replaces is not judged again."""

    def _get_validation_exclusions(self) -> set[str]:
        files = {name for name, field in self.fields.items() if isinstance(field, forms.FileField)}
        excluded: set[str] = super()._get_validation_exclusions()
        return excluded | (files - set(self.changed_data))
