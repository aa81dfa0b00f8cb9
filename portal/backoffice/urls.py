"""The back office: its sections in the order of the menu (viewflow collects their addresses)."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe
from viewflow.urls import Application

from portal.backoffice import (
    accounts,
    definitions,
    incidents,
    offerings,
    people,
    posts,
    roles,
    standstill,
    units,
)
from portal.backoffice.sections import Section, open_sections, page
from workflows.directory import role_names


class Units(Section):
    app_name = "units"
    role = role_names.UNITS_MANAGER
    title = _("Units")
    lead = _("Districts and schools: names, letter register, stamp, minimum fund reserve.")
    symbol = "backoffice"
    pages = (
        ("", units.list_units, "list"),
        ("new", units.add_unit, "add"),
        ("<int:unit_id>/", units.edit_unit, "edit"),
        ("<int:unit_id>/switch", units.switch_unit, "switch"),
        ("<int:unit_id>/stamp", units.stamp, "stamp"),
    )


class Posts(Section):
    app_name = "posts"
    role = role_names.UNITS_MANAGER
    title = _("Posts")
    lead = _("Who is chief manager of a district from when to when, with the signature on letters.")
    symbol = "user"
    pages = (
        ("", posts.list_posts, "list"),
        ("unit/<int:unit_id>/new", posts.add_post, "add"),
        ("<int:post_id>/appoint", posts.appoint, "appoint"),
        ("holders/<int:holder_id>/", posts.edit_holder, "holder"),
        ("holders/<int:holder_id>/signature", posts.signature, "signature"),
    )


class People(Section):
    app_name = "people"
    role = role_names.USERS_MANAGER
    title = _("People and roles")
    lead = _("Find a person, open the profile, give and revoke roles within your own.")
    symbol = "people"
    pages = (
        ("", people.list_people, "list"),
        ("<int:person_id>/", people.profile, "profile"),
        ("<int:person_id>/grant", roles.grant, "grant"),
        ("<int:person_id>/password", accounts.set_password, "password"),
        ("<int:person_id>/unlock", accounts.unlock_account, "unlock"),
        ("<int:person_id>/roles/<int:holding_id>/revoke", roles.revoke, "revoke"),
    )


class Offerings(Section):
    app_name = "offerings"
    role = role_names.FORMS_MANAGER
    title = _("Services offered")
    lead = _("What your units offer: form, letter, period, places, ceilings, approval.")
    symbol = "services"
    pages = (
        ("", offerings.list_offerings, "list"),
        ("<int:offering_id>/", offerings.edit_offering, "edit"),
        ("<int:offering_id>/copy", offerings.copy_offering, "copy"),
    )


class Incidents(Section):
    app_name = "incidents"
    role = role_names.STUDIO_ADMINISTRATOR
    title = _("Technical faults")
    lead = _("Cases that a technical fault has stopped; nothing of them is lost.")
    symbol = "warning"
    pages = (
        ("", incidents.list_incidents, "list"),
        ("<int:incident_id>/retry", incidents.retry, "retry"),
    )


class Standstill(Section):
    app_name = "standstill"
    role = role_names.STUDIO_ADMINISTRATOR
    title = _("Suspended cases")
    lead = _("Halt a case for a while, and let it go on.")
    symbol = "hourglass"
    pages = (
        ("", standstill.list_suspended, "list"),
        ("suspend", standstill.suspend, "suspend"),
        ("<str:code>/resume", standstill.resume, "resume"),
    )


class Definitions(Section):
    app_name = "definitions"
    role = role_names.STUDIO_ADMINISTRATOR
    title = _("Processes")
    lead = _("The versions deployed, their diagrams, the cases that run on them.")
    symbol = "flow"
    pages = (
        ("", definitions.list_definitions, "list"),
        ("<int:definition_id>/", definitions.show_definition, "show"),
        ("<int:definition_id>/process.bpmn", definitions.definition_xml, "xml"),
    )


@login_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The sections that the reader's roles open; nobody else is told that there is a back office."""
    found = open_sections(request.user)
    if not found:
        raise Http404
    return page(request, "backoffice/home.html", {"open_sections": found})


class BackOffice(Application):
    """Collects the sections; ``backoffice:<section>:<page>``."""

    app_name = "backoffice"
    title = _("Back office")
    index_path = None
    home_path = path("", home, name="home")
    viewsets = (Units(), Posts(), People(), Offerings(), Incidents(), Standstill(), Definitions())


back_office = BackOffice()
