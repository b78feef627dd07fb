"""What happened to the cases that a person filed: the newest answer first, and what is new to him."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from accounts.domain.acting import Actor, acting_as
from audit.domain.chain import NewEntry, record
from cases.enums import Outcome
from cases.models import AnswersLook, Case, Item, PlatformResponse
from kernel.errors import NotAllowed

SEE = "see_answers"
LONG_AGO = timedelta(days=36_500)


@dataclass(frozen=True, slots=True)
class Came:
    """How many items of a case have which outcome; those without one last."""

    counts: tuple[tuple[str, int], ...] = ()

    @property
    def items(self) -> int:
        """How many items the case has."""
        return sum(number for _outcome, number in self.counts)

    @property
    def answered(self) -> int:
        """How many of them have an outcome."""
        return sum(number for outcome, number in self.counts if outcome)

    @property
    def outcomes(self) -> list[tuple[str, int]]:
        """Outcomes in the reader's words with their numbers."""
        return [(str(Outcome(outcome).label), number) for outcome, number in self.counts if outcome]


def own_cases(actor: Actor) -> QuerySet[Case]:
    """Return the cases that the actor filed, with ``answer_at``, the last answer, and ``came_at``.

    ``came_at`` is what they are sorted by: the last answer; those that heard nothing come
    after all that did, by when they were made.
    """
    said = PlatformResponse.objects.visible_to(actor).filter(case=OuterRef("pk"))
    newest = Subquery(said.order_by("-at").values("at")[:1])
    mine = Case.objects.visible_to(actor).filter(filing__filer_id=actor.user_id)
    return mine.annotate(answer_at=newest, came_at=Coalesce(newest, F("created_at") - LONG_AGO))


def new_since(mine: QuerySet[Case], since: datetime | None) -> QuerySet[Case]:
    """Return of ``own_cases`` those that were answered after ``since``; without it all that were."""
    heard = Q(answer_at__gt=since) if since else Q(answer_at__isnull=False)
    return mine.filter(heard)


def looked_at(actor: Actor) -> datetime | None:
    """Return until when the actor has seen his answers."""
    if actor.user_id is None:
        return None
    return AnswersLook.objects.filter(user_id=actor.user_id).values_list("at", flat=True).first()


def came_to(cases: Collection[Case]) -> dict[int, Came]:
    """Return what became of the items of these cases. One query."""
    rows = Item.objects.filter(case__in=cases).values_list("case_id", "outcome")
    counts: dict[int, dict[str, int]] = defaultdict(dict)
    for case_id, outcome, number in rows.annotate(number=Count("pk")).order_by():
        counts[case_id][outcome] = number
    order = {outcome.value: place for place, outcome in enumerate(Outcome)}
    return {
        case_id: Came(tuple(sorted(found.items(), key=lambda pair: order.get(pair[0], len(order)))))
        for case_id, found in counts.items()
    }


def see_answers(*, actor: Actor, until: datetime, now: datetime) -> datetime:
    """Keep that the actor has seen what came back up to ``until``, and return the mark.

    It only goes forward, and never beyond ``now``. Written in the person's record. Raises
    NotAllowed for who has no account.
    """
    with acting_as(actor):
        if actor.user_id is None:
            raise NotAllowed("person_only", _("Only a person has seen something."))
        look, made = AnswersLook.objects.select_for_update(no_key=True).get_or_create(
            user_id=actor.user_id, defaults={"at": min(until, now)}
        )
        if not made and look.at < min(until, now):
            look.at = min(until, now)
            look.save(update_fields=["at"])
        record([NewEntry("user", actor.id, SEE, {"until": look.at})], by=actor, at=now)
        return look.at
