"""The door to the store of objects: an original under its hash. Network: never in a transaction."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any
from uuid import uuid4

import structlog
from django.conf import settings
from django.core.files.base import ContentFile, File
from django.core.files.storage import storages

from accounts.domain.acting import must_hold_nothing
from cases.models.evidence_rules import CHUNK_BYTES

ALIAS = "evidence"
DATABASE, OBJECTS = "database", "objects"
log = structlog.get_logger(__name__)


class StoreSilent(Exception):
    """The store does not answer, or refuses the desk."""


class NotWhole(Exception):
    """What should lie there does not: ``how`` says whether it is gone or another."""

    MISSING, ALTERED = "missing", "altered"

    def __init__(self, how: str) -> None:
        super().__init__(how)
        self.how = how


def is_chosen() -> bool:
    """Whether new originals go to the store of objects."""
    chosen: str = settings.EVIDENCE_STORE
    return chosen == OBJECTS


def is_there() -> bool:
    """Whether the desk knows a store of objects, new originals or not."""
    return ALIAS in settings.STORAGES


def put(source: IO[bytes], sha256: str) -> None:
    """Put an original under its hash, once, and read it back. Never overwrites.

    Raises StoreSilent; NotWhole where the store holds something else under this hash.
    """
    must_hold_nothing()
    with _asking():
        store = _store()
        if not store.exists(sha256):
            source.seek(0)
            store.save(sha256, File(source))
    fetch(sha256).close()


def fetch(sha256: str) -> IO[bytes]:
    """Return an original, read whole and found to have its hash. Raises StoreSilent, NotWhole."""
    must_hold_nothing()
    hashed = hashlib.sha256()
    with _asking():
        kept: IO[bytes] = _store().open(sha256)
        for data in pieces_of(kept):
            hashed.update(data)
        kept.seek(0)
    if hashed.hexdigest() != sha256:
        kept.close()
        raise NotWhole(NotWhole.ALTERED)
    return kept


def remove(sha256: str) -> None:
    """Remove an object; no error where there is none. Raises StoreSilent."""
    must_hold_nothing()
    with _asking():
        _store().delete(sha256)


def try_out() -> None:
    """Write, read and remove an object of no meaning. Raises StoreSilent, NotWhole."""
    word = uuid4().hex.encode()
    name = hashlib.sha256(word).hexdigest()
    with _asking():
        _store().save(name, ContentFile(word))
    fetch(name).close()
    remove(name)


def pieces_of(kept: IO[bytes]) -> Iterator[bytes]:
    """Read what is open, a stretch at a time."""
    while data := kept.read(CHUNK_BYTES):
        yield data


@contextmanager
def _asking() -> Iterator[None]:
    try:
        yield
    except FileNotFoundError:
        raise NotWhole(NotWhole.MISSING) from None
    except Exception as error:  # each library of a store has errors of its own
        log.warning("evidence_store_silent", error=type(error).__name__, said=str(error)[:300])
        raise StoreSilent from error


def _store() -> Any:
    return storages[ALIAS]
