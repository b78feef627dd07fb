"""The shared thread of a case."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from accounts.domain.acting import Actor, acting_as
from audit.domain.hashing import salted
from cases.domain.locking import lock_case
from cases.domain.record import note
from cases.domain.telling import tell_side
from cases.domain.wording import required
from cases.enums import Side, Verb
from cases.models import Case, Message
from kernel.errors import Conflict
from notifications.enums import NoticeKind


def write(*, actor: Actor, reference: str, text: str, now: datetime) -> Case:
    """Write a message to the other side. Stops no clock.

    Effects: Message, record, the other side told. Raises Conflict for a platform that
    has not opened the case, Invalid without text.
    """
    said = required(text, "no_message")
    with acting_as(actor):
        case = lock_case(actor, reference, Verb.WRITE, now)
        if actor.is_operator and case.received_at is None:
            raise Conflict("open_first", _("Open and sign the case before you write."))
        message = say(case, actor, said, now)
        note(case, actor, Verb.WRITE, now, text=salted(said, message.salt))
        other = Side.AGENCY if message.side == Side.OPERATOR else Side.OPERATOR
        tell_side(case, NoticeKind.MESSAGE, other, now=now)
        return case


def say(case: Case, actor: Actor, text: str, now: datetime) -> Message:
    """Put words into the thread of a locked case; inner part of whatever owes a reason.

    The case's ``edit_version`` stays: a message makes no form stale.
    """
    case.updated_at = now
    case.save(update_fields=["updated_at"])
    return Message.objects.create(
        case=case,
        organisation_id=case.organisation_id,
        side=Side.OPERATOR if actor.is_operator else Side.AGENCY,
        author_label=actor.label[:200],
        text=text,
        at=now,
    )
