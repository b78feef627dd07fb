"""Orders to let open cases run under another version of their policy."""

import uuid
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models

from accounts.domain.acting import Actor
from accounts.models import Organisation
from cases.models.report import CASEWORK_ROLES
from kernel.scope import ScopedManager, ScopedQuerySet
from operations.models import Job
from sla.models import PolicyVersion


class PolicyMoveQuerySet(ScopedQuerySet["PolicyMove"]):
    """The agency's own."""

    def visible_to(self, actor: Actor) -> Self:
        """Return the orders of the actor's own agency."""
        if actor.is_system:
            return self.all()
        if not (actor.is_agency and actor.sees(*CASEWORK_ROLES)):
            return self.none()
        return self.filter(agency_id=actor.organisation_id)


class PolicyMove(models.Model):
    """An agency's order that its open cases go over to a version: one job, case by case.

    ``chosen`` are the keys of the cases for which the order was given, and no other is
    touched. ``moved`` of them went over; the rest had ended meanwhile or stood there already.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    agency = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey(PolicyVersion, on_delete=models.PROTECT, related_name="+")
    chosen = ArrayField(models.BigIntegerField())
    moved = models.PositiveIntegerField(default=0)
    ordered_at = models.DateTimeField()
    ordered_by = models.CharField(max_length=200)
    finished_at = models.DateTimeField(null=True)
    job = models.ForeignKey(Job, null=True, on_delete=models.SET_NULL, related_name="+")

    objects = ScopedManager.from_queryset(PolicyMoveQuerySet)()

    class Meta:
        ordering = ["-ordered_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "version"],
                condition=models.Q(finished_at=None),
                name="policy_move_one_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency_id} to {self.version_id}"
