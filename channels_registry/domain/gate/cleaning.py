"""Undo what people, mail programs and spreadsheets do to links before they are pasted."""

import re

from channels_registry.domain.gate.findings import InvalidLink
from channels_registry.enums import ReasonCode

# Longer than any address a browser shares; bounds the work spent on one link.
LONGEST_LINK = 4096

# Takes no room on the screen, or turns the direction of what follows: soft
# hyphen, joiners, zero-width spaces, direction marks, variation selectors, tags.
INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\U000e0000-\U000e0fff]"
)
CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")

TRAILING = frozenset(".,;:!?'\"`*~|>)]}([{<\u2026\u2019\u201d\u00bb\u060c\u061b\u06d4\u0964")
_CLOSES = {")": "(", "]": "[", "}": "{"}
_WRAPPERS = {
    "<": ">", "(": ")", "[": "]", "{": "}", '"': '"', "'": "'", "`": "`", "*": "*",
    "\u201c": "\u201d", "\u2018": "\u2019", "\u00ab": "\u00bb", "\u201e": "\u201c",
}  # fmt: skip

_PLAIN = re.compile(r"[A-Za-z0-9\-._~:/?#@!$&+,;=%^|]+")
_DEFANGED = re.compile(r" ?[\[({] ?(dot|[.:@/]|:?//) ?[\])}] ?", re.IGNORECASE)
_STARRED_SCHEME = re.compile(r"^h\*\*p", re.IGNORECASE)


def clean(url: str) -> str:
    """Return the link without wrappers, defanging, invisible marks and trailing punctuation.

    Errors: InvalidLink (EMPTY, TOO_LONG, CONTROL_CHARACTERS, NOT_A_LINK).
    """
    if len(url) > LONGEST_LINK:
        raise InvalidLink(ReasonCode.TOO_LONG)
    # Nearly every link is plain, and this path is the hot one.
    if _PLAIN.fullmatch(url) and url[-1] not in TRAILING and "&amp;" not in url:
        return url
    text = INVISIBLE.sub("", url).strip()
    if not text:
        raise InvalidLink(ReasonCode.EMPTY)
    if CONTROL.search(text):
        raise InvalidLink(ReasonCode.CONTROL_CHARACTERS)
    text = trim_tail(refang(_unwrap(" ".join(text.split()))))
    if not text or " " in text:
        raise InvalidLink(ReasonCode.NOT_A_LINK)
    return text


def refang(text: str) -> str:
    """Return the text with ``t[.]me``, ``https[:]//``, ``h**p`` and ``t\\.me`` as in a link."""
    text = _DEFANGED.sub(_plain_sign, text)
    text = _STARRED_SCHEME.sub("http", text).replace("\\.", ".")
    return text.replace("&amp;", "&").replace("\uff20", "@")


def trim_tail(text: str) -> str:
    """Return the text without the punctuation that ended the sentence, not the link.

    A closing bracket stays where its opening one is part of the link.
    """
    end = len(text)
    while end and text[end - 1] in TRAILING:
        opening = _CLOSES.get(text[end - 1])
        if opening and text.count(opening, 0, end) >= text.count(text[end - 1], 0, end):
            break
        end -= 1
    return text[:end]


def _plain_sign(match: re.Match[str]) -> str:
    sign = match[1]
    return "." if sign.lower() == "dot" else sign


def _unwrap(text: str) -> str:
    while len(text) > 1 and _WRAPPERS.get(text[0]) == trimmed_end(text):
        text = text[1 : text.rindex(_WRAPPERS[text[0]])].strip()
    return text


def trimmed_end(text: str) -> str:
    """Return the last sign of the text that is no comma, full stop or semicolon."""
    return text.rstrip(".,;")[-1:]
