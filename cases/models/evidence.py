"""Files that prove something: the agency's originals, and what of them goes with a case."""

from typing import Self

from django.db import models
from django.db.models import Q

from accounts.domain.acting import Actor
from accounts.models import Organisation, User
from audit.models import SaltedText
from cases.enums import MediaType, ReportState
from cases.models.deposit import Deposit
from cases.models.evidence_rules import CHUNK_TRIGGERS, EVIDENCE_TRIGGERS, EXHIBIT_TRIGGERS
from cases.models.item import Item
from cases.models.report import Report
from cases.models.shared_row import SharedQuerySet, SharedRow, public_id
from channels_registry.models import Platform
from kernel.scope import ScopedManager, ScopedQuerySet

# While another agency has it in hand, what that agency adds is not the referrer's to see.
_UNTOUCHED = (ReportState.DRAFT, ReportState.REFERRED, ReportState.RETURNED)


class EvidenceQuerySet(ScopedQuerySet["Evidence"]):
    """Seen by those who see the report; of what is restricted by nobody."""

    def visible_to(self, actor: Actor) -> Self:
        """Return the evidence that ``actor`` may know of."""
        seen = self.filter(report__in=Report.objects.visible_to(actor)).exclude(
            Q(report__category__restricted=True) | Q(exhibit__case__category__restricted=True)
        )
        if actor.is_system:
            return seen
        ours = Q(agency_id=actor.organisation_id) | Q(report__issuing_id=actor.organisation_id)
        return seen.filter(ours | Q(report__agency_id=actor.organisation_id, report__state__in=_UNTOUCHED))

    def light(self) -> Self:
        """Return the rows without their previews' bytes."""
        return self.defer("preview")


class Evidence(SaltedText):
    """One file as it was handed in: the agency's own, never changed.

    ``platform`` and ``key`` name the link that it proves; without a key it stands for every
    link on the service, without either for the whole report. ``preview`` and ``thumbnail``
    (blurred) exist for pictures alone. ``captured_*``: what was said of how it came to be.
    ``deposit``: its bytes lie in the store of objects; null: in the database, as chunks.
    """

    public_id = public_id()
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="evidence")
    agency = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    uploader = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=255)
    media_type = models.CharField(max_length=40, choices=MediaType)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64, db_collation="C")
    deposit = models.ForeignKey(Deposit, null=True, on_delete=models.PROTECT, related_name="rows")
    platform = models.ForeignKey(Platform, null=True, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=500, blank=True, db_collation="C")
    preview = models.BinaryField(null=True)
    thumbnail = models.BinaryField(null=True)
    captured_at = models.DateTimeField(null=True)
    captured_by = models.CharField(max_length=200, blank=True)
    captured_from = models.CharField(max_length=500, blank=True)
    added_at = models.DateTimeField()
    scanned_at = models.DateTimeField(null=True)

    objects = ScopedManager.from_queryset(EvidenceQuerySet)()

    class Meta:
        ordering = ["added_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "sha256", "platform", "key"], nulls_distinct=False, name="evidence_once"
            ),
            models.CheckConstraint(condition=Q(size__gte=1), name="evidence_not_empty"),
            models.CheckConstraint(
                condition=Q(key="") | Q(platform__isnull=False), name="evidence_link_has_its_service"
            ),
        ]
        triggers = EVIDENCE_TRIGGERS

    def __str__(self) -> str:
        return self.name


class EvidenceChunk(models.Model):
    """A stretch of at most 1 MiB of an original, in the order of ``number``."""

    evidence = models.ForeignKey(Evidence, on_delete=models.CASCADE, related_name="chunks")
    number = models.PositiveSmallIntegerField()
    data = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["evidence", "number"], name="evidence_chunk_once"),
        ]
        triggers = CHUNK_TRIGGERS

    def __str__(self) -> str:
        return f"{self.evidence_id} #{self.number}"


class ExhibitQuerySet(SharedQuerySet["Exhibit"]):
    """What goes with a case: seen by the operator once it has signed; of what is restricted by nobody."""

    def visible_to(self, actor: Actor) -> Self:
        """Return the exhibits that ``actor`` may know of."""
        return super().visible_to(actor).exclude(case__category__restricted=True)

    def light(self) -> Self:
        """Return the rows without their previews' bytes."""
        return self.defer("preview")


class Exhibit(SharedRow):
    """Evidence that goes with a case: what the platform may know of it, and no more.

    It has the public id of its evidence, so that both sides speak of the same thing; its
    name, its uploader and its bytes stay with the agency. Frozen once the case is sent.
    """

    public_id = public_id()
    evidence = models.OneToOneField(Evidence, on_delete=models.PROTECT, related_name="exhibit")
    item = models.ForeignKey(Item, null=True, on_delete=models.PROTECT, related_name="exhibits")
    media_type = models.CharField(max_length=40, choices=MediaType)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64, db_collation="C")
    preview = models.BinaryField(null=True)
    thumbnail = models.BinaryField(null=True)
    added_at = models.DateTimeField()

    objects = ScopedManager.from_queryset(ExhibitQuerySet)()

    class Meta:
        ordering = ["case", "added_at", "id"]
        triggers = EXHIBIT_TRIGGERS

    def __str__(self) -> str:
        return f"{self.case_id} {self.sha256[:12]}"
