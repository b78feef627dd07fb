"""Registers the app."""

from django.apps import AppConfig


class ChannelsRegistryConfig(AppConfig):
    """See ARCHITECTURE.md for what this floor holds."""

    name = "channels_registry"
    default_auto_field = "django.db.models.BigAutoField"
