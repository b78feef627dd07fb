"""The steps of a case: one address each, refused with a sentence, nothing typed is lost."""

from typing import Any

import pytest

from accounts.domain.acting import acting_as
from accounts.enums import Role
from cases.domain import clarification, closing, impossibility, objections, verifying, withdrawing
from cases.enums import CaseState, Side, VerifiedOutcome
from cases.models import Amendment, Case, Clock, Message, Receipt, Review
from dashboard.views.casework_steps import STEP, STEPS
from sla.enums import ClockKind, ClockState
from tests.dashboard.views.casework_scene import (
    acknowledged,
    answered,
    browser_of,
    items_of,
    minutes_ago,
    opened,
    recorded,
    reread,
    words_of,
)
from tests.factories.desk import Desk, make_desk
from tests.factories.organisations import make_agency, make_operator
from tests.factories.people import make_actor

pytestmark = pytest.mark.django_db


def post(actor: Any, case: Case, slug: str, **typed: str) -> Any:
    """Return the answer to a step sent by ``actor``."""
    return browser_of(actor).post(f"/cases/{case.reference}/{slug}/", typed)


def asked(desk: Desk) -> Case:
    """Return a case with an open question."""
    return clarification.ask(
        actor=desk.moderator,
        reference=acknowledged(desk).reference,
        ground="insufficient",
        text="Which one?",
        now=minutes_ago(15),
    )


def impossible(desk: Desk) -> Case:
    """Return a case that is impossible for now."""
    return impossibility.declare(
        actor=desk.moderator,
        reference=acknowledged(desk).reference,
        ground="technical",
        text="The queue is down.",
        now=minutes_ago(15),
    )


def disputed(desk: Desk) -> Case:
    """Return a case with an open objection."""
    return objections.object_to(
        actor=desk.moderator, reference=acknowledged(desk).reference, text="Satire.", now=minutes_ago(15)
    )


def verified(desk: Desk) -> Case:
    """Return a case that was seen down."""
    case = answered(desk)
    verdicts = {item.public_id: VerifiedOutcome.DOWN for item in items_of(desk, case)}
    return verifying.verify(
        actor=desk.analyst, reference=case.reference, verdicts=verdicts, now=minutes_ago(10)
    )


def withdrawn(desk: Desk) -> Case:
    """Return a case that was withdrawn after it was followed."""
    return withdrawing.withdraw(
        actor=desk.analyst, reference=answered(desk).reference, reason="By court order.", now=minutes_ago(10)
    )


def sent(desk: Desk) -> Case:
    """Return a case that nobody has opened."""
    return desk.sent_case(minutes_ago(10))


WORDS = {"text": "So it is."}
GROUND = {"ground": "technical", **WORDS}
REASON = {"reason": "Asked by telephone."}
# Slug, who does it, the case before, what is typed, the state after.
EVERY_STEP: list[tuple[str, str, Any, dict[str, str], CaseState]] = [
    ("open", "moderator", sent, {}, CaseState.RECEIVED),
    ("acknowledge", "moderator", opened, {}, CaseState.ACKNOWLEDGED),
    (
        "ask-clarification",
        "moderator",
        acknowledged,
        {"ground": "manifest_error", **WORDS},
        CaseState.CLARIFICATION,
    ),
    ("declare-impossible", "moderator", acknowledged, GROUND, CaseState.IMPOSSIBLE),
    ("end-impossibility", "moderator", impossible, WORDS, CaseState.ACKNOWLEDGED),
    ("object", "moderator", acknowledged, WORDS, CaseState.DISPUTED),
    ("report-restored", "moderator", withdrawn, WORDS, CaseState.WITHDRAWN),
    ("message", "moderator", acknowledged, WORDS, CaseState.ACKNOWLEDGED),
    ("note", "analyst", acknowledged, {"note": "So it is."}, CaseState.ACKNOWLEDGED),
    ("answer-clarification", "analyst", asked, WORDS, CaseState.ACKNOWLEDGED),
    ("amend", "analyst", acknowledged, WORDS, CaseState.ACKNOWLEDGED),
    ("withdraw", "analyst", acknowledged, REASON, CaseState.WITHDRAWN),
    ("close", "analyst", verified, {}, CaseState.CLOSED),
    ("decide-objection", "supervisor", disputed, {"upheld": "no", **REASON}, CaseState.ACKNOWLEDGED),
    (
        "extend",
        "supervisor",
        acknowledged,
        {"clock": "effect", "amount": "2", "unit": "hours", **REASON},
        CaseState.ACKNOWLEDGED,
    ),
    ("waive", "supervisor", acknowledged, {"clock": "effect", **REASON}, CaseState.ACKNOWLEDGED),
]
by_slug = pytest.mark.parametrize(
    ("slug", "who", "before", "typed", "after"), EVERY_STEP, ids=[row[0] for row in EVERY_STEP]
)


