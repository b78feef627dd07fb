"""Links to flagged content as text that nothing opens by accident, and strangers' text made safe."""

import re
import unicodedata
from typing import Any
from urllib.parse import urlsplit

from django import template

register = template.Library()

# Drawn as nothing although Unicode counts them among letters, marks or symbols.
BLANK_LETTERS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
VARIATION_SELECTORS = (range(0xFE00, 0xFE10), range(0xE0100, 0xE01F0))
HIDDEN_CATEGORIES = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"})
KEPT = frozenset("\r\n\t")
JOINERS = frozenset("\u200c\u200d")
EMOJI_SELECTOR = "\ufe0f"
FIRST_JOINING = 0x0590  # Hebrew and everything after: beyond Latin, Greek, Cyrillic, Armenian
FIRST_EMOJI = 0x2190

SCHEME = re.compile(r"^(?P<name>[a-z][a-z0-9+.-]*):(?P<slashes>[/\\]*)", re.IGNORECASE)
NESTED = re.compile(r"http(s?)://", re.IGNORECASE)
WEB = {"http": "hxxp", "https": "hxxps"}


def _is_hidden(character: str) -> bool:
    if character in KEPT or character == " ":
        return False
    if character in BLANK_LETTERS or unicodedata.category(character) in HIDDEN_CATEGORIES:
        return True
    if any(ord(character) in selectors for selectors in VARIATION_SELECTORS):
        return True
    return character.isspace()


def show_hidden(text: str) -> str:
    """Return ``text`` with every invisible or direction-changing character as ⟨U+202E⟩."""
    return "".join(f"⟨U+{ord(c):04X}⟩" if _is_hidden(c) else c for c in text)


def _spells(text: str, place: int) -> bool:
    """Whether the invisible character at ``place`` is ordinary spelling there, not a disguise.

    Persian and the scripts of India need joiners inside words, emoji need a selector; between
    Latin, Greek or Cyrillic letters both serve only to make two strings look alike.
    """
    before = ord(text[place - 1]) if place else 0
    after = ord(text[place + 1]) if place + 1 < len(text) else 0
    if text[place] in JOINERS:
        return before >= FIRST_JOINING and after >= FIRST_JOINING
    return text[place] == EMOJI_SELECTOR and before >= FIRST_EMOJI


def defanged(url: str) -> str:
    """Return ``url`` in the form that no program takes for a link: ``hxxps://t[.]me/…``.

    Only the dots of the host are bracketed, so that the path stays as it was given.
    A link that arrived defanged comes out the same.
    """
    whole = url.replace("[.]", ".").replace("[:]", ":")
    whole = re.sub(r"^hxxp", "http", whole, flags=re.IGNORECASE)
    if whole.startswith("@"):
        return show_hidden(whole)
    scheme = SCHEME.match(whole)
    if scheme and not scheme["slashes"] and "." in scheme["name"]:
        scheme = None  # a host and its port
    prefix = ""
    if scheme:
        name, slashes, whole = scheme["name"], scheme["slashes"], whole[scheme.end() :]
        if name.lower() not in WEB:
            return show_hidden(f"{name}[:]{slashes}{whole}")
        prefix = f"{WEB[name.lower()]}:{slashes}"
    host = re.split(r"[/?#\\]", whole, maxsplit=1)[0]
    tail = NESTED.sub(r"hxxp\1://", whole[len(host) :])
    return show_hidden(prefix + host.replace(".", "[.]") + tail)


def may_open(url: str) -> bool:
    """Whether a page may offer to open ``url`` after a warning: the web's schemes, no tricks."""
    if any(_is_hidden(character) for character in url):
        return False
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in WEB and bool(parts.hostname) and "@" not in parts.netloc


@register.filter
def defang(url: object) -> str:
    """Return a link as text: see ``defanged``."""
    return defanged(str(url or ""))


@register.filter
def visible(text: object) -> str:
    """Return a stranger's prose with its invisible characters shown, ordinary spelling left."""
    given = "" if text is None else str(text)
    return "".join(
        character if _spells(given, place) else show_hidden(character)
        for place, character in enumerate(given)
    )


@register.inclusion_tag("components/_link.html")
def content_link(url: object, open: bool = False) -> dict[str, Any]:
    """Render a link to flagged content: text, a copy button and, with ``open``, a guarded way.

    Never pass ``open`` for child abuse material.
    """
    given = str(url or "")
    return {"url": given, "text": defanged(given), "openable": open and may_open(given)}
