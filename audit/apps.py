"""Registers the app."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """See ARCHITECTURE.md for what this floor holds."""

    name = "audit"
    default_auto_field = "django.db.models.BigAutoField"
