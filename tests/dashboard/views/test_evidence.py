"""Evidence on the pages: handed in with a report or to a case, shown blurred, read on the record."""

import base64
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from pytest_django import Settings

from accounts.domain.acting import COMMAND, Actor, acting_as
from audit.models import Entry
from cases.domain.evidence import attach_to_case
from cases.domain.receipt import open_and_sign
from cases.enums import CaseState, ReportState
from cases.models import Case, Evidence, Exhibit, Report
from kernel.files import FILE_BYTES
from kernel.references import new_reference
from tests.dashboard.views.casework_scene import browser_of, minutes_ago, words_of
from tests.dashboard.views.test_intake_report import blank, fields
from tests.factories.cases import link_on, make_sent_case, make_waiting_case, save_draft
from tests.factories.desk import Desk, make_desk
from tests.factories.files import new_file, picture, text
from tests.factories.scanner import EICAR, scanner_at

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Desk:
    return make_desk()


def upload(data: bytes, name: str = "screen.png") -> SimpleUploadedFile:
    # What it says it is must not matter.
    return SimpleUploadedFile(name, data, content_type="text/html")


def post(actor: Actor, path: str, body: dict[str, Any]) -> HttpResponse:
    answer: HttpResponse = browser_of(actor).post(path, body)
    return answer


def get(actor: Actor, path: str) -> Any:
    return browser_of(actor).get(path)


def evidence() -> list[Evidence]:
    with acting_as(COMMAND):
        return list(Evidence.objects.order_by("id"))


def add(desk: Desk, case: Case, *files: SimpleUploadedFile, **said: Any) -> HttpResponse:
    return post(desk.analyst, f"/cases/{case.reference}/evidence/", {"uploads": list(files), **said})


def test_files_come_with_a_new_report_and_go_with_its_case(desk: Desk) -> None:
    data = picture()
    body = fields(desk, **blank(desk.analyst), uploads=[upload(data), upload(text(), "chat.txt")])
    answer = post(desk.analyst, "/reports/new/", body)
    assert answer.status_code == 302
    with acting_as(COMMAND):
        case = Case.objects.get()
        assert Exhibit.objects.filter(case=case).count() == 2
    page = get(desk.approver, f"/cases/{case.reference}/approve/")
    words = words_of(page)
    for row in evidence():
        assert row.name in words
        assert row.sha256[:12] in words


def test_a_file_that_cannot_be_taken_is_named_and_nothing_else_is_lost(desk: Desk) -> None:
    body = fields(
        desk, **blank(desk.analyst), uploads=[upload(b"<svg/>", "a.png"), upload(picture(), "b.png")]
    )
    answer = post(desk.analyst, "/reports/new/", body)
    assert answer.status_code == 422
    assert "“a.png” is a page or drawing that can hold programs." in words_of(answer)
    assert "Saved as a draft, not filed yet." in words_of(answer)
    with acting_as(COMMAND):
        report = Report.objects.get()
    assert (report.state, report.reasons) == (ReportState.DRAFT, body["reasons"])
    assert [row.name for row in evidence()] == ["b.png"]
    assert f'name="edit_version" value="{report.edit_version}"' in answer.content.decode()


def test_a_file_of_30_mb_gets_a_sentence_and_what_was_typed_stays(desk: Desk) -> None:
    body = fields(desk, **blank(desk.analyst), uploads=[upload(b"x" * 30 * 1024 * 1024, "long.mp4")])
    answer = post(desk.analyst, "/reports/new/", body)
    assert answer.status_code == 422
    assert "“long.mp4” is larger than 25 MB." in words_of(answer)
    assert body["reasons"] in words_of(answer)
    assert evidence() == []


