"""The sign-in form: user name, personnel number or national id, in digits of any script."""

from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.forms import AuthenticationForm
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from portal.formatting import latin_digits


class SignInForm(AuthenticationForm):
    """Whatever the person typed counts as the user name from here on, also for the lock-out."""

    error_messages = {
        "invalid_login": _(
            "The user name or the password is not right. Check both; small and capital letters differ."
        ),
        "inactive": _("This account is closed. Ask your district's office."),
    }

    def __init__(self, request: HttpRequest | None = None, *args: Any, **kwargs: Any) -> None:
        super().__init__(request, *args, **kwargs)
        self.fields["username"].label = _("User name, personnel number or national id")
        self.fields["username"].error_messages["required"] = _("Enter your user name.")
        self.fields["password"].label = _("Password")
        self.fields["password"].error_messages["required"] = _("Enter your password.")
        for name in ("username", "password"):
            widget = self.fields[name].widget
            widget.attrs.update({"class": "input", "dir": "ltr", "aria-required": "true"})
            widget.attrs.pop("autofocus", None)

    def clean_username(self) -> str:
        typed = latin_digits(self.cleaned_data["username"]).strip()
        people = get_user_model()
        try:
            return people.objects.get_by_natural_key(typed).username
        except people.DoesNotExist:
            return typed
