"""Names of roles for people."""

from django.utils.translation import gettext_lazy as _

from workflows.directory import role_names as roles

TITLES = {
    roles.LETTERS_EXPERT: _("Letters expert"),
    roles.LETTERS_CHIEF: _("Chief manager"),
    roles.LETTERS_MANAGER: _("Letters manager"),
    roles.FORMS_MANAGER: _("Services manager"),
    roles.USERS_MANAGER: _("Users manager"),
    roles.UNITS_MANAGER: _("Units manager"),
    roles.AUDITOR: _("Auditor"),
    roles.STUDIO_ADMINISTRATOR: _("Studio administrator"),
    roles.EXTERNAL_WORKER: _("External worker (program)"),
}


def role_title(role: str) -> str:
    """The role's name in the active language; a role of a drawn process stands as it is."""
    return str(TITLES.get(role, role))
