"""Registers the app, and refuses settings of the second factor that would not hold."""

from django.apps import AppConfig
from django.core.exceptions import ImproperlyConfigured

SHORTEST_KEY = 32


class AccountsConfig(AppConfig):
    """See ARCHITECTURE.md for what this floor holds."""

    name = "accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Stop the start where a role is misspelt or a key is missing. Raises ImproperlyConfigured."""
        from django.conf import settings

        from accounts.enums import Role

        unknown = sorted(set(settings.MFA_REQUIRED_ROLES) - set(Role.values))
        if unknown:
            raise ImproperlyConfigured(f"MFA_REQUIRED_ROLES names no role: {', '.join(unknown)}")
        if not settings.FACTOR_KEYS or any(len(key) < SHORTEST_KEY for key in settings.FACTOR_KEYS):
            raise ImproperlyConfigured(f"FACTOR_KEYS needs words of at least {SHORTEST_KEY} characters.")
