"""The letters of 2016 and 2017 under today's ladders, with nobody answering."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from accounts.domain.acting import COMMAND, acting_as
from accounts.enums import Role
from accounts.models import Organisation
from audit.models import Entry
from cases.domain.figures import figure
from cases.domain.figures_rows import Asked
from cases.domain.replay_facts import Event, load_story
from cases.domain.replaying import Moment, Replayed, replay, waited
from cases.enums import CaseKind, CaseState, FigureCode, Span
from cases.models import Case, Clock, Escalation, Item
from channels_registry.models import Contact, Platform
from kernel.errors import NotKnown
from notifications.models import Notice, Outbox
from sla.domain.reference import load_reference
from sla.enums import ClockKind, StepAction
from tests.factories.law import make_category, make_policy
from tests.factories.organisations import make_agency, make_operator
from tests.factories.people import make_actor, make_person
from tests.factories.platforms import make_platform
from tests.factories.standing import standing_case, standing_clock

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
WIB = ZoneInfo("Asia/Jakarta")
STORY = "telegram_2017"
POLICIES = ("permenkominfo-5-2020", "telegram-sop-2017", "eu-tco-2021-784")

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def law() -> None:
    load_reference(actor=COMMAND, now=NOW)


def left_behind() -> tuple[int, ...]:
    with acting_as(COMMAND):
        models = (Case, Clock, Escalation, Organisation, Platform, Contact, Outbox)
        counts = [model.objects.count() for model in models]
        return (*counts, Entry.objects.filter(subject_kind__in=["case", "platform", "organisation"]).count())


def test_the_facts_are_those_of_the_affair() -> None:
    story = load_story(STORY)
    assert [letter.at.date() for letter in story.letters] == [date(2016, 3, 29), date(2017, 7, 11)]
    assert story.block == Event(
        at=datetime(2017, 7, 14, 11, 0, tzinfo=WIB),
        exact=True,
        what="block order to internet providers",
        names=11,
    )
    assert story.days_until_block(story.letters[0].at) == 472
    assert story.undated == ("request 2 to 5",)


@pytest.mark.parametrize(
    ("policy", "first_block"),
    [
        ("permenkominfo-5-2020", datetime(2016, 4, 1, 14, 0, tzinfo=WIB)),
        ("telegram-sop-2017", datetime(2016, 4, 1, 14, 0, tzinfo=WIB)),
        ("eu-tco-2021-784", datetime(2016, 4, 1, 11, 0, tzinfo=WIB)),
    ],
)
def test_a_block_is_proposed_days_after_the_first_letter(policy: str, first_block: datetime) -> None:
    played = replay(name=STORY, policy=policy, now=NOW)
    block = played.block_of(played.cases[0])
    assert block is not None
    assert block.at == first_block
    assert waited(played, played.cases[0]) == first_block - datetime(2016, 3, 29, 9, 0, tzinfo=WIB)


def test_moments_are_in_order_and_tell_each_function_in_turn() -> None:
    played = replay(name=STORY, policy="permenkominfo-5-2020", now=NOW)
    assert [moment.at for moment in played.moments] == sorted(moment.at for moment in played.moments)
    first = [moment for moment in played.moments if moment.case == played.cases[0] and moment.step]
    told = [moment.told for moment in first if moment.step.action == StepAction.NEXT_CONTACT]  # type: ignore[union-attr]
    assert told[:3] == [("Telegram: Technical",), ("Telegram: Legal",), ("Telegram: Executive",)]
    assert first[-1].told == ("Kementerian Komunikasi dan Informatika: Supervisor",)


def test_the_owning_agency_files_and_its_supervisors_would_be_told() -> None:
    owner = make_agency(owner=True, name="Ministry")
    make_person(owner, Role.SUPERVISOR, name="Supervisor 1")
    played = replay(name=STORY, policy="permenkominfo-5-2020", now=NOW)
    blocks = [
        moment for moment in played.moments if moment.step and moment.step.action == StepAction.PROPOSE_BLOCK
    ]
    assert [moment.told for moment in blocks] == [("Ministry: Supervisor 1",)] * 2


@pytest.mark.parametrize("policy", POLICIES)
def test_nothing_is_left_behind(policy: str) -> None:
    before = left_behind()
    replay(name=STORY, policy=policy, now=NOW)
    assert left_behind() == before


@pytest.mark.parametrize("error", [KeyboardInterrupt, RuntimeError])
def test_broken_off_in_the_middle_leaves_nothing_even_if_it_was_to_be_kept(
    error: type[BaseException],
) -> None:
    before = left_behind()

    def watch_until_broken(played: Replayed, moment: Moment) -> None:
        if len(played.moments) == 9:
            raise error

    with pytest.raises(error):
        replay(name=STORY, policy=POLICIES[0], now=NOW, keep=True, watch=watch_until_broken)
    assert left_behind() == before


def test_kept_cases_are_replays_without_items_in_no_figure_and_no_mail() -> None:
    owner = make_agency(owner=True)
    supervisor = make_actor(owner, Role.SUPERVISOR)
    played = replay(name=STORY, policy=POLICIES[0], now=NOW, keep=True)
    with acting_as(supervisor):
        cases = Case.objects.visible_to(supervisor)
        assert list(cases.values_list("kind", "state", "level")) == [(CaseKind.REPLAY, CaseState.SENT, 3)] * 2
        assert set(cases.values_list("pk", flat=True)) == {case.pk for case in played.cases}
        counts = {code: figure(code, Asked(supervisor, NOW, Span.ALL)).count for code in FigureCode}
        items = Item.objects.count()
    assert counts == dict.fromkeys(FigureCode, 0)
    assert (items, Outbox.objects.count(), Notice.objects.count()) == (0, 0, 0)


def test_effect_is_never_met_and_every_clock_has_climbed_its_ladder() -> None:
    replay(name=STORY, policy=POLICIES[2], now=NOW, keep=True)
    with acting_as(COMMAND):
        clocks = Clock.objects.values_list("kind", "met_at", "next_step_at").order_by("case", "kind")
        assert list(clocks) == [(ClockKind.ACKNOWLEDGE, None, None), (ClockKind.EFFECT, None, None)] * 2


def test_no_other_case_is_touched() -> None:
    agency = make_agency(jurisdiction="MY")
    platform = make_platform(make_operator(), "kanal")
    version = make_policy(jurisdiction="MY")
    with acting_as(COMMAND):
        case = standing_case(
            agency, platform, version, make_category("weather"), sent_at=NOW - timedelta(days=4000)
        )
        clock = standing_clock(case, ClockKind.ACKNOWLEDGE, due_at=case.sent_at + timedelta(hours=1))  # type: ignore[operator]
        Clock.objects.filter(pk=clock.pk).update(next_step_at=clock.due_at)
    replay(name=STORY, policy=POLICIES[1], now=NOW, keep=True)
    with acting_as(COMMAND):
        assert Escalation.objects.filter(case=case).count() == 0
        assert Clock.objects.get(pk=clock.pk).next_step_at == clock.due_at


def test_a_registered_service_is_taken_as_it_is() -> None:
    operator = make_operator(name="Telegram")
    platform = make_platform(operator, "telegram", ["t.me"])
    played = replay(name=STORY, policy=POLICIES[0], now=NOW, keep=True)
    assert played.cast.platform == platform
    assert Contact.objects.count() == 0


@pytest.mark.parametrize(("name", "policy"), [("x_2025", POLICIES[0]), (STORY, "no-such-policy")])
def test_what_is_not_there_is_not_known(name: str, policy: str) -> None:
    with pytest.raises(NotKnown):
        replay(name=name, policy=policy, now=NOW)
