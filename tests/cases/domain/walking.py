"""Steps that a case takes in many tests, and short looks at where it stands."""

from datetime import UTC, datetime, timedelta

from accounts.domain.acting import COMMAND, acting_as
from audit.models import Entry
from cases.domain import (
    closing,
    objections,
    response,
    verifying,
)
from cases.domain.response import ItemDecision
from cases.enums import (
    Outcome,
    VerifiedOutcome,
)
from cases.models import (
    Case,
    Clock,
    Item,
)
from sla.enums import ClockKind
from tests.factories.desk import Desk

NOON = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def fresh(case: Case) -> Case:
    with acting_as(COMMAND):
        return Case.objects.get(pk=case.pk)


def items_of(case: Case) -> list[Item]:
    with acting_as(COMMAND):
        return list(Item.objects.filter(case=case))


def clock_of(case: Case, kind: ClockKind) -> Clock:
    with acting_as(COMMAND):
        return Clock.objects.filter(case=case, kind=kind).latest("run")


def verbs_of(case: Case) -> list[str]:
    chain = Entry.objects.filter(subject_kind="case", subject_id=case.reference)
    return list(chain.order_by("sequence").values_list("verb", flat=True))


def removed(case: Case, desk: Desk, now: datetime, count: int | None = None) -> Case:
    decisions = [ItemDecision(item.public_id, Outcome.REMOVED) for item in items_of(case)[:count]]
    return response.decide(
        actor=desk.moderator, reference=case.reference, decisions=decisions, text="", now=now
    )


def verified(case: Case, desk: Desk, verdict: VerifiedOutcome, now: datetime) -> Case:
    verdicts = {item.public_id: verdict for item in items_of(case)}
    return verifying.verify(actor=desk.analyst, reference=case.reference, verdicts=verdicts, now=now)


def closed_case(desk: Desk) -> Case:
    case = desk.sent_case(NOON)
    removed(case, desk, NOON + 10 * MINUTE)
    verified(case, desk, VerifiedOutcome.DOWN, NOON + 20 * MINUTE)
    return closing.close(actor=desk.analyst, reference=case.reference, now=NOON + 30 * MINUTE)


def objected(desk: Desk) -> Case:
    case = desk.sent_case(NOON)
    objections.object_to(
        actor=desk.moderator, reference=case.reference, text="It is news.", now=NOON + MINUTE
    )
    return case
