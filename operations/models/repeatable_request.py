"""Requests that may come twice and must act once."""

from django.db import models

KEY_AT_MOST = 255


class RepeatableRequest(models.Model):
    """A request under its ``Idempotency-Key``, written with its answer in the transaction of what it did.

    ``status`` and the rest of the answer are empty only until that transaction ends.
    """

    actor_kind = models.CharField(max_length=10)
    actor_id = models.CharField(max_length=64)
    key = models.CharField(max_length=KEY_AT_MOST, db_collation="C")
    fingerprint = models.CharField(max_length=64)
    created_at = models.DateTimeField()
    status = models.PositiveSmallIntegerField(null=True)
    content_type = models.CharField(max_length=100, blank=True)
    headers = models.JSONField(default=dict)
    body = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["actor_kind", "actor_id", "key"], name="request_once_a_key")
        ]
        indexes = [models.Index(fields=["created_at"], name="request_oldest")]

    def __str__(self) -> str:
        return f"{self.actor_kind} {self.actor_id} {self.key}"
