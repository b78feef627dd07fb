"""What a policy wants of a notice before it is sent."""

from django.db import models

from sla.enums import CheckEffect, NoticeCheck, Standing
from sla.models.policy import PolicyVersion, only_of_drafts


class NoticeRule(models.Model):
    """Whether one check of a notice holds it back, warns or is not asked. Without a row it warns."""

    version = models.ForeignKey(PolicyVersion, on_delete=models.PROTECT, related_name="notice_rules")
    check_code = models.CharField(max_length=20, choices=NoticeCheck)
    effect = models.CharField(max_length=10, choices=CheckEffect)
    standing = models.CharField(max_length=12, choices=Standing, default=Standing.OUR_DEFAULT)

    class Meta:
        ordering = ["version", "id"]
        constraints = [
            models.UniqueConstraint(fields=["version", "check_code"], name="notice_rule_once"),
        ]
        triggers = [only_of_drafts("{row}.version_id")]

    def __str__(self) -> str:
        return f"{self.version} {self.check_code}: {self.effect}"
