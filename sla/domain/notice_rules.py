"""What a version says of each check of a notice."""

from collections.abc import Mapping

from sla.enums import CheckEffect, NoticeCheck
from sla.models import NoticeRule, PolicyVersion


def effects_of(version: PolicyVersion) -> Mapping[NoticeCheck, CheckEffect]:
    """Return what each check does under ``version``; one of which it says nothing warns. One query."""
    said = dict(NoticeRule.objects.filter(version=version).values_list("check_code", "effect"))
    return {check: CheckEffect(said.get(check.value, CheckEffect.WARN)) for check in NoticeCheck}
