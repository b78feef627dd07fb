"""What is asked of the routes of the duty roster, and of the calendar of due times."""

import hashlib
from datetime import timedelta

from accounts.domain.feeds import make_feed
from accounts.enums import Role
from accounts.models import Absence, CalendarFeed, Shift
from tests.architecture.route_asks import ABSENT, NO_ID, Asks
from tests.factories.people import actor_for, make_person

OWN = frozenset({"ana", "app", "sup", "aud", "adm"})
BEARERS = frozenset({"nob", "ana", "oop"})
KEEPERS = frozenset({"sup", "adm"})


def duty(asks: Asks) -> None:
    """The roster of one's own house, and nobody else's."""
    home, now = asks.home, asks.home.now
    span = {"begins_at": now - timedelta(hours=1), "ends_at": now + timedelta(days=2)}
    typed = {"begins_at": "2030-11-02T08:00", "ends_at": "2030-11-02T16:00"}
    approver, analyst = home.people[Role.APPROVER], home.people[Role.ANALYST]
    colleague = home.people["colleague"]
    instead = make_person(home.desk.agency, Role.APPROVER)
    house = home.desk.agency
    shift = Shift.objects.create(organisation=house, role=Role.APPROVER, user=approver, **span)
    away = Absence.objects.create(user=analyst, stand_in=colleague, entered_by=analyst, **span)
    asks.get("dashboard:roster")
    for label, person, knows in (("home approver", approver.public_id, OWN), (ABSENT, NO_ID, None)):
        who = f"approver:{person}"
        _ask(asks, "roster", label, body={"who": who, **typed}, knows=knows)
    for label, person, knows in (("home approver", instead.public_id, OWN), (ABSENT, NO_ID, None)):
        _ask(asks, "duty_hand_over", label, body={"to": f"approver:{person}"}, knows=knows)
    for label, one, knows in (("home", shift.public_id, KEEPERS), (ABSENT, NO_ID, None)):
        _ask(asks, "shift_end", label, [one], knows=knows)
    for label, one, knows in (("home", away.public_id, OWN), (ABSENT, NO_ID, None)):
        _ask(asks, "absence_end", label, [one], knows=knows)
    for label, one, knows in (("home", away.public_id, OWN), (ABSENT, NO_ID, None)):
        more = {"knows": knows} if knows else {}
        asks.get("dashboard:absence_work", label, [one], **more)
        _ask(asks, "absence_work", label, [one], body={"to": "nobody"}, knows=knows)
    times = {"away_from": "2030-11-02T08:00", "away_to": "2030-11-03T08:00"}
    for label, person, knows in (
        ("home analyst", analyst.public_id, OWN),
        (ABSENT, NO_ID, None),
    ):
        body = {"person": str(person), "stand_in": str(colleague.public_id), **times}
        _ask(asks, "absence_new", label, body=body, knows=knows)


def calendar(asks: Asks) -> None:
    """The calendar of due times: one's own address, and who comes by one."""
    asks.get("dashboard:own_feed")
    asks.post("dashboard:own_feed")
    asks.post("dashboard:own_feed_end")
    asks.roles = ("nob", "ana", "oop")
    now = asks.home.now
    for side in (asks.home, asks.other):
        reader = side.people[Role.ANALYST if side is asks.home else "casework"]
        secret = make_feed(actor=actor_for(reader), now=now)
        asks.get("dashboard:due_calendar", f"of {side.word}", [secret], knows=BEARERS)
    gone = asks.home.people["gone"]
    CalendarFeed.objects.create(user=gone, hash=hashlib.sha256(b"gone").hexdigest(), made_at=now)
    asks.get("dashboard:due_calendar", "of whose seat has ended", ["gone"], knows=frozenset())
    asks.get("dashboard:due_calendar", ABSENT, ["no-such-secret"])


def _ask(asks: Asks, name: str, label: str, args: list[object] | None = None, **more: object) -> None:
    if more.get("knows") is None:
        more.pop("knows", None)
    asks.post(f"dashboard:{name}", label, args or [], **more)  # type: ignore[arg-type]
