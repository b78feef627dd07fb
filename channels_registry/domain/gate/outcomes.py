"""What the grammars of the well-known services say, in one shape.

A key is the address of its target on the service's usual host, so that what is
shown can be read again and gives the same key.
"""

import re
import unicodedata
from functools import cache
from urllib.parse import quote

from channels_registry.domain.gate.findings import Finding, InvalidLink
from channels_registry.domain.gate.splitting import Parts
from channels_registry.enums import ReasonCode, TargetKind, Verdict

_NUMBER = re.compile(r"[0-9]{1,25}")
_LONGEST_NAME = 100

_REASONS = {
    TargetKind.CHANNEL: ReasonCode.PUBLIC_ACCOUNT,
    TargetKind.ACCOUNT: ReasonCode.PUBLIC_ACCOUNT,
    TargetKind.PAGE: ReasonCode.PUBLIC_ACCOUNT,
    TargetKind.POST: ReasonCode.PUBLIC_POST,
    TargetKind.VIDEO: ReasonCode.PUBLIC_VIDEO,
    TargetKind.PLAYLIST: ReasonCode.PUBLIC_PLAYLIST,
    TargetKind.LIVE: ReasonCode.PUBLIC_LIVE,
    TargetKind.EVENT: ReasonCode.PUBLIC_EVENT,
    TargetKind.HASHTAG: ReasonCode.PUBLIC_HASHTAG,
    TargetKind.SOUND: ReasonCode.PUBLIC_SOUND,
    TargetKind.ADVERTISEMENT: ReasonCode.PUBLIC_ADVERTISEMENT,
}


def public(platform: str, host: str, kind: TargetKind, key: str, parent: str = "") -> Finding:
    """Return the finding of a public target."""
    return Finding(Verdict.PUBLIC, _REASONS[kind], platform, kind, key, shown_on(host) + key, parent=parent)


def untold(
    platform: str,
    host: str,
    kind: TargetKind,
    key: str,
    parent: str = "",
    *,
    reason: ReasonCode = ReasonCode.MEMBERS_AREA,
) -> Finding:
    """Return the finding of a target of which the link does not tell who can see it."""
    return Finding(Verdict.UNDETERMINABLE, reason, platform, kind, key, shown_on(host) + key, parent=parent)


def private(platform: str, host: str, reason: ReasonCode) -> Finding:
    """Return the finding of a private form: nothing behind the host is kept."""
    return Finding(Verdict.PRIVATE, reason, platform, shown=shown_on(host) + "\u2026")


def own_page(platform: str, host: str, *, whole: bool = False) -> Finding:
    """Return the finding of what is no user's; ``whole``: the bare host."""
    if whole:
        return Finding(Verdict.NOT_CONTENT, ReasonCode.WHOLE_PLATFORM, platform, shown=shown_on(host)[:-1])
    shown = shown_on(host) + "\u2026"
    return Finding(Verdict.NOT_CONTENT, ReasonCode.PLATFORM_OWN_PAGE, platform, shown=shown)


@cache
def shown_on(host: str) -> str:
    """Return the beginning of an address that no program turns into a link. Few hosts only."""
    return f"hxxps://{host.replace('.', '[.]')}/"


def checked(shape: re.Pattern[str], text: str) -> str:
    """Return the text where it has the shape of a code. Errors: InvalidLink (BAD_POST, LOOKALIKE_LETTERS)."""
    if shape.fullmatch(text):
        return text
    raise InvalidLink(ReasonCode.BAD_POST if text.isascii() else ReasonCode.LOOKALIKE_LETTERS)


def number(text: str) -> str:
    """Return a number without leading noughts. Errors: those of ``checked``."""
    return checked(_NUMBER, text).lstrip("0") or checked(_NUMBER, "")


def latin_name(shape: re.Pattern[str], text: str) -> str:
    """Return the key of a name of which case does not count.

    Errors: InvalidLink (BAD_NAME, LOOKALIKE_LETTERS).
    """
    if shape.fullmatch(text):
        return text.lower()
    if text.isascii():
        raise InvalidLink(ReasonCode.BAD_NAME)
    raise InvalidLink(ReasonCode.LOOKALIKE_LETTERS, text)


def any_name(text: str) -> str:
    """Return the key of a name or tag in any script, case set aside. Errors: InvalidLink (BAD_NAME)."""
    if len(text) > _LONGEST_NAME or any(sign in text for sign in "%?#&="):
        raise InvalidLink(ReasonCode.BAD_NAME)
    if text.isascii():
        return quote(text.lower(), safe="@")
    folded = unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).casefold())
    return quote(folded, safe="@")


def segment_of(segments: list[str], place: int) -> str:
    """Return a part of a path, nothing where the path is shorter."""
    return segments[place] if len(segments) > place else ""


def fragment_path(parts: Parts) -> str:
    """Return the path that an elder address keeps behind ``#!``, nothing where there is none."""
    return parts.fragment[1:] if parts.fragment[:2] == "!/" else ""
