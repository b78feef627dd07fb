"""An extract of the record: whole as it was made, and not after anything in it was changed."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from audit.domain.chain import NewEntry, record
from audit.domain.extracting import Unreadable, check_extract, extract_of
from audit.domain.hashing import digest
from audit.domain.sealing import seal
from tests.factories.record import Somebody

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
SUBJECT = "TD-7K3QM-9F2XA"


@pytest.fixture
def extract() -> dict[str, Any]:
    for verb in ("file", "send", "close"):
        record([NewEntry("case", SUBJECT, verb, {"state": verb})], by=Somebody(), at=NOON)
    seal(now=NOON)
    said: dict[str, Any] = json.loads(json.dumps(extract_of("case", SUBJECT, made_at=NOON)))
    return said


def test_an_extract_as_it_was_made_is_whole(extract: dict[str, Any]) -> None:
    assert check_extract(extract) == []
    assert [entry["verb"] for entry in extract["entries"]] == ["file", "send", "close"]
    assert [seal["sequence"] for seal in extract["checkpoints"]] == [3]


def _other_verb(said: dict[str, Any]) -> None:
    said["entries"][1]["verb"] = "nothing"


def _entry_gone(said: dict[str, Any]) -> None:
    del said["entries"][1]


def _last_gone(said: dict[str, Any]) -> None:
    del said["entries"][2]


def _other_subject(said: dict[str, Any]) -> None:
    said["subject_id"] = "TD-00000-00000"


def _other_seal(said: dict[str, Any]) -> None:
    said["checkpoints"][0]["entry_hash"] = "0" * 64


@pytest.mark.parametrize("change", [_other_verb, _entry_gone, _last_gone, _other_subject, _other_seal])
@pytest.mark.parametrize("hashed_anew", [False, True])
def test_what_was_changed_afterwards_is_found_though_the_file_was_hashed_anew(
    extract: dict[str, Any], change: Callable[[dict[str, Any]], None], hashed_anew: bool
) -> None:
    change(extract)
    if hashed_anew:
        extract["sha256"] = digest({name: extract[name] for name in extract if name != "sha256"})
    assert check_extract(extract) != []


def test_a_checkpoint_that_is_not_the_published_one_is_found(extract: dict[str, Any]) -> None:
    number, known = extract["checkpoints"][0]["number"], extract["checkpoints"][0]["hash"]
    assert check_extract(extract, published={number: known}) == []
    assert check_extract(extract, published={number: "0" * 64}) != []


@pytest.mark.parametrize("said", [{}, [], {"format": "x"}, None])
def test_another_file_is_no_extract(said: Any) -> None:
    with pytest.raises(Unreadable):
        check_extract(said)
