"""Find a case again: by its reference, a link in any spelling, a name, or words. Reads only.

A way is followed as far as its newest thousand cases; of these the surest come first.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db.models import F, Q, QuerySet, TextChoices
from django.utils.translation import gettext_lazy as _

from accounts.domain.acting import Actor
from cases.models import Case, Item
from channels_registry.domain.aliases import canonical_targets
from channels_registry.domain.gate import find_links, judge
from channels_registry.domain.hosts import host_table
from channels_registry.models import Alias, FlaggedChannel, Platform
from kernel.errors import Invalid
from kernel.references import read_reference

NEWEST = 1_000
SHOWN = 50
LONGEST = 500
SHORTEST = 3  # letters of a name: fewer are in nearly all of them
_LINKS = 20
_BEGINNING = "TD-"


class FoundBy(TextChoices):
    """By what a case was found, the surest first."""

    REFERENCE = "reference", _("reference")
    LINK = "link", _("link")
    NAME = "name", _("name")
    TEXT = "text", _("text")


@dataclass(frozen=True, slots=True)
class Found:
    """A case, by what it was found, and the link or name that fitted (empty for other ways)."""

    case: Case
    by: FoundBy
    key: str = ""


@dataclass(frozen=True, slots=True)
class Findings:
    """The first of what was found, and how many cases it is in all; ``more``: at least so many."""

    shown: list[Found]
    number: int
    more: bool = False


def search(*, actor: Actor, words: str) -> Findings:
    """Return the cases that fit, the surest first and the newest of those. Inner read, scoped.

    Links and texts of a case are an operator's to find once he has opened it, as they are to
    read. Raises Invalid for words too short or too long to look for.
    """
    wanted = words.strip()
    if len(wanted) > LONGEST:
        raise Invalid("search_too_long", _("Search for something shorter."), field="q")
    if len(wanted.lstrip("@")) < SHORTEST:
        raise Invalid("search_too_short", _("Search for at least three letters."), field="q")
    found: dict[int, tuple[FoundBy, str]] = {}
    most = 0
    for by, rows in _ways(actor, wanted):
        most = max(most, len(rows))
        for case_id, key in rows:
            found.setdefault(case_id, (by, key))
    first = list(found)[:SHOWN]
    cases = Case.objects.visible_to(actor).select_related("platform", "category").in_bulk(first)
    shown = [Found(cases[case_id], *found[case_id]) for case_id in first if case_id in cases]
    return Findings(shown, len(found), more=most >= NEWEST)


def cases_named(actor: Actor, words: str) -> set[int]:
    """Return the cases that a link in any spelling or a part of a name fits: the newest of each way.

    For narrowing a queue. None for words too short or too long to look for.
    """
    wanted = words.strip()
    if not SHORTEST <= len(wanted.lstrip("@")) <= LONGEST:
        return set()
    items = Item.objects.visible_to(actor)
    return {case_id for _by, rows in _ways_of_items(items, wanted) for case_id, _key in rows}


def _ways(actor: Actor, wanted: str) -> Iterator[tuple[FoundBy, list[tuple[int, str]]]]:
    seen = Case.objects.visible_to(actor)
    yield FoundBy.REFERENCE, _by_reference(seen, wanted)
    opened = seen.filter(received_at__isnull=False) if actor.is_operator else seen
    link = False
    for by, rows in _ways_of_items(Item.objects.visible_to(actor), wanted):
        link = link or by == FoundBy.LINK
        yield by, rows
    if not link:
        yield FoundBy.TEXT, _by_words(opened, wanted)


def _ways_of_items(items: QuerySet[Item], wanted: str) -> Iterator[tuple[FoundBy, list[tuple[int, str]]]]:
    targets = _targets(wanted)
    if targets:
        yield FoundBy.LINK, _newest(items.filter(_any_of(targets)))
        return
    name = wanted.removeprefix("@")
    yield FoundBy.NAME, _newest(items.filter(key__icontains=name))
    channels = _channels(name)
    yield FoundBy.NAME, _newest(items.filter(channel__in=channels)) if channels else []


def _by_reference(seen: QuerySet[Case], wanted: str) -> list[tuple[int, str]]:
    whole = read_reference(wanted)
    begins = wanted.upper()
    if whole is None and not begins.startswith(_BEGINNING):
        return []
    fits = Q(reference=whole) if whole else Q(reference__startswith=begins)
    return [(pk, "") for pk in seen.filter(fits).order_by("-pk").values_list("pk", flat=True)[:NEWEST]]


def _targets(wanted: str) -> set[tuple[int, str]]:
    """Return the targets of the links in what was typed, under the names they are known by."""
    hosts = host_table()
    judged = [judge(link.text, hosts) for link in find_links(wanted, limit=_LINKS, hosts=hosts)]
    services = dict(
        Platform.objects.filter(slug__in={each.platform for each in judged}).values_list("slug", "pk")
    )
    named = {(services[each.platform], each.key) for each in judged if each.platform in services and each.key}
    return named | {(service, key) for (service, _key), key in canonical_targets(named).items()}


def _any_of(targets: set[tuple[int, str]]) -> Q:
    return reduce(or_, (Q(key=key, case__platform_id=service) for service, key in targets))


def _channels(name: str) -> set[int]:
    """Return the newest channels whose title, or another name, holds what was typed.

    Asked for first, each by its own index: there are few, and where there are none PostgreSQL
    need not go through every item to find that out.
    """
    titled = FlaggedChannel.objects.filter(title__icontains=name).order_by("-pk")
    aliased = Alias.objects.filter(key__icontains=name).order_by("-pk")
    return {
        *titled.values_list("pk", flat=True)[:NEWEST],
        *aliased.values_list("channel", flat=True)[:NEWEST],
    }


def _newest(items: QuerySet[Item]) -> list[tuple[int, str]]:
    return list(items.order_by("-case_id", "position").values_list("case_id", "key")[:NEWEST])


def _by_words(opened: QuerySet[Case], wanted: str) -> list[tuple[int, str]]:
    asked = SearchQuery(wanted, config="english", search_type="websearch") | SearchQuery(
        wanted, config="indonesian", search_type="websearch"
    )
    newest = (
        opened.filter(words__words=asked)
        .annotate(rank=SearchRank(F("words__words"), asked))
        .order_by("-pk")
        .values_list("rank", "pk")[:NEWEST]
    )
    return [(pk, "") for _rank, pk in sorted(newest, reverse=True)]
