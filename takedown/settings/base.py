"""Settings shared by development, tests and production; values come from the environment."""

from pathlib import Path
from typing import Any

import structlog
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from takedown.log_masks import mask_secrets
from takedown.settings.environment import Environment

BASE_DIR = Path(__file__).resolve().parent.parent.parent
env = Environment()

SECRET_KEY = env.str("SECRET_KEY", default="")
DEBUG = False
ALLOWED_HOSTS: list[str] = env.list("ALLOWED_HOSTS", default=[])
BASE_URL = env.str("BASE_URL", default="http://127.0.0.1:8000")
# Who sends this as a Bearer token reads ages and lateness at /statusz; empty: nobody does.
STATUS_TOKEN = env.str("STATUS_TOKEN", default="")
# An address outside that is asked while the desk is well, this often, in seconds: whoever listens there
# raises the alarm when it falls silent. Empty: none.
PING_URL = env.str("PING_URL", default="")
PING_EVERY = env.float("PING_EVERY", default=30.0)
# How long a case that ended is still told of to whoever reports the same again.
RECENT_CASE_DAYS = env.int("RECENT_CASE_DAYS", default=30)

INSTALLED_APPS = [
    "kernel",
    "audit",
    "operations",
    "accounts",
    "channels_registry",
    "notifications",
    "sla",
    "cases",
    "api",
    "dashboard",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
    "django_filters",
    "django_htmx",
    "pgtrigger",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
]

MIDDLEWARE = [
    "dashboard.middleware.HealthMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_structlog.middlewares.RequestMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "dashboard.middleware.ReaderMiddleware",
]

ROOT_URLCONF = "takedown.urls"
WSGI_APPLICATION = "takedown.wsgi.application"
ASGI_APPLICATION = "takedown.asgi.application"
FORM_RENDERER = "dashboard.forms.drawing.FormRenderer"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "dashboard.context.frame",
            ],
        },
    }
]

# psycopg2 cannot use Django's pool: persistent connections, checked before use.
DATABASES: dict[str, dict[str, Any]] = {"default": env.db("DATABASE_URL", default="postgres:///takedown")}
if password := env.str("POSTGRES_PASSWORD", default=""):  # in a file of its own, beside an address without
    DATABASES["default"]["PASSWORD"] = password
