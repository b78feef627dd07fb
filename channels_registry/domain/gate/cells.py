"""Where the cell of a pasted sheet ends, when nothing but a comma or semicolon parts it from the next."""

import re

from channels_registry.domain.gate.cleaning import refang

_HEADINGS = frozenset({"alamat", "link", "links", "tautan", "url", "urls"})
_TELEGRAM = re.compile(r"(?:h[a-z*]+://)?(?:[a-z0-9_]+\.)?(?:t\.me|telegram\.(?:me|dog))/|tg:", re.IGNORECASE)
# A semicolon may be the end of a written-out "&amp;".
_PART = re.compile(r",|(?<!&amp);", re.IGNORECASE)
_PART_AFTER_SLASH = re.compile(r"(?<=/)[,;]")


def delimiter_of(text: str) -> str:
    """Return the comma or semicolon of a sheet whose first line names a column of links, else nothing."""
    heading = text.lstrip()[:300].partition("\n")[0]
    for sign in ",;":
        cells = {cell.strip(' \t\r"').lower() for cell in heading.split(sign)}
        if len(cells) > 1 and cells & _HEADINGS:
            return sign
    return ""


def without_next_cell(link: str, delimiter: str) -> str:
    """Return the link up to the end of its cell.

    Telegram's links hold no comma or semicolon, others none right behind a
    slash; elsewhere both may belong to the link, unless the sheet's heading
    told the ``delimiter``.
    """
    if delimiter:
        return link.partition(delimiter)[0]
    part = (_PART if _TELEGRAM.match(refang(link)) else _PART_AFTER_SLASH).search(link)
    return link[: part.start()] if part else link
