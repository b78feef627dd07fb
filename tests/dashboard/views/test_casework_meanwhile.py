"""Two people act at once: the second keeps what he typed, and reads what the first has sent."""

from typing import Any

import pytest

from accounts.enums import Role
from cases.domain import approving, clarification, verifying
from cases.domain.kept_texts import keep_texts
from cases.domain.response import ItemDecision, decide
from cases.enums import ClarificationGround, Outcome, VerifiedOutcome
from cases.models import Case
from kernel.clock import database_now
from tests.architecture.route_asks_casework import rows_of
from tests.dashboard.views.casework_scene import (
    acknowledged,
    answered,
    browser_of,
    items_of,
    minutes_ago,
    opened,
    words_of,
)
from tests.factories.cases import make_waiting_case, seen_hash
from tests.factories.desk import Desk, make_desk
from tests.factories.people import make_actor

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Desk:
    return make_desk()


def form_of(actor: Any, case: Case, step: str) -> dict[str, Any]:
    """Open a form, and return what it sends back unseen."""
    page = browser_of(actor).get(f"/cases/{case.reference}/{step}/")
    return {"seen": page.context["seen"], "edit_version": case.edit_version}


def send(actor: Any, case: Case, step: str, body: dict[str, Any]) -> Any:
    return browser_of(actor).post(f"/cases/{case.reference}/{step}/", body)


def test_two_answers_to_one_clarification(desk):
    case = opened(desk)
    question = {"ground": ClarificationGround.INSUFFICIENT, "text": "Which page?"}
    clarification.ask(actor=desk.moderator, reference=case.reference, now=minutes_ago(5), **question)
    hidden = form_of(desk.analyst, case, "answer-clarification")
    colleague = make_actor(desk.agency, Role.ANALYST)
    clarification.answer(
        actor=colleague, reference=case.reference, text="The colleague's answer.", now=database_now()
    )
    answer = send(desk.analyst, case, "answer-clarification", {**hidden, "text": "My own answer."})
    assert answer.status_code == 409
    words = words_of(answer)
    assert "My own answer." in words
    assert "Since you opened this page" in words
    assert "The colleague&#x27;s answer." in words


def test_a_question_that_was_asked_already(desk):
    case = opened(desk)
    hidden = form_of(desk.moderator, case, "ask-clarification")
    said = {"ground": ClarificationGround.INSUFFICIENT, "text": "The colleague asks."}
    clarification.ask(
        actor=make_actor(desk.operator, Role.LEAD), reference=case.reference, now=database_now(), **said
    )
    body = {**hidden, "ground": "insufficient", "text": "I ask."}
    answer = send(desk.moderator, case, "ask-clarification", body)
    assert answer.status_code == 409
    assert "I ask." in words_of(answer)
    assert "The colleague asks." in words_of(answer)


def test_two_decisions(desk):
    case = acknowledged(desk)
    hidden = form_of(desk.moderator, case, "decide")
    first = items_of(desk, case)[0]
    decide(
        actor=make_actor(desk.operator, Role.LEAD),
        reference=case.reference,
        decisions=[ItemDecision(first.public_id, Outcome.REMOVED)],
        text="The colleague's words.",
        now=database_now(),
    )
    rows = rows_of([item.public_id for item in items_of(desk, case)], outcome="labelled", note="My note.")
    answer = send(desk.moderator, case, "decide", {**hidden, **rows, "text": "My own words."})
    assert answer.status_code == 409
    source, words = answer.content.decode(), words_of(answer)
    assert "My own words." in words
    assert source.count('value="My note."') == 2
    assert "The colleague&#x27;s words." in words
    assert "now: Removed everywhere" in words


def test_two_verdicts(desk):
    case = answered(desk)
    hidden = form_of(desk.analyst, case, "verify")
    first = items_of(desk, case)[0]
    verifying.verify(
        actor=make_actor(desk.agency, Role.ANALYST),
        reference=case.reference,
        verdicts={first.public_id: VerifiedOutcome.DOWN},
        now=database_now(),
    )
    rows = rows_of([item.public_id for item in items_of(desk, case)], verdict="still_up")
    answer = send(desk.analyst, case, "verify", {**hidden, **rows})
    assert answer.status_code == 409
    assert answer.content.decode().count('<option value="still_up" selected>') == 2
    assert "before: Down" in words_of(answer)
    assert "Since you opened this page Verified" in words_of(answer)


def test_a_draft_that_was_sent_while_somebody_edited_it(desk):
    case = make_waiting_case(desk, now=minutes_ago(9))
    approving.approve_and_send(
        actor=desk.approver,
        reference=case.reference,
        content_hash=seen_hash(desk.approver, case.reference),
        now=minutes_ago(1),
    )
    body = {
        "edit_version": case.edit_version,
        "category": desk.category.code,
        "legal_basis": desk.basis.code,
        "urgency": case.urgency,
        "reasons": "Words of an hour.",
        "considerations": case.considerations,
    }
    answer = send(desk.analyst, case, "edit", body)
    assert answer.status_code == 409
    assert "Words of an hour." in words_of(answer)


def test_an_instant_that_is_none_is_read_as_now(desk):
    case = opened(desk)
    for seen in ("yesterday", "2026-13-99T99:99", "2026-01-01T10:00:00"):
        answer = send(desk.moderator, case, "object", {"seen": seen, "text": ""})
        assert answer.status_code == 422


def test_what_was_kept_stays_after_a_conflict(desk):
    case = opened(desk)
    keep_texts(
        actor=desk.moderator,
        reference=case.reference,
        form="end-impossibility",
        texts={"text": "It is up again."},
        now=minutes_ago(1),
    )
    answer = send(desk.moderator, case, "end-impossibility", {"text": "It is up again."})
    assert answer.status_code == 409
    assert "Kept for you alone" in words_of(answer)
