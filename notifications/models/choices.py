"""When a person is told by mail. In the page he is told at once, always."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from accounts.models import User
from notifications.enums import MailWhen

HOURS_AT_MOST = 3
_BOTH = models.Q(quiet_from__isnull=False, quiet_to__isnull=False) & ~models.Q(
    quiet_from=models.F("quiet_to")
)


class MailChoice(models.Model):
    """What a person chose of his mail; who chose nothing gets each message at once.

    All times are on the clocks of his zone. ``digest_hours``: when what waited leaves as one
    mail. Quiet from ``quiet_from`` to ``quiet_to``, in the next day where that is earlier, on
    the ``quiet_days`` (Monday is 0) on which it begins.
    """

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="mail_choice")
    mail = models.CharField(max_length=10, choices=MailWhen, default=MailWhen.AT_ONCE)
    digest_hours = ArrayField(models.TimeField(), default=list, blank=True)
    quiet_from = models.TimeField(null=True)
    quiet_to = models.TimeField(null=True)
    quiet_days = ArrayField(models.PositiveSmallIntegerField(), default=list, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(mail__in=MailWhen.values), name="mail_choice_known"),
            models.CheckConstraint(
                condition=~models.Q(mail=MailWhen.DIGEST)
                | models.Q(digest_hours__len__gte=1, digest_hours__len__lte=HOURS_AT_MOST),
                name="mail_choice_digest_has_hours",
            ),
            models.CheckConstraint(
                condition=models.Q(quiet_from=None, quiet_to=None) | _BOTH, name="mail_choice_quiet_has_ends"
            ),
            models.CheckConstraint(
                condition=models.Q(quiet_days__contained_by=list(range(7))), name="mail_choice_days_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.mail} for {self.user_id}"
