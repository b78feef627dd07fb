"""File numbers and dates of letters are found; those of laws are not."""

from datetime import date

import pytest

from cases.domain.letter_marks import file_numbers, letter_dates
from tests.cases.domain.letters_in import CHINESE, ENGLISH, SHORT


def test_the_head_of_a_letter_comes_first() -> None:
    assert file_numbers(SHORT) == ["B-417/KC.3/AI.05.02/09/2025"]
    assert letter_dates(SHORT) == [date(2025, 9, 12)]


def test_a_reference_comes_before_a_mere_number() -> None:
    assert file_numbers(ENGLISH) == ["CYB/2024/0931", "61-54/B"]
    assert letter_dates(ENGLISH) == [date(2024, 3, 3), date(2024, 7, 14)]


def test_a_chinese_letter_has_its_own_signs() -> None:
    assert file_numbers(CHINESE) == ["网安〔2023〕88号"]
    assert letter_dates(CHINESE) == [date(2023, 9, 3)]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("номер реестровой записи 70203-РИ", ["70203-РИ"]),
        ("the number of the register entry is 70203-РИ due to", ["70203-РИ"]),
        ("Nomor : R/12/IX/2025/Densus", ["R/12/IX/2025/Densus"]),
        ("Undang-Undang Nomor 11 Tahun 2008", []),
        ("Permenkominfo Nomor 5 Tahun 2020", []),
        ("Федерального закона от 27.07.2006 № 149-ФЗ", []),
        ("in accordance with No. 7 of Article 15.1", []),
        ("resolution of the Government on October 26, 2012 № 1101", []),
        ("Contact no. 3 of us", []),
        ("there is nothing here", []),
    ],
)
def test_numbers_of_laws_are_no_file_numbers(text: str, numbers: list[str]) -> None:
    assert file_numbers(text) == numbers


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Sep.3rd,2019", [date(2019, 9, 3)]),
        ("22st,Jan,2021", [date(2021, 1, 22)]),
        ("Date: 2024-02-29", [date(2024, 2, 29)]),
        ("Date: 2023-02-29", []),
        ("Jakarta, 1 Agustus 2017", [date(2017, 8, 1)]),
        ("27 июля 2016", [date(2016, 7, 27)]),
        ("решения от 09.06.2021 № 2-6-18", [date(2021, 6, 9)]),
        ("On 2020-11-16, the office launched an app.", []),
        ("Federal Law dated 27.07.2006", []),
        ("tanggal 31/12/2024", [date(2024, 12, 31)]),
        ("version 1.2.2024.5", []),
    ],
)
def test_days_are_read_in_the_ways_of_letters(text: str, days: list[date]) -> None:
    assert letter_dates(text) == days


def test_no_more_than_three_are_offered_and_none_twice() -> None:
    text = "\n".join(f"Ref: A-{number}/X" for number in (1, 1, 2, 3, 4))
    assert file_numbers(text) == ["A-1/X", "A-2/X", "A-3/X"]
