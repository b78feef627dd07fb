"""When, by whom and from where a file was captured: said by the agency, and its own."""

from datetime import timedelta

import pytest

from accounts.domain.acting import acting_as
from audit.models import Entry
from cases.domain.captures import Capture
from cases.domain.evidence import attach_to_case, attach_to_report
from cases.domain.evidence_reading import Piece, pieces_of_case
from cases.domain.receipt import open_and_sign
from cases.models import Case
from kernel.errors import Invalid
from tests.factories.cases import LATER, NOON, make_sent_case, save_draft
from tests.factories.desk import Desk, make_desk
from tests.factories.evidence import only_evidence
from tests.factories.files import new_file, picture

pytestmark = pytest.mark.django_db
SAID = Capture(NOON, "Sari, night shift", "https://t.me/durov/1 in Telegram Desktop 5.2")


def handed_in(desk: Desk, capture: Capture | None = SAID) -> None:
    report = save_draft(desk)
    attach_to_report(
        actor=desk.analyst,
        reference=report.reference,
        files=[new_file(picture())],
        proves="",
        capture=capture,
        now=NOON,
    )


def captured() -> tuple[object, str, str]:
    row = only_evidence()
    return row.captured_at, row.captured_by, row.captured_from


def test_what_is_said_of_a_capture_is_kept_with_the_file() -> None:
    handed_in(make_desk())
    assert captured() == (SAID.at, SAID.by, SAID.source)


def test_nothing_need_be_said() -> None:
    handed_in(make_desk(), None)
    assert captured() == (None, "", "")
    assert "captured" not in Entry.objects.get(verb="add_evidence").changes


def test_the_secret_of_a_private_link_is_not_kept() -> None:
    handed_in(
        make_desk(), Capture(by="t.me/+SeCrEtHaSh77", source="seen in https://t.me/+SeCrEtHaSh77 by us")
    )
    assert captured() == (None, "hxxps://t[.]me/+…", "seen in hxxps://t[.]me/+… by us")


def test_the_record_holds_the_instant_and_hashes_and_no_text() -> None:
    handed_in(make_desk())
    changes = Entry.objects.get(verb="add_evidence").changes
    assert changes["captured_at"] == ["2026-03-02T12:00:00.000000Z"]
    assert "Sari" not in str(changes)
    assert len(changes["captured"][0]) == 64


@pytest.mark.parametrize(
    ("capture", "field"),
    [
        (Capture(at=NOON + timedelta(minutes=6)), "captured_at"),
        (Capture(by="a" * 201), "captured_by"),
        (Capture(source="a" * 501), "captured_from"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(capture: Capture, field: str) -> None:
    with pytest.raises(Invalid) as refused:
        handed_in(make_desk(), capture)
    assert refused.value.field == field


def test_a_platform_learns_nothing_of_it() -> None:
    desk = make_desk()
    case = make_sent_case(desk)
    attach_to_case(
        actor=desk.analyst,
        reference=case.reference,
        files=[new_file(picture())],
        item=None,
        capture=SAID,
        now=LATER,
    )
    open_and_sign(actor=desk.moderator, reference=case.reference, now=LATER)
    assert [(piece.captured_at, piece.captured_by, piece.captured_from) for piece in pieces(desk, case)] == [
        (None, "", "")
    ]


def pieces(desk: Desk, case: Case) -> list[Piece]:
    with acting_as(desk.moderator):
        return pieces_of_case(desk.moderator, Case.objects.get(pk=case.pk))
