import pytest

from cases.domain.written_in import language_of


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("They call for violence at a named place and day, and this is the third time.", "en"),
        (
            "Konten ini mengajak orang untuk melakukan kekerasan di tempat dan pada hari itu.",
            "id",
        ),
        ("THE CHANNEL IS OF THE SAME PEOPLE", "en"),
        ("", ""),
        ("Slot gacor 123", ""),
        ("Это призыв к насилию в названный день.", ""),
        # As much of the one as of the other tells nothing.
        ("Yang dan di dari untuk. The of and to is.", ""),
    ],
)
def test_a_text_is_of_a_language_where_its_commonest_words_tell_plainly(text: str, language: str):
    assert language_of(text) == language
