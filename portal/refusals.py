"""Why a request cannot be started, or an act is not allowed: the reason codes in words."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from portal.formatting import moment, money, number

START_REASONS = {
    "closed": gettext_lazy("this service is not offered at present."),
    "not-yet-open": gettext_lazy("this service opens on %(opens_at)s."),
    "ended": gettext_lazy("the period of this service ended on %(closes_at)s."),
    "other-unit": gettext_lazy("this service is not offered by your district."),
    "audience": gettext_lazy("this service is not meant for your group of employees."),
    "exhausted": gettext_lazy("all %(limit)s places of this service are taken."),
    "per-person-exhausted": gettext_lazy("you have used this service as often as allowed (%(limit)s)."),
    "ceiling-unknown": gettext_lazy("the amount is none of those offered (%(ceilings)s)."),
    "no-offering": gettext_lazy("choose a service from the list of services."),
    "no-applicant": gettext_lazy("your account is not active; ask your district's office."),
    "starter-role": gettext_lazy("your account has no access to this service."),
}
RIGHTS_REASONS = {
    "own-roles": gettext_lazy("Nobody changes the own roles. A colleague who manages users can do it."),
    "unit-not-managed": gettext_lazy("You do not manage the users of this unit."),
    "role-not-held": gettext_lazy("You can give only roles that you hold there yourself."),
    "not-taken": gettext_lazy("Claim the case first; then you can delegate it."),
    "own-delegate": gettext_lazy("Choose a colleague; nobody delegates to themselves."),
    "account-not-managed": gettext_lazy(
        "You can help people of your units who hold no role that you lack. The users manager above you can do it."
    ),
}


def start_refused_reason(params: Mapping[str, Any]) -> str:
    """The end of the sentence "The request cannot be made: …"."""
    template = START_REASONS.get(str(params.get("reason_code") or params.get("reason")))
    if template is None:
        return _("the office does not accept it at present.")
    return str(template) % _words(params)


def why_not_text(code: str, params: Mapping[str, Any]) -> str:
    """The same reason as a sentence of its own, for a service that cannot be ordered."""
    text = start_refused_reason({**params, "reason_code": code})
    return text[:1].upper() + text[1:]


def not_authorised_reason(reason_code: str) -> str:
    """A sentence for a refused act of administration."""
    return str(RIGHTS_REASONS.get(reason_code) or _("You may not do this."))


def _words(params: Mapping[str, Any]) -> dict[str, object]:
    readable: dict[str, object] = dict(params)
    for name in ("opens_at", "closes_at"):
        if params.get(name):
            readable[name] = moment(params[name])
    if "limit" in params:
        readable["limit"] = number(params["limit"])
    if "ceilings" in params:
        readable["ceilings"] = pgettext("between the items of a list", ", ").join(
            map(money, params["ceilings"])
        )
    return readable
