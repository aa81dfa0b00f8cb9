"""The person's notices: what happened to a request, what waits."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from engine import clock
from portal.accounts.notice_texts import title_of
from workflows.directory.models import Notice

PAGE = 30


@login_required
def notices(request: HttpRequest) -> HttpResponse:
    """The newest first; ``?before=`` pages on by id."""
    rows = request.user.notices.order_by("-pk")
    before = request.GET.get("before", "")
    if before.isdecimal():
        rows = rows.filter(pk__lt=int(before))
    found = list(rows[: PAGE + 1])
    shown = found[:PAGE]
    context = {
        "notices": [(notice, title_of(notice)) for notice in shown],
        "next_url": f"?before={shown[-1].pk}" if len(found) > PAGE else None,
    }
    return render(request, "accounts/notices.html", context)


@require_POST
@login_required
def read_all(request: HttpRequest) -> HttpResponse:
    request.user.notices.filter(read_at=None).update(read_at=clock.now())
    return redirect("accounts:notices")


@require_POST
@login_required
def open_notice(request: HttpRequest, notice_id: int) -> HttpResponse:
    """Mark it read and go where it leads."""
    notice = get_object_or_404(Notice, pk=notice_id, person=request.user)
    Notice.objects.filter(pk=notice.pk, read_at=None).update(read_at=clock.now())
    safe = url_has_allowed_host_and_scheme(notice.url, {request.get_host()})
    return redirect(notice.url if notice.url and safe else "accounts:notices")
