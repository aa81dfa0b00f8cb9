"""Tests: SQLite in a file per worker, or the server that DATABASE_URL names."""

import os

os.environ.setdefault("SECRET_KEY", "test-only-key-test-only-key-test-only-key")
os.environ.setdefault("KARTABL_DEMO", "0")

from portal.settings.base import *  # noqa: E402, F403
from portal.settings.base import BASE_DIR, DATABASES

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["NAME"] = BASE_DIR / "var" / "test.sqlite3"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
ALLOWED_HOSTS = ["*"]
KARTABL_EXECUTOR = "none"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