def test_every_step_is_tried_here() -> None:
    assert sorted(step.slug for step in STEPS) == sorted(row[0] for row in EVERY_STEP)


@by_slug
def test_a_step_is_done_by_post_and_leads_back_to_the_case(
    slug: str, who: str, before: Any, typed: dict[str, str], after: CaseState
) -> None:
    desk = make_desk()
    case = before(desk)
    written = recorded(case)
    answer = post(getattr(desk, who), case, slug, **typed)
    assert answer.status_code == 302
    assert answer["Location"] == f"/cases/{case.reference}/{STEP[slug].lands}"
    assert reread(desk, case).state == after
    assert recorded(case) > written


@by_slug
def test_the_page_of_a_step_says_what_it_binds_and_writes_nothing(
    slug: str, who: str, before: Any, typed: dict[str, str], after: CaseState
) -> None:
    desk = make_desk()
    case = before(desk)
    written = recorded(case)
    page = browser_of(getattr(desk, who)).get(f"/cases/{case.reference}/{slug}/")
    assert page.status_code == 200
    assert page.context["consequence"] in words_of(page)
    assert recorded(case) == written


@by_slug
def test_a_role_that_may_not_is_refused(
    slug: str, who: str, before: Any, typed: dict[str, str], after: CaseState
) -> None:
    desk = make_desk()
    case = before(desk)
    state, written = reread(desk, case).state, recorded(case)
    auditor = make_actor(desk.agency, Role.AUDITOR)
    assert post(auditor, case, slug, **typed).status_code == 403
    assert post(auditor, case, slug).status_code == 403
    assert browser_of(auditor).get(f"/cases/{case.reference}/{slug}/").status_code == 403
    assert reread(desk, case).state == state
    assert recorded(case) == written


@by_slug
def test_strangers_do_not_know_of_the_step(
    slug: str, who: str, before: Any, typed: dict[str, str], after: CaseState
) -> None:
    desk = make_desk()
    case = before(desk)
    written = recorded(case)
    for stranger in (
        make_actor(make_operator(), Role.LEAD),
        make_actor(make_agency(), Role.ANALYST, Role.SUPERVISOR),
    ):
        assert post(stranger, case, slug, **typed).status_code == 404
        assert browser_of(stranger).get(f"/cases/{case.reference}/{slug}/").status_code == 404
    assert recorded(case) == written


def test_a_message_may_be_written_by_both_sides() -> None:
    desk = make_desk()
    case = acknowledged(desk)
    post(desk.moderator, case, "message", text="From us.")
    post(desk.analyst, case, "message", text="And from us.")
    with acting_as(desk.analyst):
        said = list(Message.objects.filter(case=case).values_list("side", "text"))
    assert said == [(Side.OPERATOR, "From us."), (Side.AGENCY, "And from us.")]


@pytest.mark.parametrize("slug", ["ask-clarification", "declare-impossible", "object", "message"])
def test_an_empty_form_comes_back_with_a_sentence(slug: str) -> None:
    desk = make_desk()
    answer = post(desk.moderator, acknowledged(desk), slug, text="  ")
    assert answer.status_code == 422
    assert "This field is required." in words_of(answer)


def test_a_wrong_state_says_so_and_keeps_what_was_typed() -> None:
    desk = make_desk()
    case = asked(desk)
    answer = post(desk.moderator, case, "ask-clarification", ground="insufficient", text="A second question.")
    assert answer.status_code == 409
    assert "“Ask for clarification” is not possible: the case is now “Clarification asked”." in words_of(
        answer
    )
    assert "A second question." in answer.content.decode()
    assert 'value="insufficient"' in answer.content.decode()


