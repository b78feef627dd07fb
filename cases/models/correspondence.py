"""What the two sides say to each other."""

import pgtrigger
from django.db import models

from audit.models import SaltedText
from cases.enums import ReceiptKind, ResponseKind, Side, Via
from cases.models.shared_row import CoverQuerySet, SharedQuerySet, SharedRow, public_id
from channels_registry.models import Contact
from kernel.scope import ScopedManager


class ReceiptQuerySet(CoverQuerySet["Receipt"]):
    """Receipts: on the cover."""


class AmendmentQuerySet(SharedQuerySet["Amendment"]):
    """Amendments: not on the cover."""


class MessageQuerySet(SharedQuerySet["Message"]):
    """The shared thread: not on the cover."""


class ResponseQuerySet(SharedQuerySet["PlatformResponse"]):
    """What the platform said."""


class Receipt(SharedRow):
    """The signed fact that a named person opened the case, or the deemed one."""

    kind = models.CharField(max_length=10, choices=ReceiptKind)
    at = models.DateTimeField()
    via = models.CharField(max_length=10, choices=Via)
    signer_name = models.CharField(max_length=150, blank=True)
    signer_label = models.CharField(max_length=200, blank=True)
    contact = models.ForeignKey(Contact, null=True, on_delete=models.PROTECT, related_name="+")

    objects = ScopedManager.from_queryset(ReceiptQuerySet)()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "kind"], name="receipt_once_a_kind"),
            models.CheckConstraint(
                condition=models.Q(kind=ReceiptKind.DEEMED) | ~models.Q(signer_name=""),
                name="receipt_signed_by_name",
            ),
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.kind} receipt of {self.case_id}"


class Amendment(SaltedText, SharedRow):
    """A numbered addition to a sent case; what was sent stays as it was."""

    number = models.PositiveSmallIntegerField()
    text = models.TextField()
    at = models.DateTimeField()
    author_label = models.CharField(max_length=200)

    objects = ScopedManager.from_queryset(AmendmentQuerySet)()

    class Meta:
        ordering = ["case", "number"]
        constraints = [models.UniqueConstraint(fields=["case", "number"], name="amendment_number_once")]

    def __str__(self) -> str:
        return f"amendment {self.number} of {self.case_id}"


class Message(SaltedText, SharedRow):
    """One message of the shared thread. The agency's people sign by role, not by name."""

    public_id = public_id()
    side = models.CharField(max_length=10, choices=Side)
    author_label = models.CharField(max_length=200)
    text = models.TextField()
    at = models.DateTimeField()

    objects = ScopedManager.from_queryset(MessageQuerySet)()

    class Meta:
        ordering = ["case", "at", "id"]

    def __str__(self) -> str:
        return f"message in {self.case_id}"


class PlatformResponse(SaltedText, SharedRow):
    """Acknowledgement, clarification asked, decision, impossibility, objection.

    A clarification, impossibility or objection is open until ``ended_at``; ``answer`` is
    then what the agency said (for an impossibility: how it ended).
    """

    public_id = public_id()
    kind = models.CharField(max_length=20, choices=ResponseKind)
    ground = models.CharField(max_length=25, blank=True)
    text = models.TextField(blank=True)
    at = models.DateTimeField()
    author_label = models.CharField(max_length=200)
    author_name = models.CharField(max_length=150, blank=True)
    answer = models.TextField(blank=True)
    answer_label = models.CharField(max_length=200, blank=True)
    ended_at = models.DateTimeField(null=True)

    objects = ScopedManager.from_queryset(ResponseQuerySet)()

    class Meta:
        ordering = ["case", "at", "id"]
        constraints = [
            # Target of the composite key of its review.
            models.UniqueConstraint(fields=["id", "case"], name="response_of_case"),
            models.UniqueConstraint(
                fields=["case", "kind"],
                condition=models.Q(
                    ended_at=None,
                    kind__in=[
                        ResponseKind.CLARIFICATION,
                        ResponseKind.IMPOSSIBILITY,
                        ResponseKind.OBJECTION,
                    ],
                ),
                name="response_one_open_a_kind",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} in {self.case_id}"
