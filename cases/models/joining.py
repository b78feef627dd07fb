"""Agencies that join a case of another, and the links that gave way to it. No operator reads these."""

import uuid
from typing import Self

from django.db import models
from django.db.models import F, Q

from accounts.domain.acting import Actor
from accounts.models import Organisation, User
from audit.models import SaltedText
from cases.enums import STANDING_JOININGS, CoSignatureState
from cases.models.agency_file import AgencyQuerySet
from cases.models.case import Case
from cases.models.report import CASEWORK_ROLES, Report
from channels_registry.enums import TargetKind
from kernel.scope import ScopedManager, ScopedQuerySet
from sla.models import Category, LegalBasis


class CoSignatureQuerySet(ScopedQuerySet["CoSignature"]):
    """Seen by the agency that joins; of a confirmed one the issuer sees who it is."""

    def visible_to(self, actor: Actor) -> Self:
        """Return the joinings of the actor's own agency."""
        if actor.is_system:
            return self.all()
        if not (actor.is_agency and actor.sees(*CASEWORK_ROLES)):
            return self.none()
        seen = self.filter(cosigner_id=actor.organisation_id)
        if actor.cleared:
            return seen
        return seen.exclude(case__category__restricted=True).exclude(category__restricted=True)

    def told_to_issuer(self, actor: Actor) -> Self:
        """Return the confirmed joinings of cases of the actor's agency."""
        if actor.is_operator:
            return self.none()
        return self.filter(case__in=Case.objects.visible_to(actor), state=CoSignatureState.CONFIRMED)


class CoSignature(SaltedText):
    """What another agency puts beside a case: a provision and reasons of its own.

    It binds like a filing: one person of the agency signs, another confirms. ``cosigner``
    joins ``case``, which stays its issuer's. ``became``: the agency's own case, once the
    issuer withdrew and the pursuit passed on.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="cosignatures")
    cosigner = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="cosignatures")
    key = models.CharField(max_length=500, db_collation="C")
    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="+")
    legal_basis = models.ForeignKey(LegalBasis, on_delete=models.PROTECT, related_name="+")
    reasons = models.TextField()
    considerations = models.TextField()
    file_number = models.CharField(max_length=100, blank=True)
    state = models.CharField(max_length=10, choices=CoSignatureState, default=CoSignatureState.ASKED)
    signer = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    return_reason = models.TextField(blank=True)
    ended_at = models.DateTimeField(null=True)
    became = models.ForeignKey(Case, null=True, on_delete=models.PROTECT, related_name="+")

    objects = ScopedManager.from_queryset(CoSignatureQuerySet)()

    class Meta:
        ordering = ["-asked_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "cosigner"],
                condition=Q(state__in=STANDING_JOININGS),
                name="cosignature_once_an_agency",
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("signer")),
                name="cosignature_by_another_person",
            ),
            models.CheckConstraint(
                condition=~Q(state=CoSignatureState.CONFIRMED) | Q(decided_by__isnull=False),
                name="cosignature_confirmed_by_a_person",
            ),
            models.CheckConstraint(
                condition=(Q(state=CoSignatureState.PASSED_ON, became__isnull=False))
                | (~Q(state=CoSignatureState.PASSED_ON) & Q(became=None)),
                name="cosignature_became_a_case",
            ),
        ]
        indexes = [models.Index(fields=["cosigner", "-asked_at", "-id"], name="cosignature_newest")]

    def __str__(self) -> str:
        return f"joining of {self.case_id}"


class SetAsideQuerySet(AgencyQuerySet["SetAside"]):
    """What gave way."""


class SetAside(models.Model):
    """A link of a case that another case had claimed by the time this one was sent.

    It was filed and approved and did not go out: everything that the item held is kept here.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="set_aside")
    agency = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()
    url = models.TextField()
    key = models.CharField(max_length=500, db_collation="C")
    kind = models.CharField(max_length=15, choices=TargetKind)
    legal_basis = models.ForeignKey(LegalBasis, on_delete=models.PROTECT, related_name="+")
    statement = models.TextField(blank=True)
    in_hand_since = models.DateTimeField()
    at = models.DateTimeField()

    objects = ScopedManager.from_queryset(SetAsideQuerySet)()

    class Meta:
        ordering = ["case", "position"]
        constraints = [models.UniqueConstraint(fields=["case", "key"], name="set_aside_once")]

    def __str__(self) -> str:
        return self.key
