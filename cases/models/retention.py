"""How long texts are kept: what holds them back, and the orders to erase."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from accounts.models import Organisation
from cases.models.agency_file import AgencyQuerySet
from cases.models.case import Case
from kernel.scope import ScopedManager


class LegalHoldQuerySet(AgencyQuerySet["LegalHold"]):
    """The agency's own."""


class LegalHold(models.Model):
    """Nothing of a case or of its report is erased while a hold stands."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="holds")
    agency = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=500)
    placed_at = models.DateTimeField()
    placed_by = models.CharField(max_length=200)
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.CharField(max_length=200, blank=True)

    objects = ScopedManager.from_queryset(LegalHoldQuerySet)()

    class Meta:
        ordering = ["-placed_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["case"], condition=Q(lifted_at=None), name="hold_one_a_case"),
        ]

    def __str__(self) -> str:
        return f"hold on {self.case_id}"


class Erasure(models.Model):
    """An order to erase what was due at ``until``: found by whoever comes round, batch by batch.

    ``chosen`` are the keys of the cases that the order was given for, and no other is touched.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    agency = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    until = models.DateTimeField()
    chosen = ArrayField(models.BigIntegerField())
    total = models.PositiveIntegerField()
    done = models.PositiveIntegerField(default=0)
    ordered_at = models.DateTimeField()
    ordered_by = models.CharField(max_length=200)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-ordered_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency"], condition=Q(finished_at=None), name="erasure_one_an_agency"
            ),
        ]

    def __str__(self) -> str:
        return f"erasure of {self.agency_id} until {self.until:%Y-%m-%d}"
