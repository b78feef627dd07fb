"""How a row says its words."""

from typing import Any

from django.db import models


class Displayed(models.Model):
    """A row whose ``get_…_display`` looks one word up.

    Django's own hashes every word of the enum each time, which translates all of them: on a
    page of the queue that was a third of the work.
    """

    class Meta:
        abstract = True

    def _get_FIELD_display(self, field: Any) -> str:  # noqa: N802  Django's name for it
        value = getattr(self, field.attname)
        return str(dict(field.flatchoices).get(value, value))
