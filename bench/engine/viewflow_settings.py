"""Django settings of the viewflow contender: the same database options as Kartabl."""

from bench.engine.databases import database

SECRET_KEY = "bench"
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "viewflow",
    "viewflow.workflow",
    "bench.engine",
]
DATABASES = {"default": database("viewflow")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
