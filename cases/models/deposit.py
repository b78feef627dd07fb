"""Originals whose bytes lie in a store of objects instead of the database."""

import pgtrigger
from django.db import models
from django.db.models import Q

from cases.models.report import Report


class Deposit(models.Model):
    """The bytes of an original under their hash: one object, however many rows of evidence hold it.

    Written before its bytes go to the store. ``keep_until``: null while a row of evidence holds
    it, else the instant from which it is swept up. ``leaving_at``: it is being removed, and
    nothing may hold it any more. ``report``: for which it was handed in last.
    """

    sha256 = models.CharField(max_length=64, unique=True, db_collation="C")
    size = models.PositiveIntegerField()
    report = models.ForeignKey(Report, null=True, on_delete=models.SET_NULL, related_name="+")
    keep_until = models.DateTimeField(null=True)
    leaving_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(leaving_at=None) | Q(keep_until__isnull=False), name="deposit_held_stays"
            ),
        ]
        indexes = [
            models.Index(fields=["keep_until"], condition=Q(keep_until__isnull=False), name="deposit_unheld"),
        ]
        triggers = [pgtrigger.ReadOnly(name="bytes_stay", fields=["sha256", "size"])]

    def __str__(self) -> str:
        return self.sha256
