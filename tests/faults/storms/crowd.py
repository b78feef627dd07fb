"""Many cases from one that was really sent: copies whose steps fall due one after another."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.apps import apps
from django.db import OperationalError, connection, models, transaction

from accounts.domain.acting import COMMAND, acting_as
from cases.models import Case, Clock, Filing
from kernel.clock import database_now
from kernel.references import new_reference
from sla.enums import ClockKind, StartEvent, StepAction
from tests.factories.desk import Desk, make_desk
from tests.factories.law import remind_at, step_after_due

LADDER: tuple[Mapping[str, Any], ...] = (
    remind_at(500, "half"),
    remind_at(750, "three-quarters"),
    step_after_due("breach", StepAction.BREACH),
    step_after_due("technical", StepAction.NEXT_CONTACT, contact_function="technical"),
    step_after_due("legal", StepAction.NEXT_CONTACT, contact_function="legal"),
    step_after_due("executive", StepAction.NEXT_CONTACT, contact_function="executive"),
    step_after_due("level-1", StepAction.RAISE_LEVEL, level=1),
    step_after_due("supervisor", StepAction.SUPERVISOR),
    step_after_due("warning", StepAction.PROPOSE_WARNING, level=2),
    step_after_due("block", StepAction.PROPOSE_BLOCK, level=3),
)
STEPS = len(LADDER)
ACKNOWLEDGE_LADDER = (remind_at(500, "half"), step_after_due("breach", StepAction.BREACH))


@dataclass(frozen=True, slots=True)
class Crowd:
    """Cases of one desk, by key from ``first`` to ``last``."""

    desk: Desk
    first: int
    last: int
    began: datetime  # the first deadline
    apart: timedelta  # of two deadlines

    @property
    def size(self) -> int:
        """How many cases."""
        return self.last - self.first + 1

    def references(self) -> list[str]:
        """The references, in the order in which their deadlines come."""
        with acting_as(COMMAND):
            ours = Case.objects.filter(pk__range=(self.first, self.last)).order_by("pk")
            return list(ours.values_list("reference", flat=True))


def empty_everything() -> None:
    """Leave nothing of an earlier storm; what append-only triggers guard too."""
    tables = sorted({model._meta.db_table for model in apps.get_models()} - {"django_content_type"})
    for _attempt in range(10):
        with suppress(OperationalError):  # a program that works meanwhile may hold what is to go
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("SET LOCAL session_replication_role = replica")
                cursor.execute(f"TRUNCATE {', '.join(tables)} RESTART IDENTITY CASCADE")
            return
    raise AssertionError("the database is not to be emptied")


def make_crowd(
    number: int,
    *,
    over: timedelta,
    ahead: timedelta = timedelta(0),
    allowance: timedelta = timedelta(seconds=20),
    desk: Desk | None = None,
    with_acknowledge: bool = False,
) -> Crowd:
    """Return ``number`` sent cases whose first steps come one after another from now + ``ahead`` on.

    The first step is due at half of the allowance, the deadline as long again after it.

    ``with_acknowledge``: with the clock of the acknowledgement too, due at the same instant.
    """
    desk = desk or make_crowd_desk()
    sent = desk.sent_case(database_now() - timedelta(days=1), items=1)
    kinds = [ClockKind.EFFECT, *([ClockKind.ACKNOWLEDGE] if with_acknowledge else [])]
    first = database_now() + ahead + allowance / 2
    with acting_as(COMMAND):
        start = sent.pk + 1_000  # past the clocks of the model too
        clocks = list(
            Clock.objects.filter(case=sent, kind__in=kinds).order_by("kind").values_list("pk", flat=True)
        )
        _copy(sent.pk, clocks, start=start, number=number, first=first, over=over, allowance=allowance)
        # The model itself takes no part.
        _forget(sent.pk)
    return Crowd(desk, start, start + number - 1, first, over / number)


def make_crowd_desk() -> Desk:
    """Return a desk whose effect clock starts when sent and climbs ten steps within its hour."""
    return make_desk(
        steps={ClockKind.EFFECT: LADDER, ClockKind.ACKNOWLEDGE: ACKNOWLEDGE_LADDER},
        minutes={ClockKind.ACKNOWLEDGE: 1, ClockKind.EFFECT: 1},
        effect_starts=StartEvent.SENT,
    )


def _copy(
    case: int,
    clocks: list[int],
    *,
    start: int,
    number: int,
    first: datetime,
    over: timedelta,
    allowance: timedelta,
) -> None:
    given = {
        "from": start,
        "upto": start + number - 1,
        "number": number,
        "case": case,
        "clocks": clocks,
        "first": first,
        "apart": over / number,
        "allowance": allowance,
        "seconds": int(allowance.total_seconds()),
    }
    due = "(%(first)s::timestamptz + (g - %(from)s) * %(apart)s::interval)"
    of_clock = {
        "id": "g + %(number)s * (array_position(%(clocks)s, t.id::int) - 1)",
        "case_id": "g",
        "allowance_seconds": "%(seconds)s",
        "started_at": f"{due} - %(allowance)s",
        "due_at": due,
        "next_step_at": f"{due} - %(allowance)s / 2",
    }
    rows: tuple[tuple[type[models.Model], str, str], ...] = (
        (
            Case,
            _columns(Case, id="g", reference="'FT-' || lpad(g::text, 11, '0')", operator_due_at=due),
            "t.id = %(case)s",
        ),
        (Clock, _columns(Clock, **of_clock), "t.id = ANY(%(clocks)s)"),
        (Filing, _columns(Filing, id="g", case_id="g"), "t.case_id = %(case)s"),
    )
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
    for model, columns, which in rows:
        _insert(model, columns, which, given)
    _name(start, number)


def _name(start: int, number: int) -> None:
    """Give copies references as cases have them."""
    keys = list(range(start, start + number))
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE cases_case k SET reference = r.word FROM unnest(%s::bigint[], %s::text[]) AS r (id, word)"
            " WHERE k.id = r.id",
            [keys, [new_reference() for _key in keys]],
        )
        cursor.execute("ANALYZE cases_case, cases_clock")


def _insert(model: type[models.Model], columns: str, which: str, given: Mapping[str, Any]) -> None:
    table = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({_names(model)}) SELECT {columns}"
            f" FROM generate_series(%(from)s::bigint, %(upto)s::bigint) g, {table} t WHERE {which}",
            given,
        )
        next_one = given["from"] + 2 * given["number"] + 1_000
        cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), %s)", [next_one])


def _forget(case: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE cases_clock SET next_step_at = NULL WHERE case_id = %s", [case])


def _names(model: type[models.Model]) -> str:
    return ", ".join(str(field.column) for field in model._meta.concrete_fields if not field.generated)


def _columns(model: type[models.Model], **own: str) -> str:
    return ", ".join(
        own.get(str(f.column), f"t.{f.column}") for f in model._meta.concrete_fields if not f.generated
    )
