"""Until when a person has seen what came back to his own cases."""

from django.db import models

from accounts.models import User


class AnswersLook(models.Model):
    """One person's mark: what the platforms said up to ``at`` he has seen."""

    user = models.OneToOneField(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.user_id} at {self.at:%Y-%m-%d %H:%M:%S}"
