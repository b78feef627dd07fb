"""A sheet becomes the same PDF everywhere, in every script, and says what was typed and no more."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

import pytest

from accounts.domain.acting import COMMAND, acting_as, one_deed
from cases.domain.letters import typesetting
from cases.domain.letters.sheet import given
from cases.domain.letters.typesetting import COMPILER, TEMPLATE, typeset
from kernel.errors import Unavailable
from tests.cases.domain.letters.reading_pdfs import fonts_of, lines_of, sheet_saying, text_of

NOON = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)
SCRIPTS = {
    "NotoSans-Regular": "Latin žluťoučký, Кириллица, Ελληνικά, Tiếng Việt",
    "NotoSansArabic-Regular": "قناة الأخبار",
    "NotoSansHebrew-Light": "ערוץ החדשות",
    "NotoSansDevanagari-Regular": "समाचार चैनल",
    "NotoSansThai-Regular": "ช่องข่าว",
    "NotoSansBengali-Regular": "সংবাদ চ্যানেল",
    "NotoSansTamil-Regular": "செய்தி அலைவரிசை",
    "NotoSansKhmer-Regular": "ប៉ុស្តិ៍ព័ត៌មាន",
    "NotoSansMyanmar-Regular": "သတင်းချန်နယ်",
    "NotoSansCJKjp-Regular-Identity-H": "新闻频道 新聞頻道 ニュース 뉴스",
    "NotoEmoji-Regular": "😀",
}


def test_the_same_sheet_gives_the_same_bytes_in_another_folder_zone_and_language(tmp_path: Path) -> None:
    sheet = sheet_saying(*(given(text) for text in SCRIPTS.values()))
    elsewhere = subprocess.run(
        [sys.executable, COMPILER, TEMPLATE, str(int(NOON.timestamp()))],
        input=json.dumps(asdict(sheet)).encode(),
        capture_output=True,
        check=True,
        cwd=tmp_path,
        env={**os.environ, "TZ": "Asia/Jakarta", "LC_ALL": "C", "HOME": str(tmp_path)},
    )
    assert elsewhere.stdout == typeset(sheet, NOON)


def test_every_script_is_set_in_a_font_that_has_it() -> None:
    pdf = typeset(sheet_saying(*(given(text) for text in SCRIPTS.values())), NOON)
    # An archive's PDF: the compiler refuses a glyph that its font does not have.
    assert b"<pdfaid:part>2</pdfaid:part>" in pdf
    assert fonts_of(pdf) == set(SCRIPTS)
    assert "U+" not in text_of(pdf)


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("cuneiform 𒀀", "cuneiform ⟨U+12000⟩"),
        ("turned \u202eround", "turned ⟨U+202E⟩round"),
        ("pay\u200bpal", "pay⟨U+200B⟩pal"),
        ("a mark without a letter that has it: क\u0301", "a mark without a letter that has it: क⟨U+0301⟩"),
    ],
)
def test_what_cannot_be_drawn_or_seen_is_spelled_out(typed: str, shown: str) -> None:
    assert shown in text_of(typeset(sheet_saying(given(typed)), NOON))


@pytest.mark.parametrize(
    "typed",
    [
        '#set page(width: 1pt) #sys.inputs.sheet #read("letter.typ")',
        "$x^2$ *bold* _it_ `raw` = title - list + list / term: x",
        "@reference <label> \\ \\u{41} // comment /* comment */ ~ --",
        '"]}, {"text": "another paragraph"}',
    ],
)
def test_markup_and_data_that_somebody_typed_stay_literal(typed: str) -> None:
    assert " ".join(typed.split()) in text_of(typeset(sheet_saying(given(typed)), NOON))


def test_a_word_longer_than_a_line_is_broken_and_loses_nothing() -> None:
    word = "https://service.example/" + "w" * 400
    lines = lines_of(typeset(sheet_saying(given(word, "url")), NOON))
    part = [line for line in lines if "https://" in line or set(line) == {"w"}]
    assert "".join(part) == word
    assert max(len(line) for line in part) < 130


def test_text_that_begins_on_the_right_is_set_from_the_right_and_a_link_never() -> None:
    assert given("قناة (news)").rtl is True
    assert given("123 ערוץ").rtl is True
    assert given("news قناة").rtl is False
    assert given("قناة.example/1", "url").rtl is False


@pytest.mark.django_db
@pytest.mark.parametrize("inside", [lambda: acting_as(COMMAND), one_deed])
def test_no_letter_is_set_while_a_transaction_holds_its_locks(
    inside: Callable[[], AbstractContextManager[None]],
) -> None:
    with inside(), pytest.raises(RuntimeError):
        typeset(sheet_saying(given("A word.")), NOON)


def test_a_letter_that_takes_too_long_says_so_and_frees_the_desk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(typesetting, "SECONDS", 0.01)
    with pytest.raises(Unavailable) as raised:
        typeset(sheet_saying(given("A word.")), NOON)
    assert raised.value.code == "letter_not_set"


def test_a_letter_that_cannot_be_set_says_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    broken = tmp_path / "broken.typ"
    broken.write_text('#panic("no")')
    monkeypatch.setattr(typesetting, "TEMPLATE", broken)
    with pytest.raises(Unavailable) as raised:
        typeset(sheet_saying(given("A word.")), NOON)
    assert raised.value.code == "letter_not_set"


def test_the_template_loads_nothing_but_its_data() -> None:
    words = TEMPLATE.read_text().replace("sys.inputs", "")
    assert [word for word in ("import", "include", "@preview", "read(", "plugin(") if word in words] == []
