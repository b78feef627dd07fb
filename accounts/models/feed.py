"""The secret address at which a calendar reads a person's due times."""

from django.db import models

from accounts.models.user import User


class CalendarFeed(models.Model):
    """One a person. Of the secret in its address the hash alone is kept; a new one ends the old."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="calendar_feed")
    hash = models.CharField(max_length=64, unique=True, db_collation="C", editable=False)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"calendar of {self.user_id}"
