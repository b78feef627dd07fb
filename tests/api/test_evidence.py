"""Evidence by programs: handed in once a key, listed for each side, read on the record."""

from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from pytest_django import Settings

from accounts.domain.acting import COMMAND, acting_as
from accounts.enums import Scope
from accounts.models import User
from audit.models import Entry
from cases.models import Evidence
from kernel.files import FILE_BYTES
from operations.models import RepeatableRequest
from tests.factories.cases import make_sent_case, make_waiting_case, save_draft
from tests.factories.desk import Desk, make_desk
from tests.factories.files import picture, text
from tests.factories.law import make_category
from tests.factories.tokens import Api, api_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Desk:
    return make_desk()


@pytest.fixture
def analyst(desk: Desk) -> Api:
    return api_of(desk.analyst)


def send(
    api: Api, path: str, *files: tuple[str, bytes], once: str = "", match: str = "", **said: Any
) -> HttpResponse:
    uploads = [SimpleUploadedFile(name, data) for name, data in files]
    headers = {**api.headers, "Idempotency-Key": once or uuid4().hex}
    headers |= {"If-Match": match} if match else {}
    answer: HttpResponse = api.client.post(f"/api/v1/{path}", {"uploads": uploads, **said}, headers=headers)
    return answer


def count() -> int:
    with acting_as(COMMAND):
        return Evidence.objects.count()


def test_files_are_handed_in_to_a_case_and_each_side_lists_its_own_view_of_them(
    desk: Desk, analyst: Api
) -> None:
    reference = make_sent_case(desk).reference
    data = picture()
    answer = send(analyst, f"cases/{reference}/evidence/", ("seen.png", data))
    assert answer.status_code == 201, answer.content
    [row] = answer.json()
    assert (row["side"], row["name"], row["case"], row["later"]) == ("agency", "seen.png", reference, True)
    moderator = api_of(desk.moderator)
    assert moderator.get(f"cases/{reference}/evidence/").json() == []
    moderator.post(f"cases/{reference}/open/")
    [theirs] = moderator.get(f"cases/{reference}/evidence/").json()
    hidden = {
        "name",
        "by",
        "service",
        "report",
        "case",
        "original",
        "captured_at",
        "captured_by",
        "captured_from",
    }
    assert theirs == {name: row[name] for name in row if name not in hidden} | {"side": "operator"}
    assert moderator.get(f"evidence/{row['id']}/").json() == theirs


def test_previews_and_originals_are_handed_out_on_the_record(desk: Desk, analyst: Api) -> None:
    reference = make_sent_case(desk).reference
    data = picture()
    [row] = send(analyst, f"cases/{reference}/evidence/", ("seen.png", data)).json()
    reader = api_of(desk.supervisor, Scope.READ)
    preview, original = (
        reader.client.get(row[part], headers=reader.headers) for part in ("preview", "original")
    )
    assert (preview["Content-Type"], preview.content[:2]) == ("image/jpeg", b"\xff\xd8")
    assert b"".join(original.streaming_content) == data  # type: ignore[attr-defined]
    assert original["Content-Disposition"] == 'attachment; filename="seen.png"'
    assert list(
        Entry.objects.filter(verb__in=["see_evidence", "read_original"]).values_list("verb", flat=True)
    ) == [
        "see_evidence",
        "read_original",
    ]
    moderator = api_of(desk.moderator)
    moderator.post(f"cases/{reference}/open/")
    refused = moderator.get(f"evidence/{row['id']}/original/")
    assert (refused.status_code, refused["Content-Type"]) == (403, "application/problem+json")


def test_the_same_upload_under_the_same_key_acts_once(desk: Desk, analyst: Api) -> None:
    path = f"cases/{make_sent_case(desk).reference}/evidence/"
    one, other = picture(), picture()
    first = send(analyst, path, ("a.png", one), once="once")
    again = send(analyst, path, ("a.png", one), once="once")
    assert (again.json(), again["Idempotent-Replayed"]) == (first.json(), "true")
    reused = send(analyst, path, ("a.png", other), once="once")
    assert (reused.status_code, reused.json()["code"]) == (422, "idempotency_key_reused")
    assert count() == 1


def test_of_several_files_all_are_taken_or_none_and_each_that_cannot_be_is_pointed_at(
    desk: Desk, analyst: Api
) -> None:
    path = f"cases/{make_sent_case(desk).reference}/evidence/"
    files = [("a.png", picture()), ("b.png", b"<svg/>"), ("c.txt", b""), ("d.txt", b"x" * (FILE_BYTES + 1))]
    answer = send(analyst, path, *files)
    assert (answer.status_code, answer.json()["code"]) == (413, "files_refused")
    assert [(fault["pointer"], fault["code"]) for fault in answer.json()["errors"]] == [
        ("#/uploads/1", "file_type_refused"),
        ("#/uploads/2", "file_empty"),
        ("#/uploads/3", "file_too_large"),
    ]
    assert count() == 0


