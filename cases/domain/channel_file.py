"""A flagged channel over time, as one agency may read it. Reads only; run inside ``acting_as``."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery
from django.utils.translation import gettext_lazy as _

from accounts.domain.acting import Actor
from accounts.enums import Role
from cases.domain.in_hand import InHand, Recent, claims_on, recently_on
from cases.models import Case, Item
from channels_registry.enums import SightingState
from channels_registry.models import Alias, ChannelTitle, FlaggedChannel, Sighting, Succession
from kernel.errors import NotAllowed, NotKnown

WRITERS = (Role.ANALYST, Role.SUPERVISOR)


@dataclass(frozen=True, slots=True)
class Seen:
    """A sighting; the note and who looked are the agency's own, of another's one reads neither."""

    sighting: Sighting
    own: bool


@dataclass(frozen=True, slots=True)
class CaseOfChannel:
    """An own case in which the channel or its posts stand, with how many."""

    case: Case
    items: int


@dataclass(slots=True)
class ChannelFile:
    """What an agency may read of a channel; ``house`` is the agency's id."""

    house: int | None
    channel: FlaggedChannel
    cases: list[CaseOfChannel]
    sightings: list[Seen]
    titles: list[ChannelTitle]
    later: list[Succession]
    earlier: list[Succession]
    held: InHand | None
    was_held: Recent | None
    aliases: list[tuple[Alias, bool]]
    may_write: bool


def channels_for(actor: Actor) -> QuerySet[FlaggedChannel]:
    """Return the channels of the cases that an agency's ``actor`` may know of; an operator's none.

    What stands in nobody's case of the own agency is not listed: which channels others
    pursue is theirs. ``last_state`` and ``last_seen_at`` are of the newest sighting.
    """
    if not actor.is_agency:
        return FlaggedChannel.objects.none()
    named = Item.objects.filter(case__in=Case.objects.visible_to(actor), channel=OuterRef("pk"))
    newest = Sighting.objects.filter(channel=OuterRef("pk")).order_by("-seen_at", "-id")
    return (
        FlaggedChannel.objects.filter(Exists(named))
        .select_related("platform")
        .annotate(
            last_state=Subquery(newest.values("state")[:1]),
            last_seen_at=Subquery(newest.values("seen_at")[:1]),
        )
    )


def channel_for(actor: Actor, channel: UUID) -> FlaggedChannel:
    """Return one channel that ``actor`` may know of. Raises NotKnown."""
    found = channels_for(actor).filter(public_id=channel).first()
    if found is None:
        raise NotKnown("channel_unknown", _("There is no such channel."))
    return found


def writable_channel(actor: Actor, channel: UUID) -> FlaggedChannel:
    """Return a channel of which ``actor`` may note something. Raises NotKnown, NotAllowed."""
    found = channel_for(actor, channel)
    if not actor.has(*WRITERS):
        raise NotAllowed("verb_not_yours", _("Your role cannot do this."))
    return found


def open_channel(actor: Actor, channel: UUID) -> ChannelFile:
    """Return everything of a channel that ``actor`` may read. Raises NotKnown."""
    found = channel_for(actor, channel)
    target = (found.platform_id, found.key)
    later = list(found.successions.select_related("later__platform", "organisation"))
    earlier = list(found.precedents.select_related("earlier__platform", "organisation"))
    named = {each.later_id for each in later} | {each.earlier_id for each in earlier}
    known = set(channels_for(actor).filter(pk__in=named).values_list("pk", flat=True))
    return ChannelFile(
        house=actor.organisation_id,
        channel=found,
        cases=_cases(actor, found),
        sightings=[_seen(row, actor) for row in found.sightings.select_related("organisation", "user")[:200]],
        titles=list(found.titles.all()),
        later=_once(((each.later_id, each) for each in later if each.later_id in known), actor),
        earlier=_once(((each.earlier_id, each) for each in earlier if each.earlier_id in known), actor),
        held=claims_on({target}, actor).get(target),
        was_held=recently_on({target}, actor, found.first_reported_at).get(target),
        aliases=[(each, each.organisation_id == actor.organisation_id) for each in found.aliases.all()],
        may_write=actor.has(*WRITERS),
    )


def _cases(actor: Actor, channel: FlaggedChannel) -> list[CaseOfChannel]:
    counts = dict(
        Item.objects.filter(case__in=Case.objects.visible_to(actor), channel=channel)
        .order_by()
        .values_list("case")
        .annotate(Count("pk"))
    )
    rows = Case.objects.visible_to(actor).filter(pk__in=counts).select_related("category", "agency")
    return [CaseOfChannel(case, counts[case.pk]) for case in rows.order_by("-created_at", "-id")]


def _once(said: Iterable[tuple[int, Succession]], actor: Actor) -> list[Succession]:
    """Return each other channel once, whoever links it: as the own agency says, if it does."""
    found: dict[int, Succession] = {}
    for other, each in said:
        if other not in found or each.organisation_id == actor.organisation_id:
            found[other] = each
    return list(found.values())


def _seen(sighting: Sighting, actor: Actor) -> Seen:
    return Seen(sighting, sighting.organisation_id == actor.organisation_id)


def up_again(channel: FlaggedChannel, at: datetime) -> bool:
    """Whether a channel that is up at ``at`` was seen down before. One query."""
    before = channel.sightings.filter(seen_at__lte=at).order_by("-seen_at", "-id").first()
    return before is not None and before.state == SightingState.DOWN
