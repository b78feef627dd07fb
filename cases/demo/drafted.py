"""The next version of the demo's policy, as somebody has begun to write it."""

from dataclasses import replace
from datetime import datetime

from accounts.domain.acting import COMMAND
from channels_registry.enums import ContactFunction
from sla.domain.contents import Place, contents_of
from sla.domain.drafting import begin_draft, put_rule
from sla.enums import ClockKind, Urgency

POLICY = "permenkominfo-5-2020"
PLACE = Place(ClockKind.ACKNOWLEDGE, Urgency.URGENT)
MINUTES, LATER = 45, 45


def draft_next(*, now: datetime) -> None:
    """Begin the draft: less time to acknowledge, the legal contact told a little later; audited.

    Inside ``all_together``.
    """
    draft = begin_draft(actor=COMMAND, code=POLICY, now=now)
    rule = contents_of(draft).rules[PLACE]
    steps = tuple(
        replace(step, offset_minutes=LATER) if step.contact_function == ContactFunction.LEGAL else step
        for step in rule.steps
    )
    words = replace(rule, allowance_minutes=MINUTES, steps=steps)
    put_rule(actor=COMMAND, code=POLICY, number=draft.number, place=PLACE, words=words, seen="", now=now)
