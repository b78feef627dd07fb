"""Sheets by programs: uploaded, followed, looked at row by row, imported, handed back; one's own alone."""

import csv
import io
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse

from accounts.domain.acting import COMMAND, acting_as
from accounts.enums import Role, Scope
from accounts.models import Token
from audit.models import Entry
from cases.domain.sheets.working import work_sheets
from cases.models import Report, Sheet, SheetRow
from kernel.clock import database_now
from tests.factories.desk import Desk, make_desk
from tests.factories.people import make_actor
from tests.factories.sheets import csv_of
from tests.factories.tokens import Api, api_of

pytestmark = pytest.mark.django_db
SECRET = "AAAAAE-s3cr3t"


@pytest.fixture
def desk() -> Desk:
    return make_desk()


@pytest.fixture
def analyst(desk: Desk) -> Api:
    return api_of(desk.analyst)


def lines(desk: Desk) -> list[str]:
    host = f"https://{desk.platform.slug}.example"
    return [
        "url;alasan",
        f"{host}/room/1;Shows the address.",
        f"{host}/room/2;Shows the address.",
        f"{host}/room/1;Again.",
        "no link;Nothing.",
        f"https://t.me/+{SECRET};Private.",
    ]


def upload(api: Api, data: bytes, *, name: str = "list.csv", key: str = "") -> HttpResponse:
    headers = {**api.headers, "Idempotency-Key": key or uuid4().hex}
    files = {"uploads": SimpleUploadedFile(name, data)}
    answer: HttpResponse = api.client.post("/api/v1/sheets/", files, headers=headers)
    return answer


def uploaded(api: Api, desk: Desk) -> Any:
    """Upload a sheet, have it checked, and return it as it is given then."""
    answer = upload(api, csv_of(*lines(desk)))
    assert answer.status_code == 201, answer.content
    work_sheets(clock=database_now)
    return api.get(f"sheets/{answer.json()['id']}/").json()


