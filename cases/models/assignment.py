"""Who has a case on either side. Each side sees only its own."""

from typing import Self

from django.db import models
from django.db.models import F, Q

from accounts.domain.acting import Actor
from accounts.models import User
from cases.enums import Side
from cases.models.case import Case
from cases.models.shared_row import SharedRow, public_id
from kernel.scope import ScopedManager, ScopedQuerySet


class AssignmentQuerySet(ScopedQuerySet["Assignment"]):
    """Who has what."""

    def visible_to(self, actor: Actor) -> Self:
        """Return the rows of the actor's own side; a contact by signed link sees none."""
        if actor.is_system:
            return self.all()
        if actor.contact_id is not None:
            return self.none()
        side = Side.OPERATOR if actor.is_operator else Side.AGENCY
        return self.filter(side=side, case__in=Case.objects.visible_to(actor))

    def standing(self) -> Self:
        """Return those that have not ended."""
        return self.filter(ended_at=None)


class Assignment(SharedRow):
    """A person of one side has a case, from ``at`` to ``ended_at``.

    One stands for each case and side; what ended stays as history. ``organisation`` is the
    operator addressed, as in every row that an operator may read; ``side`` says whose row it is.
    Who has a case now stands beside on the case (``agency_assignee``, ``operator_assignee``), for the
    order of the queues; ``cases.domain.holding`` keeps both. ``by``, ``ended_by``: None is the engine.
    ``undone``: it ended because whoever made it took it back.
    """

    public_id = public_id()
    side = models.CharField(max_length=10, choices=Side)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    undone = models.BooleanField(default=False)

    objects = ScopedManager.from_queryset(AssignmentQuerySet)()

    class Meta:
        ordering = ["case", "side", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "side"], condition=Q(ended_at=None), name="assignment_one_stands"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=F("at")), name="assignment_ends_after_it_began"
            ),
        ]
        indexes = [
            models.Index(fields=["user"], condition=Q(ended_at=None), name="assignment_of_person"),
        ]

    def __str__(self) -> str:
        return f"{self.side} of {self.case_id}"
