"""What may be erased, what holds it back, and the order to erase it: the agency's supervisors.

A case whose category keeps its texts for some days is due that long after its end: closed or
withdrawn, with no deadline running, no copy to be preserved and no legal hold.
"""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import DateTimeField, DurationField, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.db.models.lookups import LessThanOrEqual
from django.utils.translation import gettext_lazy as _

from accounts.domain.acting import Actor, acting_as
from accounts.enums import Role
from audit.domain.chain import NewEntry, record
from cases.enums import CaseKind, CaseState
from cases.models import Case, Clock, Erasure, Evidence, Item, LegalHold
from kernel.errors import Conflict, Invalid, NotAllowed, NotKnown
from sla.enums import ClockState

KEEPERS = (Role.SUPERVISOR,)
READERS = (*KEEPERS, Role.AUDITOR)
ENDED = (CaseState.CLOSED, CaseState.WITHDRAWN)
_OPEN = (ClockState.RUNNING, ClockState.PAUSED)


@dataclass(frozen=True, slots=True)
class Preview:
    """What an order given now would erase: how much of it, and the first of the cases."""

    cases: int
    items: int
    files: int
    held: int
    rows: list[Case]


def due(agency: int, until: datetime) -> QuerySet[Case]:
    """Return the cases of an agency whose texts were kept long enough at ``until``. Inner."""
    days = ExpressionWrapper(F("category__retention_days") * timedelta(days=1), output_field=DurationField())
    ended = Coalesce("closed_at", "updated_at")
    rows = Case.objects.filter(
        agency_id=agency,
        kind=CaseKind.ORDER,
        state__in=ENDED,
        erased_at=None,
        category__retention_days__isnull=False,
    )
    rows = rows.filter(Q(preservation_until=None) | Q(preservation_until__lt=until.date()))
    rows = rows.exclude(Exists(Clock.objects.filter(case=OuterRef("pk"), state__in=_OPEN)))
    erasable = ExpressionWrapper(ended + days, output_field=DateTimeField())
    late = rows.filter(LessThanOrEqual(erasable, until))
    return late.annotate(ended_at=ended, erasable_at=erasable)


def not_held(rows: QuerySet[Case]) -> QuerySet[Case]:
    """Return the rows on which no legal hold stands. Inner."""
    return rows.exclude(Exists(LegalHold.objects.filter(case=OuterRef("pk"), lifted_at=None)))


def preview(actor: Actor, now: datetime, *, at_most: int = 100) -> Preview:
    """Return what an order given ``now`` would erase. Reads only; raises NotAllowed."""
    agency = _require(actor, *READERS)
    with acting_as(actor):
        every = due(agency, now)
        free = not_held(every)
        seen = free if actor.cleared else free.exclude(category__restricted=True)
        rows = seen.select_related("category", "platform").order_by(F("erasable_at"), "pk")
        chosen = {"case__in": free.values("pk")}
        return Preview(
            cases=(count := free.count()),
            items=Item.objects.filter(**chosen).count(),
            files=Evidence.objects.filter(exhibit__case__in=free.values("pk")).count(),
            held=every.count() - count,
            rows=list(rows[:at_most]),
        )


def holds_of(actor: Actor) -> list[LegalHold]:
    """Return the legal holds that stand on the agency's cases. Inner."""
    rows = LegalHold.objects.visible_to(actor).filter(lifted_at=None)
    return list(rows.select_related("case").order_by("placed_at", "pk"))


def erasures_of(actor: Actor) -> list[Erasure]:
    """Return the last orders of the agency."""
    return list(Erasure.objects.filter(agency_id=_require(actor, *READERS)).order_by("-ordered_at")[:20])


def order_erasure(*, actor: Actor, until: datetime, now: datetime) -> Erasure:
    """Order that all is erased that was due at ``until``, the instant of the preview. Audited.

    Raises NotAllowed, Invalid (an instant to come), Conflict (nothing is due, an order runs).
    """
    agency = _require(actor)
    with acting_as(actor):
        if until > now:
            raise Invalid("until", _("This instant has not come yet."))
        if Erasure.objects.filter(agency_id=agency, finished_at=None).exists():
            raise Conflict("erasure_runs", _("An order to erase is being carried out already."))
        chosen = list(not_held(due(agency, until)).order_by("pk").values_list("pk", flat=True))
        if not chosen:
            raise Conflict("nothing_due", _("Nothing is due to be erased."))
        order = Erasure.objects.create(
            agency_id=agency,
            until=until,
            chosen=chosen,
            total=len(chosen),
            ordered_at=now,
            ordered_by=actor.signature,
        )
        changes = {"until": until.isoformat(), "cases": len(chosen)}
        record([NewEntry("erasure", str(order.public_id), "order_erasure", changes)], by=actor, at=now)
    return order


def place_hold(*, actor: Actor, reference: str, reason: str, now: datetime) -> LegalHold:
    """Hold back a case and its report from erasure. Audited.

    Raises NotAllowed, NotKnown, Invalid (no reason), Conflict (held, or erased already).
    """
    agency = _require(actor)
    with acting_as(actor):
        case = _locked(actor, reference)
        if not reason.strip():
            raise Invalid("reason", _("Say why: it stands in the agency's file."), field="reason")
        if case.erased_at is not None:
            raise Conflict("case_erased", _("The texts of this case are erased already."))
        if LegalHold.objects.filter(case=case, lifted_at=None).exists():
            raise Conflict("held_already", _("A hold stands on this case already."))
        hold = LegalHold.objects.create(
            case=case,
            agency_id=agency,
            reason=reason.strip()[:500],
            placed_at=now,
            placed_by=actor.signature,
        )
        _note(case, "place_hold", hold, actor, now)
    return hold


def lift_hold(*, actor: Actor, hold: uuid.UUID, now: datetime) -> LegalHold:
    """Let a case go again. Audited. Raises NotAllowed, NotKnown, Conflict (lifted already)."""
    _require(actor)
    with acting_as(actor):
        found = LegalHold.objects.visible_to(actor).select_related("case").filter(public_id=hold).first()
        if found is None:
            raise NotKnown("hold_unknown", _("This hold does not exist."))
        case = _locked(actor, found.case.reference)
        found.refresh_from_db()
        if found.lifted_at is not None:
            raise Conflict("hold_lifted", _("This hold is lifted already."))
        found.lifted_at, found.lifted_by = now, actor.signature
        found.save(update_fields=["lifted_at", "lifted_by"])
        _note(case, "lift_hold", found, actor, now)
    return found


def _require(actor: Actor, *roles: Role) -> int:
    if actor.organisation_id is None or not actor.is_agency or not actor.has(*(roles or KEEPERS)):
        raise NotAllowed("retention_supervisor", _("A supervisor of the agency decides on erasure."))
    return actor.organisation_id


def _locked(actor: Actor, reference: str) -> Case:
    rows = Case.objects.visible_to(actor).select_for_update(no_key=True, of=("self",))
    case = rows.filter(reference=reference).first()
    if case is None:
        raise NotKnown("case_unknown", _("There is no such case."))
    return case


def _note(case: Case, verb: str, hold: LegalHold, actor: Actor, now: datetime) -> None:
    changes = {"hold": str(hold.public_id)}
    record([NewEntry("case", case.reference, verb, changes)], by=actor, at=now)
