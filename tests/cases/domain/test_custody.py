"""Custody: each file with who took it in, who looked, who handed it out; and the file for a court."""

import csv
import hashlib
import io
import json
import zipfile
from datetime import timedelta

import pytest
from django.db import connection

from accounts.domain.acting import acting_as
from accounts.enums import Role
from audit.models import Entry
from cases.domain.captures import Capture
from cases.domain.court_file import Altered, CourtFile, hand_out_court_file
from cases.domain.custody import Held, custody_of
from cases.domain.evidence import attach_to_report
from cases.domain.evidence_reading import open_original, see_preview
from cases.domain.receipt import open_and_sign
from cases.models import Case
from kernel.errors import Invalid, NotAllowed, NotKnown
from tests.factories.cases import LATER, NOON, make_sent_case, save_draft, seen_hash
from tests.factories.desk import Desk, make_desk
from tests.factories.evidence import add, filed, only_evidence
from tests.factories.files import new_file, picture
from tests.factories.people import make_actor

pytestmark = pytest.mark.django_db
MUCH_LATER = LATER + timedelta(hours=1)
CAPTURED = Capture(NOON, "Sari", "=HYPERLINK(1) in Telegram Desktop")


def held_of(desk: Desk, case: Case) -> list[Held]:
    with acting_as(desk.analyst):
        return custody_of(desk.analyst, Case.objects.select_related("agency").get(pk=case.pk))


def case_with(desk: Desk, *files: bytes) -> Case:
    """Return a case that waits, its files handed in with its report."""
    report = save_draft(desk)
    report = attach_to_report(
        actor=desk.analyst,
        reference=report.reference,
        files=[new_file(data, f"../bukti {number}.exe") for number, data in enumerate(files)],
        proves="",
        capture=CAPTURED,
        now=NOON,
    )
    [case] = filed(desk, report)
    return case


def court_file(desk: Desk, case: Case) -> CourtFile:
    return hand_out_court_file(actor=desk.supervisor, reference=case.reference, now=MUCH_LATER)


def opened(court: CourtFile) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(b"".join(court.chunks)))


def test_custody_tells_who_took_a_file_in_and_who_looked_from_report_to_case() -> None:
    desk = make_desk()
    case = case_with(desk, picture())
    evidence = only_evidence().public_id
    see_preview(actor=desk.approver, evidence=evidence, now=LATER)
    open_original(actor=desk.supervisor, evidence=evidence, now=LATER)
    hand_out_court_file(actor=desk.supervisor, reference=case.reference, now=MUCH_LATER)
    [held] = held_of(desk, case)
    assert [(move.verb, move.at, move.name) for move in held.moves] == [
        ("add_evidence", NOON, desk.analyst.name),
        ("see_evidence", LATER, desk.approver.name),
        ("read_original", LATER, desk.supervisor.name),
        ("export_evidence", MUCH_LATER, desk.supervisor.name),
    ]


def test_of_the_platforms_people_custody_tells_the_role_and_no_name() -> None:
    desk = make_desk()
    case = make_sent_case(desk)
    add(desk, case, new_file(picture()))
    open_and_sign(actor=desk.moderator, reference=case.reference, now=LATER)
    see_preview(actor=desk.moderator, evidence=only_evidence().public_id, now=LATER)
    [held] = held_of(desk, case)
    looked = held.moves[-1]
    assert (looked.verb, looked.label, looked.name) == ("see_evidence", desk.moderator.label, "")


def test_what_is_done_with_one_file_is_not_told_of_another() -> None:
    desk = make_desk()
    case = case_with(desk, picture(), b"a note")
    first, second = held_of(desk, case)
    open_original(actor=desk.analyst, evidence=first.piece.public_id, now=LATER)
    assert [len(held.moves) for held in held_of(desk, case)] == [len(first.moves) + 1, len(second.moves)]


