"""Exactly the rows behind a figure of the board, page by page."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from accounts.domain.acting import Actor, acting_as
from accounts.enums import Role
from cases.domain.clock_faces import OPEN
from cases.domain.figures import Figure, figure, rows_with_case
from cases.domain.figures_rows import Asked
from cases.enums import CameBack, FigureCode
from cases.models import Clock, Escalation, Item
from channels_registry.models import Platform
from dashboard.views.board_charts import bar_in_words
from dashboard.views.board_page import BOARD_ROLES, asked_by
from dashboard.views.board_tiles import percent, rows_label, rows_url
from dashboard.views.desk import desk_view
from kernel.paging import keyset_page
from sla.enums import PROPOSALS, ClockState

_WORDS = {FigureCode.NOTICES_GOOD: gettext_lazy("%(share)s did not come back: %(met)s of %(of)s")}


@require_safe
@desk_view(*BOARD_ROLES)
def board_rows(request: HttpRequest, actor: Actor, code: str) -> HttpResponse:
    """Show the rows of one figure; their number is the figure's."""
    asked = asked_by(request, actor)
    cursor = request.GET.get("after", "")
    with acting_as(actor):
        found = figure(code, asked)
        page = keyset_page(rows_with_case(found.rows), sort=found.definition.sort, cursor=cursor)
        rows = list(page.rows)
        service = Platform.objects.filter(slug=asked.platform).first() if rows and asked.platform else None
    for row in rows:
        _mark_stop(row)
        _say_return(row)
        _offer_steps(row)
    here = rows_url(code, asked, bar=asked.bar)
    context = {
        "now": asked.now,
        "figure": found,
        "kind": found.rows.model._meta.model_name,
        "supervises": actor.is_agency and actor.has(Role.SUPERVISOR),
        "rows": rows,
        "service": service,
        "span": asked.span if found.definition.spanned else None,
        "bar": bar_in_words(found.code, asked.bar) if asked.bar else None,
        "summary": _summary(found),
        "crumbs": _crumbs(found, asked),
        "first_url": here if cursor else "",
        "next_url": f"{here}&{urlencode({'after': page.next_cursor})}" if page.next_cursor else "",
    }
    return render(request, "dashboard/board/rows.html", context)


def _mark_stop(row: object) -> None:
    # The chip of a run that stands still tells since when and what is left.
    if isinstance(row, Clock) and row.state == ClockState.PAUSED:
        row.paused_at = row.ran_until  # type: ignore[attr-defined]


def _offer_steps(row: object) -> None:
    # What a supervisor does about a row from here: the deadline of an open run, an open proposal.
    if isinstance(row, Clock):
        row.offers = "deadline" if row.state in OPEN else ""  # type: ignore[attr-defined]
    elif isinstance(row, Escalation):
        is_open = row.action in PROPOSALS and not row.decision and row.corrected_at is None
        row.offers = "proposal" if is_open else ""  # type: ignore[attr-defined]


def _say_return(row: object) -> None:
    if isinstance(row, Item):
        back = row.came_back  # type: ignore[attr-defined]
        row.said = CameBack(back).label if back else row.get_outcome_display()  # type: ignore[attr-defined]


def _summary(found: Figure) -> str:
    words = rows_label(found.count)
    share = percent(found.share)
    if share and found.share:
        numbers = {"share": share, "met": found.share.met, "of": found.share.of}
        met = _WORDS.get(found.code, _("%(share)s met in time: %(met)s of %(of)s")) % numbers
        return f"{met} · {words}"
    return words


def _crumbs(found: Figure, asked: Asked) -> list[dict[str, object]]:
    board = f"{reverse('dashboard:board')}?span={asked.span.value}"
    return [{"label": _("Board"), "url": board}, {"label": found.label}]
