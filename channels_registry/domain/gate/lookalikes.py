"""Hosts that look like Telegram's and are not: they are sites, and are marked."""

import re
import unicodedata
from functools import lru_cache

from channels_registry.domain.gate.host_table import TELEGRAM, TELEGRAM_HOSTS

# Letters and digits that pass for those of Telegram's hosts (Cyrillic, Greek,
# Armenian, Latin extensions); i, l and 1 are one sign here.
_ALIKE = str.maketrans({
    "\u0430": "a", "\u03b1": "a", "\u0251": "a",
    "\u0501": "d", "\u0434": "d",
    "\u0435": "e", "\u0451": "e", "\u0454": "e", "\u03b5": "e", "\u04bd": "e", "3": "e",
    "\u0261": "g", "\u0581": "g", "\u0433": "r", "9": "g",
    "i": "l", "1": "l", "\u0131": "l", "\u0456": "l", "\u04cf": "l", "\u03b9": "l", "\u01c0": "l",
    "\u043c": "m", "\u03bc": "m", "\u217f": "m",
    "\u043e": "o", "\u03bf": "o", "\u0585": "o", "0": "o",
    "\u0440": "p", "\u03c1": "p", "\u0280": "r",
    "\u0442": "t", "\u03c4": "t", "\u1d1b": "t", "7": "t",
})  # fmt: skip
_PAIRS = (("rn", "m"), ("vv", "w"))
_WORDS = re.compile(r"[.-]")


@lru_cache(maxsize=4096)
def looks_like(host: str) -> str:
    """Return the slug of the platform that a host's name imitates, or nothing.

    ``host`` is not one of the platform's own (the caller has looked).
    """
    seen = skeleton(host).removeprefix("www.")
    dotted = f".{seen}"
    if any(f".{own}." in f"{dotted}." for own in _OWN):
        return TELEGRAM
    # t.men, t.media, t.me-login.example, telegram.example, t-me.example
    if seen.startswith("t.me") or any(label in _BRAND for label in seen.split(".")):
        return TELEGRAM
    return TELEGRAM if _WORDS.split(seen)[:2] in _FIRST_WORDS else ""


def skeleton(host: str) -> str:
    """Return what a reader sees in a host's name: punycode undone, similar letters made one."""
    text = ".".join(_unicode(label) for label in host.split("."))
    bare = unicodedata.normalize("NFKD", text.lower())
    plain = "".join(sign for sign in bare if not unicodedata.combining(sign)).translate(_ALIKE)
    for pair, sign in _PAIRS:
        plain = plain.replace(pair, sign)
    return plain


def _unicode(label: str) -> str:
    if not label.startswith("xn--"):
        return label
    try:
        return label[4:].encode("ascii").decode("punycode")
    except (UnicodeError, ValueError, OverflowError):
        return label


_OWN = tuple(skeleton(host) for host in (*TELEGRAM_HOSTS, "telegram.org"))
_BRAND = frozenset({skeleton("telegram"), "t-me"})
_FIRST_WORDS = [[skeleton("telegram"), word] for word in ("me", "dog", skeleton("org"))]
