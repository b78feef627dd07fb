"""Items, and the claim that keeps two agencies from asking the same twice."""

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Q
from django.db.models.functions import Upper

from accounts.models import Organisation
from audit.models import SaltedText
from cases.enums import Outcome, RefusalGround, VerifiedOutcome
from cases.models.case import Case
from cases.models.displayed import Displayed
from cases.models.shared_row import SharedQuerySet, SharedRow, public_id
from channels_registry.enums import TargetKind
from channels_registry.models import FlaggedChannel, Platform
from kernel.scope import ScopedManager
from sla.models import LegalBasis


class ItemQuerySet(SharedQuerySet["Item"]):
    """Items: not on the cover."""


class Item(Displayed, SaltedText, SharedRow):
    """One reported URL of a case, with its own outcome.

    ``author_told_at``: when the platform told the author of its measure (fairness).
    """

    public_id = public_id()
    position = models.PositiveSmallIntegerField()
    url = models.TextField()
    key = models.CharField(max_length=500, db_collation="C")
    kind = models.CharField(max_length=15, choices=TargetKind)
    channel = models.ForeignKey(FlaggedChannel, on_delete=models.PROTECT, related_name="items")
    legal_basis = models.ForeignKey(LegalBasis, on_delete=models.PROTECT, related_name="+")
    statement = models.TextField(blank=True)
    outcome = models.CharField(max_length=25, choices=Outcome, blank=True)
    outcome_at = models.DateTimeField(null=True)
    refusal_ground = models.CharField(max_length=25, choices=RefusalGround, blank=True)
    outcome_note = models.TextField(blank=True)
    author_told_at = models.DateTimeField(null=True)
    verified_outcome = models.CharField(max_length=15, choices=VerifiedOutcome, blank=True)
    verified_at = models.DateTimeField(null=True)

    objects = ScopedManager.from_queryset(ItemQuerySet)()

    class Meta:
        ordering = ["case", "position"]
        constraints = [
            models.UniqueConstraint(fields=["case", "position"], name="item_position_once"),
            models.UniqueConstraint(fields=["case", "key"], name="item_key_once"),
            # Target of the composite key of what proves an item.
            models.UniqueConstraint(fields=["id", "case"], name="item_of_case"),
            models.CheckConstraint(
                condition=Q(outcome="", outcome_at=None) | (~Q(outcome="") & ~Q(outcome_at=None)),
                name="item_outcome_has_instant",
            ),
            models.CheckConstraint(
                condition=(Q(outcome=Outcome.REFUSED) & ~Q(refusal_ground=""))
                | (~Q(outcome=Outcome.REFUSED) & Q(refusal_ground="")),
                name="item_refusal_has_ground",
            ),
        ]
        indexes = [
            models.Index(fields=["key"], name="item_by_key"),
            GinIndex(OpClass(Upper("key"), name="gin_trgm_ops"), name="item_by_part_of_key"),
        ]

    def __str__(self) -> str:
        return self.key


class Claim(models.Model):
    """The right to pursue one channel or post, one at a time for all agencies.

    Taken when sent, released when closed. No operator reads it, and an agency learns of
    another's claim only that it is in hand, since when and until when.
    """

    platform = models.ForeignKey(Platform, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=500, db_collation="C")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="claims")
    agency = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    taken_at = models.DateTimeField()
    released_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["platform", "key"],
                condition=Q(released_at=None),
                name="claim_one_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return self.key
