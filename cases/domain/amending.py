"""Numbered additions to a sent case; what was sent stays as it was."""

from datetime import datetime

from django.db.models import Max

from accounts.domain.acting import Actor, acting_as
from audit.domain.hashing import salted
from cases.domain.letters.writing import write_amendment
from cases.domain.locking import lock_case, save_case
from cases.domain.record import note
from cases.domain.telling import tell_side
from cases.domain.wording import required
from cases.enums import Side, Verb
from cases.models import Amendment, Case
from notifications.enums import NoticeKind


def amend(*, actor: Actor, reference: str, text: str, now: datetime) -> Case:
    """Add an amendment to a sent case. Stops no clock.

    Effects: Amendment with the next number and its letter, record, the platform told. Raises Invalid
    without text.
    """
    said = required(text, "no_amendment")
    with acting_as(actor):
        case = lock_case(actor, reference, Verb.AMEND, now)
        last = Amendment.objects.filter(case=case).aggregate(last=Max("number"))["last"] or 0
        amendment = Amendment.objects.create(
            case=case,
            organisation_id=case.organisation_id,
            number=last + 1,
            text=said,
            at=now,
            author_label=actor.label[:200],
        )
        save_case(case, now)
        note(
            case,
            actor,
            Verb.AMEND,
            now,
            number=amendment.number,
            text=salted(said, amendment.salt),
            letter=write_amendment(case, amendment, actor, at=now),
        )
        tell_side(case, NoticeKind.AMENDED, Side.OPERATOR, now=now)
        return case
