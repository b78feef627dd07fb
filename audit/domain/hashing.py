"""What the record hashes, and how: recomputable by anybody with ``sha256sum``."""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from enum import Enum
from functools import lru_cache
from typing import NamedTuple
from uuid import UUID

JSON = str | int | bool | None | list["JSON"] | dict[str, "JSON"]

# Made once: json.dumps makes one each time, which is most of its cost.
_ENCODER = json.JSONEncoder(sort_keys=True, separators=(",", ":"), allow_nan=False)
# Longer than any id, instant, enum value or hash, shorter than any text worth hiding.
LONGEST_WORD = 128


class NotAWord(ValueError):
    """A text was about to enter the record, which holds words, ids and hashes only: a bug."""


class Columns(NamedTuple):
    """Every column of an entry that its hash covers: all but ``id`` and ``hash``."""

    subject_kind: str
    subject_id: str
    sequence: int
    at: datetime
    recorded_at: datetime
    actor_kind: str
    actor_id: str
    actor_label: str
    verb: str
    changes: JSON
    previous_hash: str


@lru_cache(maxsize=64)  # a burst is written at one instant
def instant(at: datetime) -> str:
    """Return an aware instant as the record spells it: UTC, microseconds, ``Z``."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")[: -len("+00:00")] + "Z"


def canonical(value: object) -> bytes:
    """Return the one spelling of a JSON value: sorted keys, no spaces, ASCII only."""
    return _ENCODER.encode(value).encode("ascii")


def digest(value: object) -> str:
    """Return the SHA-256 (64 hex digits) of the canonical spelling of a JSON value."""
    return hashlib.sha256(canonical(value)).hexdigest()


def entry_hash(columns: Columns) -> str:
    """Return the hash of an entry: of every column, the previous entry's hash among them."""
    said = columns._asdict()
    said["at"], said["recorded_at"] = instant(columns.at), instant(columns.recorded_at)
    return digest(said)


def salted(text: str, salt: str) -> str:
    """Return SHA-256 of ``salt:text``: what the record keeps instead of a text.

    The salt stands beside the text and is erased with it; without it nobody can try out
    what a short text was. Raises ValueError for an empty salt.
    """
    if not salt:
        raise ValueError("a text without a salt can be guessed from its hash")
    return hashlib.sha256(f"{salt}:{text}".encode()).hexdigest()


def words_only(value: object) -> JSON:
    """Return ``value`` as JSON that PostgreSQL gives back unchanged, or raise NotAWord.

    Instants become ISO in UTC, durations whole seconds, enumerations their value, ids
    their text. A string with white space or over 128 characters is a text and is refused,
    a fraction too (jsonb spells it anew, and the hash would not come out again).
    """
    kind = type(value)
    if kind is str:
        return _word(value)  # type: ignore[arg-type]
    if kind is int or kind is bool:
        return value  # type: ignore[return-value]
    match value:
        case Enum():
            return words_only(value.value)
        case Mapping():
            return {_word(str(key)): words_only(held) for key, held in value.items()}
        case set() | frozenset():
            return sorted((words_only(held) for held in value), key=canonical)
        case list() | tuple():
            return [words_only(held) for held in value]
    return _one_word(value)


def _one_word(value: object) -> JSON:
    match value:
        case None | bool() | int():
            return value
        case str():
            return _word(value)
        case datetime():
            return instant(value)
        case timedelta():
            return round(value.total_seconds())
        case UUID():
            return str(value)
    raise NotAWord(f"the record does not hold a {type(value).__name__}")


def _word(text: str) -> str:
    if len(text) > LONGEST_WORD or " " in text or not text.isprintable():
        raise NotAWord("the record holds words, ids and hashes: use salted(text, salt)")
    return text
