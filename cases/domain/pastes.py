"""Pastes: what is read from them, and what of them may be stored.

Secrets of private links (an invitation's hash, a telephone number) are never stored:
in the stored text they are replaced by the form that may be shown.
"""

import re
from collections.abc import Iterable, Mapping
from math import ceil

from django.utils.translation import gettext_lazy as _

from cases.domain.citations import Placed
from cases.enums import Disposition
from cases.models import Finding
from channels_registry.domain.gate import find_links, judge
from channels_registry.domain.gate.cleaning import INVISIBLE
from channels_registry.domain.hosts import host_table
from kernel.errors import Invalid

LARGEST_PASTE = 1_000_000  # bytes of UTF-8
_HIDDEN = "\u2026"  # how the gate marks what it left out


def check_size(paste: str) -> None:
    """Raise Invalid where ``paste`` is larger than may be stored."""
    size = len(paste.encode())
    if size > LARGEST_PASTE:
        raise Invalid(
            "paste_too_large",
            _("The text is %(size)s KB large; at most 1,000 KB can be read. Enter it in parts.")
            % {"size": f"{ceil(size / 1_000):,}"},
            field="paste",
        )


def read_links(paste: str, earlier: Iterable[Finding], *, most: int) -> tuple[list[Placed], list[Finding]]:
    """Return the links of ``paste`` as judged and where they stand, and the earlier refusals left in it.

    What was masked when it was stored cannot be judged again: its first verdict stays.
    """
    table = host_table()
    kept = _still_standing(paste, earlier)
    masked = {finding.shown.rstrip(_HIDDEN) for finding in kept}
    found = find_links(paste, limit=most, hosts=table)
    judged = [
        Placed(judge(link.text, table), link) for link in found if link.text.rstrip(_HIDDEN) not in masked
    ]
    return judged, kept


def _still_standing(paste: str, earlier: Iterable[Finding]) -> list[Finding]:
    left: dict[str, int] = {}
    kept = []
    for finding in earlier:
        if finding.disposition != Disposition.REFUSED:
            continue
        count = left.setdefault(finding.shown, paste.count(finding.shown) if finding.shown else 0)
        if count:
            left[finding.shown] = count - 1
            kept.append(finding)
    return kept


def storable(paste: str, masks: Mapping[str, str]) -> str:
    """Return ``paste`` as it may be stored: every link of ``masks`` replaced by what may be shown.

    Marks that take no room are taken out first, so that no second spelling of a secret
    stays behind; NUL cannot be stored at all.
    """
    text = _plain(paste).replace("\x00", "")
    plain = {_plain(given): shown or _HIDDEN for given, shown in masks.items()}
    # The longest first: a link may stand within another. What merely begins like a refused
    # link, or carries its address inside, is another link and left alone.
    for given in sorted(plain, key=len, reverse=True):
        if given in text:
            alone = rf"(?<![\w/=&?%#@.+-]){re.escape(given)}(?!\w)"
            text = re.sub(alone, plain[given].replace("\\", r"\\"), text)
    # Still found: it runs into its neighbour. Now no secret may stay, whatever it costs.
    for link in find_links(text, limit=len(paste)):
        if plain.get(link.text, link.text) != link.text:
            text = text.replace(link.text, plain[link.text])
    return text


def _plain(text: str) -> str:
    return INVISIBLE.sub("", text)