def test_the_page_of_a_step_that_the_state_forbids_says_so() -> None:
    desk = make_desk()
    page = browser_of(desk.analyst).get(f"/cases/{acknowledged(desk).reference}/close/")
    assert page.status_code == 409
    assert "“Close” is not possible: the case is now “Acknowledged”." in words_of(page)


def test_a_second_click_acknowledges_nothing_twice() -> None:
    desk = make_desk()
    case = opened(desk)
    assert post(desk.moderator, case, "acknowledge").status_code == 302
    written = recorded(case)
    assert post(desk.moderator, case, "acknowledge").status_code == 409
    assert recorded(case) == written


def test_a_receipt_is_signed_with_the_persons_name() -> None:
    desk = make_desk()
    case = sent(desk)
    post(desk.moderator, case, "open")
    with acting_as(desk.analyst):
        receipt = Receipt.objects.get(case=case)
    assert receipt.signer_name == desk.moderator.name


def test_a_text_that_is_too_long_comes_back_whole() -> None:
    desk = make_desk()
    case = acknowledged(desk)
    answer = post(desk.analyst, case, "amend", text="x" * 10_001)
    assert answer.status_code == 422
    assert "x" * 10_001 in answer.content.decode()
    with acting_as(desk.analyst):
        assert not Amendment.objects.filter(case=case).exists()


def test_hours_are_extended_as_hours() -> None:
    desk = make_desk()
    case = acknowledged(desk)
    post(desk.supervisor, case, "extend", clock="effect", amount="2", unit="hours", reason="Asked.")
    with acting_as(desk.analyst):
        assert Clock.objects.get(case=case, kind=ClockKind.EFFECT).extension_seconds == 7200


def test_more_than_thirty_days_are_refused_at_the_field() -> None:
    desk = make_desk()
    answer = post(
        desk.supervisor, acknowledged(desk), "extend", clock="effect", amount="800", unit="hours", reason="x"
    )
    assert answer.status_code == 422
    assert answer.context["form"].errors["amount"] == ["Extend by one minute to thirty days."]


def test_only_open_clocks_can_be_waived() -> None:
    desk = make_desk()
    case = acknowledged(desk)
    answer = post(desk.supervisor, case, "waive", clock="acknowledge", reason="x")
    assert answer.status_code == 422
    post(desk.supervisor, case, "waive", clock="effect", reason="Agreed by telephone.")
    with acting_as(desk.analyst):
        assert Clock.objects.get(case=case, kind=ClockKind.EFFECT).state == ClockState.ENDED


def test_an_upheld_objection_withdraws_the_case() -> None:
    desk = make_desk()
    case = disputed(desk)
    post(desk.supervisor, case, "decide-objection", upheld="yes", reason="It is satire.")
    assert reread(desk, case).state == CaseState.WITHDRAWN
    with acting_as(desk.analyst):
        assert Review.objects.get(case=case).upheld is True


def test_whoever_approved_does_not_decide_the_objection() -> None:
    desk = make_desk()
    case = disputed(desk)
    with acting_as(desk.supervisor):
        case.approvals.update(decided_by_id=desk.supervisor.user_id)
    answer = post(desk.supervisor, case, "decide-objection", upheld="no", reason="It stands.")
    assert answer.status_code == 403
    assert reread(desk, case).state == CaseState.DISPUTED


def test_the_question_stands_above_the_answer() -> None:
    desk = make_desk()
    page = browser_of(desk.analyst).get(f"/cases/{asked(desk).reference}/answer-clarification/")
    assert "Which one?" in words_of(page)


def test_a_question_says_what_it_does_to_the_clock() -> None:
    desk = make_desk()
    page = browser_of(desk.moderator).get(f"/cases/{acknowledged(desk).reference}/ask-clarification/")
    assert page.context["consequence"] == (
        f"Sends to {desk.agency.name} now. The clock to give effect stands still until this is over, "
        "then goes on. The agency has its own clock to answer."
    )


def test_a_closed_case_is_closed_for_both() -> None:
    desk = make_desk()
    case = closing.close(actor=desk.analyst, reference=verified(desk).reference, now=minutes_ago(5))
    assert "Closed" in words_of(browser_of(desk.moderator).get(f"/cases/{case.reference}/"))
