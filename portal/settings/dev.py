"""`make run`: SQLite, in-process worker, demo data."""

import os

os.environ.setdefault("SECRET_KEY", "development-only-key-never-use-it-in-production")
os.environ.setdefault("KARTABL_DEMO", "1")

from portal.settings.base import *  # noqa: F403

DEBUG = os.environ.get("DEBUG", "") == "1"

# Static files straight from portal/static/dist: a rebuilt stylesheet shows at the next reload.
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
