"""The custody of a case's evidence: who took each file in, who looked, who gave it out. The agency's own."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from accounts.domain.acting import Actor
from accounts.models import User
from audit.enums import ActorKind
from audit.models import Entry
from cases.domain.evidence import ADD, REMOVE
from cases.domain.evidence_reading import NOT_WHOLE, READ, SEE, Piece, pieces_of_case
from cases.enums import Verb
from cases.models import Case
from kernel.errors import NotAllowed

EXPORT = "export_evidence"
_MOVES = (ADD, REMOVE, SEE, READ, EXPORT, Verb.EDIT.value, *NOT_WHOLE.values())


@dataclass(frozen=True, slots=True)
class Move:
    """What was done with a file, when, and by whom; ``name`` only of people of one's own house."""

    at: datetime
    verb: str
    label: str
    name: str
    entry: str  # its place in the record: subject and number


@dataclass(frozen=True, slots=True)
class Held:
    """One file that goes with the case, and all that the record knows of it."""

    piece: Piece
    moves: list[Move] = field(default_factory=list)


def custody_of(actor: Actor, case: Case) -> list[Held]:
    """Return the files that go with a case, each with its moves, the first first. Inner read.

    Read from the records of the case and of the reports from which its files came: what they
    say cannot be changed. Raises NotAllowed for another agency, though it joined the case.
    """
    if case.agency_id != actor.organisation_id:
        raise NotAllowed("custody_is_the_agencys", _("The evidence is of the agency that sent this case."))
    held = {str(piece.public_id): Held(piece) for piece in pieces_of_case(actor, case)}
    reports = {one.piece.report for one in held.values()}
    names = _names_of(actor)
    for entry in _entries(case.reference, reports):
        move = Move(
            at=entry.at,
            verb=entry.verb,
            label=entry.actor_label,
            name=names.get(entry.actor_id, "") if entry.actor_kind == ActorKind.USER else "",
            entry=f"{entry.subject_id} #{entry.sequence}",
        )
        for evidence in _evidence_in(entry.changes):
            if evidence in held:
                held[evidence].moves.append(move)
    return list(held.values())


def _entries(case: str, reports: set[str]) -> Iterator[Entry]:
    rows = Entry.objects.filter(verb__in=_MOVES)
    of_case = rows.filter(subject_kind="case", subject_id=case)
    of_reports = rows.filter(subject_kind="report", subject_id__in=reports)
    yield from sorted([*of_case, *of_reports], key=lambda entry: (entry.at, entry.pk))


def _evidence_in(changes: Mapping[str, object]) -> list[str]:
    said = changes.get("evidence") or changes.get("taken_out") or []
    return [str(each) for each in said] if isinstance(said, list) else [str(said)]


def _names_of(actor: Actor) -> dict[str, str]:
    people = User.objects.filter(membership__organisation=actor.organisation_id)
    return {str(public_id): name for public_id, name in people.values_list("public_id", "name")}
