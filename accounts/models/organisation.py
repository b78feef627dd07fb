"""Agencies and operators."""

import uuid

from django.db import models

from accounts.enums import OrganisationKind


class Organisation(models.Model):
    """An agency that issues, an agency that only refers, or an operator of platforms."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=10, choices=OrganisationKind)
    name = models.CharField(max_length=200, unique=True)
    jurisdiction = models.CharField(max_length=2, db_collation="C")
    time_zone = models.CharField(max_length=50, default="UTC")
    language = models.CharField(max_length=5, default="en")
    owner = models.BooleanField(default=False)
    active = models.BooleanField(default=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=OrganisationKind.values),
                name="organisation_kind_known",
            ),
            models.CheckConstraint(
                condition=models.Q(owner=False) | models.Q(kind=OrganisationKind.ISSUING),
                name="organisation_owner_issues",
            ),
            models.UniqueConstraint(
                fields=["owner"], condition=models.Q(owner=True), name="organisation_one_owner"
            ),
        ]

    def __str__(self) -> str:
        return self.name