def rows(api: Api, sheet: str, **asked: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = api.get(f"sheets/{sheet}/rows/", **asked).json()["results"]
    return found


def test_a_sheet_is_uploaded_once_a_key_and_followed_until_it_is_checked(desk: Desk, analyst: Api) -> None:
    data = csv_of(*lines(desk))
    first, second = upload(analyst, data, key="once"), upload(analyst, data, key="once")
    assert (first.status_code, second.json(), second["Idempotent-Replayed"]) == (201, first.json(), "true")
    sheet = first.json()
    assert (sheet["state"], sheet["rows"], sheet["counts"], sheet["work"]["state"]) == (
        "judging",
        5,
        None,
        "waiting",
    )
    assert first["Location"] == f"/api/v1/sheets/{sheet['id']}/"
    work_sheets(clock=database_now)
    checked = analyst.get(f"sheets/{sheet['id']}/").json()
    assert (checked["state"], checked["work"]["state"], checked["work"]["done"]) == ("judged", "done", 5)
    assert checked["columns"] == {"link": 0, "reasons": 1}
    assert [each["id"] for each in analyst.get("sheets/").json()["results"]] == [sheet["id"]]


def test_each_row_has_its_verdict_and_why_and_no_secret(desk: Desk, analyst: Api) -> None:
    sheet = uploaded(analyst, desk)
    assert {name: sheet["counts"][name] for name in ("good", "open", "bad")} == {
        "good": 3,
        "open": 0,
        "bad": 2,
    }
    found = rows(analyst, sheet["id"])
    assert [(row["number"], row["standing"], row["disposition"], row["same_as"]) for row in found] == [
        (2, "good", "ready", None),
        (3, "good", "ready", None),
        (4, "good", "repeated", 2),
        (5, "bad", found[3]["disposition"], None),
        (6, "bad", "refused", None),
    ]
    assert (found[4]["verdict"], found[4]["why"] != [], SECRET in str(found)) == ("private", True, False)
    assert [row["number"] for row in rows(analyst, sheet["id"], standing="bad")] == [5, 6]
    assert [row["number"] for row in rows(analyst, sheet["id"], disposition="repeated")] == [4]
    page = analyst.get(f"sheets/{sheet['id']}/rows/", page_size=2).json()
    rest = rows(analyst, sheet["id"], page_size=3, cursor=page["resume"])
    assert [row["number"] for row in rest] == [4, 5, 6]
    assert analyst.get(f"sheets/{sheet['id']}/rows/", standing="nice").status_code == 422


def test_good_rows_become_drafts_in_the_name_of_the_token(desk: Desk, analyst: Api) -> None:
    sheet = uploaded(analyst, desk)
    path = f"sheets/{sheet['id']}/import/"
    every = analyst.post(path, {"only_good": False}, match=3)
    assert (every.status_code, every.json()["code"]) == (422, "rows_bad")
    blind = analyst.post(path, {"only_good": True})
    assert blind.status_code == 428
    old = analyst.post(path, {"only_good": True}, match=1)
    assert (old.status_code, old.json()["code"]) == (409, "sheet_changed")
    ordered = analyst.post(path, {"only_good": True}, match=3)
    assert (ordered.status_code, ordered.json()["state"]) == (200, "importing")
    work_sheets(clock=database_now)
    done = analyst.get(f"sheets/{sheet['id']}/").json()
    with acting_as(COMMAND):
        reports = sorted(Report.objects.values_list("reference", flat=True))
    assert (done["state"], sorted(each["report"] for each in done["drafts"])) == ("imported", reports)
    token = Token.objects.get()
    entry = Entry.objects.filter(subject_kind="report").latest("pk")
    assert (entry.actor_kind, entry.actor_id) == ("token", str(token.public_id))
    assert rows(analyst, sheet["id"])[0]["report"] == reports[0]


def test_a_token_that_was_revoked_meanwhile_imports_nothing_and_its_person_reads_why(
    desk: Desk, analyst: Api
) -> None:
    sheet = uploaded(analyst, desk)
    analyst.post(f"sheets/{sheet['id']}/import/", {"only_good": True}, match=3)
    now = database_now()
    Token.objects.update(revoked_at=now)
    work_sheets(clock=database_now)
    told = api_of(desk.analyst).get(f"sheets/{sheet['id']}/").json()
    assert (told["state"], told["work"]["error"], told["work"]["detail"]) == (
        "judged",
        "no_seat",
        "Whoever asked for it has no seat any more.",
    )
    with acting_as(COMMAND):
        assert Report.objects.count() == 0


def test_columns_are_chosen_as_seen_and_the_sheet_is_checked_anew(desk: Desk, analyst: Api) -> None:
    sheet = uploaded(analyst, desk)
    path = f"sheets/{sheet['id']}/columns/"
    body = {"columns": {"link": 0}, "rest": {"category": desk.category.code, "urgency": "urgent"}}
    assert analyst.post(path, body, match=1).json()["code"] == "sheet_changed"
    twice = analyst.post(path, {"columns": {"link": 0, "reasons": 0}})
    assert (twice.status_code, twice.json()["code"]) == (422, "column_twice")
    assert analyst.post(path, body, match=3).json()["state"] == "judging"
    work_sheets(clock=database_now)
    again = analyst.get(f"sheets/{sheet['id']}/").json()
    assert (again["columns"], again["rest"], again["drafts"][0]["urgency"]) == (
        {"link": 0},
        {"category": desk.category.code, "urgency": "urgent"},
        "urgent",
    )


def test_bad_rows_come_back_as_a_sheet_of_either_kind(desk: Desk, analyst: Api) -> None:
    sheet = uploaded(analyst, desk)
    text = analyst.get(f"sheets/{sheet['id']}/errors/csv/")
    records = list(csv.reader(io.StringIO(text.content.decode("utf-8-sig")), delimiter=";"))
    assert ([record[0] for record in records[1:]], text["Content-Type"]) == (
        ["5", "6"],
        "text/csv; charset=utf-8",
    )
    book = analyst.get(f"sheets/{sheet['id']}/errors/xlsx/")
    assert (book.content[:2], SECRET.encode() in book.content + text.content) == (b"PK", False)


def test_a_sheet_is_thrown_away(desk: Desk, analyst: Api) -> None:
    sheet = uploaded(analyst, desk)
    gone = analyst.post(f"sheets/{sheet['id']}/discard/")
    assert (gone.status_code, gone.json()) == (200, {"id": sheet["id"]})
    assert analyst.get(f"sheets/{sheet['id']}/").status_code == 404
    with acting_as(COMMAND):
        assert (Sheet.objects.count(), SheetRow.objects.count()) == (0, 0)


@pytest.mark.parametrize(("data", "code"), [(b"", "sheet_empty"), (b"\x00\x01", "sheet_no_text")])
def test_what_is_no_sheet_is_refused_with_its_reason(analyst: Api, data: bytes, code: str) -> None:
    answer = upload(analyst, data)
    assert (answer.status_code, answer.json()["code"]) == (422, code)


def test_nobody_else_knows_of_a_sheet_and_a_token_without_the_scope_brings_none(
    desk: Desk, analyst: Api
) -> None:
    sheet = uploaded(analyst, desk)
    colleague = api_of(make_actor(desk.agency, Role.ANALYST))
    assert [colleague.get(f"sheets/{sheet['id']}/{part}").status_code for part in ("", "rows/")] == [404, 404]
    assert api_of(desk.moderator).get("sheets/").status_code == 403
    assert api_of(desk.supervisor).get("sheets/").status_code == 403
    reader = api_of(desk.analyst, Scope.READ)
    assert reader.get(f"sheets/{sheet['id']}/").status_code == 200
    assert upload(reader, csv_of(*lines(desk))).status_code == 403