@pytest.mark.parametrize(
    ("name", "data", "status", "code"),
    [
        ("page.txt", b"<html>", 422, "file_type_refused"),
        ("program.png", b"\x7fELF\x00", 422, "file_type_refused"),
        ("cut.png", picture()[:40], 422, "picture_unreadable"),
        ("long.txt", b"x" * (FILE_BYTES + 1), 413, "file_too_large"),
    ],
)
def test_a_file_that_cannot_be_taken_is_refused_with_its_code_and_leaves_its_key_free(
    desk: Desk, analyst: Api, name: str, data: bytes, status: int, code: str
) -> None:
    path = f"cases/{make_sent_case(desk).reference}/evidence/"
    answer = send(analyst, path, (name, data), once="once")
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")
    assert answer.json()["code"] == code
    assert (count(), RepeatableRequest.objects.count()) == (0, 0)
    assert send(analyst, path, ("a.txt", text()), once="once").status_code == 201


@pytest.mark.parametrize(
    ("said", "pointer", "code"),
    [
        ({"item": "none"}, "#/item", "invalid"),
        ({"reason": "unknown"}, "#/reason", "unknown_field"),
        ({"item": [str(uuid4()), str(uuid4())]}, "#/item", "field_repeated"),
    ],
)
def test_words_that_nobody_knows_are_refused(
    desk: Desk, analyst: Api, said: dict[str, str], pointer: str, code: str
) -> None:
    answer = send(analyst, f"cases/{make_sent_case(desk).reference}/evidence/", ("a.txt", text()), **said)
    fault = answer.json()["errors"][0]
    assert (answer.status_code, fault["pointer"], fault["code"]) == (422, pointer, code)


def test_of_an_item_that_is_not_in_the_case_nothing_is_known(desk: Desk, analyst: Api) -> None:
    path = f"cases/{make_sent_case(desk).reference}/evidence/"
    answer = send(analyst, path, ("a.txt", text()), item=str(uuid4()))
    assert (answer.status_code, answer.json()["code"]) == (404, "item_unknown")
    assert (count(), RepeatableRequest.objects.count()) == (0, 0)


def test_json_is_no_upload_and_no_file_is_none(desk: Desk, analyst: Api) -> None:
    path = f"cases/{make_sent_case(desk).reference}/evidence/"
    assert analyst.post(path, {"uploads": ["a"]}).status_code == 415
    answer = send(analyst, path)
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "#/uploads")


def test_files_of_a_report_are_handed_in_and_removed(desk: Desk, analyst: Api) -> None:
    path = f"reports/{save_draft(desk).reference}/evidence/"
    [row] = send(analyst, path, ("seen.png", picture()), platform=desk.platform.slug).json()
    assert (row["service"], row["case"]) == (desk.platform.name, None)
    removed = analyst.post(f"{path}{row['id']}/remove/")
    assert (removed.status_code, removed.json(), count()) == (200, [], 0)


def test_a_file_proves_a_link_by_its_service_and_key(desk: Desk, analyst: Api) -> None:
    report = save_draft(desk)
    with acting_as(COMMAND):
        [(key, shown)] = report.findings.values_list("key", "shown")
    path, file = f"reports/{report.reference}/evidence/", ("a.txt", text())
    [row] = send(analyst, path, file, platform=desk.platform.slug, key=key).json()
    assert row["link"] == shown
    lonely = send(analyst, path, file, key=key)
    assert (lonely.status_code, lonely.json()["errors"][0]["pointer"]) == (422, "#/key")
    unknown = send(analyst, path, file, platform=desk.platform.slug, key="elsewhere")
    assert (unknown.status_code, unknown.json()["code"]) == (422, "link_unknown")


def test_a_file_is_taken_out_of_a_draft_case(desk: Desk, analyst: Api) -> None:
    path = f"cases/{make_waiting_case(desk).reference}/evidence/"
    [row] = send(analyst, path, ("seen.png", picture())).json()
    taken = analyst.post(f"{path}{row['id']}/take-out/")
    assert (taken.status_code, taken.json(), count()) == (200, [], 1)


