"""How a link that is no valid one is shown: told apart, not clickable, no secret."""

import re
from urllib.parse import unquote

from channels_registry.domain.gate.cleaning import CONTROL, INVISIBLE
from channels_registry.domain.gate.known_hosts import MAIN, known_host
from channels_registry.enums import ReasonCode

_MOST = 120
_SHAPE = re.compile(r"(?:([A-Za-z*]{2,12}):)?(/*)([^/?#\\]*)[/\\]*([^/?#\\]*)(.*)", re.DOTALL)
_WORD = re.compile(r"[\w.~-]{1,64}")
_SECRET_WORD = re.compile(r"[0-9+ -]{5,}")
_HIDDEN = "\u2026"
_NAME_AT_FAULT = frozenset({ReasonCode.BAD_NAME, ReasonCode.BAD_POST, ReasonCode.LOOKALIKE_LETTERS})


def masked(text: str, reason: ReasonCode) -> str:
    """Return what may be shown of an invalid link: scheme, host, and the name where it is at fault."""
    plain = CONTROL.sub(" ", INVISIBLE.sub("", text[:512])).split()
    if not plain:
        return ""
    match = _SHAPE.fullmatch(plain[0])
    if match is None:
        return _HIDDEN
    scheme, slashes, authority, first, rest = match.groups("")
    user, at, host = authority.rpartition("@")
    shown = f"{_scheme(scheme)}{slashes[:2]}{_HIDDEN if user else ''}{at}{_word(host)}"
    if first and reason in _NAME_AT_FAULT and _has_names(host):
        shown += "/" + _word(first)
        first = ""
    if first or rest or len(plain) > 1:
        shown += _HIDDEN
    return shown.replace(".", "[.]")[:_MOST]


def _has_names(host: str) -> bool:
    """Whether the first part of a path may be a name: on a service's main host."""
    known = known_host(host.lower())
    return known is not None and known.door == MAIN


def _scheme(scheme: str) -> str:
    return f"{scheme.lower().replace('http', 'hxxp')}:" if scheme else ""


def _word(text: str) -> str:
    """Return a name as it stands; numbers, encoded signs and all that is no name are hidden."""
    bare = unquote(text.partition(":")[0])
    if not bare or (_WORD.fullmatch(bare) and not _SECRET_WORD.search(bare)):
        return bare
    return _HIDDEN
