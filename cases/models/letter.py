"""The letters of a case: what each says, as data; and the PDFs that were made of it."""

import pgtrigger
from django.db import models

from audit.models import SaltedText
from cases.enums import LetterKind
from cases.models.shared_row import SharedQuerySet, SharedRow, public_id
from kernel.scope import ScopedManager

APPEND_ONLY = pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)


class LetterQuerySet(SharedQuerySet["Letter"]):
    """Letters: not on the cover."""


class LetterPdfQuerySet(SharedQuerySet["LetterPdf"]):
    """Letters as they were handed out: not on the cover."""


class Letter(SaltedText, SharedRow):
    """What one letter says, fixed in the transaction of the deed that it tells of.

    ``content`` is everything that page and PDF are made of, in every language; its hash
    stands in the deed's entry of the record. The salt is a part of it, so that neither hash
    can be tried out once the texts are erased.
    """

    public_id = public_id()
    kind = models.CharField(max_length=15, choices=LetterKind)
    number = models.PositiveSmallIntegerField()
    at = models.DateTimeField()
    content = models.JSONField()
    content_hash = models.CharField(max_length=64)

    objects = ScopedManager.from_queryset(LetterQuerySet)()

    class Meta:
        ordering = ["case", "at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["case", "kind", "number"], name="letter_number_once"),
            # Target of the composite key of its PDFs.
            models.UniqueConstraint(fields=["id", "case"], name="letter_of_case"),
        ]
        triggers = [APPEND_ONLY]

    def __str__(self) -> str:
        return f"{self.kind} {self.number} of {self.case_id}"


class LetterPdf(SharedRow):
    """A letter in one language, as handed out. Its hash stands in the record."""

    letter = models.ForeignKey(Letter, on_delete=models.PROTECT, related_name="pdfs")
    language = models.CharField(max_length=5)
    pdf = models.BinaryField()
    pdf_hash = models.CharField(max_length=64)
    at = models.DateTimeField()

    objects = ScopedManager.from_queryset(LetterPdfQuerySet)()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["letter", "language"], name="letter_pdf_once")]
        triggers = [APPEND_ONLY]

    def __str__(self) -> str:
        return f"{self.letter_id} in {self.language}"
