"""What happened in a case: newest first, from its rows, as each side may know it."""

from datetime import UTC, datetime, timedelta

import pytest

from accounts.domain.acting import Actor, acting_as
from accounts.enums import Role
from cases.domain import amending, clarification, receipt, response, supervision, thread, verifying
from cases.domain.case_file import open_file
from cases.domain.enforcing import enforce
from cases.domain.response import ItemDecision
from cases.domain.timeline import EventKind, timeline_of
from cases.domain.withdrawing import withdraw
from cases.enums import Outcome, VerifiedOutcome
from cases.models import Case, Escalation, Item
from sla.enums import ClockKind, StopEffect
from tests.factories.cases import make_sent_case
from tests.factories.desk import Desk, make_desk
from tests.factories.people import make_actor

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def at(minutes: float) -> datetime:
    """Return an instant after the case was sent."""
    return NOON + timedelta(minutes=minutes)


def titles(actor: Actor, case: Case) -> list[str]:
    """Return the titles of the events that ``actor`` sees."""
    with acting_as(actor):
        return [event.title for event in timeline_of(open_file(actor, case.reference))]


def items_of(desk: Desk, case: Case) -> list[Item]:
    """Return the items of a case."""
    with acting_as(desk.analyst):
        return list(Item.objects.filter(case=case).order_by("position"))


def test_the_life_of_a_case_is_told_newest_first() -> None:
    desk = make_desk()
    case = desk.sent_case(NOON)
    ref = case.reference
    receipt.open_and_sign(actor=desk.moderator, reference=ref, now=at(5))
    response.acknowledge(actor=desk.moderator, reference=ref, now=at(6))
    thread.write(actor=desk.analyst, reference=ref, text="Hello.", now=at(7))
    amending.amend(actor=desk.analyst, reference=ref, text="One more thing.", now=at(8))
    assert titles(desk.moderator, case) == [
        "Amendment 1",
        "Message",
        "Acknowledgement",
        f"Opened and signed by {desk.moderator.name}",
        f"Sent to {desk.platform.name}",
    ]


def test_a_receipt_comes_before_the_answer_that_implied_it() -> None:
    desk = make_desk()
    case = desk.sent_case(NOON)
    response.acknowledge(actor=desk.moderator, reference=case.reference, now=at(5))
    assert titles(desk.moderator, case)[:2] == [
        "Acknowledgement",
        f"Opened and signed by {desk.moderator.name}",
    ]


def test_a_question_and_its_answer_are_two_events_with_their_words() -> None:
    desk = make_desk()
    case = desk.sent_case(NOON)
    clarification.ask(
        actor=desk.moderator, reference=case.reference, ground="insufficient", text="Which?", now=at(5)
    )
    clarification.answer(actor=desk.analyst, reference=case.reference, text="The first.", now=at(9))
    with acting_as(desk.analyst):
        events = timeline_of(open_file(desk.analyst, case.reference))
    assert [(event.title, event.text) for event in events[:2]] == [
        ("Clarification answered", "The first."),
        ("Clarification asked: Insufficient information", "Which?"),
    ]


def test_a_clock_that_starts_anew_is_an_event() -> None:
    desk = make_desk(stop=StopEffect.RESTART)
    case = desk.sent_case(NOON)
    clarification.ask(
        actor=desk.moderator, reference=case.reference, ground="insufficient", text="Which?", now=at(5)
    )
    clarification.answer(actor=desk.analyst, reference=case.reference, text="The first.", now=at(9))
    assert "A new run of the clock “Give effect” began" in titles(desk.moderator, case)


def test_the_ladder_of_a_silent_case_is_told_as_it_was_climbed() -> None:
    desk = make_desk()
    case = desk.sent_case(NOON)
    for minutes in (31, 46, 61):
        enforce(now=at(minutes), runner="test")
    assert titles(desk.analyst, case) == [
        "Deadline passed: Acknowledge",
        "Receipt is deemed: nobody had signed",
        "Reminder: Acknowledge",
        f"Sent to {desk.platform.name}",
    ]


def test_what_is_proposed_against_a_platform_is_told_to_the_agency_alone() -> None:
    desk = make_desk()
    case = desk.sent_case(NOON)
    receipt.open_and_sign(actor=desk.moderator, reference=case.reference, now=at(5))
    enforce(now=at(60 * 24), runner="test")
    own, theirs = set(titles(desk.analyst, case)), set(titles(desk.moderator, case))
    assert own - theirs == {
        "A warning is proposed",
        "A block is proposed",
        "Level raised to 1",
        "Supervisor told: Give effect",
    }
    assert theirs - own == set()


