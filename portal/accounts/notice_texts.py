"""Titles of notices by their key; parameters come with the notice."""

from django.utils.translation import gettext_lazy as _

from portal.formatting import tracking_in_text
from portal.formatting.reader import language
from workflows.directory.models import Notice

TITLES = {
    "case-changed": _("Something has changed in request %(tracking_code)s"),
    "request-received": _("Your request “%(title)s” was received; tracking code %(tracking_code)s"),
    "request-approved": _("Your request “%(title)s” was approved"),
    "request-rejected": _("Your request “%(title)s” was not approved"),
    "request-returned": _("Please correct your request “%(title)s” and send it again"),
    "letter-issued": _("Your letter “%(title)s” is ready"),
    "letter-voided": _("Your letter “%(title)s”, number %(number)s, was voided"),
    "task-waiting": _("Request %(tracking_code)s waits for you"),
    "task-overdue": _("Request %(tracking_code)s is overdue"),
    "task-escalated": _(
        "Request %(tracking_code)s came to your unit because it was overdue or nobody there may decide it"
    ),
}


class _Given(dict[str, object]):
    def __missing__(self, name: str) -> str:
        return ""


def title_of(notice: Notice) -> str:
    """The title in the reader's language; an unknown key gets the general one."""
    params = dict(notice.params)
    params["title"] = params.get(f"title_{language()}") or params.get("title") or ""
    params["tracking_code"] = tracking_in_text(params.get("tracking_code"))
    template = TITLES.get(notice.title_key) or TITLES["case-changed"]
    return " ".join((str(template) % _Given(params)).split())
