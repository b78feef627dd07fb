"""Instagram: names ignore case; a post, reel or film has one code whatever its path."""

import re

from channels_registry.domain.gate.findings import Finding, InvalidLink, Nested
from channels_registry.domain.gate.known_hosts import INVITE, WRAPPER
from channels_registry.domain.gate.outcomes import (
    any_name,
    checked,
    latin_name,
    number,
    own_page,
    private,
    public,
    segment_of,
    untold,
)
from channels_registry.domain.gate.splitting import Parts, read_pairs, read_segments
from channels_registry.enums import ReasonCode, TargetKind

HOST = "instagram.com"

_NAME = re.compile(r"[A-Za-z0-9_.]{1,30}")
_CODE = re.compile(r"[A-Za-z0-9_-]{3,60}")
_HIGHLIGHT = re.compile(r"[A-Za-z0-9_=-]{8,80}")

_SHARED = re.compile(r"[A-Za-z0-9_-]{1,60}")

_UNTOLD = frozenset({"channel", "j", "s", "share", "stories"})
_POSTS = frozenset({"p", "reel", "reels", "tv"})
_PRIVATE_WORDS = {
    "direct": ReasonCode.PRIVATE_MESSAGES,
    "invites": ReasonCode.PRIVATE_INVITE,
    **dict.fromkeys(
        ("accounts", "archive", "challenge", "emails", "notifications", "your_activity"),
        ReasonCode.PRIVATE_FEED
    ),
}  # fmt: skip
_PRIVATE_TABS = frozenset({"archive", "close_friends", "saved"})
_OWN_WORDS = frozenset({
    "about", "api", "ar", "create", "developer", "directory", "explore", "fragment", "legal", "press",
    "privacy",
    "session", "sharedfiles", "static", "terms", "topics", "web",
})  # fmt: skip


def judge(parts: Parts, door: str, platform: str) -> Finding | Nested:
    """Judge an address on one of Instagram's hosts.

    Errors: InvalidLink (BAD_NAME, BAD_POST, LOOKALIKE_LETTERS and what ``read_segments`` raises).
    """
    if door == WRAPPER:
        carried = read_pairs(parts.query).get("u")
        return Nested(carried) if carried else own_page(platform, HOST)
    segments = read_segments(parts.path)
    if not segments:
        return own_page(platform, HOST, whole=True)
    word = segments[0].lower()
    if door == INVITE:
        return _short_host(word, segment_of(segments, 1), platform)
    if word in _PRIVATE_WORDS:
        return private(platform, HOST, _PRIVATE_WORDS[word])
    if word in _POSTS:
        return _post(segments, "", platform)
    if word in _UNTOLD and len(segments) > 1:
        return _untold(word, segments, platform)
    if word == "explore" and len(segments) > 2 and segments[1].lower() == "tags":
        return public(platform, HOST, TargetKind.HASHTAG, f"explore/tags/{any_name(segments[2])}")
    if word in _OWN_WORDS or word in _UNTOLD:
        return own_page(platform, HOST)
    in_app = word in ("_n", "_u") and len(segments) > 1
    return _account(segments[1:] if in_app else segments, platform)


def _account(segments: list[str], platform: str) -> Finding:
    name = latin_name(_NAME, segments[0].removeprefix("@"))
    tab = segment_of(segments, 1).lower()
    if not tab.isascii():
        raise InvalidLink(ReasonCode.LOOKALIKE_LETTERS)
    if tab in _PRIVATE_TABS:
        return private(platform, HOST, ReasonCode.PRIVATE_FEED)
    if tab in _POSTS and len(segments) > 2:
        return _post(segments[1:], name, platform)
    if tab == "guide" and len(segments) > 2:
        return public(platform, HOST, TargetKind.POST, f"{name}/guide/{number(segments[-1])}", name)
    kind = TargetKind.LIVE if tab == "live" else TargetKind.ACCOUNT
    return public(platform, HOST, kind, name)


def _post(segments: list[str], name: str, platform: str) -> Finding:
    word, code = segments[0].lower(), segment_of(segments, 1)
    if not code:
        return own_page(platform, HOST)
    if word == "reels" and code.lower() == "audio" and len(segments) > 2:
        return public(platform, HOST, TargetKind.SOUND, f"reels/audio/{number(segments[2])}")
    kind = TargetKind.POST if word == "p" else TargetKind.VIDEO
    return public(platform, HOST, kind, f"p/{checked(_CODE, code)}", name)


def _untold(word: str, segments: list[str], platform: str) -> Finding:
    code = segments[1]
    if word == "stories":
        return _story(code, segment_of(segments, 2), platform)
    if word == "s":
        return untold(platform, HOST, TargetKind.STORY, f"s/{checked(_HIGHLIGHT, code)}")
    if word == "share":
        key = "/".join(["share", *(checked(_SHARED, part) for part in segments[1:3])])
        return untold(platform, HOST, TargetKind.POST, key, reason=ReasonCode.SHORT_LINK)
    return untold(platform, HOST, TargetKind.CHANNEL, f"channel/{checked(_CODE, code)}")


def _story(name: str, code: str, platform: str) -> Finding:
    name = latin_name(_NAME, name)
    if name == "highlights":
        return untold(platform, HOST, TargetKind.STORY, f"stories/highlights/{number(code)}")
    key = f"stories/{name}/{number(code)}" if code else f"stories/{name}"
    return untold(platform, HOST, TargetKind.STORY, key, name, reason=ReasonCode.BRIEF_STORY)


def _short_host(word: str, code: str, platform: str) -> Finding:
    """Judge ig.me: ``/m/`` opens a conversation, ``/j/`` a broadcast channel."""
    if word == "j" and code:
        return untold(platform, HOST, TargetKind.CHANNEL, f"channel/{checked(_CODE, code)}")
    return private(platform, "ig.me", ReasonCode.PRIVATE_MESSAGES)
