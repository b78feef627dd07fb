"""Whether a worker takes what lies in its queue."""

from django.db import models


class Canary(models.Model):
    """One Celery worker: when it last took a hint from its own queue, and how many wait there since.

    A worker may be up, answer pings and consume nothing; only work that it did tells.
    """

    worker = models.CharField(max_length=200, unique=True, db_collation="C")
    stamped_at = models.DateTimeField()
    unanswered = models.PositiveSmallIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.worker} {self.stamped_at:%H:%M:%S}"
