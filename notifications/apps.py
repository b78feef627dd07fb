"""Registers the app."""

from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    """See ARCHITECTURE.md for what this floor holds."""

    name = "notifications"
    default_auto_field = "django.db.models.BigAutoField"
