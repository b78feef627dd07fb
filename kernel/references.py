"""References that tell nothing: ``TD-7K3QM-9F2XA``.

Nine random characters of Crockford's base 32 (no I, L, O, U) and one check
character: the number modulo 32. They carry no count, no date and no agency.
"""

import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
PREFIX = "TD"
_RANDOM = 9
_READ_AS = str.maketrans({"I": "1", "L": "1", "O": "0"})


def _check(body: str) -> str:
    # Weights 1, 3, 5 … are odd, hence invertible modulo 32: every single wrong
    # character changes the sum.
    total = sum(ALPHABET.index(char) * (2 * place + 1) for place, char in enumerate(body))
    return ALPHABET[total % 32]


def new_reference() -> str:
    """Return a new random reference. Unique only by the database: retry on collision."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(_RANDOM))
    full = body + _check(body)
    return f"{PREFIX}-{full[:5]}-{full[5:]}"


def read_reference(text: str) -> str | None:
    """Return the canonical form of a typed reference, or None where it cannot be one."""
    letters = "".join(char for char in text.upper().translate(_READ_AS) if char.isalnum())
    body = letters.removeprefix(PREFIX)
    if len(body) != _RANDOM + 1 or any(char not in ALPHABET for char in body):
        return None
    if _check(body[:-1]) != body[-1]:
        return None
    return f"{PREFIX}-{body[:5]}-{body[5:]}"
