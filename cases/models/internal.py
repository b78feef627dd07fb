"""What an operator's people write for themselves: never the agency's to know, not even that it is there."""

from typing import Self

from django.db import models

from accounts.domain.acting import Actor
from accounts.models import Organisation, User
from audit.models import SaltedText
from cases.models.case import Case
from cases.models.shared_row import public_id
from kernel.scope import ScopedManager, ScopedQuerySet


class OperatorNoteQuerySet(ScopedQuerySet["OperatorNote"]):
    """Seen by the operator's people who see the case, by nobody else."""

    def visible_to(self, actor: Actor) -> Self:
        """Return the notes of the actor's own operator; none for a contact who came by a link."""
        if actor.is_system:
            return self.all()
        if not actor.is_operator or actor.contact_id is not None:
            return self.none()
        return self.filter(case__in=Case.objects.visible_to(actor))


class OperatorNote(SaltedText):
    """A note of the operator's people on a case. No shared row: an agency never reads it."""

    public_id = public_id()
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="operator_notes")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    author = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    author_label = models.CharField(max_length=200)
    text = models.TextField()
    at = models.DateTimeField()

    objects = ScopedManager.from_queryset(OperatorNoteQuerySet)()

    class Meta:
        ordering = ["case", "at", "id"]

    def __str__(self) -> str:
        return f"operator's note on {self.case_id}"
