"""Whether a row still says what a form showed, for rows without a version of their own."""

import hashlib
from collections.abc import Sequence

from django.db import models
from django.utils.translation import gettext_lazy as _

from kernel.errors import Conflict


def fingerprint(row: models.Model, fields: Sequence[str]) -> str:
    """Return a short hash of these fields of ``row``; a form carries it back."""
    values = [str(row.serializable_value(name)) for name in fields]
    return hashlib.sha256("\x1f".join(values).encode()).hexdigest()[:16]


def refuse_if_stale(row: models.Model, fields: Sequence[str], *, seen: str) -> None:
    """Raise Conflict where ``row`` changed since the form was shown. Empty ``seen``: no form."""
    if seen and seen != fingerprint(row, fields):
        raise Conflict(
            "changed_meanwhile",
            _("Somebody changed this while you were writing. Compare, then save again."),
        )
