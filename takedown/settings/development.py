"""A desk on one's own machine, started by ``./dev up``."""

from pathlib import Path

from takedown.settings.base import *  # noqa: F403  settings modules extend each other
from takedown.settings.base import BASE_DIR, env

SECRET_KEY = env.str("SECRET_KEY", default="for-development-only-" + "x" * 40)
DEBUG = env.bool("DEBUG", default=False)
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]", "testserver"]
TAKEDOWN_DATA = Path(env.str("TAKEDOWN_DATA", default=str(BASE_DIR / ".data")))
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = str(TAKEDOWN_DATA / "mail")
MFA_REQUIRED_ROLES = env.list("MFA_REQUIRED_ROLES", default=[])
FACTOR_KEYS = env.list("FACTOR_KEYS", default=[SECRET_KEY])
