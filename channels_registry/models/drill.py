"""Test notices to the contacts of a service: no case, and in no figure of the casework."""

import uuid
from datetime import datetime, timedelta

from django.db import models

from accounts.models import Organisation
from channels_registry.enums import DrillState
from channels_registry.models.platform import Contact, Platform


class Drill(models.Model):
    """One test of whether a service is reached, once a platform and period.

    ``contact`` was asked first. Unanswered at ``due_at``, the owning agency is told at
    ``escalated_at`` and ``next_contact`` is asked. Late answers count as late.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    platform = models.ForeignKey(Platform, on_delete=models.PROTECT, related_name="drills")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    period = models.DateTimeField()
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="+")
    next_contact = models.ForeignKey(Contact, null=True, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField()
    due_at = models.DateTimeField()
    escalated_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(Contact, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-started_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["platform", "period"], name="drill_once_a_period"),
            models.CheckConstraint(
                condition=models.Q(due_at__gt=models.F("started_at")), name="drill_has_time"
            ),
            models.CheckConstraint(
                condition=models.Q(answered_at=None, answered_by=None)
                | models.Q(answered_at__isnull=False, answered_by__isnull=False),
                name="drill_answered_by_somebody",
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at"],
                condition=models.Q(answered_at=None, escalated_at=None),
                name="drill_waiting",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.platform_id} {self.period:%Y-%m-%d}"

    @property
    def response(self) -> timedelta | None:
        """How long the answer took."""
        return self.answered_at - self.started_at if self.answered_at else None

    def state_at(self, now: datetime) -> DrillState:
        """Return where it stands; unanswered is computed when read."""
        if self.answered_at is not None:
            return DrillState.ANSWERED if self.answered_at < self.due_at else DrillState.LATE
        return DrillState.UNANSWERED if self.due_at <= now else DrillState.ASKED
