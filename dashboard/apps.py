"""Registers the app."""

from django.apps import AppConfig


class DashboardConfig(AppConfig):
    """See ARCHITECTURE.md for what this floor holds."""

    name = "dashboard"
    default_auto_field = "django.db.models.BigAutoField"
