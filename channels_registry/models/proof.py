"""What appointed a contact, as a file."""

import pgtrigger
from django.db import models

from channels_registry.models.platform import Contact


class ContactProof(models.Model):
    """A PDF that names a contact, with its hash. The newest counts; none is ever changed."""

    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="proofs")
    name = models.CharField(max_length=255)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64, db_collation="C")
    data = models.BinaryField()
    added_at = models.DateTimeField()
    added_by = models.CharField(max_length=200)

    class Meta:
        ordering = ["-added_at", "-id"]
        triggers = [pgtrigger.Protect(name="proof_is_final", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return self.name