DATABASES["default"].update(
    {
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            **DATABASES["default"].get("OPTIONS", {}),  # what the address itself says
            "connect_timeout": 5,
            "options": "-c statement_timeout=20000 -c lock_timeout=8000 -c timezone=UTC",
        },
    }
)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# A web process never opens Redis: limits and sessions live in PostgreSQL.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "operations_cache",
        # Above this many keys some that are still needed go: limits, codes that were used.
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    }
}
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "dashboard.views.people_entrance.too_old"
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
DATA_UPLOAD_MAX_MEMORY_SIZE = 3 * 1024 * 1024  # a paste of 1 MB, percent-encoded by a form
DATA_UPLOAD_MAX_NUMBER_FIELDS = 6000  # a tick and an answer for each of 2,000 links, and the form
# Files do not count into it; their limits stand in kernel.files, and what is over them is read past.
FILE_UPLOAD_HANDLERS = ["kernel.files.UploadHandler"]
DATA_UPLOAD_MAX_NUMBER_FILES = 1000

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["dashboard.sign_in.DeskBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("name", "email")},
    },
]
ACCOUNT_ADAPTER = "dashboard.sign_in.DeskAccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
PASSWORD_RESET_TIMEOUT = 60 * 60
ACCOUNT_RATE_LIMITS = {"reset_password": "20/m/ip,5/h/key"}
# How many proxies stand before the desk: whose address a limit counts.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXIES", default=0)
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # nobody gets mail from here because a stranger typed his address
ACCOUNT_SESSION_REMEMBER = False
# Second factors. Whoever has one of these roles can do nothing before he has set one up.
MFA_REQUIRED_ROLES: list[str] = env.list(
    "MFA_REQUIRED_ROLES", default=["approver", "supervisor", "administrator"]
)
# Long random words that seal the secrets of authenticator apps: the first seals, any reads.
FACTOR_KEYS: list[str] = env.list("FACTOR_KEYS", default=[])
MFA_ADAPTER = "dashboard.sign_in.DeskFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True  # the invitation came by mail to this very address
MFA_FORMS = {
    "authenticate": "dashboard.forms.people_factors.ShowCodeForm",
    "reauthenticate": "dashboard.forms.people_factors.ShowCodeAgainForm",
    "activate_totp": "dashboard.forms.people_factors.AddAppForm",
    "add_webauthn": "dashboard.forms.people_factors.AddPasskeyForm",
    "authenticate_webauthn": "dashboard.forms.people_factors.ShowPasskeyForm",
    "reauthenticate_webauthn": "dashboard.forms.people_factors.ShowPasskeyAgainForm",
    "login_webauthn": "dashboard.forms.people_factors.SignInByPasskeyForm",
}
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "dashboard:home"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("id", _("Indonesian"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "UTC"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = Path(env.str("STATIC_ROOT", default=str(BASE_DIR / "var" / "static")))
_NPM = BASE_DIR / "node_modules"
NPM_ICONS = _NPM / "@tabler" / "icons-sprite" / "dist" / "tabler-sprite.svg"
STATICFILES_DIRS: list[Any] = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "takedown.static_files.NpmFinder",
]
# Of the packages of pages, what is served and where: a few files of many.
NPM_FILES: dict[str, tuple[Path, tuple[str, ...]]] = {
    "tabler/css": (_NPM / "@tabler" / "core" / "dist" / "css", ("tabler.min.css", "tabler.min.css.map")),
    "echarts": (_NPM / "echarts" / "dist", ("echarts.simple.min.js",)),
}
WHITENOISE_USE_FINDERS = True

# Mail is thin (reference, due time, link) and leaves by the outbox only.
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="takedown@takedown.example")
OUTBOX_DIGEST_ABOVE = 5  # more late messages than this for one recipient become one

# Tokens or the pages' own session; JSON only; every refusal as problem details (api.problems).
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "api.authentication.TokenAuthentication",
        "api.authentication.SeatAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "api.problems.answer_to",
    "URL_FORMAT_OVERRIDE": None,
    "NUM_PROXIES": env.int("TRUSTED_PROXIES", default=0),
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Takedown",
    "DESCRIPTION": _(
        "The verbs of the desk for agencies and operators. Times are UTC; texts are in the language of "
        "Accept-Language, else the person's. Evidence comes in as multipart/form-data, at most 25 MB a file; "
        "files go out by addresses of their own, which stand in the answers."
    ),
    "VERSION": "1",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "SERVE_INCLUDE_SCHEMA": False,
    "COMPONENT_SPLIT_REQUEST": True,
    "POSTPROCESSING_HOOKS": [],  # words of an enum stand where they are used
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    # No links to single operations: each would be a link inside a button.
    "SWAGGER_UI_SETTINGS": {"deepLinking": False, "displayOperationId": False},
}

# Chains of the record are checked against the rows they are about (audit knows no model above it).
AUDIT_SUBJECTS = {"case": "cases.Case", "report": "cases.Report"}

