"""Cases that have to do with another one, as the reader may know them. Reads only, inside ``acting_as``."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet, TextChoices
from django.utils.translation import gettext_lazy as _

from accounts.domain.acting import Actor
from cases.models import Case, Filing, Item
from channels_registry.models import FlaggedChannel, Succession

OF_A_KIND_AT_MOST = 20


class Why(TextChoices):
    """What two cases have in common."""

    CONTINUED = "continued", _("Goes on from here, or went on there")
    REPORT = "report", _("From the same report")
    CHANNEL = "channel", _("The same channel")
    SUCCESSOR = "successor", _("A channel that came before or after")


@dataclass(frozen=True, slots=True)
class Relation:
    """Cases that are related for one reason, the newest first; ``more``: there are others."""

    why: Why
    cases: list[Case]
    more: bool


@dataclass(frozen=True, slots=True)
class Related:
    """What has to do with a case: other cases, and its channels."""

    relations: list[Relation]
    channels: list[FlaggedChannel]


def related_to(actor: Actor, case: Case) -> Related:
    """Return the cases of the reader that have to do with ``case``, each under its first reason.

    An operator is told of its own cases alone, by what it has opened in either: neither who
    reported nor what others pursue shows in them. Six queries at most, whatever their number.
    """
    channels = _channels(case)
    keys = [channel.pk for channel in channels]
    asked: list[tuple[Why, Q]] = [(Why.CONTINUED, Q(continues=case) | Q(pk=case.continues_id or 0))]
    if not actor.is_operator:
        report = Filing.objects.visible_to(actor).filter(case=case).values("report_id")
        asked.append((Why.REPORT, Q(filing__report_id__in=report)))
    asked.append((Why.CHANNEL, _with_channels(keys)))
    if not actor.is_operator:
        asked.append((Why.SUCCESSOR, _with_channels(_neighbours(keys))))
    relations, known = [], {case.pk}
    for why, condition in asked:
        found = list(_readable(actor).filter(condition).exclude(pk__in=known)[: OF_A_KIND_AT_MOST + 1])
        known |= {each.pk for each in found}
        if found:
            relations.append(Relation(why, found[:OF_A_KIND_AT_MOST], more=len(found) > OF_A_KIND_AT_MOST))
    return Related(relations, [] if actor.is_operator else channels)


def _readable(actor: Actor) -> QuerySet[Case]:
    seen = Case.objects.visible_to(actor).select_related("platform", "category")
    if actor.is_operator:  # the items of a case that he has not opened are not known to him
        seen = seen.filter(received_at__isnull=False)
    return seen.order_by("-created_at", "-pk")


def _with_channels(channels: Any) -> Q:
    return Q(pk__in=Item.objects.filter(channel__in=channels).values("case_id"))


def _channels(case: Case) -> list[FlaggedChannel]:
    named = Item.objects.filter(case=case).values("channel_id")
    return list(FlaggedChannel.objects.filter(pk__in=named).order_by("key", "pk"))


def _neighbours(channels: list[int]) -> list[int]:
    """Return the channels that came before or after these, whoever linked them."""
    linked = Succession.objects.filter(Q(earlier__in=channels) | Q(later__in=channels))
    ends = {key for pair in linked.values_list("earlier_id", "later_id") for key in pair}
    return sorted(ends - set(channels))
