"""Help for a forgotten password: a link by mail that serves once."""

import uuid
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from accounts.domain import signed_links
from accounts.domain.acting import ENGINE, acting_as, actor_of
from accounts.models import User
from audit.domain.chain import NewEntry, record
from kernel.errors import NotKnown
from kernel.fingerprints import fingerprint
from notifications.domain.telling import Recipient, Telling, tell
from notifications.enums import NoticeKind

LINK_PURPOSE = "password"
SERVES_FOR = timedelta(hours=1)
# A new password or an ended session changes these: the link serves once.
STATE = ("password", "session_nonce")


def send_password_link(*, user: User, now: datetime) -> None:
    """Mail a person the link under which he sets a new password; audited.

    Whoever asks is nobody known, so the engine does it. Nothing is sent to somebody without
    an active seat: the page that asks says the same either way.
    """
    actor = actor_of(user)
    if actor is None:
        return
    recipient = Recipient(
        name=user.name,
        address=user.email,
        language=user.language,
        time_zone=user.time_zone,
        organisation_id=actor.organisation_id,
    )
    link = {"person": str(user.public_id), "state": fingerprint(user, STATE)}
    telling = Telling(
        key=f"password:{user.public_id}:{now.timestamp():.0f}",
        kind=NoticeKind.SIGN_IN_HELP,
        recipient=recipient,
        subject_kind="user",
        subject_id=str(user.public_id),
        context={"due_at": (now + SERVES_FOR).isoformat(), "link": dict(link)},
    )
    with acting_as(ENGINE):
        tell([telling], now=now)
        record([NewEntry("user", str(user.public_id), "send_password_link")], by=ENGINE, at=now)


def person_of_link(token: str, *, now: datetime) -> User:
    """Return the person who may set a new password by ``token`` at ``now``.

    Raises NotKnown for a link that is changed, older than an hour, used already, or of
    somebody without an active seat.
    """
    said = signed_links.read(token, purpose=LINK_PURPOSE, max_age=SERVES_FOR, now=now).payload
    user = User.objects.filter(public_id=uuid.UUID(said["person"])).first()
    if user is None or actor_of(user) is None or fingerprint(user, STATE) != said["state"]:
        raise NotKnown("link_not_known", _("This link is not valid, or no longer."))
    return user
