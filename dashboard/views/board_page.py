"""The board: how the desk stands, each figure with its formula and its rows."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.domain.acting import Actor, acting_as
from accounts.enums import Role
from cases.domain.figures_board import Board, board_for
from cases.domain.figures_rows import Asked
from cases.enums import FigureCode, Span
from cases.models import Case, Parked
from channels_registry.domain.risks import answers_by_service
from dashboard.views.board_charts import breaches_chart, lateness_chart, time_left_chart
from dashboard.views.board_risks import risk_lines
from dashboard.views.board_tiles import lines_of, span_tabs, tile_of
from dashboard.views.desk import desk_view
from kernel.clock import now_of
from operations.domain.heartbeats import latest
from operations.enums import Work

BOARD_ROLES = (Role.SUPERVISOR, Role.ANALYST, Role.APPROVER, Role.AUDITOR, Role.LEAD)
F = FigureCode
FIRST = ((F.BREACHED, "breach"), (F.DUE_SOON, "soon"), (F.SILENT, ""), (F.SHARE_MET, ""))
SECOND = ((F.OPEN, ""), (F.PROPOSALS, ""), (F.BREACHES, ""), (F.TO_RECEIPT, ""), (F.TO_EFFECT, ""))
OWN = (
    (F.OWN_BREACHED, "breach"),
    (F.OWN_DUE_SOON, "soon"),
    (F.OWN_OPEN, ""),
    (F.OWN_SHARE_MET, ""),
    (F.NOTICES_GOOD, ""),
)


def asked_by(request: HttpRequest, actor: Actor) -> Asked:
    """Return what the address asks: span, service, bar. What it cannot read is left out."""
    span = request.GET.get("span", "")
    return Asked(
        actor=actor,
        now=now_of(request),
        span=Span(span) if span in Span.values else Span.WEEK,
        platform=request.GET.get("platform", "")[:40],
        bar=request.GET.get("bar", "")[:10],
        zone=timezone.get_current_timezone(),
    )


@require_safe
@desk_view(*BOARD_ROLES)
def board(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show the board; refreshes itself by htmx."""
    asked = asked_by(request, actor)
    asked = replace(asked, platform="", bar="")
    with acting_as(actor):
        found = board_for(asked)
        parked = _parked(actor)
        swept = latest(Work.SWEEP)
        at_risk = risk_lines(actor, asked.now)
        answers = answers_by_service(actor, asked.now) if at_risk is not None else []
        begun = Case.objects.visible_to(actor).exists()
    context = {
        "now": asked.now,
        "swept": swept,
        "runner": swept.runner.removeprefix(f"{Work.SWEEP.value} ") if swept else "",
        "swept_ago": max(asked.now - swept.last_success, timedelta(0)) if swept else None,
        "parked": parked,
        "tabs": span_tabs(asked),
        "begun": begun,
        "reader_is_operator": actor.is_operator,
        "at_risk": at_risk,
        "answers": answers,
        **_parts(found),
    }
    return render(request, "dashboard/board/board.html", context)


def _parked(actor: Actor) -> int:
    if actor.is_operator:
        return 0
    return Parked.objects.filter(case__in=Case.objects.visible_to(actor)).count()


def _parts(found: Board) -> dict[str, Any]:
    def tiles(codes: tuple[tuple[FigureCode, str], ...]) -> list[object]:
        return [tile_of(found, code, tone=tone) for code, tone in codes if code in found.figures]

    operator, lines = found.asked.actor.is_operator, lines_of(found)
    return {
        "first": tiles(FIRST),
        "second": tiles(SECOND),
        "own": tiles(OWN),
        "own_title": _("What the agencies owe you") if operator else _("Our own deadlines"),
        "lateness": tile_of(found, FigureCode.LATENESS),
        "time_left": time_left_chart(found),
        "breaches": breaches_chart(found),
        "late": lateness_chart(found),
        "lines": lines,
        "charted": sum(line.charted for line in lines),
        "left_out": any(line.is_left_out for line in lines[:-1]),
        "replays": found.replays,
        "span": found.asked.span,
    }
