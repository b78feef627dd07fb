"""Hosts and names that look like others and are not: marked, so that a person looks twice."""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from urllib.parse import unquote

from channels_registry.domain.gate.known_hosts import KNOWN, MAIN, VIDEO, known_host

# Letters that pass for Latin ones (Cyrillic, Greek, Armenian, Latin extensions), by what they pass for.
_FOREIGN = {
    "a": "\u0430\u03b1\u0251", "b": "\u042c\u044c\u0432\u03b2\u0253", "c": "\u0441\u03f2\u1d04\u217d",
    "d": "\u0501\u0434\u217e", "e": "\u0435\u0451\u0454\u03b5\u04bd", "g": "\u0261\u0581",
    "h": "\u04bb\u0570\u043d", "i": "\u0131\u0456\u03b9", "j": "\u0458\u03f3", "k": "\u043a\u03ba\u1d0b",
    "l": "\u04cf\u01c0\u217c", "m": "\u043c\u03bc\u217f", "n": "\u0578\u057c\u03b7\u043f",
    "o": "\u043e\u03bf\u0585\u1d0f", "p": "\u0440\u03c1", "q": "\u051b\u0566", "r": "\u0433\u0280\u1d26",
    "s": "\u0455\ua731", "t": "\u0442\u03c4\u1d1b", "u": "\u057d\u03c5\u1d1c",
    "v": "\u0475\u03bd\u1d20\u2174",
    "w": "\u051d\u0461\u03c9\u1d21", "x": "\u0445\u03c7\u2179", "y": "\u0443\u04af\u03b3\u028f",
    "z": "\u1d22",
}  # fmt: skip
_LATIN = str.maketrans({foreign: plain for plain, letters in _FOREIGN.items() for foreign in letters})
# i, l and 1 are one sign here, o and 0 another.
_ONE_SIGN = str.maketrans({"i": "l", "1": "l", "|": "l", "0": "o"})
# In a host, digits stand for letters more boldly: "t3legram".
_DIGITS = str.maketrans({"3": "e", "7": "t", "9": "g"})
_PAIRS = (("rn", "m"), ("vv", "w"))
_WORDS = re.compile(r"[.-]")


@lru_cache(maxsize=4096)
def looks_like(host: str) -> str:
    """Return the well-known service that a host's name imitates, or nothing.

    ``host`` is not one of the service's own (the caller has looked).
    """
    seen = skeleton(host).removeprefix("www.")
    dotted = f".{seen}."
    for own, service in _OWN.items():
        if own in dotted:
            return service
    labels = seen.split(".")
    for label in labels:
        if label in _BRANDS:
            return _BRANDS[label]
    # t.men, t.media, t.me-login.example, telegram-me.example
    if seen.startswith("t.me"):
        return _BRANDS[_TELEGRAM]
    words = _WORDS.split(seen)
    return _BRANDS.get(words[0], "") if len(words) > 1 and words[1] in _ENDINGS else ""


def skeleton(host: str) -> str:
    """Return what a reader sees in a host's name: punycode undone, similar letters made one."""
    return name_skeleton(".".join(_unicode(label) for label in host.split("."))).translate(_DIGITS)


def imitated(key: str, known: Iterable[str]) -> str:
    """Return the first of the known keys for which a reader might take another key, or nothing.

    A key that is known itself imitates nothing.
    """
    keys = list(known)
    if key in keys:
        return ""
    seen = name_skeleton(key)
    return next((each for each in keys if name_skeleton(each) == seen), "")


def name_skeleton(name: str) -> str:
    """Return what a reader sees in a name: two names that look alike have the same."""
    plain = latin(unquote(name) if "%" in name else name).translate(_ONE_SIGN)
    for pair, sign in _PAIRS:
        plain = plain.replace(pair, sign)
    return plain


def latin(name: str) -> str:
    """Return the name in lower case, foreign letters replaced by the Latin ones that they pass for."""
    if name.isascii():
        return name.lower()
    bare = unicodedata.normalize("NFKD", name.lower())
    return "".join(sign for sign in bare if not unicodedata.combining(sign)).translate(_LATIN)


def _unicode(label: str) -> str:
    if not label.startswith("xn--"):
        return label
    try:
        return label[4:].encode("ascii").decode("punycode")
    except (UnicodeError, ValueError, OverflowError):
        return label


_OWN = {f".{skeleton(host)}.": known.grammar for host, known in KNOWN.items() if known.door in (MAIN, VIDEO)}
_TELEGRAM = skeleton("telegram")
# Names that are no words of a language: whoever bears one as a label imitates.
_BRANDS = {
    skeleton(label): known.grammar
    for host, label in (
        ("t.me", "telegram"), ("t.me", "t-me"), ("youtube.com", "youtube"), ("twitter.com", "twitter"),
        ("facebook.com", "facebook"), ("instagram.com", "instagram"), ("tiktok.com", "tiktok"),
        ("whatsapp.com", "whatsapp"), ("discord.com", "discord"),
    )
    if (known := known_host(host)) is not None
}  # fmt: skip
_ENDINGS = frozenset({"me", "dog", *(skeleton(end) for end in ("org", "com", "net"))})
