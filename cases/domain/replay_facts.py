"""Affairs of the past as dated facts (``cases/fixtures/<name>.json``), read and never written.

A day without a published time of day is taken at OFFICE_HOUR of its own zone, and
whoever shows it says so.
"""

import json
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cached_property
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _

from kernel.errors import NotKnown

FIXTURES = Path(__file__).resolve().parent.parent / "fixtures"
OFFICE_HOUR = time(9, 0)
REQUEST, BLOCK = "request", "block order"
# The facts name a zone; whose law the letters were written under follows from it.
JURISDICTIONS = {"Asia/Jakarta": "ID"}


@dataclass(frozen=True, slots=True)
class Event:
    """One dated fact. ``exact``: whether its time of day was published; ``names``: of hosts."""

    at: datetime
    exact: bool
    what: str
    number: str = ""
    names: int = 0

    @property
    def is_letter(self) -> bool:
        """Whether it is a request to the platform."""
        return self.what == REQUEST

    @property
    def is_block(self) -> bool:
        """Whether it is the order to block."""
        return self.what.startswith(BLOCK)


@dataclass(frozen=True)
class Story:
    """One affair: who asked whom, and what happened when."""

    name: str
    title: str
    zone: ZoneInfo
    source: str
    agency: str
    platform: str
    jurisdiction: str
    hosts: tuple[str, ...]
    events: tuple[Event, ...]
    undated: tuple[str, ...]

    @property
    def letters(self) -> tuple[Event, ...]:
        """The letters with a date, in order."""
        return tuple(event for event in self.events if event.is_letter)

    @cached_property
    def block(self) -> Event | None:
        """The order to block, as it came."""
        return next((event for event in self.events if event.is_block), None)

    def days_until_block(self, since: datetime) -> int | None:
        """Return whole calendar days, in the story's zone, from ``since`` to the block."""
        if self.block is None:
            return None
        return (self.block.at.astimezone(self.zone).date() - since.astimezone(self.zone).date()).days


def story_names() -> list[str]:
    """Return the names of all stories that are kept here."""
    return sorted(path.stem for path in FIXTURES.glob("*.json"))


def load_story(name: str) -> Story:
    """Return a story by name. Raises NotKnown."""
    if name not in story_names():
        raise NotKnown("story_unknown", _("There is no such story to replay."))
    facts = json.loads((FIXTURES / f"{name}.json").read_text(encoding="utf-8"))
    zone = ZoneInfo(facts["timezone"])
    rows: list[dict[str, Any]] = facts["events"]
    dated = [row for row in rows if row.get("at") or row.get("on")]
    return Story(
        name=name,
        title=facts["title"],
        zone=zone,
        source=facts["source"],
        agency=facts["agency"],
        platform=facts["platform"],
        jurisdiction=JURISDICTIONS[facts["timezone"]],
        hosts=tuple(facts.get("blocked_names", ())),
        events=tuple(sorted((_event(row, zone) for row in dated), key=lambda event: event.at)),
        undated=tuple(f"{row['what']} {row.get('n', '')}".strip() for row in rows if row not in dated),
    )


def _event(row: dict[str, Any], zone: ZoneInfo) -> Event:
    exact = "at" in row
    if exact:
        at = datetime.fromisoformat(row["at"])
    else:
        at = datetime.combine(date.fromisoformat(row["on"]), OFFICE_HOUR, zone)
    return Event(
        at=at, exact=exact, what=row["what"], number=str(row.get("n", "")), names=row.get("names", 0)
    )
