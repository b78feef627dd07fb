"""Both languages say the same facts, on the sheet and in the PDF."""

import pytest

from cases.domain import clarification
from cases.domain.letters.typesetting import typeset
from cases.domain.letters.wording import sheet_of
from cases.enums import ClarificationGround, LetterKind, Outcome
from cases.models import Case, Letter
from sla.enums import ClockKind
from tests.cases.domain.letters.letter_scene import MINUTE, NOON, decided, letter_of, opened, said_in
from tests.cases.domain.letters.reading_pdfs import text_of
from tests.factories.desk import Desk, make_desk
from tests.factories.law import make_calendar

pytestmark = pytest.mark.django_db


def words_of(letter: Letter, language: str) -> list[str]:
    return said_in(sheet_of(letter, language))


def between(words: list[str], first: str, last: str) -> list[str]:
    """What stands from one heading to before another."""
    return words[words.index(first) : words.index(last)]


@pytest.fixture
def desk() -> Desk:
    return make_desk()


@pytest.fixture
def case(desk: Desk) -> Case:
    return opened(desk)


def test_the_order_says_in_which_hours_a_time_limit_runs() -> None:
    office = make_calendar("Mon-Fri 08:00-16:00")
    case = opened(make_desk(calendars={ClockKind.EFFECT: office}))
    letter = letter_of(case, LetterKind.ORDER)
    said = {
        "en": "It runs in these hours alone, holidays left out: Mon-Fri 08:00-16:00 (Asia/Jakarta).",
        "id": "Berjalan hanya pada jam ini, tanpa hari libur: Sen-Jum 08:00-16:00 (Asia/Jakarta).",
    }
    for language, sentence in said.items():
        words = words_of(letter, language)
        assert [words.count(sentence), words.index(sentence)] == [
            1,
            words.index("Give effect" if language == "en" else "Laksanakan") + 2,
        ]


def test_the_order_says_its_time_limits_from_when_they_run_and_on_what_they_rest(case: Case) -> None:
    letter = letter_of(case, LetterKind.ORDER)
    rule, effect = (letter.content[clock]["citation"] for clock in ("acknowledge", "effect"))
    assert between(words_of(letter, "en"), "Time limits", "Procedure") == [
        "Time limits",
        "Acknowledge",
        "1 hour, by 2 November 2026, 20:00 WIB (13:00 UTC)",
        f"{rule} · Our default",
        "Give effect",
        "4 hours, counted from the receipt of this order",
        f"{effect} · Our default",
        "Deemed receipt",
        "Where nobody signs the receipt, it is deemed on 2 November 2026, 20:00 WIB (13:00 UTC).",
        "Stops of this time",
        "Clarification asked: pauses and goes on",
        "Impossibility declared: pauses and goes on",
        "Objection under review: pauses and goes on",
    ]
    assert between(words_of(letter, "id"), "Batas waktu", "Prosedur") == [
        "Batas waktu",
        "Akui",
        "1 jam, paling lambat 2 November 2026, 20:00 WIB (13:00 UTC)",
        f"{rule} · Nilai bawaan kami",
        "Laksanakan",
        "4 jam, dihitung sejak perintah ini diterima",
        f"{effect} · Nilai bawaan kami",
        "Tanda terima anggapan",
        "Bila tidak ada yang menandatangani tanda terima, perintah dianggap diterima pada"
        " 2 November 2026, 20:00 WIB (13:00 UTC).",
        "Penghentian waktu ini",
        "Klarifikasi diminta: dijeda lalu dilanjutkan",
        "Kendala dinyatakan: dijeda lalu dilanjutkan",
        "Sanggahan sedang ditinjau: dijeda lalu dilanjutkan",
    ]


def test_the_order_names_the_exact_addresses_the_reasons_and_who_signs(desk: Desk, case: Case) -> None:
    letter = letter_of(case, LetterKind.ORDER)
    words = words_of(letter, "en")
    for item in letter.content["items"]:
        at = words.index(item["url"])
        assert words[at + 1 : at + 3] == [f"Channel · {item['key']}", desk.basis.citation]
    assert between(words, "Reasons", "Time limits") == [
        "Reasons",
        "It calls for violence.",
        "Journalism, research, art, satire and criticism of officials were considered",
        "No journalism, research or art.",
    ]
    assert words[-3:] == ["Approver", "Head of desk", desk.agency.name]


def test_the_effect_report_says_when_what_was_done_and_who_answers_for_it(desk: Desk, case: Case) -> None:
    decided(desk, case, Outcome.REMOVED, Outcome.REFUSED)
    letter = letter_of(case, LetterKind.EFFECT)
    words = words_of(letter, "en")
    assert between(words, "Receipt signed", "Measures") == [
        "Receipt signed",
        "2 November 2026, 16:10 UTC+04 (12:10 UTC)",
        desk.moderator.name,
        "Time limit",
        "2 November 2026, 20:10 UTC+04 (16:10 UTC)",
    ]
    assert "1 item is refused: see the notice of non-execution." in words
    assert words[words.index("Removed everywhere") :] == [
        "Removed everywhere",
        "2 November 2026, 16:20 UTC+04 (12:20 UTC)",
        "Note removed.",
        "Everywhere",
        "Remark",
        "We looked.",
        desk.moderator.name,
        "Moderator",
        desk.operator.name,
    ]


def test_a_refusal_says_its_ground_and_reasons(desk: Desk, case: Case) -> None:
    decided(desk, case, Outcome.REMOVED, Outcome.REFUSED)
    words = words_of(letter_of(case, LetterKind.NON_EXECUTION), "id")
    assert between(words, "Mengapa tidak dilaksanakan", "Butir") == [
        "Mengapa tidak dilaksanakan",
        "Dasar",
        "Penolakan",
        "Alasan",
        "We looked.",
    ]
    assert words[words.index("Note refused.") - 1] == "Tidak melanggar ketentuan yang dikutip"


def test_a_question_says_what_is_needed(desk: Desk, case: Case) -> None:
    clarification.ask(
        actor=desk.moderator,
        reference=case.reference,
        ground=ClarificationGround.INSUFFICIENT,
        text="Which page?",
        now=NOON + 20 * MINUTE,
    )
    words = words_of(letter_of(case, LetterKind.NON_EXECUTION), "en")
    assert between(words, "Why it is not carried out", "Items") == [
        "Why it is not carried out",
        "Ground",
        "Clarification needed",
        "Insufficient information",
        "What is needed",
        "Which page?",
    ]


@pytest.mark.parametrize("language", ["en", "id"])
@pytest.mark.parametrize("kind", [LetterKind.ORDER, LetterKind.EFFECT, LetterKind.NON_EXECUTION])
def test_the_pdf_says_every_word_of_the_sheet(
    kind: LetterKind, language: str, desk: Desk, case: Case
) -> None:
    decided(desk, case, Outcome.REMOVED, Outcome.REFUSED)
    letter = letter_of(case, kind)
    sheet = sheet_of(letter, language)
    printed = text_of(typeset(sheet, letter.at)).replace(" ", "")
    missing = [word for word in said_in(sheet) if word.replace(" ", "") not in printed]
    assert missing == []
    assert letter.content_hash in printed
