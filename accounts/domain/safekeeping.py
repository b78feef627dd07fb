"""Secrets that must be read again, as a second factor's: sealed in the database.

A password is hashed; what an authenticator app and the desk share cannot be. Whoever steals
a copy of the database gets nothing without the keys, which stand in the environment.
"""

import base64
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


class Unreadable(Exception):
    """The secret was sealed with a key that is no longer among the keys, or was changed."""


def seal(text: str) -> str:
    """Return ``text`` encrypted and signed with the first of the keys."""
    return _keys(tuple(settings.FACTOR_KEYS)).encrypt(text.encode()).decode()


def unseal(sealed: str) -> str:
    """Return what was sealed with any of the keys. Raises Unreadable."""
    try:
        return _keys(tuple(settings.FACTOR_KEYS)).decrypt(sealed.encode()).decode()
    except InvalidToken as error:
        raise Unreadable from error


@lru_cache(maxsize=4)
def _keys(words: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(_derived(word)) for word in words])


def _derived(word: str) -> bytes:
    """Return a key made of a long random word, for this purpose alone."""
    derive = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"accounts.safekeeping")
    return base64.urlsafe_b64encode(derive.derive(word.encode()))
