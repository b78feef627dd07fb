"""What may be reported, and under which provision."""

from django.db import models
from django.utils.translation import get_language

from sla.enums import Standing, Urgency


class Category(models.Model):
    """A category word of the field, with the urgency that it brings.

    ``restricted``: child sexual abuse material; hash and link only, cleared people only.
    ``retention_days``: how long after their end the texts of its cases are kept; none: for ever.
    """

    code = models.SlugField(max_length=40, unique=True, db_collation="C")
    name_en = models.CharField(max_length=100)
    name_id = models.CharField(max_length=100)
    urgency = models.CharField(max_length=10, choices=Urgency)
    urgency_source = models.CharField(max_length=200, blank=True)
    restricted = models.BooleanField(default=False)
    retention_days = models.PositiveIntegerField(null=True, blank=True)
    active = models.BooleanField(default=True)

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name_id if get_language() == "id" else self.name_en


class LegalBasis(models.Model):
    """A provision that an order can rest on, with its dates in force."""

    jurisdiction = models.CharField(max_length=2, db_collation="C")
    code = models.SlugField(max_length=60, unique=True, db_collation="C")
    citation = models.CharField(max_length=200)
    text_en = models.TextField()
    text_id = models.TextField()
    categories = models.ManyToManyField(Category, related_name="legal_bases")
    effective_from = models.DateField()
    effective_until = models.DateField(null=True, blank=True)
    standing = models.CharField(max_length=12, choices=Standing, default=Standing.UNCONFIRMED)
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["jurisdiction", "citation"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(effective_until=None)
                | models.Q(effective_until__gte=models.F("effective_from")),
                name="legal_basis_dates_in_order",
            )
        ]

    def __str__(self) -> str:
        return self.citation

    @property
    def text(self) -> str:
        """The provision in the reader's language."""
        return self.text_id if get_language() == "id" else self.text_en
