"""Registers the app."""

from django.apps import AppConfig


class OperationsConfig(AppConfig):
    """See ARCHITECTURE.md for what this floor holds."""

    name = "operations"
    default_auto_field = "django.db.models.BigAutoField"
