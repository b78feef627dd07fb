"""Which items came back to the agency that asked for them, and why."""

from datetime import timedelta
from typing import Any

import pytest

from accounts.domain.acting import Actor, acting_as
from cases.domain.figures import Share, figure
from cases.domain.figures_rows import Asked
from cases.domain.withdrawing import withdraw
from cases.enums import CameBack, CaseKind, FigureCode, Outcome, RefusalGround, ResponseKind, Span
from cases.models import Case, Item, PlatformResponse, Review
from kernel.errors import NotKnown
from tests.factories.cases import NOON, make_sent_case
from tests.factories.desk import Desk, make_desk

pytestmark = pytest.mark.django_db
NOW = NOON + timedelta(hours=5)


@pytest.fixture
def desk() -> Desk:
    return make_desk()


def sent(desk: Desk, *paths: str) -> Case:
    return make_sent_case(desk, paths)


def answer(desk: Desk, case: Case, position: int, outcome: str, **fields: Any) -> None:
    with acting_as(desk.supervisor):
        rows = Item.objects.visible_to(desk.supervisor).filter(case=case, position=position)
        rows.update(outcome=outcome, outcome_at=NOON, **fields)


def asked(actor: Actor, **fields: Any) -> tuple[Share | None, list[tuple[int, str]]]:
    with acting_as(actor):
        found = figure(FigureCode.NOTICES_GOOD, Asked(actor, NOW, **fields))
        rows = found.rows.order_by("id").values_list("position", "came_back")
        assert found.count == len(rows)
        return found.share, list(rows)


def test_each_answer_that_sends_an_item_back_is_counted_with_its_reason(desk: Desk):
    case = sent(desk, "a/1", "a/2", "a/3", "a/4", "a/5")
    answer(desk, case, 1, Outcome.REMOVED)
    answer(desk, case, 2, Outcome.NOT_FOUND)
    answer(desk, case, 3, Outcome.ALREADY_GONE)
    answer(desk, case, 4, Outcome.REFUSED, refusal_ground=RefusalGround.MANIFEST_ERROR)
    # Refused on another ground is a dispute about the law, not a bad notice.
    answer(desk, case, 5, Outcome.REFUSED, refusal_ground=RefusalGround.NOT_ILLEGAL)
    assert asked(desk.supervisor) == (
        Share(2, 5),
        [
            (1, ""),
            (2, CameBack.INVALID_LINK),
            (3, CameBack.ALREADY_GONE),
            (4, CameBack.MANIFEST_ERROR),
            (5, ""),
        ],
    )


def test_an_item_without_an_answer_is_not_counted_until_it_is_taken_back(desk: Desk):
    case = sent(desk, "a/1")
    assert asked(desk.supervisor) == (Share(0, 0), [])
    withdraw(actor=desk.supervisor, reference=case.reference, reason="Wrong channel.", now=NOW)
    assert asked(desk.supervisor) == (Share(0, 1), [(1, CameBack.WITHDRAWN)])


def test_an_objection_that_was_upheld_outweighs_what_the_item_says(desk: Desk):
    case = sent(desk, "a/1")
    answer(desk, case, 1, Outcome.REMOVED)
    with acting_as(desk.supervisor):
        said = PlatformResponse.objects.create(
            case=case,
            organisation=desk.operator,
            kind=ResponseKind.OBJECTION,
            text="It is a newspaper.",
            author_label="Moderator",
            at=NOON,
        )
        Review.objects.create(
            response=said,
            case=case,
            agency=desk.agency,
            decided_by_id=desk.supervisor.user_id,
            upheld=True,
            at=NOON,
        )
    assert asked(desk.supervisor) == (Share(0, 1), [(1, CameBack.REVERSED)])


def test_the_span_is_counted_from_the_sending(desk: Desk):
    case = sent(desk, "a/1")
    answer(desk, case, 1, Outcome.REMOVED)
    assert asked(desk.supervisor, span=Span.DAY)[0] == Share(1, 1)
    with acting_as(desk.supervisor):
        Case.objects.visible_to(desk.supervisor).update(sent_at=NOW - timedelta(days=2))
    assert asked(desk.supervisor, span=Span.DAY)[0] == Share(0, 0)


def test_replays_and_other_agencies_are_not_counted(desk: Desk):
    answer(desk, other := sent(desk, "a/1"), 1, Outcome.NOT_FOUND)
    assert asked(make_desk().supervisor) == (Share(0, 0), [])
    with acting_as(desk.supervisor):
        Case.objects.visible_to(desk.supervisor).filter(pk=other.pk).update(kind=CaseKind.REPLAY)
    assert asked(desk.supervisor) == (Share(0, 0), [])


def test_no_platform_learns_of_it(desk: Desk):
    sent(desk, "a/1")
    with pytest.raises(NotKnown):
        asked(desk.moderator)
