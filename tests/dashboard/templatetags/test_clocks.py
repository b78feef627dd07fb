from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from django.template import Context, Template
from django.utils import timezone

from dashboard.templatetags.clocks import chip_for, soon_span
from sla.enums import ClockState

NOW = datetime(2026, 11, 22, 7, 0, tzinfo=UTC)


@dataclass
class Run:
    state: str = ClockState.RUNNING
    started_at: datetime | None = NOW - timedelta(hours=2)
    due_at: datetime | None = NOW + timedelta(hours=2)
    met_at: datetime | None = None
    paused_at: datetime | None = None
    ended_at: datetime | None = None
    allowance_seconds: int | None = None


def at(minutes: float) -> datetime:
    return NOW + timedelta(minutes=minutes)


@pytest.fixture(autouse=True)
def _in_utc():
    with timezone.override("UTC"):
        yield


@pytest.mark.parametrize(
    ("allowance_hours", "minutes_left", "tone", "text"),
    [
        (24, 61, "calm", "1 h 01 m"),
        (24, 60, "soon", "1 h"),
        (4, 42, "soon", "42 m"),
        (1, 16, "calm", "16 m"),
        (1, 15, "soon", "15 m"),
        (4, 0, "soon", "0 s"),
        (4, -0.5, "breach", "− 30 s"),
        (4, -65, "breach", "− 1 h 05 m"),
    ],
)
def test_amber_is_the_next_hour_or_the_last_quarter_and_red_what_is_past(
    allowance_hours: int, minutes_left: float, tone: str, text: str
) -> None:
    chip = chip_for(Run(due_at=at(minutes_left), allowance_seconds=allowance_hours * 3600), NOW)
    assert (chip.tone, chip.text, chip.ticks) == (tone, text, True)


def test_a_clock_that_tells_no_allowance_is_measured_from_its_start() -> None:
    assert soon_span(Run(started_at=at(-90), due_at=at(30))) == timedelta(minutes=30)
    assert soon_span(Run(started_at=None)) == timedelta(hours=1)


@pytest.mark.parametrize(("minutes_left", "ring"), [(120, 100), (60, 100), (30, 50), (0, 0), (-5, 0)])
def test_the_ring_empties_over_the_amber_time(minutes_left: int, ring: int) -> None:
    assert chip_for(Run(due_at=at(minutes_left), allowance_seconds=86400), NOW).ring == ring


def test_the_instant_on_focus_is_exact_and_names_its_zone() -> None:
    with timezone.override("Asia/Jakarta"):
        assert chip_for(Run(), NOW).exact == "due Sunday 22 November 2026, 16:00:00 WIB (UTC+7)"


def test_a_clock_met_in_time_and_one_met_late_are_told_apart() -> None:
    early = chip_for(Run(state=ClockState.MET, due_at=at(0), met_at=at(-63)), NOW)
    late = chip_for(Run(state=ClockState.MET, due_at=at(-90), met_at=at(-30)), NOW)
    assert (early.tone, early.text, early.exact) == (
        "met",
        "met",
        "met Sunday 22 November 2026, 05:57:00 UTC, 1 h 03 m before it was due",
    )
    assert (late.tone, late.text, late.exact) == (
        "late",
        "met late",
        "met Sunday 22 November 2026, 06:30:00 UTC, 1 h too late",
    )


def test_an_answer_at_the_very_instant_of_the_deadline_is_in_time() -> None:
    assert chip_for(Run(state=ClockState.MET, due_at=at(-5), met_at=at(-5)), NOW).tone == "met"


def test_a_paused_clock_never_turns_red_and_tells_what_is_left() -> None:
    chip = chip_for(Run(state=ClockState.PAUSED, due_at=at(-10), paused_at=at(-100)), NOW)
    assert (chip.tone, chip.text, chip.ticks, chip.exact) == (
        "paused",
        "paused",
        False,
        "the clock stands still; 1 h 30 m left when it goes on",
    )
    assert chip_for(Run(state=ClockState.PAUSED), NOW).exact == "the clock stands still"


def test_a_clock_that_ended_unmet_tells_when_and_is_not_red() -> None:
    chip = chip_for(Run(state=ClockState.ENDED, due_at=at(-600), ended_at=at(-5)), NOW)
    assert (chip.tone, chip.text, chip.exact) == (
        "ended",
        "ended",
        "ended Sunday 22 November 2026, 06:55:00 UTC: without an answer",
    )


def test_no_clock_and_no_due_time_are_a_dash() -> None:
    assert [chip_for(None, NOW).text, chip_for(Run(due_at=None), NOW).text] == ["–", "–"]


def rendered(run: Run | None) -> str:
    return Template("{% load desk %}{% time_left run %}").render(Context({"run": run, "now": NOW}))


def test_the_chip_carries_what_the_script_ticks_by() -> None:
    html = rendered(Run(due_at=at(42), allowance_seconds=14400))
    assert html.startswith(
        '<span class="tl" data-tone="soon" tabindex="0"'
        ' data-due-at="2026-11-22T07:42:00+00:00" data-soon="3600">'
    )
    assert '<time class="tl-text" datetime="2026-11-22T07:42:00+00:00">42 m</time>' in html
    assert 'stroke-dasharray="70 100"' in html


@pytest.mark.parametrize(
    ("zone", "told"),
    [("Asia/Makassar", " · the other side: 22 Nov 2026, 15:42 WITA"), ("Etc/GMT", ""), ("", "")],
)
def test_the_other_sides_time_is_told_where_it_differs(zone: str, told: str) -> None:
    page = Template("{% load desk %}{% time_left run other=zone %}")
    html = page.render(Context({"run": Run(due_at=at(42)), "now": NOW, "zone": zone}))
    assert f"07:42:00 UTC{told}</span>" in html
    whole_page = Template("{% load desk %}{% time_left run %}")
    assert told in whole_page.render(Context({"run": Run(due_at=at(42)), "now": NOW, "other_zone": zone}))


def test_only_running_clocks_tick() -> None:
    stopped = [
        Run(state=state, met_at=NOW, ended_at=NOW) for state in ClockState if state != ClockState.RUNNING
    ]
    assert [rendered(run).count("data-due-at") for run in [Run(), *stopped, None]] == [1, 0, 0, 0, 0]
