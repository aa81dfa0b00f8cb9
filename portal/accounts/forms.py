"""Signing in (user name, personnel number or national id, in digits of any script) and choosing a password."""

from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm, SetPasswordForm
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from engine import clock
from portal.formatting import latin_digits
from workflows.directory.models import Person


class SignInForm(AuthenticationForm):
    """Whatever the person typed counts as the user name from here on, also for the lock-out."""

    error_messages = {
        "invalid_login": _(
            "The user name or the password is not right. Check both; small and capital letters differ."
        ),
        "inactive": _("This account is closed. Ask your district's office."),
        "one_time_over": _(
            "This one-time password is no longer valid. Ask the users manager of your district for another."
        ),
    }

    def __init__(self, request: HttpRequest | None = None, *args: Any, **kwargs: Any) -> None:
        super().__init__(request, *args, **kwargs)
        self.fields["username"].label = _("User name, personnel number or national id")
        self.fields["username"].error_messages["required"] = _("Enter your user name.")
        self.fields["password"].label = _("Password")
        self.fields["password"].error_messages["required"] = _("Enter your password.")
        _style(self)

    def clean_username(self) -> str:
        typed = latin_digits(self.cleaned_data["username"]).strip()
        people = get_user_model()
        try:
            return people.objects.get_by_natural_key(typed).username
        except people.DoesNotExist:
            return typed

    def confirm_login_allowed(self, user: Person) -> None:
        super().confirm_login_allowed(user)
        if user.one_time_until and user.one_time_until < clock.now():
            raise ValidationError(self.error_messages["one_time_over"], code="one_time_over")


class _NewPassword(Form):
    """Two equal entries that differ from the present password, refused in the portal's own words."""

    error_messages = {
        "password_mismatch": _("The two entries are not the same. Type the new password twice."),
        "password_too_short": _("The password is too short: at least 10 characters."),
        "password_too_common": _("This password is among the first that a stranger would try."),
        "password_same": _("Choose another password than the present one."),
        "password_incorrect": _("This is not your present password."),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["new_password1"].label = _("Your new password")
        self.fields["new_password1"].help_text = _(
            "At least 10 characters. A short sentence is easy to remember; small and capital letters differ."
        )
        self.fields["new_password2"].label = _("Your new password once more")
        self.fields["new_password2"].help_text = ""
        for field in self.fields.values():
            field.error_messages["required"] = _("Fill this in.")
        _style(self)

    def validate_password_for_user(self, user: Person, field: str) -> None:
        password = self.cleaned_data.get(field)
        if not password:
            return
        codes = ["password_same"] if user.check_password(password) else []
        try:
            validate_password(password, user)
        except ValidationError as error:
            codes += [fault.code for fault in error.error_list]
        for code in codes:
            self.add_error("new_password1", ValidationError(self.error_messages[code], code=code))


class ReplacePasswordForm(_NewPassword, SetPasswordForm):
    """In place of a one-time password."""


class ChangePasswordForm(_NewPassword, PasswordChangeForm):
    """Asks for the present password too."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["old_password"].label = _("Present password")


def _style(form: Form) -> None:
    for field in form.fields.values():
        field.widget.attrs.update({"class": "input", "dir": "ltr", "aria-required": "true"})
        field.widget.attrs.pop("autofocus", None)
