"""A case that does not exist is due when a real one would be: by the same rules and the same code."""

from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from accounts.domain.acting import Actor, acting_as
from accounts.enums import OrganisationKind, Role
from cases.domain import receipt, response
from cases.domain.calculating import Calculated, Moments, agencies_for, calculate
from cases.domain.case_file import open_file
from cases.domain.clock_why import Why, whys_of
from cases.domain.sweep import sweep
from cases.models import Case
from cases.models.clock import SHOWN_TO_OPERATOR
from kernel.errors import Invalid
from sla.enums import Began, ClockKind, ClockState, Lane, StartEvent, StepAction, Urgency, WhyPolicy
from tests.cases.domain.walking import removed
from tests.factories.desk import Desk, make_desk, make_second_desk
from tests.factories.law import make_agreement, make_calendar, make_flagger, make_policy
from tests.factories.organisations import make_agency
from tests.factories.people import make_actor

pytestmark = pytest.mark.django_db
JAKARTA = ZoneInfo("Asia/Jakarta")
FRIDAY = datetime(2026, 12, 18, 14, 30, tzinfo=JAKARTA)


def after(minutes: float) -> datetime:
    return FRIDAY + timedelta(minutes=minutes)


def calculated(
    desk: Desk, actor: Actor, *, urgency: Urgency = Urgency.URGENT, lane: str = "", **moments: datetime
) -> Calculated:
    return calculate(
        actor=actor,
        agency=desk.agency,
        platform=desk.platform,
        category=desk.category,
        urgency=urgency,
        lane=lane,
        moments=Moments(**{"sent_at": FRIDAY, **moments}),
    )


Walk = Callable[[Desk, Case, datetime], object]
SOON = after(20)
DEEMED = after(60)


def signed(desk: Desk, case: Case, now: datetime) -> object:
    return receipt.open_and_sign(actor=desk.moderator, reference=case.reference, now=now)


def acknowledged(desk: Desk, case: Case, now: datetime) -> object:
    return response.acknowledge(actor=desk.moderator, reference=case.reference, now=now)


def answered(desk: Desk, case: Case, now: datetime) -> object:
    return removed(case, desk, now)


def left_alone(desk: Desk, case: Case, now: datetime) -> object:
    return sweep(now=now)


