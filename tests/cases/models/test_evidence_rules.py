"""What the database refuses of evidence, whoever asks it."""

from collections.abc import Callable

import pytest
from django.db import DatabaseError, connection, transaction

from accounts.domain.acting import COMMAND, acting_as
from cases.domain.evidence import attach_to_case, attach_to_report
from cases.enums import ReportState
from cases.models import Case, Evidence, EvidenceChunk, Exhibit, Report
from tests.factories.cases import LATER, NOON, make_sent_case, make_waiting_case, save_draft
from tests.factories.desk import Desk, make_desk
from tests.factories.files import new_file
from tests.factories.law import make_category

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Desk:
    return make_desk()


@pytest.fixture
def report(desk: Desk) -> Report:
    report = save_draft(desk)
    return attach_to_report(
        actor=desk.analyst, reference=report.reference, files=[new_file()], proves="", now=NOON
    )


def with_exhibit(desk: Desk, case: Case) -> Case:
    return attach_to_case(
        actor=desk.analyst, reference=case.reference, files=[new_file()], item=None, now=LATER
    )


def refused(change: Callable[[], object]) -> bool:
    with acting_as(COMMAND), pytest.raises(DatabaseError), transaction.atomic():
        change()
    return True


def run(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


@pytest.mark.parametrize("model", [Evidence, EvidenceChunk, Exhibit])
def test_evidence_is_never_changed_and_never_emptied(
    model: type[Evidence | EvidenceChunk | Exhibit], desk: Desk
) -> None:
    with_exhibit(desk, make_waiting_case(desk))
    field = "data" if model is EvidenceChunk else "sha256"
    value = b"x" if model is EvidenceChunk else "0" * 64
    assert refused(lambda: model.objects.update(**{field: value}))
    assert refused(lambda: run(f"TRUNCATE {model._meta.db_table} CASCADE"))


@pytest.mark.parametrize("state", [ReportState.REFERRED, ReportState.TAKEN_OVER, ReportState.FILED])
def test_an_original_is_not_removed_once_its_report_left_the_desk(state: ReportState, report: Report) -> None:
    with acting_as(COMMAND):
        elsewhere = make_desk().agency if state == ReportState.TAKEN_OVER else report.issuing
        Report.objects.filter(pk=report.pk).update(state=state, issuing=elsewhere)
    assert refused(lambda: EvidenceChunk.objects.filter(evidence__report=report).delete())
    assert refused(lambda: Evidence.objects.filter(report=report).delete())


@pytest.mark.parametrize("state", [ReportState.DRAFT, ReportState.RETURNED, ReportState.TAKEN_OVER])
def test_an_original_is_removed_by_who_writes_the_report(state: ReportState, report: Report) -> None:
    with acting_as(COMMAND):
        Report.objects.filter(pk=report.pk).update(state=state)
        Evidence.objects.filter(report=report).delete()
        assert EvidenceChunk.objects.count() == 0


def test_an_original_takes_no_further_chunk_and_none_that_does_not_fit(report: Report) -> None:
    with acting_as(COMMAND):
        evidence = Evidence.objects.get(report=report)
        size = EvidenceChunk.objects.get(evidence=evidence).data
    for number, data in ((1, b"more"), (1, size), (0, b"")):
        assert refused(
            lambda number=number, data=data: EvidenceChunk.objects.create(
                evidence=evidence, number=number, data=data
            )
        )


def test_an_exhibit_of_a_sent_case_is_not_taken_out(desk: Desk) -> None:
    case = with_exhibit(desk, make_sent_case(desk))
    assert refused(lambda: Exhibit.objects.filter(case=case).delete())


def test_nothing_restricted_has_a_file(desk: Desk, report: Report) -> None:
    restricted = make_category(restricted=True)
    case = with_exhibit(desk, make_waiting_case(desk, ["room/2"]))
    assert refused(lambda: Report.objects.filter(pk=report.pk).update(category=restricted))
    assert refused(lambda: Case.objects.filter(pk=case.pk).update(category=restricted))
    bare, waiting = save_draft(desk), make_waiting_case(desk, ["room/3"])
    with acting_as(COMMAND):
        evidence, exhibit = Evidence.objects.filter(report=report).get(), Exhibit.objects.get(case=case)
        Report.objects.filter(pk=bare.pk).update(category=restricted)
        Case.objects.filter(pk=waiting.pk).update(category=restricted)
    evidence.pk, evidence.report, evidence.public_id = None, bare, exhibit.public_id
    assert refused(lambda: evidence.save(force_insert=True))
    exhibit.pk, exhibit.case = None, waiting
    assert refused(lambda: exhibit.save(force_insert=True))
