"""All that the board shows at once, read in one go inside the reader's scope."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet

from cases.domain import figures_bars
from cases.domain import figures_rows as rows
from cases.domain.figures import Figure, Share, figure
from cases.domain.figures_bars import Bar
from cases.domain.figures_rows import Asked
from cases.domain.figures_times import Spread, spread_by_service
from cases.domain.replay_facts import Story, load_story, story_names
from cases.enums import CaseKind, FigureCode
from cases.models import Case, Escalation, Filing
from sla.enums import StepAction

SLUG, NAME = "case__platform__slug", "case__platform__name"
OF_AGENCY = (FigureCode.PROPOSALS, FigureCode.NOTICES_GOOD)


@dataclass(slots=True)
class ServiceLine:
    """The figures of one service; of all of them where ``slug`` is empty."""

    slug: str
    name: str
    open: int = 0
    breached: int = 0
    share: Share = field(default_factory=lambda: Share(0, 0))
    receipt: Spread = field(default_factory=lambda: Spread(0))
    effect: Spread = field(default_factory=lambda: Spread(0))


@dataclass(frozen=True, slots=True)
class ReplayLine:
    """A replayed case, the first block that its ladder proposed, and when one came in fact."""

    case: Case
    story: Story
    block: Escalation | None

    @property
    def waited(self) -> timedelta | None:
        """From the letter to the proposal."""
        sent_at = self.case.sent_at
        return self.block.due_at - sent_at if self.block and sent_at else None

    @property
    def came_at(self) -> datetime | None:
        """When the block came."""
        return self.story.block.at if self.story.block else None

    @property
    def percent(self) -> int:
        """How much of the wait until the block had passed when one was proposed; 1 to 100."""
        if self.waited is None or self.came_at is None or self.case.sent_at is None:
            return 100
        whole = self.came_at - self.case.sent_at
        return max(1, min(100, round(100 * self.waited / whole)))

    @property
    def came_after(self) -> int | None:
        """Days from the letter to the block that came."""
        return self.story.days_until_block(self.case.sent_at) if self.case.sent_at else None


@dataclass(frozen=True, slots=True)
class Board:
    """Everything on the board, as somebody asked at an instant."""

    asked: Asked
    figures: dict[FigureCode, Figure]
    share_before: Share | None
    time_left: Sequence[Bar]
    breaches: Sequence[Bar]
    lateness: Sequence[Bar]
    services: Sequence[ServiceLine]
    total: ServiceLine
    replays: Sequence[ReplayLine]


def board_for(asked: Asked) -> Board:
    """Return the board. Runs inside ``acting_as(asked.actor)``; reads only."""
    codes = [code for code in FigureCode if not (asked.actor.is_operator and code in OF_AGENCY)]
    figures = {code: figure(code, asked) for code in codes}
    return Board(
        asked=asked,
        figures=figures,
        share_before=_share_before(asked),
        time_left=figures_bars.time_left(asked),
        breaches=figures_bars.breaches(asked),
        lateness=figures_bars.lateness(asked),
        services=_services(asked),
        total=_total(figures),
        replays=_replays(asked),
    )


def _share_before(asked: Asked) -> Share | None:
    earlier = asked.before()
    return figure(FigureCode.SHARE_MET, earlier).share if earlier else None


def _counts(found: QuerySet[Any], **measures: Count) -> dict[str, dict[str, Any]]:
    return {row[SLUG]: row for row in found.order_by().values(SLUG, NAME).annotate(**measures)}


def _services(asked: Asked) -> list[ServiceLine]:
    of_open = _counts(rows.open_clocks(asked), n=Count("pk"))
    of_breached = _counts(rows.breached(asked), n=Count("pk"))
    of_decided = _counts(rows.decided(asked), n=Count("pk"), met=Count("pk", filter=Q(in_time="met")))
    receipts = spread_by_service(rows.receipts(asked))
    effects = spread_by_service(rows.effects(asked))
    seen = Case.objects.visible_to(asked.actor).filter(kind=CaseKind.ORDER, sent_at__isnull=False)
    services = seen.order_by("platform__name").values_list("platform__slug", "platform__name").distinct()
    return [
        ServiceLine(
            slug=slug,
            name=name,
            open=of_open.get(slug, {}).get("n", 0),
            breached=of_breached.get(slug, {}).get("n", 0),
            share=Share(of_decided.get(slug, {}).get("met", 0), of_decided.get(slug, {}).get("n", 0)),
            receipt=receipts.get(slug, Spread(0)),
            effect=effects.get(slug, Spread(0)),
        )
        for slug, name in services
    ]


def _total(figures: dict[FigureCode, Figure]) -> ServiceLine:
    return ServiceLine(
        slug="",
        name="",
        open=figures[FigureCode.OPEN].count,
        breached=figures[FigureCode.BREACHED].count,
        share=figures[FigureCode.SHARE_MET].share or Share(0, 0),
        receipt=figures[FigureCode.TO_RECEIPT].spread or Spread(0),
        effect=figures[FigureCode.TO_EFFECT].spread or Spread(0),
    )


def _replays(asked: Asked) -> list[ReplayLine]:
    if asked.actor.is_operator:
        return []
    played = (
        Case.objects.visible_to(asked.actor)
        .filter(kind=CaseKind.REPLAY)
        .select_related("platform", "policy_version__policy")
        .order_by("sent_at")
    )
    cases = list(played)
    steps = Escalation.objects.visible_to(asked.actor).filter(case__in=cases, action=StepAction.PROPOSE_BLOCK)
    first: dict[int, Escalation] = {}
    for step in steps.order_by("due_at"):
        first.setdefault(step.case_id, step)
    filings = Filing.objects.visible_to(asked.actor).filter(case__in=cases)
    # A story that is told no more leaves its case to the queue.
    told = filings.filter(replay_of__in=story_names()).values_list("case_id", "replay_of")
    stories = {case_id: load_story(name) for case_id, name in told}
    return [ReplayLine(case, stories[case.pk], first.get(case.pk)) for case in cases if case.pk in stories]
