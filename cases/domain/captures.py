"""Who saved what a file shows, when, and from where: said by whoever hands it in."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from cases.domain.sheets.masking import mask_words
from channels_registry.domain.hosts import host_table
from kernel.errors import Invalid

BY_AT_MOST = 200
FROM_AT_MOST = 500
_CLOCKS_DIFFER = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Capture:
    """What is said of how a file came to be; empty where nobody says it. The agency's own."""

    at: datetime | None = None
    by: str = ""
    source: str = ""


def checked_capture(capture: Capture, now: datetime) -> Capture:
    """Return what may be stored of ``capture``: without margins, secrets of private links masked.

    Inner read. Raises Invalid for an instant that is still to come, and for what is too long.
    """
    if capture.at is not None and capture.at > now + _CLOCKS_DIFFER:
        said = _("This is still to come. Say when it was captured.")
        raise Invalid("captured_later", said, field="captured_at")
    by, source = (text.replace("\x00", "").strip() for text in (capture.by, capture.source))
    for text, most, field in ((by, BY_AT_MOST, "captured_by"), (source, FROM_AT_MOST, "captured_from")):
        if len(text) > most:
            too_long = _("At most %(most)s characters.") % {"most": most}
            raise Invalid("capture_too_long", too_long, field=field)
    if not (by or source):
        return Capture(capture.at)
    by, source = mask_words((by, source), host_table())
    return Capture(capture.at, by[:BY_AT_MOST], source[:FROM_AT_MOST])
