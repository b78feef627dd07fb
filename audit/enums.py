"""Words of the record."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ActorKind(TextChoices):
    """Who can act."""

    USER = "user", _("Person")
    CONTACT = "contact", _("Contact by signed link")
    ENGINE = "engine", _("Engine")
    COMMAND = "command", _("Command line")
