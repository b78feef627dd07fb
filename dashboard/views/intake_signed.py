"""What a form carries back signed, so that nobody writes it by hand."""

from typing import Any

from django.core import signing

from accounts.domain.acting import Actor
from cases.domain.content import Content
from kernel.references import new_reference

_REFERENCE, _SEEN = "dashboard.new-report", "dashboard.content-seen"


def new_report_token(actor: Actor) -> str:
    """Return the reference under which a new report will be saved, for this person's form.

    A double click sends the same reference twice, and the database takes it once.
    """
    return signing.dumps({"reference": new_reference(), "user": actor.user_id}, salt=_REFERENCE)


def reference_in(token: str, actor: Actor) -> str:
    """Return the reference in a form's token; a fresh one where it is not this person's."""
    read = _read(token, _REFERENCE)
    if isinstance(read, dict) and read.get("user") == actor.user_id:
        return str(read["reference"])
    return new_reference()


def seen_token(content: Content) -> str:
    """Return the content that a page shows, so that a conflict can say what changed since."""
    return signing.dumps(content, salt=_SEEN, compress=True)


def content_in(token: str) -> Content | None:
    """Return the content that a page showed, None where the token cannot be read."""
    read = _read(token, _SEEN)
    return read if isinstance(read, dict) else None


def _read(token: str, salt: str) -> Any:
    try:
        return signing.loads(token, salt=salt)
    except signing.BadSignature:
        return None
