"""Figures in words: what a tile, a bar and a line of the board's table say."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.domain import figures_rows as rows
from cases.domain.figures import Figure, Share
from cases.domain.figures_board import Bar, Board, ServiceLine
from cases.domain.figures_rows import Asked
from cases.domain.figures_times import Spread
from cases.enums import FigureCode, Span
from dashboard.templatetags.durations import span_in_words

# A bar that is there is seen, however small beside the tallest.
LEAST_HEIGHT = 4


@dataclass(frozen=True, slots=True)
class Tile:
    """A figure with its name, its formula and the address of its rows."""

    id: str
    figure: str | None
    label: str | Promise
    definition: str | Promise
    url: str
    link_label: str
    tone: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """One bar of the chart: words for everyone, ``height`` of 100 for the eye."""

    key: str
    label: str
    sentence: str
    count: int
    height: int
    tone: str
    url: str

    @property
    def top(self) -> int:
        """Where the bar begins, counted from above."""
        return 100 - self.height


@dataclass(frozen=True, slots=True)
class Cell:
    """One number of the table with its rows; ``note`` says of how many."""

    text: str
    url: str
    note: str = ""
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One service of the table, or all of them."""

    name: str
    cells: list[Cell]


def rows_url(code: str, asked: Asked, *, platform: str = "", bar: str = "") -> str:
    """Return the address of exactly the rows of a figure."""
    asks = {"span": asked.span.value, "platform": platform or asked.platform, "bar": bar}
    query = urlencode({key: value for key, value in asks.items() if value})
    return f"{reverse('dashboard:board_rows', args=[code])}?{query}"


def span_tabs(asked: Asked) -> list[dict[str, object]]:
    """Return the tabs that choose how far back the board looks."""
    return [
        {
            "label": span.label,
            "url": f"{reverse('dashboard:board')}?span={span.value}",
            "active": span == asked.span,
        }
        for span in Span
    ]


def percent(share: Share | None) -> str | None:
    """Return "96 %" (one decimal below 100 where it tells more), or None for nothing."""
    if share is None or share.percent is None:
        return None
    value = share.percent
    # Never rounded up to a perfect score, nor down to nothing.
    places = 0 if value == round(value) else 1
    shown = min(round(value, places), 99.9) if share.met < share.of else 100
    if share.met and not shown:
        shown = 0.1
    return _("%(number)s %%") % {"number": number_format(shown, places, use_l10n=True)}


def rows_label(count: int) -> str:
    """Return what the link to the rows says."""
    return ngettext("%(count)s row", "%(count)s rows", count) % {"count": number_format(count)}


def tile_of(board: Board, code: FigureCode, *, tone: str = "") -> Tile:
    """Return the tile of one figure; coloured only where it burns."""
    found = board.figures[code]
    text, note = _words(found, board)
    return Tile(
        id=code.value,
        figure=text,
        label=found.label,
        definition=found.formula,
        url=rows_url(code.value, board.asked),
        link_label=rows_label(found.count),
        tone=tone if found.count else "",
        note=note,
    )


def _words(found: Figure, board: Board) -> tuple[str | None, str]:
    if found.share is not None:
        return percent(found.share), _share_note(found, board)
    if found.spread is not None:
        return _spread_words(found)
    return number_format(found.count), ""


def _share_note(found: Figure, board: Board) -> str:
    if found.share is None or found.share.of == 0:
        return _("nothing met or fallen due yet")
    note = _("%(met)s of %(of)s") % {"met": found.share.met, "of": found.share.of}
    before = percent(board.share_before) if found.code == FigureCode.SHARE_MET else None
    return f"{note} · " + _("was %(share)s") % {"share": before} if before else note


def _spread_words(found: Figure) -> tuple[str | None, str]:
    spread = found.spread
    if spread is None or spread.median is None:
        return None, _("nothing yet")
    if found.code == FigureCode.LATENESS:
        words = {"p99": _brief(spread.p99), "longest": _brief(spread.longest)}
        return _brief(spread.median), _("99 %%: %(p99)s · worst: %(longest)s") % words
    return _brief(spread.median), _("median · 90 %%: %(p90)s") % {"p90": _brief(spread.p90)}


def _brief(span: object) -> str:
    return "–" if span is None else span_in_words(span)  # type: ignore[arg-type]


def columns_of(board: Board) -> list[Column]:
    """Return the bars of open deadlines by hours left, tallest 100 high."""
    tallest = max((bar.count for bar in board.bars), default=0)
    return [_column(bar, tallest, board.asked) for bar in board.bars]


def _column(bar: Bar, tallest: int, asked: Asked) -> Column:
    label, sentence, tone = _bar_words(bar)
    height = max(LEAST_HEIGHT, round(100 * bar.count / tallest)) if bar.count else 0
    return Column(
        key=bar.key,
        label=label,
        sentence=sentence,
        count=bar.count,
        height=height,
        tone=tone,
        url=rows_url(FigureCode.OPEN.value, asked, bar=bar.key),
    )


def _bar_words(bar: Bar) -> tuple[str, str, str]:
    wide = {
        rows.OVERDUE: (_("late"), _("overdue"), "breach"),
        rows.HALF: (_("12–24"), _("12 to 24 h left"), ""),
        rows.LATER: (_("24+"), _("24 h left or more"), ""),
        rows.STOPPED: (_("paused"), _("standing still"), "stopped"),
    }
    if bar.key in wide:
        return wide[bar.key]
    hour = int(bar.key)
    sentence = _("%(from)s to %(to)s h left") % {"from": hour, "to": hour + 1}
    return f"{hour}–{hour + 1}", sentence, "soon" if hour == 0 else ""


def lines_of(board: Board) -> list[Line]:
    """Return the table of services, with all of them together at its end."""
    lines = [_line(line, board.asked) for line in board.services]
    return [*lines, _line(board.total, board.asked)] if lines else []


def _line(line: ServiceLine, asked: Asked) -> Line:
    def to(code: FigureCode) -> str:
        return rows_url(code.value, asked, platform=line.slug)

    share_note = f"{line.share.met}/{line.share.of}" if line.share.of else ""
    return Line(
        name=line.name or _("All together"),
        cells=[
            Cell(number_format(line.open), to(FigureCode.OPEN)),
            Cell(
                number_format(line.breached), to(FigureCode.BREACHED), tone="breach" if line.breached else ""
            ),
            Cell(percent(line.share) or "–", to(FigureCode.SHARE_MET), note=share_note),
            *_times(line.receipt, to(FigureCode.TO_RECEIPT)),
            *_times(line.effect, to(FigureCode.TO_EFFECT)),
        ],
    )


def _times(spread: Spread, url: str) -> list[Cell]:
    return [Cell(_brief(spread.median), url), Cell(_brief(spread.p90), url)]
