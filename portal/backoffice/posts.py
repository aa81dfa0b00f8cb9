"""Posts of units and their holders: who is chief manager of a district from when to when (SARA-PORTAL-08)."""

from datetime import date, timedelta

from django.contrib import messages
from django.db import transaction
from django.db.models import Prefetch, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from engine import clock
from portal.backoffice import recording
from portal.backoffice.change_list import changes_of
from portal.backoffice.images import image_response
from portal.backoffice.models import SettingChange
from portal.backoffice.people_search import folded_match
from portal.backoffice.post_forms import RECORDED, PostForm, PostHolderForm
from portal.backoffice.sections import page
from portal.backoffice.units import reached
from portal.formatting import parse_day
from portal.formatting.reader import language
from workflows.directory.models import Person, Post, PostHolder, Unit

PAGE = 50


@require_safe
def list_posts(request: HttpRequest) -> HttpResponse:
    """Provinces and districts in reach with their posts; schools only when searched for."""
    query, after = request.GET.get("q", "").strip(), request.GET.get("after", "")
    units = folded_match(reached(request.user), query, ("name_fa", "name_en"))
    if not query:
        units = units.exclude(kind=Unit.Kind.SCHOOL)
    holders = PostHolder.objects.select_related("person").order_by("-from_date")
    posts = Post.objects.order_by("kind", "pk").prefetch_related(Prefetch("holders", holders))
    rows = list(
        units.filter(path__gt=after).prefetch_related(Prefetch("posts", posts)).order_by("path")[: PAGE + 1]
    )
    following = request.GET.copy()
    following["after"] = rows[PAGE - 1].path if len(rows) > PAGE else ""
    context = {
        "units": rows[:PAGE],
        "query": query,
        "today": today(),
        "next_url": f"?{following.urlencode()}" if len(rows) > PAGE else None,
    }
    return page(request, "backoffice/posts.html", context)


def add_post(request: HttpRequest, unit_id: int) -> HttpResponse:
    unit = get_object_or_404(reached(request.user), pk=unit_id)
    form = PostForm(request.POST or None, unit=unit)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            post = form.save()
            fields = recording.snapshot(post, ("kind", "title_fa", "title_en"))
            _record(request.user, post, SettingChange.Action.CREATED, {}, fields)
        messages.success(request, _("The post was added. Now say who holds it."))
        return redirect("backoffice:posts:appoint", post.pk)
    context = {"form": form, "unit": unit}
    return page(request, "backoffice/post_new.html", context, status=422 if form.errors else 200)


def appoint(request: HttpRequest, post_id: int) -> HttpResponse:
    """A new holder; one that still holds the post until further notice ends the day before."""
    post = get_object_or_404(_posts(request.user), pk=post_id)
    holder = PostHolder(post=post)
    form = PostHolderForm(
        request.POST or None,
        request.FILES or None,
        instance=holder,
        post=post,
        candidates=candidates(request.user),
        initial={"from_date": today()},
    )
    if request.method == "POST":
        with transaction.atomic():
            ended = _end_present(post, form) if "end_present" in request.POST else None
            if form.is_valid():
                return _appointed(request, form, ended)
            transaction.set_rollback(True)
    present = post.holders.filter(to_date=None).select_related("person").first()
    context = {
        "form": form,
        "post": post,
        "present": present,
        "end_present": request.POST.get("end_present", "1"),
    }
    return page(request, "backoffice/post_holder.html", context, status=422 if form.errors else 200)


def edit_holder(request: HttpRequest, holder_id: int) -> HttpResponse:
    """End a holding, or change its days or signature; the person stays."""
    holder = _holder(request, holder_id)
    before = recording.snapshot(holder, RECORDED)
    form = PostHolderForm(
        request.POST or None,
        request.FILES or None,
        instance=holder,
        post=holder.post,
        candidates=candidates(request.user),
    )
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            holder = form.save()
            _record(
                request.user,
                holder.post,
                SettingChange.Action.CHANGED,
                before,
                recording.snapshot(holder, RECORDED),
            )
        messages.success(request, _("Saved."))
        return redirect("backoffice:posts:list")
    context = {
        "form": form,
        "post": holder.post,
        "holder": holder,
        "changes": changes_of(SettingChange.Kind.POST, subject=holder.post_id),
    }
    return page(request, "backoffice/post_holder.html", context, status=422 if form.errors else 200)


@require_safe
def signature(request: HttpRequest, holder_id: int) -> HttpResponse:
    return image_response(_holder(request, holder_id).signature)


def candidates(person: Person) -> QuerySet[Person]:
    """Who may be appointed: employees of the units in reach with a working account."""
    return Person.objects.filter(is_active=True, employment__unit__in=reached(person))


def today() -> date:
    """The day in the office's time zone."""
    return timezone.localdate(clock.now())


def _end_present(post: Post, form: PostHolderForm) -> tuple[PostHolder, dict[str, object]] | None:
    present = post.holders.select_for_update().filter(to_date=None).first()
    first = parse_day(str(form.data.get("from_date", "")))
    if present is None or first is None or first <= present.from_date:
        return None
    before = recording.snapshot(present, RECORDED)
    present.to_date = first - timedelta(days=1)
    present.save(update_fields=["to_date"])
    return present, before


def _appointed(
    request: HttpRequest, form: PostHolderForm, ended: tuple[PostHolder, dict[str, object]] | None
) -> HttpResponse:
    holder = form.save()
    if ended:
        present, before = ended
        _record(
            request.user,
            holder.post,
            SettingChange.Action.ENDED,
            before,
            recording.snapshot(present, RECORDED),
        )
    _record(request.user, holder.post, SettingChange.Action.CREATED, {}, recording.snapshot(holder, RECORDED))
    told = (
        _("%(person)s holds the post from now on.")
        if holder.from_date <= today()
        else _("%(person)s is appointed.")
    )
    messages.success(request, told % {"person": holder.person.full_name(language())})
    return redirect("backoffice:posts:list")


def _posts(person: Person) -> QuerySet[Post]:
    return Post.objects.filter(unit__in=reached(person)).select_related("unit")


def _holder(request: HttpRequest, holder_id: int) -> PostHolder:
    holders = PostHolder.objects.select_related("post", "post__unit", "person")
    found = holders.filter(pk=holder_id, post__in=_posts(request.user)).first()
    if found is None:
        raise Http404
    return found


def _record(
    person: Person, post: Post, action: str, before: dict[str, object], after: dict[str, object]
) -> None:
    names = post.unit
    recording.record(
        person,
        SettingChange.Kind.POST,
        action,
        subject=post.pk,
        titles=(f"{post.title_fa}، {names.name_fa}", f"{post.title_en}, {names.name_en}"),
        unit_path=names.path,
        before=before,
        after=after,
    )
