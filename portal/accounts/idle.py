"""A session ends after minutes without a request; what was being sent at that moment is kept."""

import time
from collections.abc import Callable
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from portal.accounts.parked import forget_if_sent, marked_owner, park

SEEN = "last_seen"
PRECISION = 60


class IdleSession:
    """Stands after authentication and messages. Writes the session at most once a minute."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            now = int(time.time())
            seen = request.session.get(SEEN, now)
            if now - seen > settings.KARTABL_IDLE_MINUTES * 60:
                return self.end(request)
            if now - seen >= PRECISION or SEEN not in request.session:
                request.session[SEEN] = now
            forget_if_sent(request)
        elif _is_page_post(request) and (owner := marked_owner(request)) is not None:
            return self.sign_in_again(request, owner)
        return self.get_response(request)

    def end(self, request: HttpRequest) -> HttpResponse:
        """Sign out and ask to sign in again; then the reader goes on where he was."""
        owner = request.user.pk
        logout(request)
        if _is_api(request):
            return self.get_response(request)
        messages.info(
            request, _("Your session ended because nothing happened for a while. Sign in to go on.")
        )
        return self.sign_in_again(request, owner)

    def sign_in_again(self, request: HttpRequest, owner: int) -> HttpResponse:
        """Keep what was being sent for its owner and ask for the password."""
        kept = park(request, owner=owner)
        back = reverse("accounts:resume") if kept else request.get_full_path()
        if not kept and request.method != "GET":
            back = "/"
        target = f"{reverse('accounts:login')}?{urlencode({'next': back})}"
        if request.headers.get("HX-Request"):
            return HttpResponse(status=204, headers={"HX-Redirect": target})
        return HttpResponseRedirect(target)


def _is_page_post(request: HttpRequest) -> bool:
    return request.method == "POST" and not _is_api(request)


def _is_api(request: HttpRequest) -> bool:
    """The API answers a session that ended with 401, and reads its bodies itself."""
    return request.path.startswith("/api/")
