"""Who kept the deadlines, and when last."""

from django.db import models


class Heartbeat(models.Model):
    """One runner of the sweep or of the outbox; stamped at most once a second."""

    runner = models.CharField(max_length=100, unique=True, db_collation="C")
    work = models.CharField(max_length=20, db_collation="C")
    last_success = models.DateTimeField()
    last_count = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["work", "-last_success"], name="heartbeat_latest")]

    def __str__(self) -> str:
        return f"{self.runner} {self.last_success:%H:%M:%S}"
