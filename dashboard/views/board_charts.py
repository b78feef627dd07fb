"""Charts in words: each is a table that every reader has, from which the script draws the bars."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from cases.domain import figures_bands as bands
from cases.domain.figures_bars import Bar
from cases.domain.figures_board import Board
from cases.domain.figures_days import days_of
from cases.domain.figures_rows import Asked
from cases.enums import FigureCode
from dashboard.templatetags.durations import span_in_words
from dashboard.templatetags.instants import zone_name
from dashboard.views.board_tiles import rows_url


@dataclass(frozen=True, slots=True)
class ChartRow:
    """One line of the table and one bar: in words, short for the axis, and with its rows."""

    words: str
    short: str
    count: int
    text: str
    url: str
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart: its table, what stands there when there is nothing, and what is said of the picture."""

    id: str
    title: str
    columns: tuple[str, str]
    rows: Sequence[ChartRow]
    nothing: str
    note: str = ""
    newest_first: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether no bar has a height."""
        return not any(row.count for row in self.rows)

    @property
    def description(self) -> str:
        """What a screen reader hears instead of the picture."""
        return _("Bar chart: %(title)s. The table beside it holds the same numbers.") % {"title": self.title}


def time_left_chart(board: Board) -> Chart:
    """Return the open deadlines by hours left."""
    return Chart(
        id="time-left",
        title=_("Open deadlines by time left, in hours"),
        columns=(_("Time left"), _("Deadlines")),
        rows=[_row(bar, FigureCode.OPEN, board.asked) for bar in board.time_left],
        nothing=_("No deadline is open."),
    )


def breaches_chart(board: Board) -> Chart:
    """Return the deadlines that passed, by the reader's day or month, the newest first."""
    by_month = bool(board.breaches) and len(board.breaches[0].key) == len("2026-05")
    return Chart(
        id="breaches-by-day",
        title=_("Deadlines passed by month") if by_month else _("Deadlines passed by day"),
        columns=(_("Month") if by_month else _("Day"), _("Deadlines")),
        rows=[_row(bar, FigureCode.BREACHES, board.asked) for bar in reversed(board.breaches)],
        nothing=_("No deadline passed in this span."),
        newest_first=True,
        note=_("Days begin at midnight in %(zone)s.") % {"zone": _zone(board.asked)},
    )


def lateness_chart(board: Board) -> Chart:
    """Return the steps of the last day by how late the engine was."""
    return Chart(
        id="lateness-by-band",
        title=_("Lateness of the engine, last 24 hours"),
        columns=(_("Noticed after"), _("Steps")),
        rows=[_row(bar, FigureCode.LATENESS, board.asked) for bar in board.lateness],
        nothing=_("No step fell due in the last 24 hours."),
    )


def bar_in_words(code: FigureCode, key: str) -> str | None:
    """Return which bar of a figure's chart ``key`` names; None where it names none."""
    words = _words(code, key)
    return words[0] if words else None


def _row(bar: Bar, code: FigureCode, asked: Asked) -> ChartRow:
    words = _words(code, bar.key)
    assert words is not None, bar.key
    url = rows_url(code.value, asked, bar=bar.key)
    return ChartRow(words[0], words[1], bar.count, number_format(bar.count), url, _tone(code, bar.key))


def _words(code: FigureCode, key: str) -> tuple[str, str] | None:
    if code == FigureCode.BREACHES:
        return _day_words(key)
    if code == FigureCode.LATENESS:
        return _lateness_words(key)
    return _time_left_words(key)


def _time_left_words(key: str) -> tuple[str, str] | None:
    wide = {
        bands.OVERDUE: (_("overdue"), _("late")),
        bands.HALF: (_("12 to 24 h left"), _("12–24")),
        bands.LATER: (_("24 h left or more"), _("24+")),
        bands.STOPPED: (_("standing still"), _("paused")),
    }
    if key in wide:
        return wide[key]
    if key not in map(str, range(bands.HOURS)):
        return None
    hour = int(key)
    return _("%(from)s to %(to)s h left") % {"from": hour, "to": hour + 1}, f"{hour}–{hour + 1}"


def _day_words(key: str) -> tuple[str, str] | None:
    days = days_of(key)
    if days is None:
        return None
    first: date = days[0]
    if str(first) == key:
        return date_format(first, "D j M Y"), date_format(first, "j M")
    return date_format(first, "F Y"), date_format(first, "M Y")


def _lateness_words(key: str) -> tuple[str, str] | None:
    keys = list(bands.BANDS)
    if key == bands.MORE:
        longest = span_in_words(bands.BANDS[keys[-1]])
        return _("%(span)s or more") % {"span": longest}, f"≥ {longest}"
    if key not in bands.BANDS:
        return None
    below = span_in_words(bands.BANDS[key])
    if key == keys[0]:
        return _("less than %(span)s") % {"span": below}, f"< {below}"
    above = span_in_words(bands.BANDS[keys[keys.index(key) - 1]])
    return _("%(from)s to %(to)s") % {"from": above, "to": below}, f"< {below}"


def _tone(code: FigureCode, key: str) -> str:
    if code == FigureCode.BREACHES:
        return "breach"
    if code == FigureCode.LATENESS:
        return ""
    return {bands.OVERDUE: "overdue", "0": "soon", bands.STOPPED: "stopped"}.get(key, "")


def _zone(asked: Asked) -> str:
    key, name = str(asked.zone), zone_name(asked.now.astimezone(asked.zone))
    return key if key == name else f"{key} ({name})"
