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
    took = [each.response.total_seconds() for each in rows if each.response is not None]
    return Answers(
        drills=states,
        in_time=sum(state == DrillState.ANSWERED for _each, state in states),
        median=timedelta(seconds=median(took)) if took else None,
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
