"""Rows of the bench of the pages: copies of the demo's cases with all that their pages show.

Written past keys and triggers: the copies stand beside each other as a desk's cases after
some years would, most of them closed.
"""

import io
from collections.abc import Sequence

from django.db import connection, models, transaction

from audit.models import Entry, Head
from cases.models import Approval, Case, CaseWords, Clock, Escalation, Filing, Item, Receipt
from channels_registry.models import FlaggedChannel
from kernel.references import new_reference

FIRST_ID = 10_000_000
CHUNK = 25_000  # cases a statement: none may take longer than the database allows
OPEN_OF = 10  # one case of so many is open
# So many cases, one after the other, name the same channels; the next ones others.
CASES_OF_CHANNEL = 50

# Numbers, references and how far a copy's instants lie from those of its model: the closed
# ones over two years, the open ones over the hours around now.
_NUMBERS = """
CREATE TABLE bench_case AS
SELECT n.id, n.reference, m.model, m.reference AS copied,
    CASE WHEN m.is_open THEN (n.id * 7919 %% 259200 - 10800) * interval '1 second'
        ELSE -(n.id * 7919 %% 63072000) * interval '1 second' END AS apart
FROM bench_number n
JOIN (
    SELECT c.id AS model, c.reference, closed_at IS NULL AS is_open,
        row_number() OVER (PARTITION BY closed_at IS NULL ORDER BY c.id) - 1 AS place,
        count(*) OVER (PARTITION BY closed_at IS NULL) AS places
    FROM cases_case c WHERE c.id = ANY(%s)
) m ON m.is_open = (n.id %% %s = 0) AND m.place = n.id / %s %% m.places
"""
_CHANNELS = f"""
INSERT INTO {{table}} ({{names}}) SELECT {{values}} FROM (
    SELECT DISTINCT n.id / {CASES_OF_CHANNEL} AS place, i.channel_id
    FROM bench_case n JOIN cases_item i ON i.case_id = n.model
) b JOIN {{table}} t ON t.id = b.channel_id
"""  # noqa: S608  numbers and names of tables, from the code
_CASE = "bench_case b JOIN {table} t ON t.id = b.model"
_OF_CASE = "bench_case b JOIN {table} t ON t.case_id = b.model"
_OF_RECORD = "bench_case b JOIN {table} t ON t.subject_kind = 'case' AND t.subject_id = b.copied"


def copy_cases(models_: Sequence[int], number: int) -> None:
    """Copy these cases in turn until there are ``number`` copies, with the rows of their pages."""
    numbers = io.StringIO("".join(f"{FIRST_ID + place}\t{new_reference()}\n" for place in range(number)))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")
        cursor.execute("CREATE TABLE bench_number (id bigint, reference text)")
        cursor.copy_expert("COPY bench_number FROM STDIN", numbers)
        cursor.execute(_NUMBERS, [list(models_), OPEN_OF, OPEN_OF])
        cursor.execute("CREATE INDEX ON bench_case (id)")
    _copy_channels()
    for first in range(FIRST_ID, FIRST_ID + number, CHUNK):
        _copy(first, min(first + CHUNK, FIRST_ID + number) - 1)
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        cursor.execute("VACUUM ANALYZE")
        cursor.execute("RESET statement_timeout")


def _copy_channels() -> None:
    own = {
        "id": "b.place * 1000 + t.id",
        "key": "t.key || '-' || b.place",
        "title": "t.title || ' ' || b.place",
        "skeleton": "t.skeleton || '-' || b.place",
    }
    table = FlaggedChannel._meta.db_table
    values = {name: own.get(name, f"t.{name}") for name in _names(FlaggedChannel)} | {
        "public_id": "gen_random_uuid()"
    }
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")
        cursor.execute("SET LOCAL session_replication_role = replica")
        names, said = ", ".join(values), ", ".join(values.values())
        cursor.execute(_CHANNELS.format(table=table, names=names, values=said))


def _names(model: type[models.Model]) -> list[str]:
    return [str(field.column) for field in model._meta.concrete_fields]


def _copy(first: int, last: int) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        for model, source, own in (
            (
                Case,
                "bench_case b JOIN cases_case t ON t.id = b.model",
                {"id": "b.id", "reference": "b.reference", "continues_id": "NULL::bigint"},
            ),
            (CaseWords, _OF_CASE, {}),
            (Filing, _OF_CASE, {}),
            (
                Item,
                _OF_CASE,
                {
                    "url": "t.url || '-' || b.id",
                    "key": "t.key || '-' || b.id",
                    "channel_id": f"b.id / {CASES_OF_CHANNEL} * 1000 + t.channel_id",
                },
            ),
            (Clock, _OF_CASE, {}),
            (Receipt, _OF_CASE, {}),
            (Approval, _OF_CASE, {}),
            (Escalation, _OF_CASE, {"clock_id": "b.id * 10000 + t.clock_id"}),
            (Head, _OF_RECORD, {"subject_id": "b.reference"}),
            (Entry, _OF_RECORD, {"subject_id": "b.reference"}),
        ):
            table = model._meta.db_table
            names, values = _columns(model, own)
            cursor.execute(
                f"INSERT INTO {table} ({names}) SELECT {values} FROM {source.format(table=table)}"  # noqa: S608
                " WHERE b.id BETWEEN %s AND %s",
                [first, last],
            )


def _columns(model: type[models.Model], own: dict[str, str]) -> tuple[str, str]:
    """Return the columns of a table and what is selected for each: a copy, its instants moved."""
    said = {"id": "b.id * 10000 + t.id", "case_id": "b.id", "public_id": "gen_random_uuid()", **own}
    names, values = [], []
    for field in model._meta.concrete_fields:
        if field.generated:
            continue
        name = str(field.column)
        names.append(name)
        moved = f"t.{name} + b.apart" if isinstance(field, models.DateTimeField) else f"t.{name}"
        if name.endswith("_due_at"):
            moved = f"CASE WHEN t.{name} >= '9999-01-01Z' THEN t.{name} ELSE {moved} END"
        values.append(said.get(name, moved))
    return ", ".join(names), ", ".join(values)
