"""A portal was down: what ran meanwhile gets the time back, once, and both sides see it."""

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, InternalError, transaction

from accounts.domain.acting import COMMAND, Actor, acting_as
from accounts.enums import Role
from cases.domain import clarification, outages, receipt, response
from cases.domain.case_file import open_file
from cases.domain.clock_why import whys_of
from cases.domain.outages import declare_outage
from cases.domain.sweep import sweep
from cases.domain.timeline import timeline_of
from cases.enums import ClarificationGround
from cases.models import Case, Clock, Escalation, Outage, Pause
from kernel.errors import Conflict, Invalid, NotAllowed
from notifications.enums import NoticeKind
from notifications.models import Outbox
from sla.enums import ClockKind, ClockState, PauseCause
from tests.cases.domain.walking import MINUTE, NOON, clock_of, fresh, removed
from tests.factories.desk import Desk, make_desk, make_second_desk
from tests.factories.law import make_calendar
from tests.factories.people import make_actor
from tests.factories.recorded import changes_of

pytestmark = pytest.mark.django_db
EFFECT = ClockKind.EFFECT


def at(minutes: float) -> datetime:
    return NOON + minutes * MINUTE


def declared(desk: Desk, begin: float, end: float, now: float, *, ours: bool = False) -> Outage:
    return declare_outage(
        actor=desk.supervisor,
        platform=None if ours else desk.platform,
        started_at=at(begin),
        ended_at=at(end),
        reason="The data centre was dark.",
        now=at(now),
    )


def received(desk: Desk) -> Case:
    case = desk.sent_case(NOON)
    return receipt.open_and_sign(actor=desk.moderator, reference=case.reference, now=NOON)


def credits(case: Case, kind: ClockKind) -> list[tuple[float, float]]:
    with acting_as(COMMAND):
        rows = Pause.objects.filter(clock__case=case, clock__kind=kind, cause=PauseCause.PORTAL_DOWN)
        return [
            ((row.started_at - NOON) / MINUTE, (row.ended_at - NOON) / MINUTE) for row in rows if row.ended_at
        ]


def standing(case: Case, kind: ClockKind) -> set[str]:
    with acting_as(COMMAND):
        steps = Escalation.objects.standing().filter(case=case, clock__kind=kind)
        return set(steps.values_list("step", flat=True))


def test_a_running_clock_is_due_later_by_what_it_ran_of_the_outage() -> None:
    desk = make_desk()
    case = received(desk)
    outage = declared(desk, -30, 60, 90)
    assert (clock_of(case, EFFECT).due_at, credits(case, EFFECT)) == (at(300), [(0, 60)])
    assert fresh(case).operator_due_at == clock_of(case, ClockKind.ACKNOWLEDGE).due_at == at(120)
    assert (outage.cases, outage.agency_id) == (1, desk.agency.pk)
    assert changes_of("case", case.reference) == {
        "clocks": ["acknowledge", "effect"],
        "started_at": at(-30).isoformat(),
        "ended_at": at(60).isoformat(),
        "minutes": 90,
        "outage": str(outage.public_id),
    }


def test_steps_that_were_not_reached_after_all_are_taken_back_told_and_fire_at_their_new_instant() -> None:
    desk = make_desk()
    case = received(desk)
    sweep(now=at(200))
    assert standing(case, EFFECT) == {"half", "three-quarters"}
    declared(desk, 100, 160, 205)
    # Half of the time was over after 120 minutes, then 180; three quarters will be after 240.
    assert standing(case, EFFECT) == {"half"}
    assert clock_of(case, EFFECT).next_step_at == at(240)
    kinds = set(Outbox.objects.filter(subject_id=case.reference).values_list("kind", flat=True))
    assert {NoticeKind.DEADLINE_CHANGED, NoticeKind.CORRECTION} <= kinds
    sweep(now=at(240))
    with acting_as(COMMAND):
        again = Escalation.objects.standing().get(case=case, clock__kind=EFFECT, step="three-quarters")
    assert again.due_at == at(240)


def test_an_answer_that_came_late_because_of_it_counts_as_in_time() -> None:
    desk = make_desk()
    case = received(desk)
    sweep(now=at(241))
    removed(case, desk, at(250))
    assert "breach" in standing(case, EFFECT)
    declared(desk, 200, 230, 260)
    clock = clock_of(case, EFFECT)
    assert (clock.state, clock.met_at, clock.due_at) == (ClockState.MET, at(250), at(270))
    assert standing(case, EFFECT) == {"half", "three-quarters"}


def test_what_stood_still_already_is_not_credited_twice() -> None:
    desk = make_desk()
    case = received(desk)
    said = {"reference": case.reference, "text": "Which?"}
    clarification.ask(actor=desk.moderator, ground=ClarificationGround.INSUFFICIENT, now=at(20), **said)
    clarification.answer(actor=desk.analyst, now=at(40), **said)
    declared(desk, 10, 60, 70)
    assert credits(case, EFFECT) == [(10, 20), (40, 60)]
    assert clock_of(case, EFFECT).due_at == at(240 + 20 + 30)
    with pytest.raises(Conflict) as refused:
        declared(desk, 10, 60, 80)
    assert refused.value.code == "nothing_to_credit"
    declared(desk, 50, 65, 80)
    assert credits(case, EFFECT) == [(10, 20), (40, 60), (60, 65)]


def test_a_clock_that_stands_still_now_goes_on_with_the_credit() -> None:
    desk = make_desk()
    case = received(desk)
    said = {"reference": case.reference, "text": "Which?"}
    clarification.ask(actor=desk.moderator, ground=ClarificationGround.INSUFFICIENT, now=at(60), **said)
    declared(desk, 30, 90, 100)
    assert (credits(case, EFFECT), clock_of(case, EFFECT).state) == ([(30, 60)], ClockState.PAUSED)
    assert clock_of(case, EFFECT).next_step_at is None
    clarification.answer(actor=desk.analyst, now=at(120), **said)
    assert clock_of(case, EFFECT).due_at == at(240 + 30 + 60)


