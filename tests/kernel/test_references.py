"""References tell nothing and forgive a typist."""

from kernel.references import ALPHABET, new_reference, read_reference


def test_a_reference_is_read_as_people_type_it() -> None:
    reference = new_reference()
    typed = reference.lower().replace("0", "o").replace("1", "l").replace("-", " ")
    assert read_reference(typed) == reference


def test_every_single_wrong_character_is_noticed() -> None:
    reference = new_reference()
    body = reference.removeprefix("TD-").replace("-", "")
    for place, right in enumerate(body):
        for wrong in ALPHABET.replace(right, ""):
            assert read_reference(f"TD{body[:place]}{wrong}{body[place + 1 :]}") is None


def test_what_is_no_reference_is_none() -> None:
    assert [read_reference(text) for text in ("", "TD-", "TD-UUUUU-UUUUU", "x" * 500)] == [None] * 4
