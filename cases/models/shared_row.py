"""Rows that both sides may read once the case was opened; each carries its operator."""

import uuid
from typing import Any, Self, TypeVar

from django.db import models

from accounts.domain.acting import Actor
from accounts.models import Organisation
from cases.models.case import Case
from kernel.scope import ScopedQuerySet

M = TypeVar("M", bound=models.Model)


class SharedQuerySet(ScopedQuerySet[M]):
    """Seen by whoever sees the case; by the operator only after *open and sign*."""

    before_receipt = False

    def visible_to(self, actor: Actor) -> Self:
        """Return the rows of cases that ``actor`` may know of and has opened."""
        told = self.told_to_operator() if actor.is_operator else self
        seen = told.filter(case__in=Case.objects.visible_to(actor))
        if actor.is_operator and not self.before_receipt:
            seen = seen.filter(case__received_at__isnull=False)
        return seen

    def told_to_operator(self) -> Self:
        """Return what of a case's rows its operator may know: all, where nothing else is said."""
        return self

    def joined_by(self, actor: Actor) -> Self:
        """Return the rows of cases that the actor's agency has joined: for their pages alone."""
        return self.filter(case__in=Case.objects.joined_by(actor))


class CoverQuerySet(SharedQuerySet[M]):
    """Seen by the operator already on the cover: clocks, receipts, ladder."""

    before_receipt = True


class SharedRow(models.Model):
    """A row of a case that an operator may read: ``organisation`` is never null.

    The pair (case, organisation) is a composite foreign key (migration of RunSQL, listed
    in tests/architecture), so that no row can name one operator and hang on another's case.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="%(class)ss")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True


def public_id() -> Any:
    """Return a column with a random id for addresses."""
    return models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
