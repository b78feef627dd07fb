"""Evidence of reports and cases, handed in by the real verbs."""

from typing import Any
from uuid import UUID

from accounts.domain.acting import COMMAND, Actor, acting_as
from cases.domain.evidence import attach_to_case, attach_to_report
from cases.domain.evidence_reading import pieces_of_case, pieces_of_report
from cases.domain.reports import file_report
from cases.models import Case, Evidence, Report
from tests.factories.cases import LATER, NOON
from tests.factories.desk import Desk
from tests.factories.files import new_file


def attach(desk: Desk, report: Report, *files: Any, proves: str = "", actor: Actor | None = None) -> Report:
    """Attach files, or one small text, to a report."""
    return attach_to_report(
        actor=actor or desk.analyst,
        reference=report.reference,
        files=list(files) or [new_file()],
        proves=proves,
        now=NOON,
    )


def add(desk: Desk, case: Case, *files: Any, item: UUID | None = None, actor: Actor | None = None) -> Case:
    """Attach files, or one small text, to a case."""
    return attach_to_case(
        actor=actor or desk.analyst,
        reference=case.reference,
        files=list(files) or [new_file()],
        item=item,
        now=LATER,
    )


def names_of_report(actor: Actor, report: Report) -> list[str]:
    """Return the names of a report's files as ``actor`` reads them."""
    with acting_as(actor):
        return [piece.name for piece in pieces_of_report(actor, report)]


def names_of_case(actor: Actor, case: Case) -> list[str]:
    """Return the names of a case's files as ``actor`` reads them."""
    with acting_as(actor):
        return [piece.name for piece in pieces_of_case(actor, case)]


def filed(desk: Desk, report: Report) -> list[Case]:
    """File a report; return its cases."""
    return file_report(
        actor=desk.analyst,
        reference=report.reference,
        edit_version=report.edit_version,
        considered=True,
        now=NOON,
    )


def only_evidence() -> Evidence:
    """Return the only evidence there is."""
    with acting_as(COMMAND):
        return Evidence.objects.get()
