"""Sign in, and go on with a form whose session had ended."""

from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from portal.accounts.demo import demo_accounts
from portal.accounts.forms import SignInForm
from portal.accounts.parked import parked
from workflows.directory.demo_people import DEMO_PASSWORD


class SignIn(LoginView):
    """Keeps ``next``; in demo installations lists the demo accounts, ``?as=`` fills one in."""

    template_name = "accounts/login.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def get_initial(self) -> dict[str, Any]:
        return {"username": self.request.GET.get("as", "") if settings.KARTABL_DEMO else ""}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        accounts = demo_accounts() if settings.KARTABL_DEMO else []
        return super().get_context_data(demo_accounts=accounts, demo_password=DEMO_PASSWORD, **kwargs)

    def form_valid(self, form: SignInForm) -> HttpResponse:
        answer = super().form_valid(form)
        answer.set_cookie(settings.LANGUAGE_COOKIE_NAME, form.get_user().language, samesite="Lax")
        return answer

    def form_invalid(self, form: SignInForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)


def locked_out(request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
    """django-axes: too many wrong passwords for this name from this address."""
    minutes = round(settings.AXES_COOLOFF_TIME * 60)
    return render(request, "accounts/locked_out.html", {"minutes": minutes}, status=429)


@login_required
def resume(request: HttpRequest) -> HttpResponse:
    """Shows that the entries were kept and sends them again on the reader's word."""
    kept = parked(request)
    if not kept:
        return redirect("home")
    return render(request, "accounts/resume.html", {"kept": kept})
