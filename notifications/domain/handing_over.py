"""Hand duty over and tell whoever has it from now on, in one transaction."""

import uuid
from datetime import datetime

from accounts.domain.acting import Actor, acting_as
from accounts.domain.duty import put_hand_over
from accounts.enums import Role
from accounts.models import Shift
from notifications.domain.telling import Recipient, Telling, tell
from notifications.enums import NoticeKind

PAGE = "/admin/roster/"


def hand_over(*, actor: Actor, role: Role, to: uuid.UUID, note: str, now: datetime) -> Shift:
    """Hand the actor's running duty over to another from ``now`` to its end, and tell him. Audited.

    The note stands on the roster, not in the mail. Raises Conflict (is not on duty; the other
    is already), NotKnown (nobody of the house in this role), Invalid (to oneself, a note that
    is too long).
    """
    with acting_as(actor):
        taken = put_hand_over(actor=actor, role=role, to=to, note=note, now=now)
        _tell(taken, now)
    return taken


def _tell(shift: Shift, now: datetime) -> None:
    person = shift.user
    recipient = Recipient(
        name=person.name,
        address=person.email,
        language=person.language,
        time_zone=person.time_zone,
        user_id=person.pk,
        organisation_id=shift.organisation_id,
        on_duty=True,
    )
    telling = Telling(
        key=f"duty_handed:{shift.public_id}",
        kind=NoticeKind.DUTY_HANDED,
        recipient=recipient,
        subject_kind="shift",
        subject_id=str(shift.public_id),
        context={"path": PAGE},
    )
    tell([telling], now=now)
