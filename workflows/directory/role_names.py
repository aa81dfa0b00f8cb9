"""Names of the roles that the shipped services and screens use; processes may name others."""

LETTERS_EXPERT = "letters.expert"
LETTERS_CHIEF = "letters.chief"
LETTERS_MANAGER = "letters.manager"
FORMS_MANAGER = "forms.manager"
USERS_MANAGER = "users.manager"
UNITS_MANAGER = "units.manager"
AUDITOR = "audit.auditor"
STUDIO_ADMINISTRATOR = "studio.administrator"
EXTERNAL_WORKER = "integration.worker"

ROLES = (
    LETTERS_EXPERT,
    LETTERS_CHIEF,
    LETTERS_MANAGER,
    FORMS_MANAGER,
    USERS_MANAGER,
    UNITS_MANAGER,
    AUDITOR,
    STUDIO_ADMINISTRATOR,
    EXTERNAL_WORKER,
)
