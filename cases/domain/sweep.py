"""The sweep: finds what is due, locks its cases, fires, commits; until none is left.

Safe in any number of processes and at any point of death: what was not committed is
still due. The ids are looked up first and locked by key; the clocks are read again
under the lock. A batch that raises is halved until the case that raises stands alone: it
is set aside with its error, shown, and tried later. What others hold is looked past.
"""

import traceback
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

import structlog
from django.db import InterfaceError, OperationalError, ProgrammingError
from django.db.models import Exists, F, OuterRef, QuerySet

from accounts.domain.acting import ENGINE, acting_as
from cases.domain.firing import fire
from cases.domain.record import note
from cases.models import Case, Clock, Parked
from kernel.compiled import Compiled, Given, Prepared, among

BATCH = 1_000  # a quarter of a second, for which its cases are held
RETRY_AFTER = timedelta(minutes=1)
RETRY_AT_MOST = timedelta(hours=1)
log = structlog.get_logger(__name__)

_LOCKED = Compiled(
    lambda: (
        Case.objects.filter(among("pk", "cases"))
        .order_by("pk")
        .select_for_update(no_key=True, skip_locked=True, of=("self",))
    )
)

_PARTIES: list[Any] = [
    Case._meta.get_field(name) for name in ("platform", "agency", "organisation", "category")
]
_UNPARK = Prepared("DELETE FROM cases_parked WHERE case_id = ANY(%(cases)s)")

Fire = Callable[[Sequence[Case], Sequence[Clock], datetime], int]


@dataclass(slots=True)
class Swept:
    """What one sweep did."""

    steps: int = 0
    parked: int = 0


def sweep(
    *,
    now: datetime,
    model: type[Clock] = Clock,
    fire_steps: Fire = fire,
    only: Collection[int] | None = None,
    batch: int = BATCH,
) -> Swept:
    """Fire every step due at or before ``now``; return how many.

    ``model`` and ``fire_steps`` are the clocks and their planner, ``only`` restricts to
    cases by id (a replay). Raises only when the database cannot be reached, or is of another version
    of the program: then nothing is set aside.
    """
    done, held = Swept(), set[int]()
    while case_ids := _due_cases(model, now, only, batch, held):
        steps, locked = _fire_all(case_ids, model, fire_steps, now, done)
        done.steps += steps
        # Theirs who hold them; the next look goes past them.
        held.update(set(case_ids) - locked)
    return done


def next_due(*, model: type[Clock] = Clock) -> datetime | None:
    """Return the instant of the next step of all, or None."""
    with acting_as(ENGINE):
        return (
            model.objects.filter(next_step_at__isnull=False)
            .order_by("next_step_at")
            .values_list("next_step_at", flat=True)
            .first()
        )


def _due_cases(
    model: type[Clock], now: datetime, only: Collection[int] | None, batch: int, held: Collection[int]
) -> list[int]:
    with acting_as(ENGINE):
        due = model.objects.filter(next_step_at__lte=now).exclude(
            Exists(Parked.objects.filter(case_id=OuterRef("case_id"), retry_at__gt=now))
        )
        if only is not None:
            due = due.filter(case_id__in=only)
        if held:
            due = due.exclude(case_id__in=held)
        rows = due.order_by("next_step_at").values_list("case_id", flat=True)[:batch]
        return sorted(set(rows))


def _fire_all(
    case_ids: Sequence[int], model: type[Clock], fire_steps: Fire, now: datetime, done: Swept
) -> tuple[int, set[int]]:
    """Fire what is due on these cases; return how many steps, and whose cases were not held by others."""
    try:
        return _one_batch(case_ids, model, fire_steps, now)
    except (OperationalError, InterfaceError, ProgrammingError):
        raise  # no row is to blame: the server is gone, or not yet as this program knows it
    except Exception as error:  # one poisoned row must not stop the line
        if len(case_ids) == 1:
            log.exception("sweep_case_parked", case_id=case_ids[0])
            _park(case_ids[0], traceback.format_exc(limit=20), now)
            done.parked += 1
            return 0, set(case_ids)
        log.warning("sweep_batch_raised", cases=len(case_ids), error=type(error).__name__)
    # Twenty transactions find one case among five hundred.
    middle = len(case_ids) // 2
    steps, locked = _fire_all(case_ids[:middle], model, fire_steps, now, done)
    others, also_locked = _fire_all(case_ids[middle:], model, fire_steps, now, done)
    return steps + others, locked | also_locked


def _one_batch(
    case_ids: Collection[int], model: type[Clock], fire_steps: Fire, now: datetime
) -> tuple[int, set[int]]:
    with acting_as(ENGINE):
        cases = _LOCKED.instances(cases=list(case_ids))
        locked = [case.pk for case in cases]
        rows = _due_clocks(model).instances(cases=locked, now=now)
        if rows:
            _with_parties(cases)
        steps = fire_steps(cases, rows, now) if rows else 0
        _UNPARK.run(cases=locked)
        return steps, set(locked)


def _with_parties(cases: Sequence[Case]) -> None:
    """Give each case its service, sides and category: a few rows, shared by the whole batch."""
    for field in _PARTIES:
        rows = field.related_model._default_manager.in_bulk({getattr(case, field.attname) for case in cases})
        for case in cases:
            field.set_cached_value(case, rows[getattr(case, field.attname)])


@cache
def _due_clocks(model: type[Clock]) -> Compiled[Clock]:
    def due() -> QuerySet[Clock]:
        rows = model.objects.filter(among("case_id", "cases"), next_step_at__lte=Given("now"))
        return rows.order_by("case_id", "pk")

    return Compiled(due)


def _park(case_id: int, error: str, now: datetime) -> None:
    with acting_as(ENGINE):
        case = Case.objects.select_for_update(no_key=True).get(pk=case_id)
        parked, made = Parked.objects.get_or_create(
            case=case,
            defaults={"error": error, "since": now, "retry_at": now + RETRY_AFTER},
        )
        if not made:
            if parked.retry_at > now:  # several sweepers met it at once: that is one attempt
                return
            wait = min(RETRY_AFTER * 2**parked.attempts, RETRY_AT_MOST)
            Parked.objects.filter(pk=parked.pk).update(
                error=error, attempts=F("attempts") + 1, retry_at=now + wait
            )
        note(case, ENGINE, "parked", now, attempts=parked.attempts + (0 if made else 1))
