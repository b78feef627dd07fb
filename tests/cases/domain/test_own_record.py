"""An operator's own record of a span: what is in it, and above all what is not."""

import csv
import io
import json
from datetime import datetime, timedelta
from typing import Any

import pytest

from accounts.domain.acting import Actor
from accounts.enums import Role
from audit.models import Entry
from cases.domain import own_record
from cases.domain.own_record import EXPORT, hand_out_own_record
from cases.domain.receipt import open_and_sign
from cases.domain.record_files import COLUMNS, as_csv, as_json
from cases.enums import RecordPart
from kernel.errors import Invalid, NotAllowed
from tests.factories.cases import NOON, file_cases
from tests.factories.desk import Desk, make_desk
from tests.factories.people import make_actor

pytestmark = pytest.mark.django_db(transaction=True)
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)


@pytest.fixture
def desk() -> Desk:
    return make_desk()


@pytest.fixture
def lead(desk: Desk) -> Actor:
    return make_actor(desk.operator, Role.LEAD)


def taken(
    lead: Actor, part: RecordPart, *, since: datetime = NOON - DAY, until: datetime = NOON + DAY
) -> Any:
    found = hand_out_own_record(actor=lead, part=part, since=since, until=until, now=NOON + DAY)
    return list(found.rows)


def opened(desk: Desk, at: datetime = NOON) -> str:
    case = desk.sent_case(at)
    open_and_sign(actor=desk.moderator, reference=case.reference, now=at + MINUTE)
    return case.reference


def test_a_lead_takes_out_cases_items_and_deadlines_of_what_was_sent_to_his_services(
    desk: Desk, lead: Actor
) -> None:
    reference = opened(desk)
    [case] = taken(lead, RecordPart.WHOLE)
    assert (case["reference"], case["agency"], case["sent_at"]) == (reference, desk.agency.name, NOON)
    assert [item["position"] for item in case["items"]] == [1, 2]
    assert {clock["clock"] for clock in case["clocks"]} == {"acknowledge", "effect"}
    assert [row["reference"] for row in taken(lead, RecordPart.ITEMS)] == [reference] * 2
    assert {row["clock"] for row in taken(lead, RecordPart.CLOCKS)} == {"acknowledge", "effect"}


def test_of_a_case_that_nobody_signed_there_is_the_cover_alone(desk: Desk, lead: Actor) -> None:
    desk.sent_case(NOON)
    [case] = taken(lead, RecordPart.WHOLE)
    assert (case["items"], case["file_number"]) == ([], "")
    assert [row["items"] for row in taken(lead, RecordPart.CASES)] == [2]


def test_nothing_of_another_operator_and_nothing_unsent_is_in_it(desk: Desk, lead: Actor) -> None:
    other = make_desk()
    opened(other)
    file_cases(desk)
    assert [taken(lead, part) for part in RecordPart] == [[], [], [], []]


def test_nothing_tells_who_reported_or_referred(desk: Desk, lead: Actor) -> None:
    opened(desk)
    words = json.dumps(taken(lead, RecordPart.WHOLE), default=str)
    assert "filer" not in words
    assert "report" not in words.replace("reported", "")
    assert {"approve", "verify"}.isdisjoint(row["clock"] for row in taken(lead, RecordPart.CLOCKS))


def test_the_span_is_by_when_it_was_sent_its_end_left_out(desk: Desk, lead: Actor) -> None:
    inside = opened(desk)
    opened(desk, NOON + DAY)
    assert [row["reference"] for row in taken(lead, RecordPart.CASES, since=NOON)] == [inside]
    with pytest.raises(Invalid):
        taken(lead, RecordPart.CASES, since=NOON, until=NOON)


def test_it_is_read_in_portions_and_no_case_is_left_out_or_twice(
    desk: Desk, lead: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(own_record, "PORTION", 2)
    sent = sorted(desk.sent_case(NOON).reference for _each in range(5))
    assert sorted(row["reference"] for row in taken(lead, RecordPart.CASES)) == sent


@pytest.mark.parametrize("who", ["moderator", "supervisor", "analyst"])
def test_only_a_lead_takes_it_out(desk: Desk, who: str) -> None:
    with pytest.raises(NotAllowed):
        taken(getattr(desk, who), RecordPart.CASES)


def test_that_it_was_taken_out_is_in_the_record_of_the_organisation(desk: Desk, lead: Actor) -> None:
    opened(desk)
    taken(lead, RecordPart.ITEMS)
    entry = Entry.objects.get(subject_id=str(desk.operator.public_id), verb=EXPORT)
    assert (entry.changes["part"], entry.changes["cases"]) == ("items", 1)


def test_a_cell_that_would_be_a_formula_is_text_in_the_file() -> None:
    row = dict.fromkeys(COLUMNS[RecordPart.CASES], "x") | {"file_number": "=1+1", "sent_at": NOON}
    text = b"".join(as_csv(RecordPart.CASES, [row])).decode("utf-8-sig")
    head, line = csv.reader(io.StringIO(text), delimiter=";")
    assert tuple(head) == COLUMNS[RecordPart.CASES]
    assert line[head.index("file_number")] == "'=1+1"
    assert line[head.index("sent_at")] == "2026-03-02T12:00:00.000000Z"


@pytest.mark.parametrize("part", list(COLUMNS))
def test_the_columns_of_a_file_are_those_of_its_rows(desk: Desk, lead: Actor, part: RecordPart) -> None:
    opened(desk)
    assert tuple(taken(lead, part)[0]) == COLUMNS[part]


def test_the_json_is_one_object_whatever_the_number_of_cases(desk: Desk, lead: Actor) -> None:
    assert json.loads(b"".join(as_json({"count": 0}, [])))["cases"] == []
    opened(desk)
    opened(desk)
    said = json.loads(b"".join(as_json({"since": NOON}, taken(lead, RecordPart.WHOLE))))
    assert (said["format"], said["since"], len(said["cases"])) == (
        "takedown-own-record/1",
        "2026-03-02T12:00:00.000000Z",
        2,
    )
