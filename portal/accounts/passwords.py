"""The own password: chosen freely, or in place of a one-time password before anything else."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.views import PasswordChangeView, RedirectURLMixin
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from portal.accounts.forms import ChangePasswordForm, ReplacePasswordForm

ALLOWED = {"accounts:password", "accounts:logout", "accounts:language", "accounts:keep-alive", "healthz"}


class OneTimePassword:
    """Middleware: who signed in with a one-time password first chooses another. The API refuses by itself."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: Any) -> HttpResponse | None:
        if not request.user.is_authenticated or request.user.one_time_until is None:
            return None
        if request.path.startswith("/api/") or request.resolver_match.view_name in ALLOWED:
            return None
        back = request.get_full_path() if request.method == "GET" else "/"
        return HttpResponseRedirect(f"{reverse('accounts:password')}?{urlencode({'next': back})}")


class ChangePassword(RedirectURLMixin, PasswordChangeView):
    """Keeps ``next``. The other sessions of the person end, this one goes on."""

    template_name = "accounts/password.html"
    next_page = "accounts:profile"

    @property
    def is_forced(self) -> bool:
        return self.request.user.one_time_until is not None

    def get_form_class(self) -> type[Form]:
        """The one-time password was typed a moment ago: it is not asked for again."""
        return ReplacePasswordForm if self.is_forced else ChangePasswordForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rooms = {"rooms": []} if self.is_forced else {}
        return super().get_context_data(
            forced=self.is_forced, next=self.get_redirect_url(), **rooms, **kwargs
        )

    def form_valid(self, form: Form) -> HttpResponse:
        self.request.user.one_time_until = None
        answer = super().form_valid(form)
        messages.success(self.request, _("Your new password counts from now on."))
        return answer

    def form_invalid(self, form: Form) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)
