"""The platform puts back what a withdrawn case had taken down."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from accounts.domain.acting import Actor, acting_as
from audit.domain.hashing import salted
from cases.domain import clocks
from cases.domain.locking import lock_case, save_case
from cases.domain.receipt import clock_met
from cases.domain.record import note
from cases.domain.telling import tell_side
from cases.domain.wording import TEXT_AT_MOST
from cases.enums import ResponseKind, Side, Verb
from cases.models import Case, PlatformResponse
from kernel.errors import Conflict
from notifications.enums import NoticeKind
from sla.enums import ClockKind


def report_restored(*, actor: Actor, reference: str, text: str, now: datetime) -> Case:
    """Report that the measures of a withdrawn case are undone.

    Effects: reinstate clock met, record, the agency told. Raises Conflict where nothing
    is to be restored.
    """
    with acting_as(actor):
        case = lock_case(actor, reference, Verb.RESTORE, now)
        if clocks.open_clock(case, ClockKind.REINSTATE) is None:
            raise Conflict("nothing_to_restore", _("There is nothing left to restore."))
        response = PlatformResponse.objects.create(
            case=case,
            organisation_id=case.organisation_id,
            kind=ResponseKind.RESTORATION,
            text=text[:TEXT_AT_MOST],
            at=now,
            author_label=actor.label[:200],
            author_name=actor.name[:150],
            ended_at=now,
        )
        in_time = clock_met(case, ClockKind.REINSTATE, at=now)
        save_case(case, now)
        note(
            case,
            actor,
            Verb.RESTORE,
            now,
            text=salted(response.text, response.salt),
            in_time=in_time,
        )
        tell_side(case, NoticeKind.RESTORED, Side.AGENCY, now=now)
        return case
