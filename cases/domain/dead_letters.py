"""Messages that were given up: looked at, and sent again, by whoever answers for the house.

An agency's own people's, and those about its own cases to whoever. Their sender tries again
as if they were new; the receiver knows a repeat by the key, which stays.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.domain.acting import Actor, acting_as
from accounts.enums import Role
from audit.domain.chain import NewEntry, record
from cases.models import Case, Report
from kernel.errors import NotAllowed, NotKnown
from notifications.models import Outbox

SENDERS = (Role.SUPERVISOR, Role.ADMINISTRATOR)
READERS = (*SENDERS, Role.AUDITOR)
AT_ONCE = 500
VERB = "send_again"


@dataclass(frozen=True, slots=True)
class Failure:
    """One attempt that failed."""

    at: datetime
    error: str


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """A message that was given up. ``reference``: of what it tells, if the reader may know of it."""

    message: Outbox
    reference: str
    failures: list[Failure]


def dead_letters_of(actor: Actor) -> QuerySet[Outbox]:
    """Return what was given up and is for the reader's eyes. Inner read."""
    own_cases = Case.objects.visible_to(actor).filter(agency_id=actor.organisation_id)
    of_case = Q(subject_kind="case", subject_id__in=own_cases.values("reference"))
    given_up = Outbox.objects.filter(dead_at__isnull=False).select_related("organisation")
    return given_up.filter(Q(organisation_id=actor.organisation_id) | of_case)


def as_read(actor: Actor, rows: Sequence[Outbox]) -> list[DeadLetter]:
    """Return messages as ``actor`` may read them. Inner read."""
    named = {row.subject_id for row in rows if row.subject_kind in ("case", "report")}
    cases = Case.objects.visible_to(actor).filter(reference__in=named)
    reports = Report.objects.visible_to(actor).filter(reference__in=named)
    known = {*cases.values_list("reference", flat=True), *reports.values_list("reference", flat=True)}
    return [
        DeadLetter(
            row,
            row.subject_id if row.subject_id in known else "",
            [Failure(datetime.fromisoformat(each["at"]), each["error"]) for each in row.failures],
        )
        for row in rows
    ]


def send_again(*, actor: Actor, messages: Collection[UUID], now: datetime) -> int:
    """Have messages that were given up sent again, as new; return how many. Audited, each.

    What was sent again meanwhile is left alone. Raises NotAllowed, NotKnown where none of them
    is for the reader's eyes.
    """
    with acting_as(actor):
        _must_answer(actor)
        chosen = dead_letters_of(actor).filter(public_id__in=messages)
        again = _again(actor, chosen, now)
        if not again:
            raise NotKnown("message_unknown", _("There is no such message that was given up."))
        return again


def send_all_again(*, actor: Actor, now: datetime) -> int:
    """Have all of them sent again, some hundred at a time, but those to people who are disabled.

    Returns how many. Audited, each. Raises NotAllowed.
    """
    with acting_as(actor):
        _must_answer(actor)
        return _again(actor, dead_letters_of(actor).exclude(user__is_active=False), now)


def _again(actor: Actor, chosen: QuerySet[Outbox], now: datetime) -> int:
    locked = chosen.select_related(None).select_for_update(no_key=True, of=("self",)).order_by("pk")
    rows = list(locked[:AT_ONCE])
    Outbox.objects.filter(pk__in=[row.pk for row in rows]).update(
        dead_at=None, attempts=0, next_attempt_at=now, lease_until=None
    )
    entries = [
        NewEntry("message", str(row.public_id), VERB, {"kind": row.kind, "attempts": row.attempts})
        for row in rows
    ]
    if entries:
        record(entries, by=actor, at=now)
    return len(rows)


def _must_answer(actor: Actor) -> None:
    if not (actor.is_agency and actor.has(*SENDERS)):
        raise NotAllowed(
            "undelivered_not_yours", _("A supervisor or an administrator has messages sent again.")
        )