# Celery carries hints only ("look in the table"). Early acknowledgement: with late ack the
# worker exits on a lost broker connection (celery 5.7.0). Reasons in docs/decisions.
CELERY_BROKER_URL = env.str("REDIS_URL", default="redis://127.0.0.1:6379/0")
CELERY_TASK_ACKS_LATE = False
CELERY_RESULT_BACKEND = None
CELERY_TASK_IGNORE_RESULT = True
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_SERIALIZER = "json"
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_ETA_TASK_LIMIT = 100
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_SOFT_TIME_LIMIT = 20
CELERY_TASK_TIME_LIMIT = 30
CELERY_TASK_DEFAULT_QUEUE = "deadlines"
CELERY_TASK_CREATE_MISSING_QUEUES = True
CELERY_TIMEZONE = "UTC"
CELERY_ENABLE_UTC = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 300,
    "socket_timeout": 5,
    "socket_connect_timeout": 5,
    "socket_keepalive": True,
    "retry_on_timeout": True,
    "health_check_interval": 5,
}
# Each worker takes a hint from a queue of its own this often, in seconds; four times as long
# without any is silence.
CANARY_EVERY = env.float("CANARY_EVERY", default=15.0)
CELERY_TASK_ROUTES = {
    "notifications.deliver_outbox": {"queue": "notify"},
    "cases.work_sheets": {"queue": "jobs"},
    "cases.work_moves": {"queue": "jobs"},
    "cases.work_checks": {"queue": "jobs"},
}
# Plain intervals in UTC: beat's crontab skips or doubles at daylight-saving changes. No hint
# expires: that would be judged by two hosts' clocks. takedown.beat bounds how many lie in wait.
CELERY_BEAT_SCHEDULE: dict[str, dict[str, Any]] = {
    "sweep": {"task": "cases.sweep_deadlines", "schedule": 1.0},
    "deliver": {"task": "notifications.deliver_outbox", "schedule": 1.0},
    "sheets": {"task": "cases.work_sheets", "schedule": 1.0},
    "moves": {"task": "cases.work_moves", "schedule": 1.0},
    "checks": {"task": "cases.work_checks", "schedule": 1.0},
    # One for each worker that is known; a busy worker may come to it late.
    "canaries": {"task": "operations.stamp_canary", "schedule": CANARY_EVERY},
}
CELERY_BEAT_SCHEDULER = "takedown.beat.CanaryScheduler"

# A malware scanner that looks at every file of evidence: the path of clamd's socket, or host:port.
# Where it does not answer, files are refused; CLAMD_REQUIRED=false takes them unscanned.
CLAMD = env.str("CLAMD", default="")
CLAMD_REQUIRED = env.bool("CLAMD_REQUIRED", default=True)

# Where new originals of evidence go: "database", or "objects", a store that speaks S3. What lies in
# the one is read from there, whatever is chosen later (cases.domain.originals).
EVIDENCE_STORE = env.str("EVIDENCE_STORE", default="database")
STORAGES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
if bucket := env.str("EVIDENCE_BUCKET", default=""):
    STORAGES["evidence"] = {
        "BACKEND": "takedown.object_store.ObjectStore",
        "OPTIONS": {
            "bucket_name": bucket,
            "endpoint_url": env.str("EVIDENCE_ENDPOINT", default="") or None,
            "region_name": env.str("EVIDENCE_REGION", default="") or None,
            "access_key": env.str("EVIDENCE_KEY_ID", default="") or None,
            "secret_key": env.str("EVIDENCE_SECRET_KEY", default="") or None,
        },
    }
    CELERY_TASK_ROUTES["cases.sweep_up_originals"] = {"queue": "jobs"}
    CELERY_BEAT_SCHEDULE["originals"] = {"task": "cases.sweep_up_originals", "schedule": 60.0}

# What every line of the log goes through, of our own loggers and of everybody else's.
_LOG_CHAIN: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.format_exc_info,
    mask_secrets,
]
structlog.configure(
    processors=[
        structlog.stdlib.filter_by_level,
        *_LOG_CHAIN,
        structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
    ],
    logger_factory=structlog.stdlib.LoggerFactory(),
    cache_logger_on_first_use=True,
)
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": {
            "()": structlog.stdlib.ProcessorFormatter,
            "foreign_pre_chain": _LOG_CHAIN,
            "processors": [
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(),
            ],
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="WARNING")},
    # The web server's own lines, once the application is there, like all others.
    "loggers": {"gunicorn.error": {"handlers": ["console"], "propagate": False}},
}
