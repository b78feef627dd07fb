"""No row can name one operator or agency and hang on another's case, nor point into another case."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pgtrigger
import pytest
from django.apps import apps
from django.db import IntegrityError, connection, models, transaction

from accounts.domain.acting import ENGINE, acting_as
from accounts.models import Organisation
from cases.domain import amending, clarification, evidence, notes, receipt, sweep, thread
from cases.domain.letters import issuing
from cases.enums import ClarificationGround
from cases.models import (
    Amendment,
    Approval,
    Assignment,
    Case,
    Claim,
    Clock,
    Escalation,
    Exhibit,
    Filing,
    Item,
    LegalHold,
    Letter,
    LetterPdf,
    Look,
    Message,
    Note,
    OperatorNote,
    Pause,
    PlatformResponse,
    Receipt,
    Review,
    SetAside,
)
from cases.models.shared_row import SharedRow
from channels_registry.models import Contact
from tests.architecture.sources import floors
from tests.factories.cases import make_sent_case
from tests.factories.desk import Desk, make_desk
from tests.factories.files import new_file
from tests.factories.organisations import make_agency, make_operator

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)
# Every table of which both sides read rows: reviewed, one line each.
SHARED: tuple[type[SharedRow], ...] = (
    Amendment,
    Assignment,
    Clock,
    Escalation,
    Exhibit,
    Item,
    Letter,
    LetterPdf,
    Message,
    Pause,
    PlatformResponse,
    Receipt,
)
# What is the operator's alone: no agency reads it.
OF_OPERATOR: tuple[type[models.Model], ...] = (OperatorNote,)
# Table, own columns, table pointed at, its columns.
TIED_TO_OPERATOR = {
    ("cases_case", "continues_id organisation_id", "cases_case", "id organisation_id"),
    ("cases_case", "platform_id organisation_id", "channels_registry_platform", "id organisation_id"),
    (
        "channels_registry_contact",
        "platform_id organisation_id",
        "channels_registry_platform",
        "id organisation_id",
    ),
} | {
    (model._meta.db_table, "case_id organisation_id", "cases_case", "id organisation_id")
    for model in (*SHARED, *OF_OPERATOR)
}
# What points at a row of a case is of the same case: table, column, table pointed at.
TIED_TO_CASE = {
    ("cases_escalation", "clock_id case_id", "cases_clock", "id case_id"),
    ("cases_exhibit", "item_id case_id", "cases_item", "id case_id"),
    ("cases_letterpdf", "letter_id case_id", "cases_letter", "id case_id"),
    ("cases_pause", "clock_id case_id", "cases_clock", "id case_id"),
    ("cases_review", "response_id case_id", "cases_platformresponse", "id case_id"),
}
# What is the agency's alone is of the agency that owns the case.
OF_AGENCY: tuple[type[models.Model], ...] = (Approval, Claim, Filing, LegalHold, Look, Note, Review, SetAside)
TIED_TO_AGENCY = {
    (model._meta.db_table, "case_id agency_id", "cases_case", "id agency_id") for model in OF_AGENCY
}
# An ``organisation`` that may be empty, with the reason why no operator reads such a row.
MAY_BE_EMPTY = {"notifications.Outbox": "the sender's own; people read their Notices"}

COMPOSITE_KEYS = """
SELECT own.relname,
       (SELECT string_agg(a.attname, ' ' ORDER BY k.place)
          FROM unnest(c.conkey) WITH ORDINALITY k(number, place)
          JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = k.number),
       target.relname,
       (SELECT string_agg(a.attname, ' ' ORDER BY k.place)
          FROM unnest(c.confkey) WITH ORDINALITY k(number, place)
          JOIN pg_attribute a ON a.attrelid = c.confrelid AND a.attnum = k.number)
  FROM pg_constraint c
  JOIN pg_class own ON own.oid = c.conrelid
  JOIN pg_class target ON target.oid = c.confrelid
 WHERE c.contype = 'f' AND c.convalidated AND cardinality(c.conkey) > 1
