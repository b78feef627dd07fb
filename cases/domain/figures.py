"""The figures of the board: each a small object with its formula and exactly its rows."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db.models import Model, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases.domain import figures_rows as rows
from cases.domain.figures_notices import judged_items
from cases.domain.figures_rows import Asked
from cases.domain.figures_times import Spread, spread_of
from cases.enums import FigureCode
from kernel.errors import NotKnown

Rows = QuerySet[Any]


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many."""

    met: int
    of: int

    @property
    def percent(self) -> float | None:
        """The share in percent; None where there is nothing to divide by."""
        return None if self.of == 0 else 100 * self.met / self.of


@dataclass(frozen=True, slots=True)
class Definition:
    """What a figure counts, in words and as a queryset. ``sort`` is the column of its pages."""

    code: FigureCode
    formula: str | Promise
    rows_for: Callable[[Asked], Rows]
    sort: str
    spanned: bool = False
    of_agency: bool = False


@dataclass(frozen=True, slots=True)
class Figure:
    """A definition asked by somebody at an instant, with its rows and their number."""

    definition: Definition
    rows: Rows
    count: int
    share: Share | None = None
    spread: Spread | None = None

    @property
    def code(self) -> FigureCode:
        """The stable word of the figure, as in its address."""
        return self.definition.code

    @property
    def label(self) -> str | Promise:
        """The name of the figure."""
        return self.definition.code.label

    @property
    def formula(self) -> str | Promise:
        """How it is counted, in a sentence."""
        return self.definition.formula


_OPEN = _("Deadlines that are neither met nor ended, now; those that stand still are among them.")
_BREACHED = _(
    "Open deadlines whose due instant has passed while they ran. Computed as you read, "
    "not when the engine noticed."
)
_SOON = _("Running deadlines whose due instant lies within the next hour.")
_SHARE = _(
    "Deadlines met in time ÷ deadlines that were met or fell due in the span. A deadline met too "
    "late counts as not met. Left out of both: deadlines not yet due, waived or withdrawn ones, and "
    "those that ended before they were due without being met (started anew, case closed)."
)
CATALOGUE: dict[FigureCode, Definition] = {
    definition.code: definition
    for definition in (
        Definition(FigureCode.OPEN, _OPEN, rows.open_clocks, "due_at"),
        Definition(FigureCode.BREACHED, _BREACHED, rows.breached, "due_at"),
        Definition(FigureCode.DUE_SOON, _SOON, rows.due_soon, "due_at"),
        Definition(
            FigureCode.SILENT,
            _(
                "Open cases that were sent and that nobody at the platform has opened and signed. "
                "A receipt deemed by the policy is not a signature."
            ),
            rows.silent,
            "sent_at",
        ),
        Definition(
            FigureCode.PROPOSALS,
            _("Warnings and blocks proposed by a ladder that no supervisor has dismissed or noted."),
            rows.proposals,
            "due_at",
            of_agency=True,
        ),
        Definition(FigureCode.SHARE_MET, _SHARE, rows.decided, "-due_at", spanned=True),
        Definition(
            FigureCode.TO_RECEIPT,
            _(
                "From sending to the signed receipt, for receipts signed in the span. Half took no "
                "longer than the median, nine in ten no longer than the 90th percentile."
            ),
            rows.receipts,
            "-at",
            spanned=True,
        ),
        Definition(
            FigureCode.TO_EFFECT,
            _(
                "From sending to the instant when the last item had an outcome, for cases that got "
                "there in the span, stops not taken off. Content that came back later is left out."
            ),
            rows.effects,
            "-met_at",
            spanned=True,
        ),
        Definition(
            FigureCode.BREACHES,
            _("Deadlines of the platform that passed in the span, by the instant they passed."),
            rows.breaches,
            "-due_at",
            spanned=True,
        ),
        Definition(FigureCode.OWN_OPEN, _OPEN, partial(rows.open_clocks, own=True), "due_at"),
        Definition(FigureCode.OWN_BREACHED, _BREACHED, partial(rows.breached, own=True), "due_at"),
        Definition(FigureCode.OWN_DUE_SOON, _SOON, partial(rows.due_soon, own=True), "due_at"),
        Definition(
            FigureCode.OWN_SHARE_MET, _SHARE, partial(rows.decided, own=True), "-due_at", spanned=True
        ),
        Definition(
            FigureCode.NOTICES_GOOD,
            _(
                "Items that did not come back ÷ items of cases sent in the span that have an outcome or "
                "were taken back. Came back: reversed on objection, refused as a manifest error, "
                "withdrawn, not found or an invalid link, already gone."
            ),
            judged_items,
            "-id",
            spanned=True,
            of_agency=True,
        ),
        Definition(
            FigureCode.LATENESS,
            _(
                "Noticed minus due, for every step of a ladder that the engine noticed in the last "
                "24 hours: median, 99th percentile and the worst."
            ),
            rows.noticed,
            "-noticed_at",
        ),
    )
}


# Columns whose rows make a share, and what the good ones say there.
_SHARES = {"in_time": "met", "came_back": ""}


def figure(code: str, asked: Asked) -> Figure:
    """Return a figure: its rows (scoped to the asker) and what they come to.

    Raises NotKnown for a code that is none, or that is not the asker's to see.
    """
    definition = CATALOGUE.get(code) if code in FigureCode.values else None  # type: ignore[call-overload]
    if definition is None or (definition.of_agency and asked.actor.is_operator):
        raise NotKnown("figure_unknown", _("There is no such figure."))
    found: Rows = definition.rows_for(asked)
    if "took" in found.query.annotations:
        spread = spread_of(found)
        return Figure(definition, found, spread.n, spread=spread)
    for column, good in _SHARES.items():
        if column in found.query.annotations:
            share = share_of(found, column, good)
            return Figure(definition, found, share.of, share=share)
    return Figure(definition, found, found.count())


def share_of(rows_of: Rows, column: str, good: str) -> Share:
    """Return how many of these rows say ``good`` in the column."""
    return Share(met=rows_of.filter(**{column: good}).count(), of=rows_of.count())


def rows_with_case(found: QuerySet[Model]) -> QuerySet[Model]:
    """Return the rows with all that a list shows of each, in one query."""
    names = ["platform", "category", "agency"]
    model = found.model._meta.model_name
    if model == "case":
        return found.select_related(*names)
    joined = [f"case__{name}" for name in names]
    return found.select_related("case", *joined, *(["clock"] if model == "escalation" else []))
