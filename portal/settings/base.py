"""Settings shared by every environment; secrets and addresses come from the environment."""

import os
from pathlib import Path
from typing import Any

import dj_database_url

from portal.settings.plugins import plugin_apps

BASE_DIR = Path(__file__).resolve().parents[2]
VAR_DIR = Path(os.environ.get("KARTABL_VAR", BASE_DIR / "var"))
VAR_DIR.mkdir(parents=True, exist_ok=True)

SECRET_KEY = os.environ.get("SECRET_KEY", "")
DEBUG = False
ALLOWED_HOSTS = os.environ.get("ALLOWED_HOSTS", "127.0.0.1,localhost,[::1]").split(",")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "channels",
    "axes",
    "csp",
    "formtools",
    "viewflow",
    "engine",
    "workflows.directory",
    "workflows.catalogue",
    "workflows.letters",
    "portal.accounts",
    "portal.services",
    "portal.inbox",
    "portal.letters",
    "portal.audit",
    "portal.backoffice",
    "portal.api",
    "portal",
]

INSTALLED_APPS += [app for app in plugin_apps() if app not in INSTALLED_APPS]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "workflows.directory.middleware.RememberHoldings",
    "django.contrib.messages.middleware.MessageMiddleware",
    "portal.middleware.ReaderPreferences",
    "portal.accounts.idle.IdleSession",
    "portal.accounts.passwords.OneTimePassword",
    "portal.middleware.ErrorPages",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "portal.urls"
ASGI_APPLICATION = "portal.asgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "portal" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portal.context.shell",
            ],
        },
    }
]


def sqlite_options() -> dict[str, object]:
    """IMMEDIATE: a command takes the write lock when it begins, so none fails half-way."""
    return {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        # a log of 16 MB before a commit waits for the disk
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;"
        "PRAGMA wal_autocheckpoint=4000;",
    }


LOCK_TIMEOUT_MS = 10_000  # PostgreSQL: who waits longer for a case is told that it is busy


def database(url: str) -> dict[str, object]:
    """Django's database setting for a ``DATABASE_URL``.

    No connection outlives its request: under ASGI each has a thread of its own, and would leave it open.
    """
    config: dict[str, Any] = dict(dj_database_url.parse(url, conn_max_age=0))
    if str(config["ENGINE"]).endswith("sqlite3"):
        config["OPTIONS"] = sqlite_options()
    else:
        config["OPTIONS"] = {"options": f"-c lock_timeout={LOCK_TIMEOUT_MS}", **config.get("OPTIONS", {})}
    return config


DATABASES = {
    "default": database(os.environ.get("DATABASE_URL") or f"sqlite:///{VAR_DIR / 'kartabl.sqlite3'}")
}
USES_SQLITE = str(DATABASES["default"]["ENGINE"]).endswith("sqlite3")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = os.environ.get("REDIS_URL", "")
CHANNEL_LAYERS = {
    "default": (
        {"BACKEND": "channels_redis.core.RedisChannelLayer", "CONFIG": {"hosts": [REDIS_URL]}}
        if REDIS_URL
        else {"BACKEND": "channels.layers.InMemoryChannelLayer"}
    )
}

AUTH_USER_MODEL = "directory.Person"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = 0.25
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_CALLABLE = "portal.accounts.sign_in.locked_out"
LOGIN_URL = "accounts:login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"

LANGUAGE_CODE = "fa"
LANGUAGES = [("fa", "فارسی"), ("en", "English")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Tehran"
LANGUAGE_COOKIE_NAME = "kartabl_language"
LOCALE_PATHS = [BASE_DIR / "portal" / "locale"]

STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "portal" / "staticfiles"
STATICFILES_DIRS = [path for path in [BASE_DIR / "portal" / "static"] if path.exists()]
MEDIA_ROOT = VAR_DIR / "files"
DATA_UPLOAD_MAX_MEMORY_SIZE = 20 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "frame-ancestors": ["'none'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "object-src": ["'none'"],
    }
}

CSRF_FAILURE_VIEW = "portal.error_pages.csrf_failure"

KARTABL_IDLE_MINUTES = int(os.environ.get("KARTABL_IDLE_MINUTES", "30"))
KARTABL_MAINTENANCE = os.environ.get("KARTABL_MAINTENANCE", "") == "1"
KARTABL_DEMO = os.environ.get("KARTABL_DEMO", "") == "1"
KARTABL_ABANDONED_DAYS = int(os.environ.get("KARTABL_ABANDONED_DAYS", "90"))
KARTABL_EXECUTOR = os.environ.get("KARTABL_EXECUTOR", "inprocess")
# where Celery's messages wait: redis://host:6379/1 or amqp://user:password@host:5672//
KARTABL_BROKER = os.environ.get("KARTABL_BROKER", "")
KARTABL_QUEUE = os.environ.get("KARTABL_QUEUE", "kartabl")  # one for each installation on the broker
KARTABL_TELEMETRY = os.environ.get("KARTABL_TELEMETRY", "")  # traces, metrics, or "traces,metrics"
KARTABL_METRICS_TOKEN = os.environ.get("KARTABL_METRICS_TOKEN", "")  # without it there is no /metrics
KARTABL_ANCHOR_KEY = os.environ.get("KARTABL_ANCHOR_KEY", "")
# "id:secret,id:secret": the first key seals new letters, all are read; empty: derived from SECRET_KEY
KARTABL_QR_KEYS = dict(
    pair.strip().split(":", 1) for pair in os.environ.get("KARTABL_QR_KEYS", "").split(",") if pair.strip()
)
KARTABL_PDF = os.environ.get("KARTABL_PDF", "xhtml2pdf")
KARTABL_BASE_URL = os.environ.get("KARTABL_BASE_URL", f"http://127.0.0.1:{os.environ.get('PORT', '8000')}")
KARTABL_FORM_DEFINITIONS = BASE_DIR / "form_definitions"
KARTABL_LETTER_TEMPLATES = BASE_DIR / "letter_templates"
KARTABL_FONTS = BASE_DIR / "node_modules"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(levelname)s %(name)s: %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {"axes": {"level": "WARNING"}},
}
