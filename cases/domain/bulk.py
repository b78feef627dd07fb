"""One thing done to many cases: what will happen and what will not, then case by case.

Every case has its own transaction, and what stands against one is what its verb says: the preview
asks the same checks without the lock.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from accounts.domain.acting import Actor, acting_as
from accounts.models import Membership
from cases.domain import assigning, response
from cases.domain.holding import COLUMNS, side_of
from cases.domain.locking import check_verb, expecting
from cases.domain.response import ItemDecision
from cases.enums import Outcome, Verb
from cases.models import Case, Item
from cases.permissions import HOLDERS, OPERATOR_VERBS
from kernel.errors import Conflict, DomainError, Invalid, NotKnown

AT_MOST = 100


class BulkVerb(TextChoices):
    """What can be done to many cases at once."""

    ASSIGN = "assign", _("Assign")
    ACKNOWLEDGE = "acknowledge", _("Acknowledge")
    DECIDE = "decide", _("Decide items")


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be done to each: to whom it is given, or with which outcome its open items are decided."""

    verb: BulkVerb
    to: UUID | None = None
    outcome: Outcome | None = None
    ground: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One case of an order: ``why_not`` is empty where it will be done, or was."""

    reference: str
    case: Case | None = None
    why_not: str = ""
    items: int = 0

    @property
    def goes(self) -> bool:
        """Whether nothing stands against it."""
        return not self.why_not


def bulk_verbs(actor: Actor) -> tuple[BulkVerb, ...]:
    """Return what the actor's role can do to many cases."""
    if not actor.has(*HOLDERS[side_of(actor)]):
        return ()
    answers = actor.is_operator and actor.has(*OPERATOR_VERBS[Verb.DECIDE])
    return tuple(BulkVerb) if answers else (BulkVerb.ASSIGN,)


def preview(*, actor: Actor, order: Order, references: Sequence[str]) -> list[Line]:
    """Return for each case whether the order will be done, and why not. Reads only; inside ``acting_as``.

    Raises Invalid for too many or none, or an order that fits no case.
    """
    check_order(actor, order, references)
    seen = Case.objects.visible_to(actor).select_related("platform", "category", "agency")
    cases = {case.reference: case for case in seen.filter(reference__in=references)}
    open_items = _open_items(actor, list(cases.values())) if order.verb == BulkVerb.DECIDE else {}
    seat = assigning.seat_named(order.to) if order.to else None
    return [
        _line(actor, order, cases.get(reference), reference, seat, open_items) for reference in references
    ]


def run(*, actor: Actor, order: Order, versions: Mapping[str, int], now: datetime) -> list[Line]:
    """Do the order to each case as it was seen, one after another; what cannot be done is passed over.

    ``versions``: by reference the version that the preview showed. Effects: those of the verb, for
    each case in a transaction of its own, so that what was done stays done. A second time nothing is
    done again. Raises Invalid as ``preview``.
    """
    check_order(actor, order, list(versions))
    together = uuid4()
    return [_done(actor, order, reference, version, together, now) for reference, version in versions.items()]


def check_order(actor: Actor, order: Order, references: Sequence[str]) -> None:
    """Raise Invalid for an order that could be done to no case."""
    check_chosen(references)
    if order.verb not in bulk_verbs(actor):
        raise Invalid("bulk_not_yours", _("Your role cannot do this."))
    if order.verb == BulkVerb.ASSIGN and order.to is None:
        raise Invalid("no_person", _("Choose a person."), field="to")
    if order.verb == BulkVerb.DECIDE:
        if order.outcome is None:
            raise Invalid("nothing_decided", _("Choose an outcome."), field="outcome")
        response.check_outcome(order.outcome, order.ground)


def check_chosen(references: Sequence[str]) -> None:
    """Raise Invalid where nothing or too much is chosen."""
    if not references:
        raise Invalid("nothing_chosen", _("Tick at least one case."))
    if len(references) > AT_MOST:
        raise Invalid("too_many_chosen", _("Choose at most a hundred cases at a time."))


def _line(
    actor: Actor,
    order: Order,
    case: Case | None,
    reference: str,
    seat: Membership | None,
    open_items: Mapping[int, Sequence[UUID]],
) -> Line:
    if case is None:
        return Line(reference, why_not=str(_unknown().message))
    items = open_items.get(case.pk, ())
    try:
        if order.verb == BulkVerb.ASSIGN and seat is not None:
            assigning.check_assigning(actor, case, getattr(case, COLUMNS[side_of(actor)]), seat)
        elif order.verb == BulkVerb.ACKNOWLEDGE:
            check_verb(actor, case, Verb.ACKNOWLEDGE)
        else:
            check_verb(actor, case, Verb.DECIDE)
            _must_have(case, items)
    except DomainError as error:
        return Line(reference, case, str(error.message), len(items))
    return Line(reference, case, items=len(items))


def _done(actor: Actor, order: Order, reference: str, version: int, together: UUID, now: datetime) -> Line:
    try:
        with expecting(version):
            items = _do(actor, order, reference, together, now)
    except DomainError as error:
        return Line(reference, why_not=str(error.message))
    return Line(reference, items=items)


def _do(actor: Actor, order: Order, reference: str, together: UUID, now: datetime) -> int:
    if order.to is not None:
        assigning.assign(actor=actor, reference=reference, to=order.to, now=now, together=together)
    elif order.outcome is None:
        response.acknowledge(actor=actor, reference=reference, now=now)
    else:
        items = _items_to_decide(actor, reference)
        decisions = [ItemDecision(item, order.outcome, refusal_ground=order.ground) for item in items]
        response.decide(actor=actor, reference=reference, decisions=decisions, text=order.text, now=now)
        return len(items)
    return 0


def _items_to_decide(actor: Actor, reference: str) -> Sequence[UUID]:
    with acting_as(actor):
        case = Case.objects.visible_to(actor).filter(reference=reference).first()
        if case is None:
            raise _unknown()
        items = _open_items(actor, [case]).get(case.pk, ())
    _must_have(case, items)
    return items


def _open_items(actor: Actor, cases: Sequence[Case]) -> dict[int, list[UUID]]:
    """Return the items without an outcome that the actor may read, by case. One query."""
    found: dict[int, list[UUID]] = {}
    rows = Item.objects.visible_to(actor).filter(case__in=[case.pk for case in cases], outcome="")
    for case_id, item in rows.order_by("case_id", "position").values_list("case_id", "public_id"):
        found.setdefault(case_id, []).append(item)
    return found


def _must_have(case: Case, items: Sequence[UUID]) -> None:
    if case.received_at is None:
        raise Conflict("not_opened", _("Open and sign it first: its items have not been read."))
    if not items:
        raise Conflict("all_decided", _("Every item has an outcome already."))


def _unknown() -> NotKnown:
    return NotKnown("case_unknown", _("There is no such case."))
