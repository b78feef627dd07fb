"""Queues with a name: what is filtered, how it is sorted, which columns are shown."""

from typing import Self

from django.db import models

from accounts.domain.acting import Actor
from accounts.models import Organisation, User
from cases.models.shared_row import public_id
from kernel.scope import ScopedManager, ScopedQuerySet


class SavedQueueQuerySet(ScopedQuerySet["SavedQueue"]):
    """Whose queues."""

    def visible_to(self, actor: Actor) -> Self:
        """Return the actor's own, and those shared in his organisation."""
        if actor.organisation_id is None or actor.user_id is None:
            return self.none()
        own_or_shared = models.Q(owner=actor.user_id) | models.Q(shared=True)
        return self.filter(own_or_shared, organisation=actor.organisation_id)


class SavedQueue(models.Model):
    """A name for what stands in the address of a queue: tab, filters, sort, columns; never a text sought.

    The owner's own, or ``shared`` in his organisation. It narrows what its reader may see anyway.
    """

    public_id = public_id()
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    owner = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=60)
    rules = models.JSONField(default=dict)
    shared = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    edit_version = models.PositiveIntegerField(default=1)

    objects = ScopedManager.from_queryset(SavedQueueQuerySet)()

    class Meta:
        ordering = ["name", "id"]
        constraints = [models.UniqueConstraint(fields=["owner", "name"], name="saved_queue_once_a_person")]
        indexes = [
            models.Index(fields=["organisation"], condition=models.Q(shared=True), name="saved_queue_shared")
        ]

    def __str__(self) -> str:
        return self.name


class DefaultQueue(models.Model):
    """With which queue a person begins."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="+")
    queue = models.ForeignKey(SavedQueue, on_delete=models.CASCADE, related_name="+")

    def __str__(self) -> str:
        return f"{self.user_id} begins with {self.queue_id}"
