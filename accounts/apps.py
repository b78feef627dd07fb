"""Registers the app."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """See ARCHITECTURE.md for what this floor holds."""

    name = "accounts"
    default_auto_field = "django.db.models.BigAutoField"
