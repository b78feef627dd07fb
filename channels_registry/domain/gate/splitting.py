"""Take a cleaned link apart, and undo one level of percent-encoding."""

import re
from typing import NamedTuple
from urllib.parse import unquote, unquote_plus

from channels_registry.domain.gate.addresses import read_host
from channels_registry.domain.gate.cleaning import CONTROL, INVISIBLE, LONGEST_LINK, TRAILING
from channels_registry.domain.gate.findings import InvalidLink
from channels_registry.enums import ReasonCode

WEB_SCHEMES = frozenset({"http", "https", "hxxp", "hxxps"})
USUAL_PORTS = frozenset({80, 443})

_SHAPE = re.compile(
    r"(?:([A-Za-z][A-Za-z0-9+.\-]*):)?([/\\]{2})?([^/\\?#]*)([^?#]*)(?:\?([^#]*))?(?:#(.*))?", re.DOTALL
)
_ENCODED = re.compile(r"%[0-9A-Fa-f]{2}")


class Parts(NamedTuple):
    """A web address in parts; ``port`` is 0 where it is left out, 80 or 443."""

    host: str
    port: int
    path: str
    query: str
    fragment: str


# What a browser shares: no other sign, port, user or defanging, so that nothing need be undone.
_SHARED = re.compile(
    r"https?://([a-z0-9.-]+)(/[A-Za-z0-9\-._~/@$+=]*)?(?:\?([A-Za-z0-9\-._~/@$+=&%:]*))?(?:#([A-Za-z0-9\-_=]*))?"
)


def split_shared(text: str) -> Parts | None:
    """Return the parts of an address as browsers share it, None of any other text: the fast path.

    It equals ``split_url(clean(text))``. Errors: what ``read_host`` raises.
    """
    match = _SHARED.fullmatch(text)
    if match is None or text[-1] in TRAILING or len(text) > LONGEST_LINK:
        return None
    host, path, query, fragment = match.groups("")
    return Parts(read_host(host), 0, path, query, fragment)


def split_url(text: str) -> Parts:
    """Return the parts of a web address, with or without its scheme.

    Errors: InvalidLink (FOREIGN_SCHEME, MISSING_SLASHES, NOT_A_LINK, USERINFO,
    BAD_PORT and what ``read_host`` raises).
    """
    match = _SHAPE.fullmatch(text)
    if match is None:
        raise InvalidLink(ReasonCode.NOT_A_LINK)
    scheme, slashes, authority, path, query, fragment = match.groups("")
    if scheme:
        if scheme.lower() not in WEB_SCHEMES:
            authority = _host_before_port(scheme, slashes, authority)
        elif not slashes:
            # Programs disagree: some read a host here, some a path.
            raise InvalidLink(ReasonCode.MISSING_SLASHES)
    elif not slashes and "." not in authority.replace("%2e", ".").replace("%2E", "."):
        _refuse_word(authority)
    if "@" in authority:
        raise InvalidLink(ReasonCode.USERINFO)
    host, port = _host_and_port(authority)
    # For browsers a backslash is a slash; "t.me\@other.example" is a trap.
    return Parts(read_host(host), port, path.replace("\\", "/"), query, fragment)


def decode_once(text: str) -> str:
    """Return the text with one level of percent-encoding and invisible marks undone.

    Errors: InvalidLink (BAD_ENCODING, DOUBLE_ENCODING, CONTROL_CHARACTERS).
    """
    if "%" not in text:
        return text
    try:
        text = unquote(text, errors="strict")
    except UnicodeDecodeError:
        raise InvalidLink(ReasonCode.BAD_ENCODING) from None
    if _ENCODED.search(text):
        raise InvalidLink(ReasonCode.DOUBLE_ENCODING)
    text = INVISIBLE.sub("", text)
    if CONTROL.search(text):
        raise InvalidLink(ReasonCode.CONTROL_CHARACTERS)
    return text


def read_segments(path: str) -> list[str]:
    """Return the parts of a path, decoded once, with empty parts, ``.`` and ``..`` resolved.

    Errors: those of ``decode_once``.
    """
    if "%" not in path and "//" not in path and "/." not in path:
        plain = path.strip("/")
        return plain.split("/") if plain else []
    segments = [part for part in decode_once(path).split("/") if part and part != "."]
    if ".." not in segments:
        return segments
    resolved: list[str] = []
    for part in segments:
        if part != "..":
            resolved.append(part)
        elif resolved:
            resolved.pop()
    return resolved


def read_pairs(query: str) -> dict[str, str]:
    """Return the fields of a query, decoded once; of a repeated field the first counts."""
    pairs: dict[str, str] = {}
    for part in query.split("&"):
        name, _, value = part.partition("=")
        if "%" in part or "+" in part:
            name, value = unquote_plus(name), unquote_plus(value)
        if name not in pairs:
            pairs[name] = value
    pairs.pop("", None)
    return pairs


def _host_before_port(scheme: str, slashes: str, authority: str) -> str:
    # "t.me:443/durov" has the shape of a scheme and a path.
    if slashes or not ("." in scheme or scheme.lower() == "localhost"):
        raise InvalidLink(ReasonCode.FOREIGN_SCHEME)
    return f"{scheme}:{authority}"


def _refuse_word(authority: str) -> None:
    if authority.isascii() or not any(sign in authority for sign in "\u3002\uff0e\uff61"):
        raise InvalidLink(ReasonCode.NOT_A_LINK)


def _host_and_port(authority: str) -> tuple[str, int]:
    host, colon, port = authority.rpartition(":")
    if not colon or authority.endswith("]"):
        return authority, 0
    if ":" in host and not host.startswith("["):
        raise InvalidLink(ReasonCode.BAD_HOST)
    if not port:
        return host, 0
    digits = port.lstrip("0")
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 5 and int(digits) <= 65535):
        raise InvalidLink(ReasonCode.BAD_PORT)
    return host, 0 if int(digits) in USUAL_PORTS else int(digits)