def test_nothing_is_taken_for_child_abuse_material_and_no_file_of_it_is_looked_at() -> None:
    desk = make_desk(category=make_category(restricted=True))
    analyst = api_of(desk.analyst)
    for path in (f"cases/{make_sent_case(desk).reference}", f"reports/{save_draft(desk).reference}"):
        answer = send(analyst, f"{path}/evidence/", ("a.bin", b"\x00"))
        assert (answer.status_code, answer.json()["code"]) == (422, "no_files_here")
    assert (count(), RepeatableRequest.objects.count()) == (0, 0)


def test_a_version_that_is_no_more_takes_no_file(desk: Desk, analyst: Api) -> None:
    path = f"cases/{make_sent_case(desk).reference}/evidence/"
    version = analyst.get(path)["ETag"]
    assert send(analyst, path, ("a.txt", text()), match=version).status_code == 201
    late = send(analyst, path, ("b.txt", text()), match=version)
    assert (late.status_code, late.json()["code"], count()) == (412, "case_changed", 1)


def test_a_person_hands_in_by_the_session_of_the_pages_with_its_csrf_token(desk: Desk) -> None:
    path = f"/api/v1/cases/{make_sent_case(desk).reference}/evidence/"
    client = Client(enforce_csrf_checks=True)
    client.force_login(User.objects.get(pk=desk.analyst.user_id))
    headers = {"Idempotency-Key": "once"}
    upload = {"uploads": SimpleUploadedFile("a.png", picture())}
    assert client.post(path, upload, headers=headers).status_code == 403
    client.get("/profile/")
    headers["X-CSRFToken"] = client.cookies["csrftoken"].value
    upload = {"uploads": SimpleUploadedFile("a.png", picture())}
    assert client.post(path, upload, headers=headers).status_code == 201
    assert count() == 1


def test_a_reading_of_bytes_is_asked_by_get_alone(desk: Desk, analyst: Api) -> None:
    path = f"cases/{make_sent_case(desk).reference}/evidence/"
    [row] = send(analyst, path, ("seen.png", picture())).json()
    heads = [analyst.client.head(row[part], headers=analyst.headers) for part in ("preview", "original")]
    assert [answer.status_code for answer in heads] == [405, 405]
    assert not Entry.objects.filter(verb__in=["see_evidence", "read_original"]).exists()


def test_whoever_may_not_add_is_refused_before_a_file_is_looked_at(desk: Desk) -> None:
    reference = make_sent_case(desk).reference
    tries = {
        "moderator": api_of(desk.moderator),
        "approver": api_of(desk.approver),
        "reader": api_of(desk.analyst, Scope.READ),
        "stranger": api_of(make_desk().analyst),
    }
    answers = {
        who: send(api, f"cases/{reference}/evidence/", ("a.bin", b"\x00")).json()["code"]
        for who, api in tries.items()
    }
    assert answers == {
        "moderator": "verb_not_yours",
        "approver": "verb_not_yours",
        "reader": "verb_not_yours",
        "stranger": "case_unknown",
    }


def test_how_files_were_captured_is_said_with_them_and_read_by_the_agency(desk: Desk, analyst: Api) -> None:
    reference = make_sent_case(desk).reference
    said = {
        "captured_at": "2026-03-02T19:00:00+07:00",
        "captured_by": "Sari",
        "captured_from": "https://t.me/durov/1",
    }
    answer = send(analyst, f"cases/{reference}/evidence/", ("seen.png", picture()), **said)
    assert answer.status_code == 201, answer.content
    [row] = answer.json()
    assert [row[name] for name in said] == ["2026-03-02T12:00:00Z", "Sari", "https://t.me/durov/1"]


@pytest.mark.parametrize(
    "at", ["2026-03-02T12:00:00", "yesterday", "2026-02-31T12:00:00Z", "9999-01-01T00:00:00Z"]
)
def test_an_instant_without_an_offset_or_still_to_come_is_refused(desk: Desk, analyst: Api, at: str) -> None:
    reference = make_sent_case(desk).reference
    answer = send(analyst, f"cases/{reference}/evidence/", ("seen.png", picture()), captured_at=at)
    assert answer.status_code == 422, answer.content
    assert answer.json()["errors"][0]["pointer"] == "#/captured_at"


def test_a_silent_scanner_is_no_fault_of_whoever_asks(desk: Desk, analyst: Api, settings: Settings) -> None:
    settings.CLAMD = "/nowhere/clamd.ctl"
    reference = make_sent_case(desk).reference
    answer = send(analyst, f"cases/{reference}/evidence/", ("seen.png", picture()))
    assert (answer.status_code, answer.json()["code"], count()) == (503, "scanner_silent", 0)
