"""Read the whole record, or one chain of it, and name everything that is wrong."""

import itertools
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence

from django.apps import apps
from django.conf import settings
from django.db import connection, transaction
from django.db.models import Exists, OuterRef

from audit.domain.faults import CHECKPOINTS, Fault, Verification
from audit.domain.hashing import Columns
from audit.domain.sealing import checkpoint_hash
from audit.domain.walking import Head, Link, walk
from audit.enums import FaultKind
from audit.models import Checkpoint
from audit.models import Head as HeadRow

_COLUMNS = ", ".join(f"e.{name}" for name in Columns._fields[2:])
# Entries and heads in one statement, hence of one instant: writers go on meanwhile.
_CHAINS = f"""
SELECT h.subject_kind, h.subject_id, h.sequence, h.hash, {_COLUMNS}, e.hash
FROM audit_head h LEFT JOIN audit_entry e
    ON e.subject_kind = h.subject_kind AND e.subject_id = h.subject_id
{{where}}
ORDER BY h.subject_kind, h.subject_id, e.sequence
"""  # noqa: S608  names of columns, from the code
_WITHOUT_HEAD = f"""
SELECT e.subject_kind, e.subject_id, NULL, NULL, {_COLUMNS}, e.hash
FROM audit_entry e
WHERE NOT EXISTS (SELECT FROM audit_head h
    WHERE h.subject_kind = e.subject_kind AND h.subject_id = e.subject_id)
{{where}}
ORDER BY e.subject_kind, e.subject_id, e.sequence
"""  # noqa: S608  names of columns, from the code
_NOT_AS_SEALED = """
SELECT s.head ->> 0, s.head ->> 1, (s.head ->> 2)::int, e.hash IS NULL, EXISTS (
    SELECT FROM audit_entry a WHERE a.subject_kind = s.head ->> 0 AND a.subject_id = s.head ->> 1)
FROM audit_checkpoint c CROSS JOIN LATERAL jsonb_array_elements(c.heads) s (head)
LEFT JOIN audit_entry e ON e.subject_kind = s.head ->> 0 AND e.subject_id = s.head ->> 1
    AND e.sequence = (s.head ->> 2)::int
WHERE c.number = %s AND e.hash IS DISTINCT FROM s.head ->> 3 {where}
ORDER BY 1, 2, 3
"""


def verify(*, published: Mapping[int, str] | None = None) -> Verification:
    """Check every chain, every checkpoint, and every subject that must have a chain.

    ``published``: hashes of checkpoints as somebody outside kept them; who rewrote chain,
    head and checkpoint alike is found by them alone. Reads only, in a stream; writers go
    on meanwhile.
    """
    found = Verification()
    with transaction.atomic():
        numbers = _checkpoints(found, published or {})
        found.checkpoints = len(numbers)
        _chains(found, _rows(_CHAINS.format(where=""), []))
        _chains(found, _rows(_WITHOUT_HEAD.format(where=""), []))
        _sealed(found, numbers)
        for kind, label in settings.AUDIT_SUBJECTS.items():
            _unrecorded(found, kind, label)
    return found


def verify_subject(kind: str, subject: str) -> Verification:
    """Check one chain, against its head and against every checkpoint that sealed it.

    For a page: may be called inside a transaction.
    """
    found = Verification()
    which = [kind, subject]
    heads = "WHERE h.subject_kind = %s AND h.subject_id = %s"
    entries = "AND e.subject_kind = %s AND e.subject_id = %s"
    with transaction.atomic():
        _chains(found, _rows(_CHAINS.format(where=heads), which))
        _chains(found, _rows(_WITHOUT_HEAD.format(where=entries), which))
        sealed = Checkpoint.objects.filter(heads__contains=[which]).order_by("number")
        numbers = list(sealed.values_list("number", flat=True))
        found.checkpoints = len(numbers)
        _sealed(found, numbers, "AND s.head ->> 0 = %s AND s.head ->> 1 = %s", which)
        if not found.chains and kind in settings.AUDIT_SUBJECTS:
            _unrecorded(found, kind, settings.AUDIT_SUBJECTS[kind], [subject])
    return found


def verify_subjects(kind: str, subjects: Sequence[str]) -> Verification:
    """Check these chains against their heads; what sealed them is for ``verify_seals``.

    Three statements, however many. May be called inside a transaction.
    """
    found = Verification()
    which: list[str | list[str]] = [kind, list(subjects)]
    with transaction.atomic():
        heads = "WHERE h.subject_kind = %s AND h.subject_id = ANY(%s)"
        _chains(found, _rows(_CHAINS.format(where=heads), which))
        entries = "AND e.subject_kind = %s AND e.subject_id = ANY(%s)"
        _chains(found, _rows(_WITHOUT_HEAD.format(where=entries), which))
        if kind in settings.AUDIT_SUBJECTS:
            _unrecorded(found, kind, settings.AUDIT_SUBJECTS[kind], subjects)
    return found