def test_25_mb_exactly_are_taken_and_come_back_byte_for_byte(desk: Desk) -> None:
    data = bytes(range(256)) * (FILE_BYTES // 256 - 1)
    data = b"%PDF-1.7\n" + data + b" " * (FILE_BYTES - len(data) - 9)
    case = make_sent_case(desk)
    assert add(desk, case, upload(data, "large.pdf")).status_code == 302
    [row] = evidence()
    answer = get(desk.analyst, f"/evidence/{row.public_id}/original/")
    assert b"".join(answer.streaming_content) == data


def test_files_of_a_form_that_comes_back_must_be_chosen_again_and_the_page_says_so(desk: Desk) -> None:
    body = fields(desk, **{**blank(desk.analyst), "edit_version": "none"}, uploads=[upload(picture())])
    answer = post(desk.analyst, "/reports/new/", body)
    assert answer.status_code == 422
    assert "The files were not taken: choose them again." in words_of(answer)


def test_a_file_is_removed_from_a_draft_and_what_was_typed_is_saved(desk: Desk) -> None:
    saved = post(
        desk.analyst,
        "/reports/new/",
        fields(desk, **blank(desk.analyst), action="save", uploads=[upload(picture())]),
    )
    [row] = evidence()
    with acting_as(COMMAND):
        version = Report.objects.get().edit_version
    body = fields(desk, action=f"remove-{row.public_id}", edit_version=version, reasons="Typed meanwhile.")
    answer = post(desk.analyst, saved["Location"], body)
    assert (answer.status_code, evidence()) == (302, [])
    with acting_as(COMMAND):
        assert Report.objects.get().reasons == "Typed meanwhile."


@pytest.mark.parametrize("named", ["nothing", "00000000-0000-4000-8000-000000000000"])
def test_a_file_that_is_not_there_cannot_be_removed(desk: Desk, named: str) -> None:
    report = save_draft(desk)
    body = fields(desk, action=f"remove-{named}", edit_version=report.edit_version)
    assert post(desk.analyst, f"/reports/{report.reference}/", body).status_code == 404


def test_evidence_of_a_draft_case_is_added_and_taken_out(desk: Desk) -> None:
    case = make_waiting_case(desk)
    answer = add(desk, case, upload(picture(), "late.png"))
    assert answer["Location"] == f"/cases/{case.reference}/approve/#evidence"
    [row] = evidence()
    with acting_as(COMMAND):
        assert Case.objects.get(pk=case.pk).state == CaseState.DRAFT
    out = f"/cases/{case.reference}/evidence/{row.public_id}/take-out/"
    assert out in get(desk.analyst, f"/cases/{case.reference}/approve/").content.decode()
    assert post(desk.analyst, out, {}).status_code == 302
    with acting_as(COMMAND):
        assert Exhibit.objects.count() == 0
    assert post(desk.analyst, out, {}).status_code == 404


def test_a_form_without_a_file_says_so(desk: Desk) -> None:
    answer = add(desk, make_sent_case(desk))
    assert (answer.status_code, "Choose at least one file." in words_of(answer)) == (422, True)


def test_good_files_stay_and_bad_ones_are_named_on_a_case_too(desk: Desk) -> None:
    answer = add(desk, make_sent_case(desk), upload(b"", "empty.png"), upload(picture(), "good.png"))
    assert (answer.status_code, "“empty.png” is empty." in words_of(answer)) == (422, True)
    assert [row.name for row in evidence()] == ["good.png"]


def shown(desk: Desk) -> tuple[Case, Evidence]:
    case = make_sent_case(desk, now=minutes_ago(30))
    case = attach_to_case(
        actor=desk.analyst,
        reference=case.reference,
        files=[new_file(picture(), "Layar <Ibu> Sri.png")],
        item=None,
        now=minutes_ago(20),
    )
    open_and_sign(actor=desk.moderator, reference=case.reference, now=minutes_ago(10))
    return case, evidence()[0]


def test_each_side_sees_of_a_file_what_is_its_own_to_see(desk: Desk) -> None:
    case, row = shown(desk)
    ours, theirs = (get(actor, f"/cases/{case.reference}/") for actor in (desk.analyst, desk.moderator))
    name = "Layar &lt;Ibu&gt; Sri.png"
    assert (name in ours.content.decode(), name in theirs.content.decode()) == (True, False)
    assert "1 file added as evidence" in words_of(theirs)
    for page in (ours, theirs):
        assert row.sha256[:12] in words_of(page)
        [thumbnail] = re.findall(r'src="data:image/jpeg;base64,([^"]+)"', page.content.decode())
        assert base64.b64decode(thumbnail) == bytes(row.thumbnail or b"")
    original = f"/evidence/{row.public_id}/original/"
    assert (original in ours.content.decode(), original in theirs.content.decode()) == (True, False)
    assert Entry.objects.filter(verb__in=["see_evidence", "read_original"]).count() == 0


def test_the_page_of_a_file_names_it_and_its_picture_is_the_reading(desk: Desk) -> None:
    _case, row = shown(desk)
    page = get(desk.moderator, f"/evidence/{row.public_id}/")
    assert f'src="/evidence/{row.public_id}/preview/"' in page.content.decode()
    assert (row.sha256 in words_of(page), "Sri" in words_of(page)) == (True, False)
    assert Entry.objects.filter(verb="see_evidence").count() == 0
    get(desk.moderator, f"/evidence/{row.public_id}/preview/")
    assert Entry.objects.get(verb="see_evidence").actor_id == desk.moderator.id


def test_what_is_handed_out_is_an_attachment_in_a_sandbox_that_no_cache_keeps(desk: Desk) -> None:
    _case, row = shown(desk)
    said = {}
    for what in ("preview", "original"):
        answer = get(desk.analyst, f"/evidence/{row.public_id}/{what}/")
        names = ("Content-Type", "Content-Disposition", "Content-Security-Policy", "Cache-Control")
        said[what] = [answer[name] for name in (*names, "X-Content-Type-Options")]
    guarded = ["default-src 'none'; sandbox", "private, no-store", "nosniff"]
    assert said == {
        "preview": ["image/jpeg", f'attachment; filename="{row.public_id}.jpg"', *guarded],
        "original": ["image/png", 'attachment; filename="Layar <Ibu> Sri.png"', *guarded],
    }


def test_a_link_that_a_file_proves_is_offered_and_shown_as_text(desk: Desk) -> None:
    case = make_sent_case(desk, ["room/1", "room/2"])
    page = get(desk.analyst, f"/cases/{case.reference}/evidence/").content.decode()
    item = re.findall(r'<option value="([0-9a-f-]{36})">2\. ', page)[0]
    assert add(desk, case, upload(picture()), item=item).status_code == 302
    told = words_of(get(desk.analyst, f"/cases/{case.reference}/"))
    assert f"Proves hxxps://{desk.platform.slug}[.]example/room/2" in told
    answer = add(desk, case, upload(picture()), item=str(new_reference()))
    assert answer.status_code == 422


def test_a_report_of_several_services_offers_each_of_them(desk: Desk) -> None:
    other = make_desk()
    paste = f"{link_on(desk)}\n{link_on(other)}"
    page = post(desk.analyst, "/reports/new/", fields(desk, paste, **blank(desk.analyst), action="check"))
    choices = re.findall(r'<option value="([^"]*)"', page.content.decode().partition('id="proves"')[2])
    assert choices[:3] == ["", desk.platform.slug, other.platform.slug]


def test_how_files_were_captured_comes_with_the_form_and_is_shown_to_the_agency(desk: Desk) -> None:
    case = make_sent_case(desk)
    said = {"captured_at": "2026-03-02T08:30", "captured_by": "Sari", "captured_from": "https://t.me/durov/1"}
    assert add(desk, case, upload(picture()), **said).status_code == 302
    page = words_of(get(desk.analyst, f"/cases/{case.reference}/"))
    assert ("Captured" in page, "Sari" in page, "https://t.me/durov/1" in page) == (True, True, True)
    late = add(desk, case, upload(picture()), captured_at="2999-03-02T08:30")
    assert (late.status_code, "This is still to come." in late.content.decode()) == (422, True)


def test_custody_is_shown_to_the_agency_and_the_file_for_a_court_given_to_its_supervisor(desk: Desk) -> None:
    case = make_sent_case(desk)
    add(desk, case, upload(picture(), "layar.png"))
    custody, court = (f"/cases/{case.reference}/evidence/{what}/" for what in ("custody", "court-file"))
    seen = words_of(get(desk.analyst, custody))
    assert ("layar.png" in seen, "Add evidence" in seen, "File for a court" in seen) == (True, True, False)
    assert "File for a court" in words_of(get(desk.supervisor, custody))
    assert [post(actor, court, {}).status_code for actor in (desk.analyst, desk.moderator)] == [403, 403]
    answer: Any = post(desk.supervisor, court, {})
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/zip")
    assert answer["Content-Disposition"] == f'attachment; filename="{case.reference}-evidence.zip"'
    assert b"".join(answer.streaming_content).startswith(b"PK")
    assert "Hand out the file for a court" in words_of(get(desk.analyst, custody))


def test_what_a_scanner_finds_or_its_silence_is_said_beside_the_files(desk: Desk, settings: Settings) -> None:
    case = make_sent_case(desk)
    with scanner_at(settings):
        found = add(desk, case, upload(EICAR, "pesan.txt"), upload(text(), "chat.txt"))
    assert (found.status_code, "the scanner found Eicar" in found.content.decode()) == (422, True)
    silent = add(desk, case, upload(text(), "chat2.txt"))
    assert (silent.status_code, "scanner does not answer" in silent.content.decode()) == (422, True)
    assert [row.name for row in evidence()] == ["chat.txt"]
