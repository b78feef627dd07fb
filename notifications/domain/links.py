"""Where a message leads: a page behind the sign-in, or a link signed when the mail is made."""

from collections.abc import Mapping
from datetime import datetime

from django.conf import settings

from accounts.domain import signed_links
from audit.domain.hashing import JSON

# Which field of a link says what it is for, and the path that reads it.
_PURPOSES = {
    "case": ("case", "/link/"),
    "drill": ("drill", "/drill/"),
    "invitation": ("invitation", "/invitation/"),
    "person": ("password", "/password/"),
}


def link_for(context: Mapping[str, JSON], *, now: datetime) -> str:
    """Return the whole address that a message leads to, signed at ``now``, or "".

    The token of a signed link stands in the mail alone, never in a row. Raises ValueError
    for a link that nothing reads.
    """
    said = context.get("link")
    if isinstance(said, Mapping):
        return f"{settings.BASE_URL}{_signed_path(said, now)}"
    path = context.get("path")
    return f"{settings.BASE_URL}{path}" if path else ""


def _signed_path(said: Mapping[str, JSON], now: datetime) -> str:
    for field, (purpose, path) in _PURPOSES.items():
        if field in said:
            payload = {key: str(value) for key, value in said.items()}
            return f"{path}{signed_links.sign(payload, purpose=purpose, now=now)}/"
    raise ValueError(f"no page reads a link with {sorted(said)}")
