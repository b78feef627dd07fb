"""Which rows a figure counts. A number on the board is the count of exactly these.

Everything here reads clocks, receipts and escalations as they stand; nothing is kept in
a counter that could drift. Only orders are counted, and only what the reader may know of.
"""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Any

from django.db.models import (
    Case,
    CharField,
    DateTimeField,
    DurationField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from accounts.domain.acting import Actor
from cases.domain import figures_bands as bands
from cases.domain.figures_days import days_of, midnight
from cases.enums import OPEN_STATES, CaseKind, EndReason, ReceiptKind, Span
from cases.models import Case as TakedownCase
from cases.models import Clock, Escalation, Pause, Receipt
from sla.enums import PLATFORM_CLOCKS, PROPOSALS, ClockKind, ClockState, StepAction

SPANS: dict[Span, timedelta | None] = {
    Span.DAY: timedelta(days=1),
    Span.WEEK: timedelta(days=7),
    Span.MONTH: timedelta(days=30),
    Span.ALL: None,
}
SOON = timedelta(hours=1)
LATENESS_SPAN = timedelta(hours=24)
OPEN = (ClockState.RUNNING, ClockState.PAUSED)
# The demand itself was taken back: neither met nor missed.
TAKEN_BACK = (EndReason.WAIVED, EndReason.WITHDRAWN)
# Orders alone; one that was passed on counts where it goes on, with what it took over.
_COUNTED = Q(case__kind=CaseKind.ORDER, case__passed_on_at=None)


@dataclass(frozen=True, slots=True)
class Asked:
    """Who asks, at which instant, how far back; narrowed to one service or one bar of a chart.

    ``zone`` is the reader's, where his days begin.
    """

    actor: Actor
    now: datetime
    span: Span = Span.WEEK
    platform: str = ""
    bar: str = ""
    zone: tzinfo = UTC

    @property
    def since(self) -> datetime | None:
        """Beginning of the span; None for all time."""
        length = SPANS[self.span]
        return None if length is None else self.now - length

    def before(self) -> "Asked | None":
        """Return the same question as it stood one span earlier; None for all time."""
        length = SPANS[self.span]
        return None if length is None else replace(self, now=self.now - length)


def within(asked: Asked, column: str) -> Q:
    """Return the condition that ``column`` lies in the span: after its beginning, up to now."""
    upto = Q(**{f"{column}__lte": asked.now})
    return upto if asked.since is None else upto & Q(**{f"{column}__gt": asked.since})


def _of_service(asked: Asked) -> Q:
    return Q(case__platform__slug=asked.platform) if asked.platform else Q()


def clocks(asked: Asked, *, own: bool) -> QuerySet[Clock]:
    """Return the runs of the platform's clocks, or of the agency's ``own``.

    ``ran_until`` is the instant at which a run stopped running: met, ended, the begin of
    its open stop, or now. A run is overdue when its deadline lies before that.
    """
    stopped = Pause.objects.filter(clock=OuterRef("pk"), ended_at=None).values("started_at")[:1]
    side = Q(kind__in=PLATFORM_CLOCKS)
    return (
        Clock.objects.visible_to(asked.actor)
        .filter(~side if own else side, _of_service(asked), _COUNTED)
        .annotate(
            ran_until=Coalesce(
                "met_at",
                "ended_at",
                Subquery(stopped),
                Value(asked.now, output_field=DateTimeField()),
            )
        )
    )


def open_clocks(asked: Asked, *, own: bool = False) -> QuerySet[Clock]:
    """Return runs that are neither met nor ended; one bar of them where ``asked.bar`` names it."""
    rows = clocks(asked, own=own).filter(state__in=OPEN)
    return bands.by_time_left(rows, asked.now).filter(bar=asked.bar) if asked.bar else rows


def breached(asked: Asked, *, own: bool = False) -> QuerySet[Clock]:
    """Return open runs whose deadline has passed while they ran."""
    return open_clocks(asked, own=own).filter(due_at__lt=F("ran_until"))


def due_soon(asked: Asked, *, own: bool = False) -> QuerySet[Clock]:
    """Return running runs that fall due within an hour."""
    return open_clocks(asked, own=own).filter(
        state=ClockState.RUNNING, due_at__gte=asked.now, due_at__lt=asked.now + SOON
    )


def decided(asked: Asked, *, own: bool = False) -> QuerySet[Clock]:
    """Return the runs that were met or fell due in the span, with ``in_time``.

    Left out: runs not yet due, runs whose demand was taken back, and runs that ended
    before they were due without being met (started anew, case closed, no longer needed).
    """
    met = Q(state=ClockState.MET) & (within(asked, "met_at") | within(asked, "due_at"))
    missed = ~Q(state=ClockState.MET) & Q(due_at__lt=F("ran_until")) & within(asked, "due_at")
    return (
        clocks(asked, own=own)
        .filter(met | missed)
        .exclude(end_reason__in=TAKEN_BACK)
        .annotate(
            in_time=Case(
                When(state=ClockState.MET, met_at__lte=F("due_at"), then=Value("met")),
                default=Value("missed"),
                output_field=CharField(),
            )
        )
    )


def silent(asked: Asked) -> QuerySet[TakedownCase]:
    """Return cases that were sent, are open, and whose receipt nobody signed."""
    signed = Receipt.objects.filter(case=OuterRef("pk"), kind=ReceiptKind.SIGNED)
    rows = TakedownCase.objects.visible_to(asked.actor).filter(
        ~Exists(signed), kind=CaseKind.ORDER, state__in=OPEN_STATES
    )
    return rows.filter(platform__slug=asked.platform) if asked.platform else rows


def _escalations(asked: Asked) -> QuerySet[Escalation]:
    return Escalation.objects.visible_to(asked.actor).filter(_of_service(asked), _COUNTED)


def proposals(asked: Asked) -> QuerySet[Escalation]:
    """Return proposed sanctions that nobody has decided."""
    return _escalations(asked).filter(action__in=PROPOSALS, decision="", corrected_at=None)


def breaches(asked: Asked) -> QuerySet[Escalation]:
    """Return the deadlines of the platform that passed in the span, as the ladder noted them.

    Only those of one day or month of the reader where ``asked.bar`` names it.
    """
    rows = _escalations(asked).filter(
        within(asked, "due_at"),
        action=StepAction.BREACH,
        clock__kind__in=PLATFORM_CLOCKS,
        corrected_at=None,
    )
    if not asked.bar:
        return rows
    days = days_of(asked.bar)
    if days is None:
        return rows.none()
    first, after = (midnight(day, asked.zone) for day in days)
    return rows.filter(due_at__gte=first, due_at__lt=after)


def receipts(asked: Asked) -> QuerySet[Receipt]:
    """Return receipts signed in the span, with ``took``: from sending to signing."""
    return (
        Receipt.objects.visible_to(asked.actor)
        .filter(
            _of_service(asked),
            within(asked, "at"),
            _COUNTED,
            kind=ReceiptKind.SIGNED,
        )
        .annotate(took=span_between("case__sent_at", "at"))
    )


def effects(asked: Asked) -> QuerySet[Clock]:
    """Return first effects given in the span, with ``took``: from sending to the last item.

    A later run (content that came back) is another matter and is left out.
    """
    earlier = Clock.objects.filter(
        case=OuterRef("case"), kind=ClockKind.EFFECT, state=ClockState.MET, run__lt=OuterRef("run")
    )
    return (
        clocks(asked, own=False)
        .filter(within(asked, "met_at"), ~Exists(earlier), kind=ClockKind.EFFECT, state=ClockState.MET)
        .annotate(took=span_between("case__sent_at", "met_at"))
    )


def noticed(asked: Asked) -> QuerySet[Escalation]:
    """Return the steps noticed in the last 24 hours, with ``took``: how late the engine was.

    Only those of one band where ``asked.bar`` names it.
    """
    rows = (
        _escalations(asked)
        .filter(noticed_at__gt=asked.now - LATENESS_SPAN, noticed_at__lte=asked.now)
        .annotate(took=span_between("due_at", "noticed_at"))
    )
    return bands.by_lateness(rows).filter(bar=asked.bar) if asked.bar else rows


def span_between(begin: str, end: str) -> "ExpressionWrapper[Any]":
    """Return the time from one column to another, for the database to count."""
    return ExpressionWrapper(F(end) - F(begin), output_field=DurationField())
