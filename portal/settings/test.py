"""Tests: SQLite in a file per worker, or the server that DATABASE_URL names."""

import os

os.environ.setdefault("SECRET_KEY", "test-only-key-test-only-key-test-only-key")
os.environ.setdefault("KARTABL_DEMO", "0")

from portal.settings.base import *  # noqa: F403
from portal.settings.base import DATABASES, USES_SQLITE, VAR_DIR

DATABASES["default"]["TEST"] = {"NAME": VAR_DIR / "test.sqlite3"} if USES_SQLITE else {}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
ALLOWED_HOSTS = ["*"]
KARTABL_EXECUTOR = "none"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
