"""An operator's own record of a span: its cases, their items and clocks, for its leads to keep.

The scope of its pages and no other: what is unsent, unopened, another operator's or the
agency's house is not in it. It is read in portions while it is sent, so that its size costs
no memory; that it was handed out is in the record before its first byte leaves.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from accounts.domain.acting import Actor, acting_as
from accounts.domain.organisations import own_organisation
from accounts.enums import Role
from audit.domain.chain import NewEntry, record
from cases.domain.clock_faces import ClockFace, faces_of
from cases.enums import RecordPart
from cases.models import Case, Item
from kernel.errors import Invalid, NotAllowed

EXPORT = "export_own_record"
PORTION = 200
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class OwnRecord:
    """What is handed out: how many cases, the part, and its rows as they are read."""

    part: RecordPart
    cases: int
    rows: Iterator[Row]


def hand_out_own_record(
    *, actor: Actor, part: RecordPart, since: datetime, until: datetime, now: datetime
) -> OwnRecord:
    """Hand out what an operator's pages show of the cases sent to it from ``since`` to before ``until``.

    For a lead. Written in the record of the organisation: span, part and number of cases.
    Rows are read afterwards, as the reader may see them then. Raises NotAllowed, Invalid
    (the span ends before it begins).
    """
    with acting_as(actor):
        if not (actor.is_operator and actor.has(Role.LEAD)):
            raise NotAllowed("lead_only", _("Only a lead of an operator takes its record out."))
        if until <= since:
            raise Invalid("span_ends_first", _("The last day is before the first."), field="until")
        house = own_organisation(actor)
        count = Case.objects.visible_to(actor).filter(sent_at__gte=since, sent_at__lt=until).count()
        changes = {"part": part, "since": since, "until": until, "cases": count}
        record([NewEntry("organisation", str(house.public_id), EXPORT, changes)], by=actor, at=now)
    return OwnRecord(part, count, _rows(actor, part, since, until, now))


def _rows(actor: Actor, part: RecordPart, since: datetime, until: datetime, now: datetime) -> Iterator[Row]:
    read = _READERS[part]
    last: tuple[datetime, int] | None = None
    while True:
        with acting_as(actor):
            cases = _portion(actor, since, until, last)
            found = list(read(actor, cases, now))
        yield from found
        if len(cases) < PORTION:
            return
        sent = cases[-1].sent_at
        assert sent is not None
        last = (sent, cases[-1].pk)


def _portion(actor: Actor, since: datetime, until: datetime, last: tuple[datetime, int] | None) -> list[Case]:
    rows = Case.objects.visible_to(actor).filter(sent_at__gte=since, sent_at__lt=until)
    if last is not None:
        rows = rows.filter(sent_at__gte=last[0]).exclude(sent_at=last[0], pk__lte=last[1])
    rows = rows.select_related("platform", "category", "agency").annotate(item_count=Count("items"))
    return list(rows.order_by("sent_at", "pk")[:PORTION])


def _cases(actor: Actor, cases: Sequence[Case], now: datetime) -> Iterator[Row]:
    return (_case(case) for case in cases)


def _case(case: Case) -> Row:
    opened = case.received_at is not None
    return {
        "reference": case.reference,
        "platform": case.platform.slug,
        "agency": case.agency.name,
        "category": case.category.code,
        "urgency": case.urgency,
        "lane": case.lane,
        "state": case.state,
        "file_number": case.file_number if opened else "",
        "items": case.item_count,  # type: ignore[attr-defined]  # annotated
        "sent_at": case.sent_at,
        "received_at": case.received_at,
        "acknowledged_at": case.acknowledged_at,
        "answered_at": case.answered_at,
        "closed_at": case.closed_at,
    }


def _items(actor: Actor, cases: Sequence[Case], now: datetime) -> Iterator[Row]:
    rows = Item.objects.visible_to(actor).filter(case__in=cases)
    references = {case.pk: case.reference for case in cases}
    for item in rows.select_related("legal_basis").order_by("case__sent_at", "case", "position"):
        yield {"reference": references[item.case_id], **_item(item)}


def _item(item: Item) -> Row:
    return {
        "position": item.position,
        "url": item.url,
        "kind": item.kind,
        "legal_basis": item.legal_basis.code,
        "outcome": item.outcome,
        "outcome_at": item.outcome_at,
        "refusal_ground": item.refusal_ground,
        "author_told_at": item.author_told_at,
        "verified_outcome": item.verified_outcome,
        "verified_at": item.verified_at,
    }


def _clocks(actor: Actor, cases: Sequence[Case], now: datetime) -> Iterator[Row]:
    faces = faces_of(actor, cases)
    for case in cases:
        for face in faces.get(case.pk, []):
            yield {"reference": case.reference, **_clock(face, now)}


def _clock(face: ClockFace, now: datetime) -> Row:
    clock = face.clock
    return {
        "clock": clock.kind,
        "run": clock.run,
        "side": clock.side,
        "state": clock.state,
        "started_at": clock.started_at,
        "allowance_seconds": int(face.allowance.total_seconds()),
        "stopped_seconds": int(face.stopped(now).total_seconds()),
        "due_at": clock.due_at,
        "met_at": clock.met_at,
        "ended_at": clock.ended_at,
        "end_reason": clock.end_reason,
    }


def _whole(actor: Actor, cases: Sequence[Case], now: datetime) -> Iterator[Row]:
    items: dict[str, list[Row]] = {case.reference: [] for case in cases}
    clocks: dict[str, list[Row]] = {case.reference: [] for case in cases}
    for held, rows in ((items, _items(actor, cases, now)), (clocks, _clocks(actor, cases, now))):
        for row in rows:
            held[row.pop("reference")].append(row)
    for case in cases:
        shown = _case(case)
        yield {**shown, "items": items[case.reference], "clocks": clocks[case.reference]}


_READERS: dict[RecordPart, Callable[[Actor, Sequence[Case], datetime], Iterator[Row]]] = {
    RecordPart.CASES: _cases,
    RecordPart.ITEMS: _items,
    RecordPart.CLOCKS: _clocks,
    RecordPart.WHOLE: _whole,
}