def test_a_service_is_credited_what_the_platform_owes_and_our_own_portal_what_both_do() -> None:
    desk = make_desk()
    case = received(desk)
    removed(case, desk, at(10))
    declared(desk, 20, 40, 50, ours=True)
    assert (credits(case, ClockKind.VERIFY), clock_of(case, ClockKind.VERIFY).due_at) == ([(20, 40)], at(150))
    with pytest.raises(Conflict):
        declared(desk, 20, 60, 70)
    declared(desk, 20, 60, 70, ours=True)
    assert credits(case, ClockKind.VERIFY) == [(20, 40), (40, 60)]


def test_an_outage_counts_for_ones_own_agency_and_the_service_that_was_down() -> None:
    desk = make_desk()
    second, other = make_second_desk(desk), make_desk()
    ours, theirs, elsewhere = received(desk), received(second), received(other)
    declared(desk, 10, 20, 30)
    declared(other, 10, 15, 30, ours=True)
    assert [credits(case, EFFECT) for case in (ours, theirs, elsewhere)] == [[(10, 20)], [], [(10, 15)]]
    assert [each.cases for each in outages.outages_of(second.supervisor)] == []


def test_it_counts_for_a_restricted_case_whoever_declares_it() -> None:
    desk = make_desk()
    case = received(desk)
    with acting_as(COMMAND):
        case.category.restricted = True
        case.category.save(update_fields=["restricted"])
    declared(desk, 10, 20, 30)
    assert credits(case, EFFECT) == [(10, 20)]


def test_of_a_calendar_the_open_hours_alone_count() -> None:
    # From seven in the evening in Jakarta to nine the next morning.
    desk = make_desk(calendars={EFFECT: make_calendar("Mon-Fri 08:00-20:00")})
    case = received(desk)
    declared(desk, 30, 14 * 60, 15 * 60)
    # Half an hour was run; three and a half remain, from nine on.
    assert clock_of(case, EFFECT).due_at == at(14 * 60 + 210)


@pytest.mark.parametrize("side", ["analyst", "moderator"])
def test_both_sides_read_it_at_the_clock_and_in_what_happened(side: str) -> None:
    desk = make_desk()
    case = received(desk)
    declared(desk, 10, 20, 30)
    actor: Actor = getattr(desk, side)
    with acting_as(actor):
        file = open_file(actor, case.reference)
        why = next(why for why in whys_of(file, file.clocks, at(31)) if why.kind == EFFECT)
        titles = [event.title for event in timeline_of(file)]
    assert [(stop.cause, stop.counted) for stop in why.stops] == [
        (PauseCause.PORTAL_DOWN, timedelta(minutes=10))
    ]
    assert "Portal down: 10 minutes credited" in titles


def test_a_receipt_that_was_deemed_meanwhile_stays_and_its_clock_is_credited() -> None:
    desk = make_desk()
    case = desk.sent_case(NOON)
    sweep(now=at(60))
    declared(desk, 30, 90, 100)
    assert (standing(case, ClockKind.ACKNOWLEDGE), credits(case, EFFECT)) == (
        {"half", "deemed-receipt"},
        [(60, 90)],
    )


@pytest.mark.parametrize(
    ("begin", "end", "now", "code"),
    [(20, 20, 30, "interval"), (20, 40, 30, "interval"), (-60 * 24 * 32, 20, 30, "interval_long")],
)
def test_an_interval_that_is_none_is_refused(begin: float, end: float, now: float, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        declared(make_desk(), begin, end, now)
    assert refused.value.code == code


def test_supervisors_of_an_agency_alone_declare_it_with_a_reason() -> None:
    desk = make_desk()
    received(desk)
    said = {"platform": None, "started_at": at(1), "ended_at": at(2), "now": at(3)}
    for actor in (desk.analyst, desk.moderator, make_actor(desk.operator, Role.LEAD)):
        with pytest.raises(NotAllowed):
            declare_outage(actor=actor, reason="Dark.", **said)
    with pytest.raises(Invalid):
        declare_outage(actor=desk.supervisor, reason=" ", **said)


def test_what_was_declared_is_final() -> None:
    desk = make_desk()
    received(desk)
    outage = declared(desk, 10, 20, 30)
    with pytest.raises((IntegrityError, InternalError)), transaction.atomic():
        Outage.objects.filter(pk=outage.pk).update(reason="Another.")


def test_many_cases_cost_as_many_statements_as_a_few(django_assert_max_num_queries) -> None:
    desk = make_desk()
    for _ in range(12):
        response.acknowledge(actor=desk.moderator, reference=desk.sent_case(NOON).reference, now=NOON)
    with django_assert_max_num_queries(32):
        assert declared(desk, 10, 20, 30).cases == 12
    with acting_as(COMMAND):
        assert Clock.objects.filter(kind=EFFECT, due_at=at(250)).count() == 12


def test_the_credit_begins_with_the_outage_and_ends_with_the_answer() -> None:
    desk = make_desk()
    case = received(desk)
    said = {"reference": case.reference, "text": "Which?"}
    clarification.ask(actor=desk.moderator, ground=ClarificationGround.INSUFFICIENT, now=at(5), **said)
    clarification.answer(actor=desk.analyst, now=at(8), **said)
    removed(case, desk, at(30))
    declared(desk, 10, 60, 70)
    assert credits(case, EFFECT) == [(10, 30)]
    assert clock_of(case, EFFECT).due_at == at(240 + 3 + 20)