"""


def concrete(base: type[models.Model]) -> Iterator[type[models.Model]]:
    for model in base.__subclasses__():
        if not model._meta.abstract:
            yield model
        yield from concrete(model)


def test_every_shared_table_is_listed_here() -> None:
    assert sorted(model.__name__ for model in concrete(SharedRow)) == [model.__name__ for model in SHARED]


def test_every_composite_key_stands_in_the_database() -> None:
    with connection.cursor() as cursor:
        cursor.execute(COMPOSITE_KEYS)
        assert set(cursor.fetchall()) == TIED_TO_OPERATOR | TIED_TO_CASE | TIED_TO_AGENCY


def _fields(model: type[models.Model]) -> set[str]:
    return {field.name for field in model._meta.local_fields}


def test_what_points_at_a_row_of_a_case_is_listed_here() -> None:
    tied = {
        (model._meta.db_table, f"{field.column} case_id", field.related_model._meta.db_table, "id case_id")
        for model in apps.get_app_config("cases").get_models()
        for field in model._meta.local_fields
        if "case" in _fields(model) and field.is_relation and issubclass(field.related_model, SharedRow)
    }
    assert tied == TIED_TO_CASE


def test_what_is_the_agency_s_alone_is_listed_here() -> None:
    of_agency = [
        model.__name__
        for model in apps.get_app_config("cases").get_models()
        if {"case", "agency"} <= _fields(model)
    ]
    assert sorted(of_agency) == [model.__name__ for model in OF_AGENCY]


def test_what_is_the_operator_s_alone_is_listed_here() -> None:
    of_operator = [
        model.__name__
        for model in apps.get_app_config("cases").get_models()
        if {"case", "organisation"} <= _fields(model) and not issubclass(model, SharedRow)
    ]
    assert sorted(of_operator) == [model.__name__ for model in OF_OPERATOR]


def test_whose_operator_a_row_is_is_never_empty() -> None:
    empty = {
        model._meta.label
        for model in apps.get_models()
        if model._meta.app_label in floors()
        for field in model._meta.local_fields
        if field.name == "organisation" and field.related_model is Organisation and field.null
    }
    assert empty == set(MAY_BE_EMPTY)


def _case_with_every_row(desk: Desk) -> Case:
    case = make_sent_case(desk, now=NOON)
    said = {"reference": case.reference, "now": NOON + timedelta(minutes=1)}
    receipt.open_and_sign(actor=desk.moderator, **said)
    thread.write(actor=desk.analyst, text="A word.", **said)
    amending.amend(actor=desk.analyst, text="One more page.", **said)
    evidence.attach_to_case(actor=desk.analyst, files=[new_file()], item=None, **said)
    clarification.ask(
        actor=desk.moderator, ground=ClarificationGround.INSUFFICIENT, text="Which page?", **said
    )
    sweep.sweep(now=NOON + timedelta(minutes=130), only=[case.pk])
    with acting_as(desk.analyst):
        letter = Letter.objects.filter(case=case).earliest("pk")
    issuing.issue(actor=desk.analyst, letter=letter.public_id, language="en", **said)
    return case


@pytest.fixture
def case() -> Case:
    return _case_with_every_row(make_desk())


def refused_by(change: Callable[[], int]) -> str:
    """The name of the constraint that refuses ``change``, which must touch a row."""

    def changed_and_checked() -> None:
        # Some of these tables refuse any change by a trigger of their own: not asked here.
        with pgtrigger.ignore(), transaction.atomic():
            assert change() > 0
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")

    with pytest.raises(IntegrityError) as raised:
        changed_and_checked()
    return str(raised.value.__cause__.diag.constraint_name)


@pytest.mark.parametrize("model", SHARED, ids=lambda model: model.__name__)
def test_a_row_that_names_another_operator_is_refused(model: type[SharedRow], case: Case) -> None:
    stranger = make_operator()
    with acting_as(ENGINE):
        rows = model.objects.filter(case=case)
        name = refused_by(lambda: rows.update(organisation=stranger))
    assert name == f"{model._meta.model_name}_of_operator"


def test_a_case_that_names_another_operator_than_its_service_is_refused(case: Case) -> None:
    stranger = make_operator()
    with acting_as(ENGINE):
        rows = Case.objects.filter(pk=case.pk)
        name = refused_by(lambda: rows.update(organisation=stranger))
    assert name == "case_platform_of_operator"


def test_a_contact_that_names_another_operator_than_his_service_is_refused(case: Case) -> None:
    stranger = make_operator()
    rows = Contact.objects.filter(platform_id=case.platform_id)
    assert refused_by(lambda: rows.update(organisation=stranger)) == "contact_of_operator"


@pytest.mark.parametrize("model", [Pause, Escalation], ids=lambda model: model.__name__)
def test_a_row_that_points_at_a_clock_of_another_case_is_refused(
    model: type[Pause | Escalation], case: Case
) -> None:
    other = _case_with_every_row(make_desk())
    with acting_as(ENGINE):
        clock = Clock.objects.filter(case=other).earliest("pk")
        rows = model.objects.filter(pk=model.objects.filter(case=case).earliest("pk").pk)
        name = refused_by(lambda: rows.update(clock=clock))
    assert name == f"{model._meta.model_name}_of_case"


def test_an_operator_s_note_on_another_operator_s_case_is_refused() -> None:
    desk, stranger = make_desk(), make_operator()
    strange = make_sent_case(desk, now=NOON)
    receipt.open_and_sign(actor=desk.moderator, reference=strange.reference, now=NOON)
    notes.write_note(actor=desk.moderator, reference=strange.reference, text="Ours.", now=NOON)
    with acting_as(ENGINE):
        rows = OperatorNote.objects.filter(case=strange)
        name = refused_by(lambda: rows.update(organisation=stranger))
    assert name == "operatornote_of_operator"


@pytest.mark.parametrize("model", [Approval, Claim, Filing], ids=lambda model: model.__name__)
def test_a_row_of_another_agency_than_its_case_is_refused(model: type[models.Model], case: Case) -> None:
    stranger = make_agency()
    with acting_as(ENGINE):
        rows = model._default_manager.filter(case=case)
        name = refused_by(lambda: rows.update(agency=stranger))
    assert name == f"{model._meta.model_name}_of_agency"
