"""X, once Twitter: names ignore case, and a post is known by its number whoever stands before it."""

import re
from collections.abc import Mapping

from channels_registry.domain.gate.findings import Finding, InvalidLink, Nested
from channels_registry.domain.gate.outcomes import (
    any_name,
    checked,
    fragment_path,
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

HOST = "x.com"

# Fifteen signs today; some elder names have more.
_NAME = re.compile(r"[A-Za-z0-9_]{1,20}")
_CODE = re.compile(r"[A-Za-z0-9]{3,20}")
_LIST = re.compile(r"[A-Za-z0-9_-]{1,60}")

_PRIVATE_WORDS = {
    "messages": ReasonCode.PRIVATE_MESSAGES,
    **dict.fromkeys(("account", "bookmarks", "lists", "notifications", "settings"), ReasonCode.PRIVATE_FEED),
}
_PRIVATE_INSIDE = {
    "chat": ReasonCode.PRIVATE_MESSAGES,
    "messages": ReasonCode.PRIVATE_MESSAGES,
    **dict.fromkeys(("bookmarks", "drafts", "monetization", "notifications"), ReasonCode.PRIVATE_FEED),
}
_OWN_WORDS = frozenset({
    "about", "compose", "download", "explore", "home", "jobs", "login", "logout", "oauth", "privacy",
    "search",
    "search-advanced", "share", "signup", "tos", "who_to_follow",
})  # fmt: skip
_LIVE = frozenset({"broadcasts", "spaces"})
_POSTS = frozenset({"status", "statuses"})


def judge(parts: Parts, door: str, platform: str) -> Finding | Nested:
    """Judge an address on x.com or twitter.com.

    Errors: InvalidLink (BAD_NAME, BAD_POST, LOOKALIKE_LETTERS and what ``read_segments`` raises).
    """
    segments = read_segments(parts.path) or read_segments(fragment_path(parts))
    if not segments:
        return own_page(platform, HOST, whole=True)
    word = segments[0].lower()
    if word in _PRIVATE_WORDS:
        return private(platform, HOST, _PRIVATE_WORDS[word])
    if word == "i":
        return _inside(segments[1:], platform)
    if word == "intent":
        return _intent(read_pairs(parts.query), platform)
    if word == "embed":
        return _status(read_pairs(parts.query).get("id", ""), "", platform)
    if word == "hashtag" and len(segments) > 1:
        return public(platform, HOST, TargetKind.HASHTAG, f"hashtag/{any_name(segments[1])}")
    if word in _OWN_WORDS or word == "hashtag":
        return own_page(platform, HOST)
    return _account(segments, platform)


def _account(segments: list[str], platform: str) -> Finding:
    name = latin_name(_NAME, segments[0].removeprefix("@"))
    word = segment_of(segments, 1).lower()
    if len(segments) > 2:
        if word in _POSTS:
            return _status(segments[2], name, platform)
        if word == "article":
            return public(platform, HOST, TargetKind.POST, f"i/article/{number(segments[2])}", name)
        if word == "lists":
            key = f"{name}/lists/{checked(_LIST, segments[2]).lower()}"
            return untold(platform, HOST, TargetKind.PLAYLIST, key, name)
    if word in _POSTS:
        raise InvalidLink(ReasonCode.BAD_POST)
    if word and not word.isascii():
        raise InvalidLink(ReasonCode.LOOKALIKE_LETTERS)
    if word == "bookmarks":
        return private(platform, HOST, ReasonCode.PRIVATE_FEED)
    return public(platform, HOST, TargetKind.ACCOUNT, name)


def _status(code: str, name: str, platform: str) -> Finding:
    return public(platform, HOST, TargetKind.POST, f"i/status/{number(code)}", name)


def _inside(segments: list[str], platform: str) -> Finding:
    word, code = segment_of(segments, 0).lower(), segment_of(segments, 1)
    if word in _PRIVATE_INSIDE:
        return private(platform, HOST, _PRIVATE_INSIDE[word])
    if word == "web" and code.lower() in _POSTS:
        word, code = "status", segment_of(segments, 2)
    if not code:
        return own_page(platform, HOST)
    if word in _POSTS:
        return _status(code, "", platform)
    if word in _LIVE:
        return public(platform, HOST, TargetKind.LIVE, f"i/{word}/{checked(_CODE, code)}")
    if word == "article":
        return public(platform, HOST, TargetKind.POST, f"i/article/{number(code)}")
    if word == "user":
        return public(platform, HOST, TargetKind.ACCOUNT, f"i/user/{number(code)}")
    if word == "events":
        return public(platform, HOST, TargetKind.EVENT, f"i/events/{number(code)}")
    if word in ("lists", "communities"):
        kind = TargetKind.GROUP if word == "communities" else TargetKind.PLAYLIST
        return untold(platform, HOST, kind, f"i/{word}/{number(code)}")
    return own_page(platform, HOST)


def _intent(fields: Mapping[str, str], platform: str) -> Finding:
    """Judge a button's address: it names an account, or it is a function."""
    if name := fields.get("screen_name"):
        return public(platform, HOST, TargetKind.ACCOUNT, latin_name(_NAME, name.removeprefix("@")))
    if code := fields.get("user_id"):
        return public(platform, HOST, TargetKind.ACCOUNT, f"i/user/{number(code)}")
    return own_page(platform, HOST)
