"""Which services may not be reached when it matters, and how their contacts answer tests."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from django.db.models import Prefetch

from accounts.domain.acting import Actor
from channels_registry.domain.registry import may_know
from channels_registry.enums import ContactFunction, DrillState, Risk
from channels_registry.models import Contact, Drill, Platform

LOOKED_AT = 12
LOOKED_BACK = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class AtRisk:
    """Why a service may not be reached: since when, and about which of its contacts."""

    platform: Platform
    risk: Risk
    contact: Contact | None = None
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Answers:
    """The last tests of a service, the newest first, and how they were answered."""

    drills: list[tuple[Drill, DrillState]]
    in_time: int
    median: timedelta | None


@dataclass(frozen=True, slots=True)
class ServiceAnswers:
    """How the contacts of one service answered the tests of the last year."""

    platform: Platform
    asked: int
    in_time: int
    median: timedelta | None


def answers_by_service(actor: Actor, now: datetime) -> list[ServiceAnswers]:
    """Return how the services that ``actor`` may know of answered, by name. One query.

    A test that is not due yet and not answered counts for nothing.
    """
    drills = Drill.objects.filter(started_at__gt=now - LOOKED_BACK).select_related("platform")
    of_service: dict[Platform, list[Drill]] = {}
    for drill in drills.order_by("platform__name", "started_at"):
        if drill.state_at(now) != DrillState.ASKED and may_know(actor, drill.platform):
            of_service.setdefault(drill.platform, []).append(drill)
    return [
        ServiceAnswers(
            platform=platform,
            asked=len(rows),
            in_time=sum(each.state_at(now) == DrillState.ANSWERED for each in rows),
            median=_median(rows),
        )
        for platform, rows in of_service.items()
    ]


def _median(drills: list[Drill]) -> timedelta | None:
    took = [each.response.total_seconds() for each in drills if each.response is not None]
    return timedelta(seconds=median(took)) if took else None


def risks_for(actor: Actor, now: datetime) -> list[AtRisk]:
    """Return the risks of the services in use that ``actor`` may know of, by service. Three queries."""
    contacts = Contact.objects.filter(active=True).order_by("function", "rank")
    # Of one that nobody answered and a later one that somebody did, the later one tells.
    latest = Drill.objects.order_by("platform_id", "-started_at").distinct("platform_id")
    every = Platform.objects.filter(active=True, organisation__active=True).order_by("name")
    rows = every.prefetch_related(
        Prefetch("contacts", contacts, to_attr="active_contacts"),
        Prefetch("drills", latest, to_attr="latest_drills"),
    )
    return [risk for platform in rows if may_know(actor, platform) for risk in _risks_of(platform, now)]


def answers_of(platform: Platform, now: datetime) -> Answers:
    """Return how the contacts of a service answered its last tests."""
    rows = list(platform.drills.select_related("contact", "next_contact", "answered_by")[:LOOKED_AT])
    states = [(each, each.state_at(now)) for each in rows]
    return Answers(
        drills=states,
        in_time=sum(state == DrillState.ANSWERED for _each, state in states),
        median=_median(rows),
    )


def _risks_of(platform: Platform, now: datetime) -> list[AtRisk]:
    contacts: list[Contact] = platform.active_contacts  # type: ignore[attr-defined]
    drills: list[Drill] = platform.latest_drills  # type: ignore[attr-defined]
    stale_before = now - timedelta(days=platform.confirm_every_days)
    found = []
    if not any(each.function == ContactFunction.DUTY for each in contacts):
        found.append(AtRisk(platform, Risk.NO_DUTY))
    for contact in contacts:
        confirmed = contact.last_confirmed_at
        if confirmed is None or confirmed <= stale_before:
            found.append(AtRisk(platform, Risk.UNCONFIRMED, contact, confirmed))
    for drill in drills:
        if drill.state_at(now) == DrillState.UNANSWERED:
            found.append(AtRisk(platform, Risk.UNANSWERED, since=drill.started_at))
    return found


def reachable() -> frozenset[int]:
    """Return the keys of the services that have an active contact for duty."""
    on_duty = Contact.objects.filter(function=ContactFunction.DUTY, active=True)
    return frozenset(on_duty.values_list("platform_id", flat=True))
