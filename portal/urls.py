"""Every address of the portal; each room owns the part behind its prefix."""

from django.urls import include, path

from portal.health import healthz

urlpatterns = [
    path("healthz", healthz, name="healthz"),
]
