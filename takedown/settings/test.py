"""The test suite: a real PostgreSQL of its own, mail kept in memory."""

from takedown.settings.base import *  # noqa: F403  settings modules extend each other
from takedown.settings.base import DATABASES, env

SECRET_KEY = "for-tests-only-" + "x" * 40
FACTOR_KEYS = ["for-tests-only-" + "y" * 40]
MFA_REQUIRED_ROLES = []  # the tests of the second factor ask for it
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "testserver"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # speed; nothing real here
# Several runs may share one server, each with a database of its own.
DATABASES["default"]["TEST"] = {"NAME": "test_takedown" + env.str("TEST_DB_SUFFIX", default="")}
# Files are looked up when asked for: nothing is collected, and no start scans the packages.
WHITENOISE_AUTOREFRESH = True
