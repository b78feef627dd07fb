"""Scenes of calendars: in which hours clocks run."""

from datetime import date
from typing import Any

from sla.domain import calendars
from sla.domain.calendars import CalendarWords
from sla.enums import ClockKind
from sla.models import Calendar
from tests.architecture.verb_scenarios import Act, Stage, acted, scene_of
from tests.factories.law import make_calendar, make_policy

DAY = date(2026, 12, 25)
WORDS = CalendarWords("Office", "Kantor", "Asia/Jakarta", "Mon-Fri 09:00-17:00")


def act_on_calendar(stage: Stage, verb: Any, calendar: Calendar | None = None, **words: Any) -> Act:
    named = calendar or make_calendar("Mon-Fri 08:00-16:00", DAY)
    return acted(verb, stage.owner, code=named.code, number=named.number, **words)


@scene_of(calendars.add_calendar)
def add_calendar(stage: Stage) -> Act:
    return acted(calendars.add_calendar, stage.owner, code="office-hours", words=WORDS)


@scene_of(calendars.change_calendar)
def change_calendar(stage: Stage) -> Act:
    return act_on_calendar(stage, calendars.change_calendar, words=WORDS)


@scene_of(calendars.continue_calendar)
def continue_calendar(stage: Stage) -> Act:
    fixed = make_calendar()
    make_policy(calendars={ClockKind.EFFECT: fixed}, is_default=False)
    return act_on_calendar(stage, calendars.continue_calendar, fixed)


@scene_of(calendars.load_holidays)
def load_holidays(stage: Stage) -> Act:
    return act_on_calendar(stage, calendars.load_holidays, jurisdiction="ID", year=2027)


@scene_of(calendars.add_holiday)
def add_holiday(stage: Stage) -> Act:
    said = {"day": date(2026, 12, 24), "name": "A feast", "source": "Decree 7"}
    return act_on_calendar(stage, calendars.add_holiday, **said)


@scene_of(calendars.drop_holiday)
def drop_holiday(stage: Stage) -> Act:
    return act_on_calendar(stage, calendars.drop_holiday, day=DAY)
