"""LINE: official accounts by their id with the at sign; all other ``ti/`` addresses are people's own."""

import re
from collections.abc import Mapping

from channels_registry.domain.gate.findings import Finding, InvalidLink, Nested
from channels_registry.domain.gate.known_hosts import MEDIA, VIDEO
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

HOST = "line.me"
VOOM = "linevoom.line.me"

_ID = re.compile(r"@[A-Za-z0-9_.-]{2,40}")
_CODE = re.compile(r"[A-Za-z0-9_-]{3,80}")

_PRIVATE_WORDS = frozenset({"call", "chat", "invite", "join", "messages", "msg", "nv", "omessage", "talk"})


def judge(parts: Parts, door: str, platform: str) -> Finding | Nested:
    """Judge an address on one of LINE's hosts.

    Errors: InvalidLink (BAD_NAME, BAD_POST, LOOKALIKE_LETTERS and what ``read_segments`` raises).
    """
    segments = read_segments(parts.path)
    fields = read_pairs(parts.query) if parts.query else {}
    if door == MEDIA:
        return _official_page(segment_of(segments, 0) or fields.get("accountId", ""), platform)
    if door == VIDEO:
        return _voom(segments, fields, platform)
    # "/R/" opens the app where there is one; the page behind it is the same.
    while segments and segments[0].lower() == "r":
        segments.pop(0)
    if not segments:
        return own_page(platform, HOST, whole=True)
    word = segments[0].lower()
    if word == "ti":
        return _contact(segments[1:], platform)
    if word in _PRIVATE_WORDS:
        return private(platform, HOST, ReasonCode.PRIVATE_MESSAGES)
    if word in ("oamessage", "oacall") and segment_of(segments, 1)[:1] == "@":
        return _account(segments[1], platform)
    if word == "home":
        return _home(segments, fields, platform)
    if not word.isascii():
        raise InvalidLink(ReasonCode.LOOKALIKE_LETTERS)
    return own_page(platform, HOST)


def _contact(segments: list[str], platform: str) -> Finding:
    word, code = segment_of(segments, 0).lower(), segment_of(segments, 1)
    if word == "p" and code[:1] == "@":
        return _account(code, platform)
    if word == "g2" and code:
        place = 2 if code.lower() in ("cover", "invite") and len(segments) > 2 else 1
        return untold(platform, HOST, TargetKind.GROUP, f"ti/g2/{checked(_CODE, segments[place])}")
    reason = ReasonCode.PRIVATE_PERSON if word == "p" else ReasonCode.PRIVATE_INVITE
    return private(platform, HOST, reason)


def _account(code: str, platform: str) -> Finding:
    return public(platform, HOST, TargetKind.ACCOUNT, f"R/ti/p/{latin_name(_ID, code)}")


def _official_page(code: str, platform: str) -> Finding:
    if not code:
        return own_page(platform, HOST)
    return _account(code if code[0] == "@" else "@" + code, platform)


def _home(segments: list[str], fields: Mapping[str, str], platform: str) -> Finding:
    """Judge ``/R/home/public/…``: profile and posts of an official account."""
    code = fields.get("id", "")
    if segment_of(segments, 1).lower() != "public" or not code:
        return own_page(platform, HOST)
    account = _official_page(code, platform)
    if post := fields.get("postId"):
        key = f"R/home/public/post?id={account.key.rpartition('/')[2]}&postId={checked(_CODE, post)}"
        return public(platform, HOST, TargetKind.POST, key, account.key)
    return account


def _voom(segments: list[str], fields: Mapping[str, str], platform: str) -> Finding:
    """Judge VOOM's addresses: ``/post/<number>``, ``/user/<code>``."""
    word, code = segment_of(segments, 0).lower(), segment_of(segments, 1)
    if word == "post" and code:
        return public(platform, VOOM, TargetKind.POST, f"post/{checked(_CODE, code)}")
    if word == "user" and code:
        user = f"user/{checked(_CODE, code)}"
        if segment_of(segments, 2).lower() == "post" and len(segments) > 3:
            return public(platform, VOOM, TargetKind.POST, f"post/{checked(_CODE, segments[3])}", user)
        return public(platform, VOOM, TargetKind.ACCOUNT, user)
    return own_page(platform, VOOM, whole=not word)