WAYS: dict[str, tuple[Walk, datetime, str]] = {
    "nobody signs": (left_alone, DEEMED, ""),
    "signed": (signed, SOON, "received_at"),
    "signed when it would be deemed": (signed, DEEMED, "received_at"),
    "acknowledged": (acknowledged, SOON, "acknowledged_at"),
    "answered": (answered, SOON, "answered_at"),
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("starts", StartEvent)
@pytest.mark.parametrize("calendar", [False, True])
@pytest.mark.parametrize("lane", Lane)
def test_a_real_case_gets_exactly_what_was_calculated(
    way: str, starts: StartEvent, calendar: bool, lane: Lane
) -> None:
    office = {kind: make_calendar("Mon-Fri 08:00-16:00") for kind in ClockKind} if calendar else None
    desk = make_desk(effect_starts=starts, calendars=office, trusted={ClockKind.EFFECT: 90})
    if lane == Lane.TRUSTED:
        make_flagger(desk.agency, desk.platform)
    walk, at, moment = WAYS[way]
    sides = (desk.analyst, desk.moderator)
    promised = [calculated(desk, actor, **({moment: at} if moment else {})) for actor in sides]
    case = desk.sent_case(FRIDAY)
    walk(desk, case, at)
    for actor, calculation in zip(sides, promised, strict=True):
        said = {why.kind: why for why in calculation.clocks}
        whys = explained(case, actor, at)
        assert {why.kind for why in whys} == {kind for kind, why in said.items() if why.due_at}
        for why in whys:
            assert facts_of(why) == facts_of(said[why.kind])
            if why.state == ClockState.RUNNING:
                assert steps_of(why) == steps_of(said[why.kind])


def test_the_receipt_is_deemed_where_it_is_signed_later_than_that() -> None:
    desk = make_desk()
    (effect,) = of_kind(calculated(desk, desk.analyst, received_at=after(61)), ClockKind.EFFECT)
    assert (effect.began, effect.started_at, effect.due_at) == (Began.DEEMED, DEEMED, after(300))


def test_what_has_not_begun_says_how_long_it_will_be() -> None:
    desk = make_desk(effect_starts=StartEvent.ACKNOWLEDGED)
    waiting = {why.kind: why for why in calculated(desk, desk.analyst).clocks if why.due_at is None}
    assert set(waiting) == set(ClockKind) - {ClockKind.ACKNOWLEDGE}
    effect = waiting[ClockKind.EFFECT]
    assert (effect.began, effect.allowance) == (Began.ACKNOWLEDGED, timedelta(hours=4))


def test_a_lane_can_be_asked_for_that_does_not_hold() -> None:
    desk = make_desk(trusted={ClockKind.ACKNOWLEDGE: 15})
    (standard,) = of_kind(calculated(desk, desk.analyst), ClockKind.ACKNOWLEDGE)
    (trusted,) = of_kind(calculated(desk, desk.analyst, lane=Lane.TRUSTED), ClockKind.ACKNOWLEDGE)
    assert (standard.due_at, trusted.due_at) == (after(60), after(15))


def test_an_agreement_is_named_and_its_policy_holds() -> None:
    desk = make_desk()
    version = make_policy(is_default=False, minutes={ClockKind.ACKNOWLEDGE: 10})
    agreement = make_agreement(desk.agency, desk.platform, version, urgency=Urgency.URGENT)
    urgent = calculated(desk, desk.moderator)
    assert (urgent.chosen.why, urgent.chosen.agreement) == (WhyPolicy.AGREEMENT, agreement.title)
    assert of_kind(urgent, ClockKind.ACKNOWLEDGE)[0].due_at == after(10)
    assert calculated(desk, desk.moderator, urgency=Urgency.ORDINARY).chosen.why == WhyPolicy.DEFAULT


def test_an_operator_calculates_neither_the_agencys_own_clocks_nor_what_is_proposed_against_him() -> None:
    desk = make_desk()
    found = calculated(desk, desk.moderator, received_at=SOON)
    assert {why.kind for why in found.clocks} == set(SHOWN_TO_OPERATOR)
    (effect,) = of_kind(found, ClockKind.EFFECT)
    assert {step.action for step in effect.ladder} == {
        StepAction.REMIND,
        StepAction.BREACH,
        StepAction.NEXT_CONTACT,
    }


@pytest.mark.parametrize(
    "moments",
    [{"received_at": after(-1)}, {"acknowledged_at": after(5), "received_at": after(6)}],
)
def test_moments_out_of_order_are_refused(moments: dict[str, datetime]) -> None:
    desk = make_desk()
    with pytest.raises(Invalid) as refused:
        calculated(desk, desk.analyst, **moments)
    assert refused.value.code == "moments"


def agencies_of(actor: Actor) -> set[str]:
    with acting_as(actor):
        return {agency.name for agency in agencies_for(actor)}


def test_an_operator_asks_of_the_agencies_alone_that_wrote_to_him_or_agreed_with_him() -> None:
    desk = make_desk()
    stranger = make_desk()
    assert agencies_of(desk.moderator) == set()
    desk.sent_case(FRIDAY)
    make_second_desk(stranger)
    assert agencies_of(desk.moderator) == {desk.agency.name}
    make_agreement(stranger.agency, desk.platform, make_policy(is_default=False))
    assert agencies_of(desk.moderator) == {desk.agency.name, stranger.agency.name}


def test_an_agency_asks_of_its_own_cases_and_one_that_refers_of_those_that_issue() -> None:
    desk = make_desk()
    referrer = make_actor(make_agency(OrganisationKind.REFERRING), Role.ANALYST)
    assert agencies_of(desk.analyst) == {desk.agency.name}
    assert desk.agency.name in agencies_of(referrer)


def explained(case: Case, actor: Actor, now: datetime) -> list[Why]:
    with acting_as(actor):
        file = open_file(actor, case.reference)
        faces = [face for face in file.clocks if face.kind != ClockKind.APPROVE]
        return whys_of(file, faces, now)


def of_kind(found: Calculated, kind: ClockKind) -> list[Why]:
    return [why for why in found.clocks if why.kind == kind]


def facts_of(why: Why) -> tuple[object, ...]:
    return (
        why.rule,
        why.chosen,
        why.began,
        why.started_at,
        why.due_at,
        (why.allowance, why.extension, why.stopped),
    )


def steps_of(why: Why) -> list[tuple[object, ...]]:
    """What is ahead; what fired is of the past."""
    return [
        (step.action, step.due_at, step.contact_function, step.level)
        for step in why.ladder
        if step.fired is None or step.fired.corrected_at is None
    ]
