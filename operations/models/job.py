"""Long work that a page waits for."""

import uuid

from django.db import models
from django.db.models import Q

from operations.enums import OPEN_JOBS, JobKind, JobState


class Job(models.Model):
    """One piece of long work: found by workers as a row, done once, whoever dies meanwhile.

    ``subject`` is the public id of what it works on, ``organisation`` and ``person`` are the
    keys of whose it is; no foreign key leads up from this floor. ``words`` is what was asked:
    words and ids, never a text of somebody's. ``said`` is the sentence of a failure by language.
    Whoever works at it holds ``lease`` until ``lease_until``; then anybody may take it.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=20, choices=JobKind)
    state = models.CharField(max_length=10, choices=JobState, default=JobState.WAITING)
    subject = models.UUIDField()
    organisation = models.BigIntegerField()
    person = models.BigIntegerField()
    words = models.JSONField(default=dict)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    result = models.JSONField(default=dict)
    error = models.CharField(max_length=60, blank=True)
    said = models.JSONField(default=dict)
    attempts = models.PositiveSmallIntegerField(default=0)
    lease = models.UUIDField(null=True)
    lease_until = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subject"], condition=Q(state__in=OPEN_JOBS), name="job_one_open_a_subject"
            ),
            models.CheckConstraint(
                condition=Q(state__in=OPEN_JOBS, ended_at=None)
                | (~Q(state__in=OPEN_JOBS) & ~Q(ended_at=None)),
                name="job_ended_has_instant",
            ),
        ]
        indexes = [
            models.Index(fields=["created_at"], condition=Q(state__in=OPEN_JOBS), name="job_open_oldest"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}"

    @property
    def is_open(self) -> bool:
        """Whether it waits or is worked at."""
        return self.state in OPEN_JOBS

    @property
    def percent(self) -> int:
        """How far it has come."""
        return min(100, 100 * self.done // self.total) if self.total else 0
