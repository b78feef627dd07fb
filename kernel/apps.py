"""Registers the app."""

from django.apps import AppConfig


class KernelConfig(AppConfig):
    """Clock, errors, references, scope, paging. No models."""

    name = "kernel"