def verify_seals(kind: str) -> Iterator[Verification]:
    """Check all chains of a kind against one checkpoint after another; yield what each says."""
    for number in Checkpoint.objects.order_by("number").values_list("number", flat=True):
        found = Verification(checkpoints=1)
        _sealed(found, [number], "AND s.head ->> 0 = %s", [kind])
        yield found


Row = tuple[str, str, int | None, str | None, Link | None]


def _rows(sql: str, values: Sequence[str | list[str]]) -> Iterator[Row]:
    with connection.chunked_cursor() as cursor:
        cursor.execute(sql, values)
        for kind, subject, head_sequence, head_hash, *rest in cursor:
            link = Link(_columns(kind, subject, rest[:-1]), rest[-1]) if rest[0] is not None else None
            yield kind, subject, head_sequence, head_hash, link


def _columns(kind: str, subject: str, values: list[object]) -> Columns:
    columns = Columns(kind, subject, *values)  # type: ignore[arg-type]  # as the table has them
    return columns._replace(changes=json.loads(str(columns.changes)))


def _chains(found: Verification, rows: Iterable[Row]) -> None:
    for (kind, subject), group in itertools.groupby(rows, key=lambda row: row[:2]):
        chain = list(group)
        _, _, sequence, last, _ = chain[0]
        head = Head(sequence, last) if sequence is not None and last is not None else None
        links = [link for *_, link in chain if link is not None]
        found.chains += 1
        found.entries += len(links)
        found.faults.extend(walk(kind, subject, links, head))


def _sealed(found: Verification, numbers: list[int], where: str = "", values: Sequence[str] = ()) -> None:
    named = {(fault.subject_kind, fault.subject_id, fault.sequence) for fault in found.faults}
    with connection.cursor() as cursor:
        # One checkpoint a statement: each is of bounded size. The oldest that says so is named.
        for number in numbers:
            cursor.execute(_NOT_AS_SEALED.format(where=where), [number, *values])
            for kind, subject, sequence, gone, chain_stands in cursor.fetchall():
                fault = _broken_seal(kind, subject, sequence, gone, chain_stands, number)
                place = (kind, subject, fault.sequence)
                if place not in named:
                    named.add(place)
                    found.faults.append(fault)


def _broken_seal(
    kind: str, subject: str, sequence: int, gone: bool, chain_stands: bool, number: int
) -> Fault:
    if not chain_stands:
        return Fault(kind, subject, 0, FaultKind.CHAIN_MISSING, number)
    wrong = FaultKind.SEALED_MISSING if gone else FaultKind.SEALED_OTHERWISE
    return Fault(kind, subject, sequence, wrong, number)


def _unrecorded(found: Verification, kind: str, label: str, only: Sequence[str] | None = None) -> None:
    chains = HeadRow.objects.filter(subject_kind=kind, subject_id=OuterRef("reference"), sequence__gte=1)
    rows = apps.get_model(label)._base_manager.filter(~Exists(chains))
    if only is not None:
        rows = rows.filter(reference__in=only)
    for reference in rows.order_by("reference").values_list("reference", flat=True):
        found.faults.append(Fault(kind, reference, 0, FaultKind.SUBJECT_UNRECORDED))


def _checkpoints(found: Verification, published: Mapping[int, str]) -> list[int]:
    expected, previous = 1, ""
    seen: list[int] = []
    for checkpoint in Checkpoint.objects.order_by("number").iterator(chunk_size=1):
        number = checkpoint.number
        seen.append(number)
        if number > expected:
            found.faults.append(Fault(CHECKPOINTS, "", expected, FaultKind.CHECKPOINT_MISSING))
        elif checkpoint.previous_hash != previous:
            found.faults.append(Fault(CHECKPOINTS, "", number, FaultKind.UNCHAINED))
        if checkpoint_hash(checkpoint) != checkpoint.hash:
            found.faults.append(Fault(CHECKPOINTS, "", number, FaultKind.CHECKPOINT_CHANGED))
        if published.get(number, checkpoint.hash) != checkpoint.hash:
            found.faults.append(Fault(CHECKPOINTS, "", number, FaultKind.CHECKPOINT_NOT_PUBLISHED))
        expected, previous = number + 1, checkpoint.hash
    for number in sorted(set(published) - set(seen)):
        found.faults.append(Fault(CHECKPOINTS, "", number, FaultKind.CHECKPOINT_MISSING))
    return seen
