"""Registers the app."""

from django.apps import AppConfig
from django.core import checks


class CasesConfig(AppConfig):
    """See ARCHITECTURE.md for what this floor holds."""

    name = "cases"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register what ``manage.py check`` asks of the store of originals."""
        from cases.domain.store_checks import check_choice, check_store

        checks.register(check_choice)
        checks.register(check_store, deploy=True)
