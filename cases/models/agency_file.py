"""What is the agency's alone: who filed, who looked, who approved, who reviewed."""

from typing import Self, TypeVar

from django.db import models
from django.db.models import F, Q

from accounts.domain.acting import Actor
from accounts.models import Organisation, User
from audit.models import SaltedText
from cases.enums import ApprovalDecision
from cases.models.case import Case
from cases.models.report import Report
from cases.models.shared_row import public_id
from kernel.scope import ScopedManager, ScopedQuerySet

M = TypeVar("M", bound=models.Model)


class AgencyQuerySet(ScopedQuerySet[M]):
    """Seen by the agency that owns the case, by nobody else."""

    def visible_to(self, actor: Actor) -> Self:
        """Return the rows of the actor's own agency."""
        if actor.is_operator:
            return self.none()
        return self.filter(case__in=Case.objects.visible_to(actor))


class FilingQuerySet(AgencyQuerySet["Filing"]):
    """Who filed."""


class Filing(models.Model):
    """Who filed a case, and from which report."""

    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="filing")
    agency = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    report = models.ForeignKey(Report, null=True, on_delete=models.PROTECT, related_name="filings")
    filer = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    replay_of = models.CharField(max_length=60, blank=True)

    objects = ScopedManager.from_queryset(FilingQuerySet)()

    def __str__(self) -> str:
        return f"filing of {self.case_id}"


class ApprovalQuerySet(AgencyQuerySet["Approval"]):
    """Second signatures."""


class Approval(models.Model):
    """The second signature, bound by hash to what was seen. Any edit voids it.

    ``single_signature``: the case went out on the filer's signature; another person
    confirms or withdraws.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="approvals")
    agency = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    filer = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    single_signature = models.BooleanField(default=False)
    content_hash = models.CharField(max_length=64)
    asked_at = models.DateTimeField()
    decision = models.CharField(max_length=10, choices=ApprovalDecision, blank=True)
    decided_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    reason = models.TextField(blank=True)

    objects = ScopedManager.from_queryset(ApprovalQuerySet)()

    class Meta:
        ordering = ["case", "asked_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("filer")),
                name="approval_by_another_person",
            ),
            models.CheckConstraint(
                condition=Q(decision="", decided_at=None) | (~Q(decision="") & ~Q(decided_at=None)),
                name="approval_decided_has_instant",
            ),
            models.UniqueConstraint(fields=["case"], condition=Q(decision=""), name="approval_one_open"),
        ]

    def __str__(self) -> str:
        return f"approval of {self.case_id}"


class LookQuerySet(AgencyQuerySet["Look"]):
    """What was seen."""


class Look(models.Model):
    """What an approver last saw of a draft, so that he is shown what changed since."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="looks")
    agency = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    content_hash = models.CharField(max_length=64)
    content = models.JSONField()
    at = models.DateTimeField()

    objects = ScopedManager.from_queryset(LookQuerySet)()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "user"], name="look_last_only")]

    def __str__(self) -> str:
        return f"look at {self.case_id}"


class ReviewQuerySet(AgencyQuerySet["Review"]):
    """Objections decided."""


class Review(models.Model):
    """Who decided an objection: neither the filer nor the approver."""

    response = models.OneToOneField("cases.PlatformResponse", on_delete=models.PROTECT, related_name="review")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="reviews")
    agency = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    filer = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    approver = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    upheld = models.BooleanField()
    at = models.DateTimeField()

    objects = ScopedManager.from_queryset(ReviewQuerySet)()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=(Q(filer=None) | ~Q(decided_by=F("filer")))
                & (Q(approver=None) | ~Q(decided_by=F("approver"))),
                name="review_by_a_third_person",
            )
        ]

    def __str__(self) -> str:
        return f"review of {self.response_id}"


class NoteQuerySet(AgencyQuerySet["Note"]):
    """The agency's own words."""


class Note(SaltedText):
    """What the agency wrote for itself: what a colleague should know, or why its own clock was changed."""

    public_id = public_id()
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="notes")
    agency = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    author = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    author_label = models.CharField(max_length=200)
    text = models.TextField()
    at = models.DateTimeField()

    objects = ScopedManager.from_queryset(NoteQuerySet)()

    class Meta:
        ordering = ["case", "at", "id"]

    def __str__(self) -> str:
        return f"note on {self.case_id}"
