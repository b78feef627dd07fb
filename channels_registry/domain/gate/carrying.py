"""Links that an address carries in its path or query: a redirect's aim, a page in an archive.

A redirect or an archive is a public address, but a private link in it would come
through the gate as a part of its key.
"""

import re
from collections.abc import Iterable, Iterator
from urllib.parse import unquote_plus

from channels_registry.domain.gate.known_hosts import KNOWN
from channels_registry.domain.gate.splitting import Parts

_HOSTS = "|".join(sorted((re.escape(host) for host in KNOWN), key=len, reverse=True))
_TOPS = "|".join(sorted({host.rpartition(".")[2] for host in KNOWN}))
# Cheap signs that a known host may stand in the text; most addresses have none.
_HINT = re.compile(rf"%|tg:|\.(?:{_TOPS})(?![a-z0-9-])", re.IGNORECASE)
# Where a carried link begins, up to its path; it ends with the text, a blank or the next field.
_BEGINNING = re.compile(
    rf"(?<![\w.-])(?:tg:|(?:[a-z0-9_-]+\.){{0,6}}(?:{_HOSTS})\.{{0,9}}(?::[0-9]*)?[/?#\\])", re.IGNORECASE
)
_MOST_DECODINGS = 4
_LONGEST = 512  # of a carried link is looked at; what is private shows at its beginning
# What no service reads, and what hides a form that it reads: "/messages;x=1/", "x.com../".
_NOISE = re.compile(r";[^/?#]*|(?<=[a-z])\.+(?=[:/?#\\])", re.IGNORECASE)


def carried_links(parts: Parts) -> Iterator[str]:
    """Yield the links on hosts of well-known services that stand inside another address.

    Each in all readings: what follows a ``&`` may be its own or the address's around it.
    """
    rest = f"{parts.path}?{parts.query}"
    if _HINT.search(rest):
        seen = set()
        for reading in _readings((rest, parts.path, *parts.query.split("&"))):
            if reading not in seen:
                seen.add(reading)
                yield reading


def _readings(pieces: Iterable[str]) -> Iterator[str]:
    for piece in pieces:
        for text in _decoded(piece):
            for begun in _BEGINNING.finditer(text):
                carried = text[begun.start() : begun.start() + _LONGEST].partition(" ")[0]
                for reading in (carried, carried.partition("&")[0]):
                    yield reading
                    yield _NOISE.sub("", reading)


def _decoded(text: str) -> Iterator[str]:
    for _ in range(_MOST_DECODINGS):
        # A plus is a space in a query, and the sign of an invitation in a path.
        decoded = unquote_plus(text).replace(" ", "+")
        yield decoded
        if decoded == text:
            return
        text = decoded
