"""What the board counts, case by case of the formula."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from accounts.domain.acting import Actor, acting_as
from accounts.enums import Role
from accounts.models import Organisation
from cases.domain.figures import Share, figure
from cases.domain.figures_rows import Asked
from cases.domain.figures_times import Spread
from cases.enums import CaseKind, CaseState, EndReason, FigureCode, ReceiptKind, Span
from cases.models import Case
from channels_registry.models import Platform
from kernel.errors import NotKnown
from sla.enums import ClockKind, StepAction
from sla.models import Category, PolicyVersion
from tests.factories.law import make_category, make_policy
from tests.factories.organisations import make_agency, make_operator
from tests.factories.people import make_actor
from tests.factories.platforms import make_platform
from tests.factories.standing import signed_receipt, standing_case, standing_clock, standing_step

NOW = datetime(2026, 5, 20, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
ACK, EFFECT, VERIFY = ClockKind.ACKNOWLEDGE, ClockKind.EFFECT, ClockKind.VERIFY

pytestmark = pytest.mark.django_db


@dataclass
class Desk:
    agency: Organisation
    platform: Platform
    version: PolicyVersion
    category: Category
    supervisor: Actor

    def case(self, **fields: object) -> Case:
        fields = {"sent_at": NOW - 5 * HOUR, **fields}
        return standing_case(self.agency, self.platform, self.version, self.category, **fields)  # type: ignore[arg-type]


@pytest.fixture
def desk() -> Desk:
    agency = make_agency()
    platform = make_platform(make_operator(), "kanal")
    return Desk(agency, platform, make_policy(), make_category(), make_actor(agency, Role.SUPERVISOR))


def ids(desk: Desk, code: FigureCode, **asked: object) -> set[int]:
    found = figure(code, Asked(desk.supervisor, NOW, **asked))  # type: ignore[arg-type]
    rows = set(found.rows.values_list("pk", flat=True))
    assert found.count == len(rows)
    return rows


def test_open_counts_running_and_stopped_runs_and_no_met_or_ended_one(desk: Desk) -> None:
    with acting_as(desk.supervisor):
        running = standing_clock(desk.case(), ACK, due_at=NOW + HOUR)
        stopped = standing_clock(desk.case(), EFFECT, due_at=NOW - HOUR, stopped_at=NOW - 2 * HOUR)
        standing_clock(desk.case(), EFFECT, due_at=NOW, met_at=NOW - HOUR)
        standing_clock(desk.case(), EFFECT, due_at=NOW, ended=(EndReason.WAIVED, NOW - HOUR))
        own = standing_clock(desk.case(), VERIFY, due_at=NOW + HOUR)
        assert ids(desk, FigureCode.OPEN) == {running.pk, stopped.pk}
        assert ids(desk, FigureCode.OWN_OPEN) == {own.pk}


def test_breached_is_computed_when_read_and_a_run_stopped_in_time_is_not(desk: Desk) -> None:
    with acting_as(desk.supervisor):
        late = standing_clock(desk.case(), ACK, due_at=NOW - timedelta(seconds=1))
        standing_clock(desk.case(), ACK, due_at=NOW)
        standing_clock(desk.case(), EFFECT, due_at=NOW - HOUR, stopped_at=NOW - 2 * HOUR)
        stopped_late = standing_clock(desk.case(), EFFECT, due_at=NOW - 2 * HOUR, stopped_at=NOW - HOUR)
        assert ids(desk, FigureCode.BREACHED) == {late.pk, stopped_late.pk}


def test_due_in_the_next_hour_is_from_now_to_before_one_hour(desk: Desk) -> None:
    with acting_as(desk.supervisor):
        now = standing_clock(desk.case(), ACK, due_at=NOW)
        soon = standing_clock(desk.case(), ACK, due_at=NOW + HOUR - timedelta(seconds=1))
        standing_clock(desk.case(), ACK, due_at=NOW + HOUR)
        standing_clock(desk.case(), ACK, due_at=NOW + HOUR / 2, stopped_at=NOW - HOUR)
        assert ids(desk, FigureCode.DUE_SOON) == {now.pk, soon.pk}


def test_silent_is_open_and_unsigned_and_a_deemed_receipt_is_no_signature(desk: Desk) -> None:
    with acting_as(desk.supervisor):
        silent, deemed, signed = desk.case(), desk.case(), desk.case()
        signed_receipt(deemed, NOW - HOUR, ReceiptKind.DEEMED)
        signed_receipt(signed, NOW - HOUR)
        desk.case(state=CaseState.CLOSED)
        desk.case(state=CaseState.WITHDRAWN)
        assert ids(desk, FigureCode.SILENT) == {silent.pk, deemed.pk}


def test_share_met_counts_met_in_time_over_met_or_fallen_due(desk: Desk) -> None:
    since = NOW - timedelta(days=1)
    with acting_as(desk.supervisor):
        in_time = standing_clock(desk.case(), ACK, due_at=NOW - HOUR, met_at=NOW - HOUR)
        late = standing_clock(desk.case(), ACK, due_at=NOW - 3 * HOUR, met_at=NOW - HOUR)
        late_of_yesterday = standing_clock(desk.case(), ACK, due_at=since - HOUR, met_at=since + HOUR)
        open_late = standing_clock(desk.case(), EFFECT, due_at=NOW - HOUR)
        closed_late = standing_clock(
            desk.case(), EFFECT, due_at=NOW - 2 * HOUR, ended=(EndReason.RESTARTED, NOW - HOUR)
        )
        asked = {"span": Span.DAY}
        assert ids(desk, FigureCode.SHARE_MET, **asked) == {
            clock.pk for clock in (in_time, late, late_of_yesterday, open_late, closed_late)
        }
        found = figure(FigureCode.SHARE_MET, Asked(desk.supervisor, NOW, Span.DAY))
    assert found.share == Share(met=1, of=5)
    assert found.share.percent == 20.0


@pytest.mark.parametrize(
    "fields",
    [
        {"due_at": NOW + HOUR},
        {"due_at": NOW - HOUR, "stopped_at": NOW - 2 * HOUR},
        {"due_at": NOW - HOUR, "ended": (EndReason.RESTARTED, NOW - 2 * HOUR)},
        {"due_at": NOW - 2 * HOUR, "ended": (EndReason.WAIVED, NOW - HOUR)},
        {"due_at": NOW - 2 * HOUR, "ended": (EndReason.WITHDRAWN, NOW - HOUR)},
        {"due_at": NOW - timedelta(days=3), "met_at": NOW - timedelta(days=4)},
        {"due_at": NOW - timedelta(days=3)},
    ],
    ids=["not yet due", "stopped", "started anew in time", "waived", "withdrawn", "met before", "due before"],
)
def test_share_met_leaves_out_of_both(desk: Desk, fields: dict[str, object]) -> None:
    with acting_as(desk.supervisor):
        standing_clock(desk.case(), EFFECT, **fields)  # type: ignore[arg-type]
        found = figure(FigureCode.SHARE_MET, Asked(desk.supervisor, NOW, Span.DAY))
    assert (found.count, found.share) == (0, Share(met=0, of=0))


def test_share_met_of_the_own_clocks_is_told_apart(desk: Desk) -> None:
    with acting_as(desk.supervisor):
        standing_clock(desk.case(), ACK, due_at=NOW - HOUR)
        own = standing_clock(desk.case(), VERIFY, due_at=NOW - HOUR, met_at=NOW - 2 * HOUR)
        assert ids(desk, FigureCode.OWN_SHARE_MET) == {own.pk}


def test_time_to_receipt_takes_signed_ones_and_interpolates(desk: Desk) -> None:
    with acting_as(desk.supervisor):
        for minutes in (10, 20, 30, 40):
            signed_receipt(desk.case(), NOW - 5 * HOUR + timedelta(minutes=minutes))
        signed_receipt(desk.case(), NOW - HOUR, ReceiptKind.DEEMED)
        signed_receipt(desk.case(sent_at=NOW - timedelta(days=9)), NOW - timedelta(days=8))
        found = figure(FigureCode.TO_RECEIPT, Asked(desk.supervisor, NOW, Span.WEEK))
    assert found.spread == Spread(
        n=4,
        median=timedelta(minutes=25),
        p90=timedelta(minutes=37),
        p99=timedelta(minutes=39, seconds=42),
        longest=timedelta(minutes=40),
    )


def test_time_to_effect_runs_from_sending_to_the_first_effect(desk: Desk) -> None:
    with acting_as(desk.supervisor):
        case = desk.case(sent_at=NOW - 5 * HOUR)
        first = standing_clock(case, EFFECT, due_at=NOW, met_at=NOW - 2 * HOUR)
        standing_clock(case, EFFECT, run=2, due_at=NOW, met_at=NOW - HOUR)
        standing_clock(case, ACK, due_at=NOW, met_at=NOW - HOUR)
        assert ids(desk, FigureCode.TO_EFFECT) == {first.pk}
        found = figure(FigureCode.TO_EFFECT, Asked(desk.supervisor, NOW))
    assert found.spread is not None
    assert found.spread.median == 3 * HOUR


def test_nothing_gives_no_median_and_no_share(desk: Desk) -> None:
    with acting_as(desk.supervisor):
        spread = figure(FigureCode.TO_EFFECT, Asked(desk.supervisor, NOW)).spread
        share = figure(FigureCode.SHARE_MET, Asked(desk.supervisor, NOW)).share
    assert (spread, share) == (Spread(n=0), Share(met=0, of=0))
    assert share is not None
    assert share.percent is None


def test_proposals_breaches_and_lateness_read_the_escalations(desk: Desk) -> None:
    with acting_as(desk.supervisor):
        clock = standing_clock(desk.case(), EFFECT, due_at=NOW - 2 * HOUR)
        breach = standing_step(
            clock, StepAction.BREACH, due_at=NOW - 2 * HOUR, noticed_at=NOW - 2 * HOUR + timedelta(seconds=4)
        )
        block = standing_step(clock, StepAction.PROPOSE_BLOCK, due_at=NOW - HOUR)
        corrected = standing_step(clock, StepAction.PROPOSE_WARNING, due_at=NOW - HOUR, corrected_at=NOW)
        old = standing_step(clock, StepAction.SUPERVISOR, due_at=NOW - timedelta(days=2))
        assert ids(desk, FigureCode.PROPOSALS) == {block.pk}
        assert ids(desk, FigureCode.BREACHES) == {breach.pk}
        assert ids(desk, FigureCode.LATENESS) == {breach.pk, block.pk, corrected.pk}
        assert old.pk not in ids(desk, FigureCode.LATENESS)
        lateness = figure(FigureCode.LATENESS, Asked(desk.supervisor, NOW)).spread
    assert lateness is not None
    assert (lateness.median, lateness.longest) == (timedelta(0), timedelta(seconds=4))


def test_a_replay_is_in_no_figure(desk: Desk) -> None:
    with acting_as(desk.supervisor):
        case = desk.case(kind=CaseKind.REPLAY)
        clock = standing_clock(case, EFFECT, due_at=NOW - HOUR, met_at=NOW - HOUR)
        standing_clock(case, ACK, due_at=NOW + HOUR / 2)
        standing_clock(case, ClockKind.REINSTATE, due_at=NOW - HOUR)
        standing_clock(case, VERIFY, due_at=NOW - HOUR)
        standing_clock(case, ClockKind.APPROVE, due_at=NOW + HOUR / 2)
        signed_receipt(case, NOW - HOUR)
        standing_step(clock, StepAction.BREACH, due_at=NOW - HOUR)
        standing_step(clock, StepAction.PROPOSE_BLOCK, due_at=NOW - HOUR)
        desk.case(kind=CaseKind.REPLAY)
        counts = {code: figure(code, Asked(desk.supervisor, NOW, Span.ALL)).count for code in FigureCode}
    assert counts == dict.fromkeys(FigureCode, 0)


def test_another_agency_sees_none_of_it(desk: Desk) -> None:
    stranger = make_actor(make_agency(), Role.SUPERVISOR)
    with acting_as(desk.supervisor):
        clock = standing_clock(desk.case(), EFFECT, due_at=NOW - HOUR)
        standing_step(clock, StepAction.PROPOSE_BLOCK, due_at=NOW - HOUR)
    with acting_as(stranger):
        counts = {code: figure(code, Asked(stranger, NOW, Span.ALL)).count for code in FigureCode}
    assert counts == dict.fromkeys(FigureCode, 0)


def test_a_lead_counts_his_own_services_and_no_proposals(desk: Desk) -> None:
    other = make_platform(make_operator(), "pasar")
    lead = make_actor(desk.platform.organisation, Role.LEAD)
    with acting_as(desk.supervisor):
        his = standing_clock(desk.case(), ACK, due_at=NOW - HOUR)
        elsewhere = standing_case(desk.agency, other, desk.version, desk.category, sent_at=NOW - HOUR)
        standing_clock(elsewhere, ACK, due_at=NOW - HOUR)
    with acting_as(lead):
        rows = figure(FigureCode.BREACHED, Asked(lead, NOW)).rows
        assert set(rows.values_list("pk", flat=True)) == {his.pk}
        with pytest.raises(NotKnown):
            figure(FigureCode.PROPOSALS, Asked(lead, NOW))


def test_a_figure_narrows_to_one_service(desk: Desk) -> None:
    other = make_platform(make_operator(), "pasar")
    with acting_as(desk.supervisor):
        here = standing_clock(desk.case(), ACK, due_at=NOW - HOUR)
        elsewhere = standing_case(desk.agency, other, desk.version, desk.category, sent_at=NOW - HOUR)
        standing_clock(elsewhere, ACK, due_at=NOW - HOUR)
        assert ids(desk, FigureCode.BREACHED, platform="kanal") == {here.pk}
        assert ids(desk, FigureCode.SILENT, platform="pasar") == {elsewhere.pk}


def test_an_unknown_figure_is_not_known(desk: Desk) -> None:
    with acting_as(desk.supervisor), pytest.raises(NotKnown):
        figure("mystery", Asked(desk.supervisor, NOW))
