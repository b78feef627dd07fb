"""What is reported, once a service, whatever its spelling."""

import uuid

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models.functions import Upper

from accounts.models import Organisation, User
from channels_registry.enums import TargetKind
from channels_registry.models.platform import Platform


class FlaggedChannel(models.Model):
    """A public channel, group, page, account or bot that has been reported."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    platform = models.ForeignKey(Platform, on_delete=models.PROTECT, related_name="channels")
    key = models.CharField(max_length=500, db_collation="C")
    kind = models.CharField(max_length=15, choices=TargetKind)
    title = models.CharField(max_length=200, blank=True)
    first_reported_at = models.DateTimeField()
    # What a reader sees in the key: equal for keys that look alike (gate.name_skeleton).
    skeleton = models.CharField(max_length=500, blank=True, db_collation="C")

    class Meta:
        indexes = [
            models.Index(fields=["skeleton"], name="channel_by_skeleton"),
            GinIndex(OpClass(Upper("title"), name="gin_trgm_ops"), name="channel_by_title"),
        ]
        constraints = [models.UniqueConstraint(fields=["platform", "key"], name="channel_once_a_platform")]

    def __str__(self) -> str:
        return self.key


class Alias(models.Model):
    """Another key of the same channel (renamed, or known under two names), said by a person."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    channel = models.ForeignKey(FlaggedChannel, on_delete=models.PROTECT, related_name="aliases")
    platform = models.ForeignKey(Platform, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=500, db_collation="C")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["key"]
        constraints = [models.UniqueConstraint(fields=["platform", "key"], name="alias_of_one_channel")]
        indexes = [GinIndex(OpClass(Upper("key"), name="gin_trgm_ops"), name="alias_by_part_of_key")]

    def __str__(self) -> str:
        return self.key
