"""Words of the record."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ActorKind(TextChoices):
    """Who can act."""

    USER = "user", _("Person")
    TOKEN = "token", _("Token of a person")
    CONTACT = "contact", _("Contact by signed link")
    ENGINE = "engine", _("Engine")
    COMMAND = "command", _("Command line")


class FaultKind(TextChoices):
    """What can be wrong with the record."""

    CHANGED = "changed", _("Changed after it was written")
    MISSING = "missing", _("Missing")
    REORDERED = "reordered", _("Moved to another place")
    UNCHAINED = "unchained", _("Not chained to the entry before")
    LAST_MISSING = "last_missing", _("Missing at the end")
    CHAIN_MISSING = "chain_missing", _("The whole chain is missing")
    HEAD_CHANGED = "head_changed", _("The chain's head does not fit its last entry")
    HEAD_MISSING = "head_missing", _("The chain has no head")
    SEALED_MISSING = "sealed_missing", _("Missing, though a checkpoint sealed it")
    SEALED_OTHERWISE = "sealed_otherwise", _("Not what a checkpoint sealed")
    SUBJECT_UNRECORDED = "subject_unrecorded", _("The subject exists, its chain does not")
    CHECKPOINT_CHANGED = "checkpoint_changed", _("Checkpoint changed after it was written")
    CHECKPOINT_MISSING = "checkpoint_missing", _("Checkpoint missing")
    CHECKPOINT_NOT_PUBLISHED = "checkpoint_not_published", _("Not the checkpoint that was published")
