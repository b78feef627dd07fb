"""Originals in a store of objects: handed over, held, read whole or not at all, let go. On a real one."""

import hashlib
import io
import subprocess
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from pytest_django import Settings

from accounts.domain.acting import COMMAND, Actor, acting_as
from audit.models import Entry
from cases.domain.court_file import hand_out_court_file
from cases.domain.custody import custody_of
from cases.domain.depositing import UNHELD_FOR, hand_over
from cases.domain.evidence import attach_to_report, remove_from_report
from cases.domain.evidence_files import NewFile
from cases.domain.evidence_reading import open_original
from cases.domain.sweeping_up import TRIED_AGAIN, sweep_up
from cases.models import Case, Deposit, Evidence, EvidenceChunk, Report
from kernel.errors import DomainError, Invalid, Unavailable
from sla.models import Category
from tests.cases.domain.test_retention import THEN, ended_case, run
from tests.factories.cases import LATER, NOON, save_draft
from tests.factories.desk import Desk, make_desk
from tests.factories.evidence import filed, only_evidence
from tests.factories.files import new_file, picture, text
from tests.factories.object_store import Objects, keep_in, running_store

pytestmark = pytest.mark.django_db
BIG = 9 * 1024 * 1024


@pytest.fixture(scope="module")
def running() -> Iterator[Objects]:
    with running_store() as objects:
        yield objects


@pytest.fixture
def store(running: Objects, settings: Settings) -> Objects:
    running.empty()
    keep_in(running, settings)
    return running


@pytest.fixture
def desk() -> Desk:
    return make_desk()


def attach(desk: Desk, report: Report, *files: NewFile) -> Report:
    handed = hand_over(actor=desk.analyst, files=files, report=report.reference, now=NOON)
    assert handed.refused == []
    return attach_to_report(
        actor=desk.analyst, reference=report.reference, files=handed.files, proves="", now=NOON
    )


def attached(desk: Desk, data: bytes = b"") -> tuple[Report, Evidence]:
    report = attach(desk, save_draft(desk), new_file(data or text()))
    return report, only_evidence()


def case_with(desk: Desk, *files: bytes) -> Case:
    report = attach(desk, save_draft(desk), *[new_file(data) for data in files])
    [case] = filed(desk, report)
    return case


def read(actor: Actor, row: Evidence) -> bytes:
    return b"".join(open_original(actor=actor, evidence=row.public_id, now=LATER).chunks)


def deposits() -> list[tuple[str, object, object]]:
    return list(Deposit.objects.order_by("pk").values_list("sha256", "keep_until", "leaving_at"))


def sweep(now: object = NOON) -> int:
    return sweep_up(clock=lambda: now)  # type: ignore[arg-type,return-value]


def verbs() -> list[str]:
    return list(Entry.objects.order_by("pk").values_list("verb", flat=True))


# Kept and read.


def test_an_original_lies_in_the_store_under_its_hash_and_is_read_byte_for_byte(
    desk: Desk, store: Objects
) -> None:
    data = picture((400, 300), "PNG") + b"\x00" * BIG
    _report, row = attached(desk, data)
    assert (store.names(), store.bytes_of(row.sha256) == data) == ([row.sha256], True)
    assert deposits() == [(row.sha256, None, None)]
    with acting_as(COMMAND):
        assert EvidenceChunk.objects.count() == 0
    assert read(desk.analyst, row) == data


def test_the_same_bytes_are_one_object_and_never_written_again(desk: Desk, store: Objects) -> None:
    data = text()
    report, row = attached(desk, data)
    before = store.client.head_object(Bucket="takedown-evidence", Key=row.sha256)["LastModified"]
    attach(desk, save_draft(desk), new_file(data, "again.txt"))
    after = store.client.head_object(Bucket="takedown-evidence", Key=row.sha256)["LastModified"]
    with acting_as(COMMAND):
        assert Evidence.objects.filter(deposit__sha256=row.sha256).count() == 2
    assert (store.names(), before) == ([row.sha256], after)
    remove_from_report(actor=desk.analyst, reference=report.reference, evidence=row.public_id, now=NOON)
    assert (sweep(LATER), deposits()) == (0, [(row.sha256, None, None)])
    assert read(desk.analyst, only_evidence()) == data


