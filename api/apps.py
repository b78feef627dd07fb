"""Registers the app."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """The REST interface: serializers, views, tokens at the door. No models."""

    name = "api"
