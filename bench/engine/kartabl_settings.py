"""Django settings of the Kartabl contender: the engine alone, as viewflow's contender has viewflow alone."""

import os

from bench.engine.databases import database

SECRET_KEY = "bench"
INSTALLED_APPS = ["django.contrib.auth", "django.contrib.contenttypes", "engine"]
DATABASES = {"default": database("kartabl", "PRAGMA foreign_keys=ON;")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
KARTABL_FORM_DEFINITIONS = os.environ["BENCH_FOLDER"]
KARTABL_TELEMETRY = False
KARTABL_EXECUTOR = "none"
