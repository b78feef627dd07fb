"""Rows of the bench of the engine: copies of cases with their clocks, written past keys and triggers."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import connection, models, transaction

from audit.models import Head
from cases.models import Case, Clock, Filing

FIRST_ID = 10_000_000
ENTRIES_BEFORE = 5  # of each case's record
CHUNK = 50_000  # rows a statement: none may take longer than the database allows

# What a step writes, in one statement: the clock's next step, an escalation, an entry of the
# record with its head, a message.
FLOOR = """
WITH due AS (
    SELECT c.id, c.case_id, c.organisation_id, c.run, c.next_step_at, k.reference
    FROM cases_clock c JOIN cases_case k ON k.id = c.case_id
    WHERE c.next_step_at <= %(now)s
    FOR NO KEY UPDATE OF k SKIP LOCKED
), moved AS (
    UPDATE cases_clock c SET next_step_at = due.next_step_at + interval '1 hour' FROM due WHERE c.id = due.id
), escalated AS (
    INSERT INTO cases_escalation (case_id, organisation_id, public_id, clock_id, run, step, action, level,
        due_at, noticed_at, skipped, decision, reason)
    SELECT case_id, organisation_id, gen_random_uuid(), id, run, 'half', 'remind', 0, next_step_at, %(now)s,
        false, '', ''
    FROM due
), chained AS (
    UPDATE audit_head h SET sequence = h.sequence + 1, hash = md5(h.hash) || md5(h.hash)
    FROM due WHERE h.subject_kind = 'case' AND h.subject_id = due.reference
    RETURNING h.subject_id, h.sequence, h.hash
), recorded AS (
    INSERT INTO audit_entry (subject_kind, subject_id, sequence, at, recorded_at, actor_kind, actor_id,
        actor_label, verb, changes, previous_hash, hash)
    SELECT 'case', subject_id, sequence, %(now)s, %(now)s, 'engine', 'engine', 'Engine', 'step',
        '{"step": "half", "clock": "effect"}'::jsonb, hash, hash
    FROM chained
), told AS (
    INSERT INTO notifications_outbox (public_id, key, kind, organisation_id, address, name, language,
        time_zone, subject_kind, subject_id, context, created_at, next_attempt_at, attempts, last_error,
        happened_at)
    SELECT gen_random_uuid(), 'floor:' || reference, 'reminder', organisation_id, 'duty@desk.example', 'Duty',
        'en', 'UTC', 'case', reference, '{"reference": "x", "platform": "y"}'::jsonb, %(now)s, %(now)s, 0, '',
        %(now)s
    FROM due
)
SELECT count(*) FROM due
"""


def copy_clocks(models: Sequence[int], *, first: int, number: int, at: datetime, spread: timedelta) -> None:
    """Copy clocks that run, each with its case, in turn until there are ``number``, numbered from ``first``.

    ``models``: the keys of what is copied. The first step of each, at half of its allowance, is
    due within ``spread`` after ``at``.
    """
    for start in range(first, first + number, CHUNK):
        _copy(models, start, min(CHUNK, first + number - start), at, spread)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE cases_case, cases_clock, cases_filing, audit_head")


def _copy(models: Sequence[int], first: int, number: int, at: datetime, spread: timedelta) -> None:
    given: dict[str, int | datetime | list[int]] = {
        "from": FIRST_ID + first,
        "upto": FIRST_ID + first + number - 1,
        "models": list(models),
        "kinds": len(models),
        "at": at,
        "seconds": max(int(spread.total_seconds()), 1),
    }
    step = "%(at)s::timestamptz + g * 7919 %% %(seconds)s * interval '1 second'"
    case = _columns(Case, id="g", reference="'BN-' || lpad(g::text, 11, '0')")
    clock = _columns(
        Clock,
        id="g",
        case_id="g",
        started_at=f"{step} - t.allowance_seconds * interval '0.5 second'",
        due_at=f"{step} + t.allowance_seconds * interval '0.5 second'",
        next_step_at=step,
    )
    filing = _columns(Filing, id="g", case_id="g")
    head = _columns(
        Head,
        id="g",
        subject_kind="'case'",
        subject_id="'BN-' || lpad(g::text, 11, '0')",
        sequence=str(ENTRIES_BEFORE),
        hash="md5(g::text) || md5(g::text)",
    )
    series = "generate_series(%(from)s::bigint, %(upto)s::bigint) g"
    copied = (
        f"{series} JOIN unnest(%(models)s::bigint[]) WITH ORDINALITY m (id, n) ON m.n = g %% %(kinds)s + 1"
        " JOIN cases_clock c ON c.id = m.id"
    )
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        for (names, values), model_class, source in (
            (case, Case, f"{copied} JOIN cases_case t ON t.id = c.case_id"),
            (clock, Clock, f"{copied} JOIN cases_clock t ON t.id = c.id"),
            (filing, Filing, f"{copied} JOIN cases_filing t ON t.case_id = c.case_id"),
            (head, Head, series),
        ):
            table = model_class._meta.db_table
            cursor.execute(f"INSERT INTO {table} ({names}) SELECT {values} FROM {source}", given)  # noqa: S608


def retire(first: int, number: int) -> None:
    """End a group of clocks, so that no later step of it is due in a later burst."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(
            "UPDATE cases_clock SET state = 'met', met_at = started_at, next_step_at = NULL"
            " WHERE id BETWEEN %s AND %s",
            [FIRST_ID + first, FIRST_ID + first + number - 1],
        )


def _columns(model: type[models.Model], **own: str) -> tuple[str, str]:
    """Return the columns of a table and what is selected for each: a copy but for ``own``."""
    names = [str(field.column) for field in model._meta.concrete_fields if not field.generated]
    return ", ".join(names), ", ".join(own.get(name, f"t.{name}") for name in names)
