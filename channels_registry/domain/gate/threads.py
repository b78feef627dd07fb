"""Threads: an account by its name with the at sign, a post by its code alone."""

import re

from channels_registry.domain.gate.findings import Finding, InvalidLink, Nested
from channels_registry.domain.gate.known_hosts import WRAPPER
from channels_registry.domain.gate.outcomes import (
    checked,
    latin_name,
    own_page,
    private,
    public,
    segment_of,
    untold,
)
from channels_registry.domain.gate.splitting import Parts, read_pairs, read_segments
from channels_registry.enums import ReasonCode, TargetKind

HOST = "threads.com"

_NAME = re.compile(r"@[A-Za-z0-9_.]{1,30}")
_CODE = re.compile(r"[A-Za-z0-9_-]{3,60}")

_PRIVATE_WORDS = {
    **dict.fromkeys(("chat", "direct", "inbox", "messages"), ReasonCode.PRIVATE_MESSAGES),
    **dict.fromkeys(
        ("activity", "for_you", "following", "liked", "saved", "settings"), ReasonCode.PRIVATE_FEED
    ),
    **dict.fromkeys(("invite", "join"), ReasonCode.PRIVATE_INVITE),
}
_UNTOLD = {"custom_feed": TargetKind.PLAYLIST, "communities": TargetKind.GROUP, "community": TargetKind.GROUP}


def judge(parts: Parts, door: str, platform: str) -> Finding | Nested:
    """Judge an address on threads.com or threads.net.

    Errors: InvalidLink (BAD_NAME, BAD_POST, LOOKALIKE_LETTERS and what ``read_segments`` raises).
    """
    if door == WRAPPER:
        carried = read_pairs(parts.query).get("u")
        return Nested(carried) if carried else own_page(platform, HOST)
    segments = read_segments(parts.path)
    if not segments:
        return own_page(platform, HOST, whole=True)
    word, code = segments[0].lower(), segment_of(segments, 1)
    if word in _PRIVATE_WORDS:
        return private(platform, HOST, _PRIVATE_WORDS[word])
    if word[0] == "@":
        return _account(segments, platform)
    if word in ("t", "post") and code:
        return _post(code, "", platform)
    if word in _UNTOLD and code:
        return untold(platform, HOST, _UNTOLD[word], f"{word}/{checked(_CODE, code)}")
    if not word.isascii():
        raise InvalidLink(ReasonCode.LOOKALIKE_LETTERS, segments[0])
    return own_page(platform, HOST)


def _account(segments: list[str], platform: str) -> Finding:
    name, tab = latin_name(_NAME, segments[0]), segment_of(segments, 1).lower()
    if tab == "post":
        return _post(segment_of(segments, 2), name, platform)
    if not tab.isascii():
        raise InvalidLink(ReasonCode.LOOKALIKE_LETTERS)
    return public(platform, HOST, TargetKind.ACCOUNT, name)


def _post(code: str, name: str, platform: str) -> Finding:
    return public(platform, HOST, TargetKind.POST, f"t/{checked(_CODE, code)}", name)
