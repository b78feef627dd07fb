"""A person's own sessions: on which devices he is signed in, and the end of one of them.

The rows are allauth's, written when somebody signs in; Django's own say whether a session
still holds.
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from allauth.usersessions.models import UserSession
from django.contrib.auth import HASH_SESSION_KEY
from django.contrib.sessions.models import Session
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext_lazy as _

from accounts.domain.acting import Actor, acting_as
from accounts.domain.profile import locked_self, person_of
from accounts.models import User
from audit.domain.chain import NewEntry, record
from kernel.errors import NotKnown

# How coarse "last seen" is: what is read each time must not be written each time.
SEEN_EVERY = timedelta(minutes=10)
# The first that fits: every browser says that it is several others too.
_BROWSERS = (
    ("Edg(?:e|A|iOS)?/", "Edge"),
    ("OPR/", "Opera"),
    ("Firefox/|FxiOS/", "Firefox"),
    ("CriOS/|Chrome/|Chromium/", "Chrome"),
    ("Safari/", "Safari"),
)
_SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS X|Macintosh", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)


@dataclass(frozen=True, slots=True)
class OwnSession:
    """One session that holds; ``device`` is what its browser says of itself, or ""."""

    number: int
    device: str
    began_at: datetime
    last_seen_at: datetime
    current: bool


def own_sessions(actor: Actor, *, current: str, now: datetime) -> list[OwnSession]:
    """Return the sessions of the actor that hold, the one with the key ``current`` first. Two queries.

    Raises NotAllowed where no person acts.
    """
    person = person_of(actor)
    return [
        OwnSession(
            row.pk, device_of(row.user_agent), row.created_at, row.last_seen_at, row.session_key == current
        )
        for row in sorted(_holding(person, now), key=lambda row: (row.session_key != current, -row.pk))
    ]


def end_session(*, actor: Actor, session: int, now: datetime) -> None:
    """End one session of the actor; audited. Raises NotKnown (none of his, or over), NotAllowed."""
    with acting_as(actor):
        person = locked_self(actor)
        row = next((row for row in _holding(person, now) if row.pk == session), None)
        if row is None:
            raise NotKnown("session_unknown", _("There is no such session."))
        Session.objects.filter(session_key=row.session_key).delete()
        row.delete()
        record([NewEntry("user", actor.id, "end_session")], by=actor, at=now)


def saw_session(*, person: User, key: str, now: datetime) -> bool:
    """Keep that a session was used at ``now``; return whether it is known. What sign-in keeps. Inner."""
    return bool(UserSession.objects.filter(user=person, session_key=key).update(last_seen_at=now))


def device_of(user_agent: str) -> str:
    """Return browser and system as a person calls them, "" where neither is said. Pure."""
    found = [_first(_BROWSERS, user_agent), _first(_SYSTEMS, user_agent)]
    return " · ".join(word for word in found if word)


def _first(words: tuple[tuple[str, str], ...], user_agent: str) -> str:
    return next((word for pattern, word in words if re.search(pattern, user_agent)), "")


def _holding(person: User, now: datetime) -> list[UserSession]:
    rows = {row.session_key: row for row in UserSession.objects.filter(user=person)}
    kept = Session.objects.filter(session_key__in=rows, expire_date__gt=now)
    return [rows[session.session_key] for session in kept if _is_of(session, person)]


def _is_of(session: Session, person: User) -> bool:
    # Signed out everywhere, a session is still a row; what it carries opens nothing any more.
    carried = session.get_decoded().get(HASH_SESSION_KEY, "")
    return bool(constant_time_compare(carried, person.get_session_auth_hash()))
