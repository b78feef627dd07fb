"""What an agency and a service agreed: procedures, their wordings, what each side promised."""

import uuid
from datetime import datetime
from typing import Self, TypeVar

import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models.functions import Coalesce

from accounts.domain.acting import Actor
from accounts.domain.rights import edits_shared
from accounts.models import Organisation
from channels_registry.models import Platform
from sla.enums import AgreementKind, CommitmentState, FlaggerState, Party, Urgency
from sla.models.law import Category
from sla.models.policy import Policy, PolicyVersion

M = TypeVar("M", bound=models.Model)


def sees_all(actor: Actor) -> bool:
    """Whether the actor keeps the agreements of all: the owner's administrator, the engine."""
    return edits_shared(actor) or actor.is_system


def is_a_side(actor: Actor, prefix: str = "") -> models.Q:
    """Return the condition under which a row of an agency and a service is the actor's to read."""
    ours = models.Q(**{f"{prefix}agency": actor.organisation_id})
    return ours | models.Q(**{f"{prefix}platform__organisation": actor.organisation_id})


class SidesQuerySet(models.QuerySet[M]):
    """Seen by both sides and by who keeps them; by nobody else."""

    prefix = ""

    def visible_to(self, actor: Actor) -> Self:
        """Return the rows that ``actor`` may know of."""
        if sees_all(actor):
            return self.all()
        if actor.organisation_id is None:
            return self.none()
        return self.filter(is_a_side(actor, self.prefix))


class PartQuerySet(SidesQuerySet[M]):
    """Rows of an agreement, seen with it."""

    prefix = "agreement__"


class Agreement(models.Model):
    """A procedure agreed between one agency and one service (SOP, joint statement).

    Empty ``category`` or ``urgency`` means all. Two in force for the same never overlap.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=10, choices=AgreementKind, default=AgreementKind.SOP)
    agency = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="agreements")
    platform = models.ForeignKey(Platform, on_delete=models.PROTECT, related_name="agreements")
    category = models.ForeignKey(Category, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    urgency = models.CharField(max_length=10, choices=Urgency, blank=True)
    policy = models.ForeignKey(Policy, on_delete=models.PROTECT, related_name="agreements")
    title = models.CharField(max_length=200)
    in_force = DateTimeRangeField()

    objects = models.Manager.from_queryset(SidesQuerySet["Agreement"])()

    class Meta:
        ordering = ["title", "id"]
        constraints = [
            ExclusionConstraint(
                name="agreement_no_overlap",
                expressions=[
                    ("agency", RangeOperators.EQUAL),
                    ("platform", RangeOperators.EQUAL),
                    (Coalesce("category", 0), RangeOperators.EQUAL),
                    ("urgency", RangeOperators.EQUAL),
                    ("in_force", RangeOperators.OVERLAPS),
                ],
            )
        ]

    def __str__(self) -> str:
        return self.title


class AgreementVersion(models.Model):
    """One wording of an agreement: a text, or a PDF with its hash. Never changed, never removed.

    ``policy_version`` is what of the policy was published when this wording was agreed.
    """

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    effective_from = models.DateField()
    text = models.TextField(blank=True)
    file_name = models.CharField(max_length=255, blank=True)
    file_size = models.PositiveIntegerField(null=True)
    file_data = models.BinaryField(null=True)
    sha256 = models.CharField(max_length=64, db_collation="C")
    policy_version = models.ForeignKey(PolicyVersion, null=True, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    added_by = models.CharField(max_length=200)

    objects = models.Manager.from_queryset(PartQuerySet["AgreementVersion"])()

    class Meta:
        ordering = ["agreement", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "number"], name="agreement_version_once"),
            models.CheckConstraint(
                condition=(~models.Q(text="") & models.Q(file_data=None))
                | (models.Q(text="", file_data__isnull=False) & ~models.Q(file_name="")),
                name="agreement_version_text_or_file",
            ),
        ]
        triggers = [pgtrigger.Protect(name="wording_is_final", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.agreement_id} v{self.number}"


class Commitment(models.Model):
    """What a side promised in an agreement, until when, and what proves that it was done.

    Due at the end of ``due_on`` in the agency's zone, which is the instant ``due_at``.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="commitments")
    party = models.CharField(max_length=10, choices=Party)
    person = models.CharField(max_length=150, blank=True)
    text = models.CharField(max_length=500)
    due_on = models.DateField()
    due_at = models.DateTimeField()
    met_at = models.DateTimeField(null=True)
    met_by = models.CharField(max_length=200, blank=True)
    proof = models.CharField(max_length=500, blank=True)

    objects = models.Manager.from_queryset(PartQuerySet["Commitment"])()

    class Meta:
        ordering = ["due_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(met_at=None, proof="")
                | (models.Q(met_at__isnull=False) & ~models.Q(proof="")),
                name="commitment_met_is_proven",
            )
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=models.Q(met_at=None), name="commitment_open"),
        ]

    def __str__(self) -> str:
        return self.text

    def state_at(self, now: datetime) -> CommitmentState:
        """Return where it stands: met, missed once its day has passed, else open."""
        if self.met_at is not None:
            return CommitmentState.MET
        return CommitmentState.MISSED if self.due_at <= now else CommitmentState.OPEN


class TrustedFlagger(models.Model):
    """An agency whose cases a service takes first, in all categories or in one.

    Suspended or ended it opens the lane to no case from that instant; what was sent keeps it.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    agency = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="flagger_statuses")
    platform = models.ForeignKey(Platform, on_delete=models.PROTECT, related_name="trusted_flaggers")
    category = models.ForeignKey(Category, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    in_force = DateTimeRangeField()
    granted_by = models.CharField(max_length=200)
    suspended_from = models.DateTimeField(null=True)
    suspension_reason = models.CharField(max_length=500, blank=True)

    objects = models.Manager.from_queryset(SidesQuerySet["TrustedFlagger"])()

    class Meta:
        ordering = ["agency", "platform", "id"]
        constraints = [
            ExclusionConstraint(
                name="trusted_flagger_no_overlap",
                expressions=[
                    ("agency", RangeOperators.EQUAL),
                    ("platform", RangeOperators.EQUAL),
                    (Coalesce("category", 0), RangeOperators.EQUAL),
                    ("in_force", RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(
                condition=models.Q(suspended_from=None, suspension_reason="")
                | (models.Q(suspended_from__isnull=False) & ~models.Q(suspension_reason="")),
                name="flagger_suspended_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency} at {self.platform}"

    def state_at(self, now: datetime) -> FlaggerState:
        """Return where the status stands at ``now``."""
        since, until = self.in_force.lower, self.in_force.upper
        if until is not None and until <= now:
            return FlaggerState.ENDED
        if self.suspended_from is not None and self.suspended_from <= now:
            return FlaggerState.SUSPENDED
        return FlaggerState.COMING if since is not None and since > now else FlaggerState.IN_FORCE
