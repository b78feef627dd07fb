"""Words of the machine room."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Work(TextChoices):
    """What a runner does."""

    SWEEP = "sweep", _("Deadlines")
    OUTBOX = "outbox", _("Notices")
    NUDGE = "nudge", _("Nudges")


class DeskState(TextChoices):
    """What the health endpoints say of the desk, to anybody."""

    OK = "ok"
    NO_DATABASE = "database"
    NOT_MIGRATED = "migrations"
    ENGINE_SILENT = "engine"
