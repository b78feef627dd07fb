"""What is asked of the routes of calendars, and of the calculator of deadlines."""

from datetime import timedelta
from typing import Any

from tests.architecture.route_asks import (
    ABSENT,
    AGENCIES,
    EVERYBODY,
    NO_ID,
    OTHER_PLATFORM,
    PLATFORM,
    ROLES,
    Asks,
)
from tests.architecture.route_side import Side

WORDS = {
    "name_en": "Office",
    "name_id": "Kantor",
    "time_zone": "Asia/Jakarta",
    "hours": "Mon-Fri 08:00-16:00",
}


def calendars(asks: Asks) -> None:
    """Agencies know all, an operator those that his policies run by; the owner changes what is open."""
    asks.get("dashboard:calendars")
    asks.get("dashboard:calendar_new")
    asks.post("dashboard:calendar_new", body={**WORDS, "code": "another"})
    for label, code, knows in (
        ("agreed with other", asks.world.calendars["other"].code, AGENCIES | OTHER_PLATFORM),
        ("of nobody yet", asks.world.calendars["open"].code, AGENCIES),
        (ABSENT, "no-calendar", EVERYBODY),
    ):
        args = [code, 1]
        asks.get("dashboard:calendar", label, args, knows=knows)
        asks.post("dashboard:calendar", label, args, body=WORDS, knows=knows)
        asks.post("dashboard:calendar_next", label, args, knows=knows)
        listed = {"jurisdiction": "ID", "year": "2027"}
        asks.post("dashboard:holidays_load", label, args, body=listed, knows=knows)
        day = {"day": "2026-12-24", "name": "A feast", "source": "Decree 7"}
        asks.post("dashboard:holiday_new", label, args, body=day, knows=knows)
        asks.post("dashboard:holiday_drop", label, [*args, "2026-12-25"], knows=knows)
    asks.post("dashboard:holiday_drop", "no day", [asks.world.calendars["open"].code, 1, "yesterday"])


def outages(asks: Asks) -> None:
    """A supervisor declares what is credited in his own agency's cases."""
    down = {"reason": "The data centre was dark."}
    began, over = asks.home.now - timedelta(minutes=9), asks.home.now - timedelta(minutes=8)
    typed = {"started_at": began.strftime("%Y-%m-%dT%H:%M"), "ended_at": over.strftime("%Y-%m-%dT%H:%M")}
    asks.get("dashboard:outages")
    asks.post("dashboard:outages", "of home service", body={**down, **typed, "platform": "home-slug"})
    asks.post("dashboard:outages", ABSENT, body={**down, **typed, "platform": "no-service"})
    asks.get("api:outages")
    said = {**down, "started_at": began.isoformat(), "ended_at": over.isoformat()}
    key = {"Idempotency-Key": "asked-once"}
    for label, slug in (("of this desk", ""), ("of home service", "home-slug"), (ABSENT, "no-service")):
        asks.add("POST", "api:outages", label, (), body={**said, "platform": slug}, headers=key)


def calculator(asks: Asks) -> None:
    """Of one's own agency and service; what one may not know of is as if it were not there."""
    for route in ("dashboard:calculator", "api:calculator"):
        asks.get(route)
        for side, platform in ((asks.home, PLATFORM), (asks.other, OTHER_PLATFORM)):
            query, label = _case_of(side, side), f"{side.word} service, {ABSENT} agency"
            if side is asks.other:
                # Home's operator knows this agency, not the service.
                asks.roles = tuple(role for role in ROLES if role not in PLATFORM)
            asks.get(route, f"{side.word} case", query=query, knows=_may_ask(side) | platform, like=label)
            asks.get(route, label, query={**query, "agency": str(NO_ID)})
        asks.roles = tuple(PLATFORM)
        query, label = _case_of(asks.other, asks.other), f"other agency, {ABSENT} service"
        asks.get(route, "other agency and service", query=query, knows=frozenset(), like=label)
        asks.get(route, label, query={**query, "platform": "no-service"})
        asks.roles = tuple(ROLES)
        asks.get(route, "other agency, home service", query=_case_of(asks.home, asks.other))


def _may_ask(side: Side) -> frozenset[str]:
    house = {"home": {"ana", "app", "sup", "aud", "adm"}, "other": {"oth", "oad"}}[side.word]
    return frozenset(house) | {"ref"}


def _case_of(service: Side, agency: Side) -> dict[str, Any]:
    return {
        "agency": str(agency.desk.agency.public_id),
        "platform": service.desk.platform.slug,
        "category": agency.desk.category.code,
        "urgency": "urgent",
        "sent_at": "2026-11-02T12:00:00Z",
    }