def test_the_file_for_a_court_holds_originals_manifest_sums_and_custody() -> None:
    desk = make_desk()
    seen, note = picture((900, 700)), b"x" * (1024 * 1024 + 7)
    case = case_with(desk, seen, note)
    court = court_file(desk, case)
    archive = opened(court)
    assert archive.testzip() is None
    assert archive.namelist() == [
        "manifest.json", "custody.csv", "SHA256SUMS", "files/01.png", "files/02.txt",
    ]  # fmt: skip
    assert (archive.read("files/01.png"), archive.read("files/02.txt")) == (seen, note)
    first, second = (hashlib.sha256(data).hexdigest() for data in (seen, note))
    assert archive.read("SHA256SUMS").decode() == f"{first}  files/01.png\n{second}  files/02.txt\n"
    manifest = json.loads(archive.read("manifest.json"))
    assert (manifest["case"], manifest["made_by"]) == (case.reference, desk.supervisor.name)
    assert [(file["name"], file["sha256"], file["captured_at"]) for file in manifest["files"]] == [
        ("../bukti 0.exe", hashlib.sha256(seen).hexdigest(), "2026-03-02T12:00:00Z"),
        ("../bukti 1.exe", hashlib.sha256(note).hexdigest(), "2026-03-02T12:00:00Z"),
    ]
    rows = list(csv.reader(io.StringIO(archive.read("custody.csv").decode())))
    assert [row[3] for row in rows] == ["what", "add_evidence", "add_evidence"]


def test_that_it_was_handed_out_is_recorded_with_every_hash_before_a_byte_leaves() -> None:
    desk = make_desk()
    case = case_with(desk, picture())
    court = court_file(desk, case)
    entry = Entry.objects.get(verb="export_evidence")
    row = only_evidence()
    assert (entry.subject_id, entry.actor_id) == (case.reference, desk.supervisor.id)
    assert entry.changes == {
        "evidence": [str(row.public_id)],
        "sha256": [row.sha256],
        "manifest": court.manifest_sha256,
    }
    manifest = opened(court).read("manifest.json")
    assert hashlib.sha256(manifest).hexdigest() == court.manifest_sha256


def test_only_a_supervisor_of_the_agency_takes_it() -> None:
    desk = make_desk()
    case = case_with(desk, picture())
    for actor in (desk.analyst, desk.approver, make_actor(desk.agency, Role.AUDITOR)):
        with pytest.raises(NotAllowed):
            hand_out_court_file(actor=actor, reference=case.reference, now=LATER)
    for stranger in (desk.moderator, make_desk().supervisor):
        with pytest.raises(NotKnown):
            hand_out_court_file(actor=stranger, reference=case.reference, now=LATER)
    assert Entry.objects.filter(verb="export_evidence").count() == 0


def test_where_the_platform_knows_the_case_it_still_takes_nothing() -> None:
    desk = make_desk()
    case = make_sent_case(desk)
    open_and_sign(actor=desk.moderator, reference=case.reference, now=LATER)
    with pytest.raises(NotAllowed):
        hand_out_court_file(actor=desk.moderator, reference=case.reference, now=LATER)


def test_a_case_without_files_has_none() -> None:
    desk = make_desk()
    with pytest.raises(Invalid) as refused:
        court_file(desk, make_sent_case(desk))
    assert refused.value.code == "no_evidence"


def test_an_original_that_was_altered_breaks_off_what_is_sent() -> None:
    desk = make_desk()
    case = case_with(desk, b"the note as it was")
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")  # past the triggers
        cursor.execute("UPDATE cases_evidencechunk SET data = %s", [b"the note as it is."])
        cursor.execute("SET LOCAL session_replication_role = origin")
    with pytest.raises(Altered):
        b"".join(court_file(desk, case).chunks)


def test_one_chunk_at_a_time_is_in_memory() -> None:
    desk = make_desk()
    case = case_with(desk, b"y" * (5 * 1024 * 1024))
    assert max(map(len, court_file(desk, case).chunks)) < 1024 * 1024 + 1024


def test_seeing_a_case_is_no_reading_of_its_evidence() -> None:
    desk = make_desk()
    case = case_with(desk, picture())
    seen_hash(desk.approver, case.reference)
    [held] = held_of(desk, case)
    assert [move.verb for move in held.moves] == ["add_evidence"]