def test_what_was_kept_in_the_database_is_read_there_after_the_store_is_chosen_and_the_other_way(
    desk: Desk, running: Objects, settings: Settings
) -> None:
    old, new = text(), text()
    first = attach(desk, save_draft(desk), new_file(old))
    row = only_evidence()
    keep_in(running, settings)
    attach(desk, first, new_file(new))
    settings.EVIDENCE_STORE = "database"
    with acting_as(COMMAND):
        [other] = Evidence.objects.exclude(pk=row.pk)
    assert (row.deposit_id, other.deposit_id is None) == (None, False)
    assert (read(desk.analyst, row), read(desk.analyst, other)) == (old, new)


def test_the_file_for_a_court_holds_what_lies_in_the_store(
    desk: Desk, store: Objects, tmp_path: Path
) -> None:
    case = case_with(desk, picture(), text("a" * 2_000_000))
    court = hand_out_court_file(actor=desk.supervisor, reference=case.reference, now=LATER)
    zipfile.ZipFile(io.BytesIO(b"".join(court.chunks))).extractall(tmp_path)
    checked = subprocess.run(
        ["sha256sum", "-c", "SHA256SUMS"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert (checked.returncode, checked.stdout) == (0, "files/01.png: OK\nfiles/02.txt: OK\n")


# Not whole.


@pytest.mark.parametrize(("how", "code"), [("gone", "original_missing"), ("other", "original_altered")])
def test_an_original_that_is_gone_or_another_is_told_and_recorded_and_no_byte_leaves(
    desk: Desk, store: Objects, how: str, code: str
) -> None:
    case = case_with(desk, text())
    row = only_evidence()
    store.remove(row.sha256) if how == "gone" else store.put(row.sha256, b"something else")
    with pytest.raises(Unavailable) as refused:
        read(desk.analyst, row)
    assert (refused.value.code, row.sha256 in str(refused.value)) == (code, True)
    with pytest.raises(Unavailable):
        hand_out_court_file(actor=desk.supervisor, reference=case.reference, now=LATER)
    assert verbs()[-2:] == [code, code]
    with acting_as(desk.analyst):
        [held] = custody_of(desk.analyst, Case.objects.select_related("agency").get(pk=case.pk))
    assert [move.verb for move in held.moves][-1] == code


def test_what_the_store_holds_under_a_wrong_hash_is_not_overwritten_and_the_file_is_refused(
    desk: Desk, store: Objects
) -> None:
    data = text()
    sha256 = hashlib.sha256(data).hexdigest()
    store.put(sha256, b"something else")
    report = save_draft(desk)
    handed = hand_over(actor=desk.analyst, files=[new_file(data)], report=report.reference, now=NOON)
    assert (handed.files, [refused.code for refused in handed.refused]) == ([], ["store_not_whole"])
    assert store.bytes_of(sha256) == b"something else"


# Held or swept up.


def test_what_no_row_holds_is_removed_after_a_day_and_recorded(desk: Desk, store: Objects) -> None:
    report = save_draft(desk)
    [file] = hand_over(actor=desk.analyst, files=[new_file()], report=report.reference, now=NOON).files
    assert (sweep(NOON + UNHELD_FOR - timedelta(seconds=1)), store.names()) == (0, [file.sha256])
    assert (sweep(NOON + UNHELD_FOR), store.names(), deposits()) == (1, [], [])
    entry = Entry.objects.latest("pk")
    assert (entry.subject_id, entry.verb, entry.changes) == (
        file.sha256,
        "remove_original",
        {"size": file.size},
    )


def test_a_file_that_was_swept_up_before_it_was_attached_is_refused_and_can_be_tried_again(
    desk: Desk, store: Objects
) -> None:
    report, file = save_draft(desk), new_file()
    handed = hand_over(actor=desk.analyst, files=[file], report=report.reference, now=NOON).files
    sweep(NOON + UNHELD_FOR)
    with pytest.raises(Unavailable) as refused:
        attach_to_report(actor=desk.analyst, reference=report.reference, files=handed, proves="", now=LATER)
    assert refused.value.code == "original_left"
    attach(desk, report, file)
    assert store.names() == [only_evidence().sha256]


def test_what_is_taken_back_leaves_the_store_with_the_next_round(desk: Desk, store: Objects) -> None:
    report, row = attached(desk)
    remove_from_report(actor=desk.analyst, reference=report.reference, evidence=row.public_id, now=LATER)
    assert (sweep(LATER), store.names()) == (1, [])


def test_what_is_erased_leaves_the_store_unless_another_row_holds_it(desk: Desk, store: Objects) -> None:
    shared, alone = text(), text()
    Category.objects.filter(pk=desk.category.pk).update(retention_days=30)
    case = ended_case(desk)
    with acting_as(COMMAND):
        report = Report.objects.get(filings__case=case)
        whose = {"agency": desk.agency, "uploader_id": desk.analyst.user_id, "media_type": "text/plain"}
        for data in (shared, alone):
            store.put(sha256 := hashlib.sha256(data).hexdigest(), data)
            deposit = Deposit.objects.create(sha256=sha256, size=len(data))
            words = {"size": len(data), "sha256": sha256, "deposit": deposit, "added_at": NOON}
            Evidence.objects.create(report=report, name="note.txt", **whose, **words)
    attach(desk, save_draft(desk), new_file(shared))
    run(desk)
    assert (sweep(THEN), store.names()) == (1, [hashlib.sha256(shared).hexdigest()])
    with acting_as(COMMAND):
        [kept] = Evidence.objects.exclude(report=report)
    assert read(desk.analyst, kept) == shared
    erased = Entry.objects.filter(verb="erase", subject_kind="report").latest("pk")
    assert erased.changes["rows"]["objects"] == 1


def test_what_leaves_takes_nobody_until_it_is_gone(desk: Desk, store: Objects) -> None:
    report, file = save_draft(desk), new_file()
    first = hand_over(actor=desk.analyst, files=[file], report=report.reference, now=NOON).files
    Deposit.objects.update(keep_until=NOON, leaving_at=NOON)
    with pytest.raises(Unavailable) as refused:
        attach_to_report(actor=desk.analyst, reference=report.reference, files=first, proves="", now=NOON)
    assert refused.value.code == "original_left"
    handed = hand_over(actor=desk.analyst, files=[file], report=report.reference, now=LATER)
    assert [each.code for each in handed.refused] == ["original_left"]
    # Whoever was at it died: another tries again, when his request can no longer be on its way.
    assert (sweep(NOON + TRIED_AGAIN - timedelta(seconds=1)), sweep(NOON + TRIED_AGAIN)) == (0, 1)
    assert (store.names(), deposits()) == ([], [])


def test_the_database_refuses_evidence_whose_object_is_another_or_may_leave(
    desk: Desk, store: Objects
) -> None:
    _report, row = attached(desk)
    with acting_as(COMMAND):
        row.pk, row.public_id = None, uuid4()
        for change in ({"sha256": "0" * 64}, {"size": 7}):
            for name, value in change.items():
                setattr(row, name, value)
            with pytest.raises(IntegrityError), transaction.atomic():
                row.save(force_insert=True)
        with pytest.raises(IntegrityError), transaction.atomic():
            Deposit.objects.update(leaving_at=NOON)


# Restricted, silent.


def test_no_byte_leaves_for_a_restricted_category_and_what_came_before_goes_at_once(
    desk: Desk, store: Objects
) -> None:
    report = save_draft(desk)
    hand_over(actor=desk.analyst, files=[new_file()], report=report.reference, now=NOON)
    with acting_as(COMMAND):
        Category.objects.filter(pk=desk.category.pk).update(restricted=True)
    cleared = replace(desk.analyst, cleared=True)
    with pytest.raises(Invalid) as refused:
        hand_over(actor=cleared, files=[new_file()], report=report.reference, now=NOON)
    assert (refused.value.code, len(store.names())) == ("no_files_here", 1)
    assert (sweep(NOON), store.names()) == (1, [])


def test_a_store_that_is_killed_refuses_files_and_readers_by_a_sentence_and_comes_back(
    desk: Desk, settings: Settings
) -> None:
    with running_store() as store:
        keep_in(store, settings)
        report, row = attached(desk)
        store.kill()
        file = new_file()
        handed = hand_over(actor=desk.analyst, files=[file], report=report.reference, now=NOON)
        assert [(refused.code, "note.txt" in str(refused)) for refused in handed.refused] == [
            ("store_silent", True)
        ]
        with pytest.raises(DomainError) as refused:
            read(desk.analyst, row)
        assert refused.value.code == "store_silent"
        assert sweep(NOON + UNHELD_FOR) == 0
        store.start()
        Deposit.objects.filter(keep_until__isnull=False).delete()
        attach(desk, report, file)
        assert store.names() == [file.sha256]


def test_without_a_store_nothing_is_handed_over_or_swept_up(desk: Desk) -> None:
    file = new_file()
    handed = hand_over(actor=desk.analyst, files=[file], report="unknown", now=NOON)
    assert (handed.files, sweep(), deposits()) == ([file], 0, [])


def test_nothing_is_handed_over_inside_a_transaction(desk: Desk, store: Objects) -> None:
    with acting_as(desk.analyst), pytest.raises(RuntimeError):
        hand_over(actor=desk.analyst, files=[new_file()], report="any", now=NOON)
    assert store.names() == []
