import hashlib
import json
from datetime import UTC, datetime, timedelta, timezone
from enum import StrEnum
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.domain.hashing import Columns, NotAWord, canonical, entry_hash, salted, words_only
from audit.models import Entry

NOON = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)
COLUMNS = Columns(
    subject_kind="case",
    subject_id="TD-7K3QM-9F2XA",
    sequence=2,
    at=NOON,
    recorded_at=NOON + timedelta(microseconds=1),
    actor_kind="user",
    actor_id="7b0d7a4e",
    actor_label="Analyst · Agency",
    verb="acknowledge",
    changes={"state": ["sent", "acknowledged"]},
    previous_hash="0" * 64,
)


class Colour(StrEnum):
    RED = "red"


def test_the_hash_is_sha_256_of_the_columns_as_canonical_json() -> None:
    spelled = (
        '{"actor_id":"7b0d7a4e","actor_kind":"user","actor_label":"Analyst \\u00b7 Agency",'
        '"at":"2026-11-02T12:00:00.000000Z","changes":{"state":["sent","acknowledged"]},'
        f'"previous_hash":"{"0" * 64}","recorded_at":"2026-11-02T12:00:00.000001Z","sequence":2,'
        '"subject_id":"TD-7K3QM-9F2XA","subject_kind":"case","verb":"acknowledge"}'
    )
    assert entry_hash(COLUMNS) == hashlib.sha256(spelled.encode()).hexdigest()


def test_every_column_of_an_entry_is_hashed_but_its_id_and_the_hash() -> None:
    assert {field.name for field in Entry._meta.fields} - {"id", "hash"} == set(Columns._fields)


@pytest.mark.parametrize("name", Columns._fields)
def test_a_change_of_any_column_changes_the_hash(name: str) -> None:
    value = getattr(COLUMNS, name)
    other: object
    if isinstance(value, datetime):
        other = value + timedelta(microseconds=1)
    elif isinstance(value, dict):
        other = {"state": ["sent", "answered"]}
    else:
        other = value + 1 if isinstance(value, int) else value + "x"
    assert entry_hash(COLUMNS._replace(**{name: other})) != entry_hash(COLUMNS)


def test_an_instant_hashes_the_same_in_every_zone() -> None:
    jakarta = NOON.astimezone(timezone(timedelta(hours=7)))
    assert entry_hash(COLUMNS._replace(at=jakarta)) == entry_hash(COLUMNS)


def test_a_salted_hash_can_be_recomputed_from_salt_and_text() -> None:
    assert salted("the reasons", "a1b2") == hashlib.sha256(b"a1b2:the reasons").hexdigest()


def test_a_text_without_a_salt_is_refused() -> None:
    with pytest.raises(ValueError, match="salt"):
        salted("the reasons", "")


def test_values_become_words_that_the_database_gives_back() -> None:
    assert words_only(
        {
            "at": NOON,
            "allowance": timedelta(hours=4),
            "item": UUID(int=5),
            "outcome": Colour.RED,
            "roles": {"b", "a"},
            "both": (1, None, True),
        }
    ) == {
        "at": "2026-11-02T12:00:00.000000Z",
        "allowance": 14400,
        "item": "00000000-0000-0000-0000-000000000005",
        "outcome": "red",
        "roles": ["a", "b"],
        "both": [1, None, True],
    }


@pytest.mark.parametrize(
    "value",
    ["two words", "a\ttab", "a\nline", "x" * 129, "\x00", 1.5, b"bytes", object()],
)
def test_a_text_or_a_fraction_does_not_enter_the_record(value: object) -> None:
    with pytest.raises(NotAWord):
        words_only({"field": [value]})


def test_a_text_does_not_enter_as_a_name_either() -> None:
    with pytest.raises(NotAWord):
        words_only({"two words": 1})


@given(
    st.recursive(st.none() | st.booleans() | st.integers() | st.text(alphabet="ab·ü✓", max_size=5), st.lists)
)
def test_what_is_let_in_survives_being_written_and_read_as_json(value: object) -> None:
    words = words_only(value)
    assert json.loads(canonical(words)) == words
