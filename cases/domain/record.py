"""Entries of the record about cases and reports."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from accounts.domain.acting import Actor
from audit.domain.chain import NewEntry, record
from cases.enums import Side
from cases.models import Case

OF_OPERATOR = "case_of_operator"


def entry_of(case: Case, verb: str, changes: Mapping[str, Any]) -> NewEntry:
    """Return an entry about ``case``, not yet written."""
    return NewEntry(subject_kind="case", subject_id=case.reference, verb=str(verb), changes=dict(changes))


def note(case: Case, actor: Actor, verb: str, now: datetime, **changes: Any) -> None:
    """Write what ``actor`` did to ``case``: enum values, ids, instants, salted hashes."""
    record([entry_of(case, verb, changes)], by=actor, at=now)


def note_of_side(case: Case, side: Side, actor: Actor, verb: str, now: datetime, **changes: Any) -> None:
    """Write what is one side's own: the agency's into the record of the case, which its people read.

    The operator's into one beside it: how the platform works within its house is nobody else's.
    """
    kind = OF_OPERATOR if side == Side.OPERATOR else "case"
    record([NewEntry(kind, case.reference, str(verb), dict(changes))], by=actor, at=now)
