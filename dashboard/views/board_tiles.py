"""Figures in words: what a tile and a line of the board's table say."""

from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.domain.figures import Figure, Share
from cases.domain.figures_board import Board, ServiceLine
from cases.domain.figures_rows import Asked
from cases.domain.figures_times import Spread
from cases.enums import FigureCode, Span
from dashboard.templatetags.durations import span_in_words

# So many services are told apart at a glance; the table holds all.
CHARTED_AT_MOST = 12
NOTHING = timedelta(0)


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
class Cell:
    """One number of the table with its rows; ``note`` says of how many, ``seconds`` is what a chart draws."""

    text: str
    url: str
    series: str = ""
    seconds: int | None = None
    note: str = ""
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One service of the table, or all of them; ``charted``: its medians are drawn too."""

    name: str
    cells: list[Cell]
    charted: bool = False

    @property
    def is_left_out(self) -> bool:
        """Whether there is a median that no chart draws."""
        return not self.charted and any(cell.seconds is not None for cell in self.cells)


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
        return (
            _("nothing yet") if found.code == FigureCode.NOTICES_GOOD else _("nothing met or fallen due yet")
        )
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


def lines_of(board: Board) -> list[Line]:
    """Return the table of services, with all of them together at its end."""
    slowest = sorted(board.services, key=_longest_median, reverse=True)[:CHARTED_AT_MOST]
    charted = {line.slug for line in slowest if _longest_median(line) >= NOTHING}
    lines = [_line(line, board.asked, charted=line.slug in charted) for line in board.services]
    return [*lines, _line(board.total, board.asked)] if lines else []


def _longest_median(line: ServiceLine) -> timedelta:
    medians = (line.receipt.median, line.effect.median)
    return max((median for median in medians if median is not None), default=-NOTHING.resolution)


def _line(line: ServiceLine, asked: Asked, *, charted: bool = False) -> Line:
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
            *_times(line.receipt, to(FigureCode.TO_RECEIPT), "receipt"),
            *_times(line.effect, to(FigureCode.TO_EFFECT), "effect"),
        ],
        charted=charted,
    )


def _times(spread: Spread, url: str, series: str) -> list[Cell]:
    seconds = None if spread.median is None else int(spread.median.total_seconds())
    return [Cell(_brief(spread.median), url, series=series, seconds=seconds), Cell(_brief(spread.p90), url)]
