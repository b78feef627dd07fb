"""Files are shown to a scanner where one is set; what it finds is refused, and its silence is told."""

from pathlib import Path

import pytest
from pytest_django import Settings

from accounts.domain.acting import acting_as
from cases.domain.evidence import attach_to_report
from cases.domain.evidence_files import examine_file
from kernel.errors import Invalid, Unavailable
from tests.factories.cases import NOON, save_draft
from tests.factories.desk import make_desk
from tests.factories.evidence import only_evidence
from tests.factories.files import opened, picture, text
from tests.factories.scanner import EICAR, scanner_at


@pytest.mark.parametrize("kind", ["socket", "port"])
def test_a_clean_file_is_shown_whole_and_taken(settings: Settings, tmp_path: Path, kind: str) -> None:
    data = text("a" * 700_000)
    with scanner_at(settings, tmp_path if kind == "socket" else None) as scanner:
        file = examine_file(opened(data), "chat.txt")
    assert (file.scanned, scanner.shown) == (True, [data])
    assert b"".join(file.chunks()) == data


def test_a_file_in_which_something_is_found_is_refused_by_name(settings: Settings) -> None:
    with scanner_at(settings), pytest.raises(Invalid) as refused:
        examine_file(opened(EICAR), "chat.txt")
    assert refused.value.code == "file_infected"
    assert str(refused.value) == "“chat.txt” is refused: the scanner found Eicar-Test-Signature in it."


def test_a_picture_is_scanned_before_it_is_decoded(settings: Settings) -> None:
    with scanner_at(settings), pytest.raises(Invalid) as refused:
        examine_file(opened(picture()[:60] + EICAR), "seen.png")
    assert refused.value.code == "file_infected"


@pytest.mark.parametrize("says", ["hang up", "INSTREAM size limit exceeded. ERROR", "stream: OK, or is it?"])
def test_an_answer_that_is_none_is_no_clean_file(settings: Settings, says: str) -> None:
    with scanner_at(settings) as scanner:
        scanner.says = says
        with pytest.raises(Unavailable) as refused:
            examine_file(opened(text()), "chat.txt")
    assert (refused.value.code, "chat.txt" in str(refused.value)) == ("scanner_silent", True)


@pytest.mark.parametrize("address", ["/nowhere/clamd.ctl", "127.0.0.1:1"])
def test_a_scanner_that_is_away_refuses_files_unless_the_desk_was_told_otherwise(
    settings: Settings, address: str
) -> None:
    settings.CLAMD = address
    with pytest.raises(Unavailable):
        examine_file(opened(text()), "chat.txt")
    settings.CLAMD_REQUIRED = False
    assert examine_file(opened(text()), "chat.txt").scanned is False


def test_without_a_scanner_files_are_taken_unscanned() -> None:
    assert examine_file(opened(EICAR), "chat.txt").scanned is False


@pytest.mark.django_db
def test_that_a_file_was_found_clean_is_kept_with_it(settings: Settings) -> None:
    desk = make_desk()
    report = save_draft(desk)
    with scanner_at(settings):
        files = [examine_file(opened(text()), "chat.txt")]
    attach_to_report(actor=desk.analyst, reference=report.reference, files=files, proves="", now=NOON)
    assert only_evidence().scanned_at == NOON


@pytest.mark.django_db
def test_no_file_is_scanned_inside_a_transaction(settings: Settings) -> None:
    desk = make_desk()
    with scanner_at(settings) as scanner, acting_as(desk.analyst), pytest.raises(RuntimeError):
        examine_file(opened(text()), "chat.txt")
    assert scanner.shown == []
