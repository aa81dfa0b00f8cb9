"""Every address of the portal; each room owns the part behind its prefix."""

from django.urls import include, path

from portal import pages
from portal.backoffice.urls import back_office
from portal.health import healthz
from portal.metrics import metrics

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("metrics", metrics, name="metrics"),
    path("", pages.home, name="home"),
    path("style-guide", pages.style_guide, name="style-guide"),
    path("accounts/", include("portal.accounts.urls")),
    path("services/", include("portal.services.urls")),
    path("inbox/", include("portal.inbox.urls")),
    path("audit/", include("portal.audit.urls")),
    path("backoffice/", back_office.urls),
    path("api/v1/", include("portal.api.urls")),
    path("", include("portal.letters.urls")),
]

handler400 = "portal.error_pages.bad_request"
handler403 = "portal.error_pages.forbidden"
handler404 = "portal.error_pages.not_found"
handler500 = "portal.error_pages.server_error"
