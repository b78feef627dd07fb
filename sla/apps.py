"""Registers the app."""

from django.apps import AppConfig


class SlaConfig(AppConfig):
    """See ARCHITECTURE.md for what this floor holds."""

    name = "sla"
    default_auto_field = "django.db.models.BigAutoField"
