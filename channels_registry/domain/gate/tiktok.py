"""TikTok: an account by its name with the at sign, a video by its number alone."""

import re
from collections.abc import Mapping

from channels_registry.domain.gate.findings import Finding, InvalidLink, Nested
from channels_registry.domain.gate.known_hosts import LIBRARY
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

HOST = "tiktok.com"

_NAME = re.compile(r"@[A-Za-z0-9_.]{1,30}")
_CODE = re.compile(r"[A-Za-z0-9_-]{3,40}")

_PRIVATE_WORDS = {
    **dict.fromkeys(("chat", "direct", "inbox", "messages"), ReasonCode.PRIVATE_MESSAGES),
    **dict.fromkeys(("following", "friends", "setting", "settings", "tiktokstudio"), ReasonCode.PRIVATE_FEED),
    **dict.fromkeys(("invite", "join"), ReasonCode.PRIVATE_INVITE),
}
_VIDEO_WORDS = frozenset({"embed", "photo", "player", "v", "video"})


def judge(parts: Parts, door: str, platform: str) -> Finding | Nested:
    """Judge an address on one of TikTok's hosts.

    Errors: InvalidLink (BAD_NAME, BAD_POST, LOOKALIKE_LETTERS and what ``read_segments`` raises).
    """
    segments = read_segments(parts.path)
    if door == LIBRARY:
        return _advertisement(read_pairs(parts.query), platform)
    if not segments:
        return own_page(platform, HOST, whole=True)
    word, code = segments[0].lower(), segment_of(segments, 1)
    if word in _PRIVATE_WORDS:
        return private(platform, HOST, _PRIVATE_WORDS[word])
    if word[0] == "@":
        return _account(segments, platform)
    if word == "share" and len(segments) > 2:
        return _shared(code.lower(), segments[2], platform)
    if not code:
        if not word.isascii():
            raise InvalidLink(ReasonCode.LOOKALIKE_LETTERS, segments[0])
        return own_page(platform, HOST)
    return _target(word, segments, platform)


def _target(word: str, segments: list[str], platform: str) -> Finding:
    code = segments[1]
    if word in _VIDEO_WORDS:
        return _video(segments[-1], "", TargetKind.POST if word == "photo" else TargetKind.VIDEO, platform)
    if word == "tag":
        return public(platform, HOST, TargetKind.HASHTAG, f"tag/{any_name(code)}")
    if word == "music":
        return public(platform, HOST, TargetKind.SOUND, f"music/{number(code.rpartition('-')[2])}")
    if word == "t":
        key = f"t/{checked(_CODE, code)}"
        return untold(platform, HOST, TargetKind.VIDEO, key, reason=ReasonCode.SHORT_LINK)
    return own_page(platform, HOST)


def _account(segments: list[str], platform: str) -> Finding:
    # "tiktok.com/@/video/1" is a way to write a video without its author.
    name = latin_name(_NAME, segments[0]) if segments[0] != "@" else ""
    word, code = segment_of(segments, 1).lower(), segments[-1]
    if not word.isascii():
        raise InvalidLink(ReasonCode.LOOKALIKE_LETTERS)
    if word in ("video", "photo"):
        kind = TargetKind.VIDEO if word == "video" else TargetKind.POST
        return _video(segment_of(segments, 2), name, kind, platform)
    if not name:
        raise InvalidLink(ReasonCode.BAD_NAME)
    if word in ("playlist", "collection") and len(segments) > 2:
        key = f"{name}/{word}/{number(code.rpartition('-')[2])}"
        return public(platform, HOST, TargetKind.PLAYLIST, key, name)
    return public(platform, HOST, TargetKind.LIVE if word == "live" else TargetKind.ACCOUNT, name)


def _video(code: str, name: str, kind: TargetKind, platform: str) -> Finding:
    code = code.removesuffix(".html")
    return public(platform, HOST, kind, f"video/{number(code)}", name)


def _shared(word: str, code: str, platform: str) -> Finding:
    if word in ("video", "photo"):
        return _video(code, "", TargetKind.VIDEO if word == "video" else TargetKind.POST, platform)
    if word == "music":
        return public(platform, HOST, TargetKind.SOUND, f"music/{number(code.rpartition('-')[2])}")
    if word in ("user", "live"):
        kind = TargetKind.ACCOUNT if word == "user" else TargetKind.LIVE
        return public(platform, HOST, kind, f"share/{word}/{number(code)}")
    return own_page(platform, HOST)


def _advertisement(fields: Mapping[str, str], platform: str) -> Finding:
    code = fields.get("ad_id", "")
    if not code:
        return own_page(platform, "library.tiktok.com")
    key = f"ads/detail/?ad_id={number(code)}"
    return public(platform, "library.tiktok.com", TargetKind.ADVERTISEMENT, key)