def test_a_step_noticed_late_says_how_late() -> None:
    desk = make_desk()
    case = desk.sent_case(NOON)
    enforce(now=at(90), runner="test")
    with acting_as(desk.analyst):
        events = timeline_of(open_file(desk.analyst, case.reference))
    breach = next(event for event in events if event.kind == EventKind.BREACH)
    assert (breach.at, breach.late) == (at(60), timedelta(minutes=30))
    reminder = next(event for event in events if event.kind == EventKind.REMINDER)
    assert reminder.text == "Not sent: when it was noticed, the deadline had passed."
    assert reminder.late is None


def test_a_step_that_was_taken_back_is_followed_by_its_correction() -> None:
    desk = make_desk()
    case = desk.sent_case(NOON)
    enforce(now=at(61), runner="test")
    with acting_as(desk.analyst):
        Escalation.objects.filter(case=case, step="breach").update(corrected_at=at(62))
    assert titles(desk.analyst, case)[0] == (
        "Taken back, it was in time after all: Deadline passed: Acknowledge"
    )


def test_changed_deadlines_are_told_to_both_sides() -> None:
    desk = make_desk()
    case = desk.sent_case(NOON)
    receipt.open_and_sign(actor=desk.moderator, reference=case.reference, now=at(5))
    supervision.extend(
        actor=desk.supervisor,
        reference=case.reference,
        kind=ClockKind.EFFECT,
        minutes=30,
        reason="Asked.",
        now=at(9),
    )
    supervision.waive(
        actor=desk.supervisor, reference=case.reference, kind=ClockKind.EFFECT, reason="Agreed.", now=at(10)
    )
    for reader in (desk.analyst, desk.moderator):
        assert titles(reader, case)[:4] == [
            "Message",
            "“Give effect” was waived",
            "Message",
            "“Give effect” was extended by 30 minutes",
        ]


def test_the_agencys_own_deadlines_are_its_own() -> None:
    desk = make_desk()
    case = desk.sent_case(NOON)
    item_ids = [item.public_id for item in items_of(desk, case)]
    response.decide(
        actor=desk.moderator,
        reference=case.reference,
        decisions=[ItemDecision(item, Outcome.REMOVED) for item in item_ids],
        text="",
        now=at(5),
    )
    supervision.extend(
        actor=desk.supervisor,
        reference=case.reference,
        kind=ClockKind.VERIFY,
        minutes=30,
        reason="Short of hands.",
        now=at(9),
    )
    words = "“Verify” was extended by 30 minutes"
    assert words in titles(desk.analyst, case)
    assert words not in titles(desk.moderator, case)


def test_verdicts_are_counted() -> None:
    desk = make_desk()
    case = desk.sent_case(NOON)
    items = items_of(desk, case)
    response.decide(
        actor=desk.moderator,
        reference=case.reference,
        decisions=[ItemDecision(item.public_id, Outcome.REMOVED) for item in items],
        text="",
        now=at(5),
    )
    verifying.verify(
        actor=desk.analyst,
        reference=case.reference,
        verdicts={item.public_id: VerifiedOutcome.DOWN for item in items},
        now=at(9),
    )
    with acting_as(desk.moderator):
        newest = timeline_of(open_file(desk.moderator, case.reference))[0]
    assert (newest.title, newest.text) == ("Verified", "2 × Down")


def test_a_withdrawal_is_told_to_both_sides() -> None:
    desk = make_desk()
    case = desk.sent_case(NOON)
    receipt.open_and_sign(actor=desk.moderator, reference=case.reference, now=at(5))
    withdraw(actor=desk.analyst, reference=case.reference, reason="By court order.", now=at(9))
    assert titles(desk.moderator, case)[:2] == ["Message", "Withdrawn"]
    assert titles(desk.analyst, case)[:2] == ["Message", "Withdrawn"]


def test_what_happened_before_sending_is_never_told_to_the_platform() -> None:
    desk = make_desk()
    case = make_sent_case(desk, now=NOON)
    receipt.open_and_sign(actor=desk.moderator, reference=case.reference, now=at(5))
    own, theirs = titles(desk.analyst, case), titles(desk.moderator, case)
    assert own[-1] == "Filed"
    assert theirs == own[:-1]


def test_an_auditor_sees_what_the_agency_sees() -> None:
    desk = make_desk()
    case = make_sent_case(desk, now=NOON)
    assert titles(make_actor(desk.agency, Role.AUDITOR), case) == titles(desk.analyst, case)
