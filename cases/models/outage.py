"""When a portal was down: declared by an agency, credited to the clocks of its cases."""

import uuid

import pgtrigger
from django.db import models
from django.db.models import Q

from accounts.models import Organisation
from channels_registry.models import Platform


class Outage(models.Model):
    """An interval in which a service's portal was down, or the desk's own (no ``platform``).

    The agency's own row: both sides read what came of it at the clocks, as a stop with this
    cause. What was declared is final.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    agency = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    platform = models.ForeignKey(Platform, null=True, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField()
    reason = models.CharField(max_length=500)
    cases = models.PositiveIntegerField()
    declared_at = models.DateTimeField()
    declared_by = models.CharField(max_length=200)

    class Meta:
        ordering = ["-declared_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at__gt=models.F("started_at"), declared_at__gte=models.F("ended_at")),
                name="outage_is_past",
            ),
        ]
        triggers = [pgtrigger.Protect(name="is_final", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"outage of {self.platform_id or 'the desk'} from {self.started_at:%Y-%m-%d %H:%M}"
