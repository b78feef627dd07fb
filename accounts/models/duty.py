"""Who has to be reached when: shifts of a roster, and absences with a stand-in."""

import uuid

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeBoundary, RangeOperators
from django.db import models

from accounts.enums import DUTY_ROLES, Role
from accounts.models.organisation import Organisation
from accounts.models.user import User

NOTE_AT_MOST = 500


class _Span(models.Func):
    function = "TSTZRANGE"
    output_field = DateTimeRangeField()


def _span() -> _Span:
    return _Span("begins_at", "ends_at", RangeBoundary())


class Shift(models.Model):
    """Somebody is on duty in a role of his organisation, from an instant to another.

    Several may be on duty at once; one person is once. ``note``: what whoever handed over
    wrote to him.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="shifts")
    role = models.CharField(max_length=15, choices=Role)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="shifts")
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    note = models.CharField(max_length=NOTE_AT_MOST, blank=True)
    handed_over_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(role__in=DUTY_ROLES), name="shift_role_has_duty"),
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("begins_at")), name="shift_ends_after_it_begins"
            ),
            ExclusionConstraint(
                name="shift_one_a_person",
                expressions=[
                    ("user", RangeOperators.EQUAL),
                    ("role", RangeOperators.EQUAL),
                    (_span(), RangeOperators.OVERLAPS),
                ],
            ),
        ]
        indexes = [models.Index(fields=["organisation", "ends_at"], name="shift_of_house")]

    def __str__(self) -> str:
        return f"{self.role}: {self.user}"


class Absence(models.Model):
    """A person is away; meanwhile ``stand_in`` is told in his place."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="absences")
    stand_in = models.ForeignKey(User, on_delete=models.PROTECT, related_name="stands_in")
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    entered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("begins_at")), name="absence_ends_after_it_begins"
            ),
            models.CheckConstraint(condition=~models.Q(user=models.F("stand_in")), name="absence_of_another"),
            ExclusionConstraint(
                name="absence_one_at_a_time",
                expressions=[("user", RangeOperators.EQUAL), (_span(), RangeOperators.OVERLAPS)],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} away"
