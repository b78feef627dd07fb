"""What an analyst enters. The agency's own: no operator ever reads these tables."""

from typing import Self

import pgtrigger
from django.db import models
from django.db.models import Q

from accounts.domain.acting import Actor
from accounts.enums import Role
from accounts.models import Organisation, User
from audit.models import SaltedText
from cases.enums import Disposition, ReportState
from cases.models.evidence_rules import REPORT_TRIGGER
from channels_registry.enums import TargetKind, Verdict
from channels_registry.models import Platform
from kernel.scope import ScopedManager, ScopedQuerySet
from sla.enums import Urgency
from sla.models import Category, LegalBasis

CASEWORK_ROLES = (Role.ANALYST, Role.APPROVER, Role.SUPERVISOR, Role.AUDITOR)


class ReportQuerySet(ScopedQuerySet["Report"]):
    """Who sees a report: its own agency; the issuing agency once it was referred."""

    def visible_to(self, actor: Actor) -> Self:
        """Return the reports that ``actor`` may know of."""
        if actor.is_system:
            return self.all()
        if not (actor.is_agency and actor.sees(*CASEWORK_ROLES)):
            return self.none()
        own = Q(agency_id=actor.organisation_id)
        referred = Q(issuing_id=actor.organisation_id) & ~Q(state=ReportState.DRAFT)
        seen = self.filter(own | referred)
        return seen if actor.cleared else seen.exclude(category__restricted=True)


class Report(SaltedText):
    """Paste, findings and reasons; becomes one case a service.

    ``agency`` wrote it, ``issuing`` sends it: the same, or the one it was referred to.
    """

    reference = models.CharField(max_length=14, unique=True, db_collation="C")
    agency = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    issuing = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    reporter = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    taken_over_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, choices=ReportState)
    paste = models.TextField()
    category = models.ForeignKey(Category, null=True, on_delete=models.PROTECT, related_name="+")
    legal_basis = models.ForeignKey(LegalBasis, null=True, on_delete=models.PROTECT, related_name="+")
    urgency = models.CharField(max_length=10, choices=Urgency)
    reasons = models.TextField(blank=True)
    considerations = models.TextField(blank=True)
    file_number = models.CharField(max_length=100, blank=True)
    letter_date = models.DateField(null=True)
    return_reason = models.TextField(blank=True)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True)
    edit_version = models.PositiveIntegerField(default=1)

    objects = ScopedManager.from_queryset(ReportQuerySet)()

    class Meta:
        ordering = ["-updated_at", "-id"]
        indexes = [
            models.Index(fields=["agency", "-updated_at"], name="report_of_agency"),
            models.Index(fields=["issuing", "-updated_at"], name="report_for_issuing"),
        ]
        triggers = [
            pgtrigger.Protect(
                name="never_deleted",
                operation=pgtrigger.Delete,
                condition=~pgtrigger.Q(old__state=ReportState.DRAFT.value),
            ),
            REPORT_TRIGGER,
        ]

    def __str__(self) -> str:
        return self.reference


class Finding(models.Model):
    """One link of a paste, and what the gate said. Links without an addressee stay here.

    ``shown`` is the link without its secrets: an invite's hash is never stored.
    """

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="findings")
    position = models.PositiveSmallIntegerField()
    shown = models.TextField()
    verdict = models.CharField(max_length=15, choices=Verdict)
    platform = models.ForeignKey(Platform, null=True, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=15, choices=TargetKind, blank=True)
    key = models.CharField(max_length=500, blank=True, db_collation="C")
    reason = models.CharField(max_length=40)
    disposition = models.CharField(max_length=15, choices=Disposition)
    statement = models.TextField(blank=True)
    case = models.ForeignKey("cases.Case", null=True, on_delete=models.PROTECT, related_name="findings")

    class Meta:
        ordering = ["report", "position"]
        constraints = [
            models.UniqueConstraint(fields=["report", "position"], name="finding_position_once"),
            models.CheckConstraint(
                condition=Q(case=None) | Q(verdict__in=[Verdict.PUBLIC, Verdict.UNDETERMINABLE]),
                name="finding_only_public_leaves",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report_id} #{self.position}"
