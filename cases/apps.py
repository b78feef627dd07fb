"""Registers the app."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """See ARCHITECTURE.md for what this floor holds."""

    name = "cases"
    default_auto_field = "django.db.models.BigAutoField"
