"""Links that let somebody in without a password: signed, dated, for one purpose.

The token carries what it is for and when it was issued; nothing is kept in a row. Whoever
opens it checks it against the world (is the contact still active, are his links void?).
"""

import binascii
import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.core.signing import BadSignature, Signer, b64_decode, b64_encode
from django.utils.translation import gettext_lazy as _

from kernel.errors import NotKnown

_ISSUED_AT = "_at"
LONGEST_TOKEN = 2000


@dataclass(frozen=True, slots=True)
class SignedPayload:
    """What a token said, and the instant at which it was issued."""

    payload: dict[str, str]
    issued_at: datetime


def sign(payload: dict[str, str], *, purpose: str, now: datetime) -> str:
    """Return a URL-safe token for ``payload``, issued at ``now``, good for ``purpose`` alone."""
    said = {**payload, _ISSUED_AT: now.astimezone(UTC).isoformat()}
    body = b64_encode(json.dumps(said, separators=(",", ":"), sort_keys=True).encode()).decode()
    return _signer(purpose).sign(body)


def read(token: str, *, purpose: str, max_age: timedelta, now: datetime) -> SignedPayload:
    """Return what a token says.

    Raises NotKnown for a token that was changed, was made for another purpose, is older
    than ``max_age`` or was issued after ``now``: one answer for all, it tells a stranger
    nothing.
    """
    said = _unsigned(token, purpose)
    issued_at = datetime.fromisoformat(said.pop(_ISSUED_AT))
    if not timedelta(0) <= now - issued_at <= max_age:
        raise _not_known()
    return SignedPayload(payload=said, issued_at=issued_at)


def _unsigned(token: str, purpose: str) -> dict[str, str]:
    if len(token) > LONGEST_TOKEN:
        raise _not_known()
    try:
        # The comparison inside takes the same time wherever the signatures differ.
        said: dict[str, str] = json.loads(b64_decode(_signer(purpose).unsign(token).encode()))
    except (BadSignature, binascii.Error, ValueError) as error:
        raise _not_known() from error
    return said


def _signer(purpose: str) -> Signer:
    return Signer(sep=".", salt=f"accounts.signed_links.{purpose}")


def _not_known() -> NotKnown:
    return NotKnown("link_not_known", _("This link is not valid, or no longer."))
