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
    SENDER_SILENT = "outbox"


class JobKind(TextChoices):
    """What a job does."""

    JUDGE_SHEET = "judge_sheet", _("Check a sheet")
    IMPORT_SHEET = "import_sheet", _("Import a sheet")
    MOVE_CASES = "move_cases", _("Move open cases to another version")
    CHECK_RECORD = "check_record", _("Check the record of an agency")


class JobState(TextChoices):
    """Where a job stands."""

    WAITING = "waiting", _("Waits for a worker")
    RUNNING = "running", _("In progress")
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed")


OPEN_JOBS = (JobState.WAITING, JobState.RUNNING)
