"""What people saw of a channel over time: whether it is there, what it is called, what came after it."""

import uuid

import pgtrigger
from django.db import models
from django.db.models import F, Q

from accounts.models import Organisation, User
from audit.models import SaltedText
from channels_registry.enums import SightingState
from channels_registry.models.channel import FlaggedChannel


class Sighting(SaltedText):
    """Somebody looked: the channel was there, or was not. The note is the looking agency's own."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    channel = models.ForeignKey(FlaggedChannel, on_delete=models.PROTECT, related_name="sightings")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=SightingState)
    seen_at = models.DateTimeField()
    noted_at = models.DateTimeField()
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["channel", "-seen_at", "-id"]
        indexes = [models.Index(fields=["channel", "-seen_at"], name="sighting_of_channel")]
        constraints = [
            models.CheckConstraint(condition=Q(seen_at__lte=F("noted_at")), name="sighting_not_ahead")
        ]
        triggers = [pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.channel_id} {self.state}"


class ChannelTitle(models.Model):
    """A title that a channel bore, since it was seen."""

    channel = models.ForeignKey(FlaggedChannel, on_delete=models.PROTECT, related_name="titles")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)
    since = models.DateTimeField()

    class Meta:
        ordering = ["channel", "-since", "-id"]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return self.title


class Succession(models.Model):
    """A person says that ``later`` took the place of ``earlier``: same people, same content, a new name."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    earlier = models.ForeignKey(FlaggedChannel, on_delete=models.PROTECT, related_name="successions")
    later = models.ForeignKey(FlaggedChannel, on_delete=models.PROTECT, related_name="precedents")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    said_at = models.DateTimeField()

    class Meta:
        ordering = ["said_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["earlier", "later", "organisation"], name="succession_said_once"),
            models.CheckConstraint(condition=~Q(earlier=F("later")), name="succession_of_another"),
        ]

    def __str__(self) -> str:
        return f"{self.earlier_id} → {self.later_id}"
