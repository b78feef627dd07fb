"""How a case is answered: the shape of the reader's side, with the tag of its version."""

from typing import Any

from accounts.domain.acting import Actor, acting_as
from api.frame import Given
from api.serializers.cases import (
    AgencyCase,
    AgencyCaseRow,
    CaseLine,
    CaseWhole,
    OperatorCase,
    OperatorCaseRow,
)
from api.serializers.output import by_side
from cases.domain.agency_file import open_agency_file
from cases.domain.case_file import CaseFile, find_case, open_cover
from cases.domain.content import content_hash, content_of
from cases.models import Case, Item

CASE = by_side("Case", AgencyCase, OperatorCase)
CASE_ROW = by_side("CaseRow", AgencyCaseRow, OperatorCaseRow)


def case_given(actor: Actor, reference: str) -> Given:
    """Return a case as ``actor`` may read it now. Raises NotKnown."""
    with acting_as(actor):
        whole = _whole(actor, open_cover(actor, reference))
        shape: Any = OperatorCase if actor.is_operator else AgencyCase
        return Given(shape(whole).data, edit_version=whole.case.edit_version)


def rows_of(actor: Actor, lines: list[CaseLine]) -> list[Any]:
    """Return the lines of a list."""
    shape: Any = OperatorCaseRow if actor.is_operator else AgencyCaseRow
    return list(shape(lines, many=True).data)


def opened_case(actor: Actor, reference: str) -> Case | None:
    """Return the case if its content is open to ``actor``, else None. Inner read. Raises NotKnown."""
    case = find_case(actor, reference)
    return case if not actor.is_operator or case.received_at is not None else None


def _whole(actor: Actor, file: CaseFile) -> CaseWhole:
    case = file.case
    if actor.is_operator:
        bases = _bases(case) if file.opened else []
        return CaseWhole(case, file.item_count, file, bases)
    agency = open_agency_file(actor, case)
    return CaseWhole(case, file.item_count, file, _bases(case), agency, content_hash(content_of(case)))


def _bases(case: Case) -> list[str]:
    rows = Item.objects.filter(case=case).order_by("legal_basis__code")
    return list(rows.values_list("legal_basis__code", flat=True).distinct())
