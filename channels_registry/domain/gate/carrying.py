"""Links that an address carries in its path or query: a redirect's aim, a page in an archive.

A redirect or an archive is a public address, but a private link in it would come
through the gate as a part of its key.
"""

import re
from collections.abc import Iterator
from urllib.parse import unquote_plus

from channels_registry.domain.gate.known_hosts import KNOWN
from channels_registry.domain.gate.splitting import Parts

_HOSTS = "|".join(sorted((re.escape(host) for host in KNOWN), key=len, reverse=True))
_TOPS = "|".join(sorted({host.rpartition(".")[2] for host in KNOWN}))
# Cheap signs that a known host may stand in the text; most addresses have none.
_HINT = re.compile(rf"%2e|%25|tg(?::|%3a)|\.(?:{_TOPS})(?![a-z0-9-])", re.IGNORECASE)
_CARRIED = re.compile(
    rf"(?<![\w.-])(?:tg:|(?:[a-z0-9_-]+\.){{0,3}}(?:{_HOSTS})\.?(?::[0-9]*)?[/?#\\])[^&\s]*", re.IGNORECASE
)
_MOST_DECODINGS = 4


def carried_links(parts: Parts) -> Iterator[str]:
    """Yield the links on hosts of well-known services that stand inside another address."""
    rest = f"{parts.path}?{parts.query}"
    if not _HINT.search(rest):
        return
    for _ in range(_MOST_DECODINGS):
        # A plus is a space in a query, and the sign of an invitation in a path.
        decoded = unquote_plus(rest).replace(" ", "+")
        for carried in _CARRIED.finditer(decoded):
            yield carried[0]
        if decoded == rest:
            return
        rest = decoded
