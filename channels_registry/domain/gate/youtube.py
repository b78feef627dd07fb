"""YouTube: videos by their id of eleven signs, channels by handle, id or name."""

import re
from collections.abc import Mapping
from urllib.parse import urljoin

from channels_registry.domain.gate.findings import Finding, InvalidLink, Nested
from channels_registry.domain.gate.known_hosts import VIDEO
from channels_registry.domain.gate.outcomes import (
    any_name,
    checked,
    latin_name,
    own_page,
    private,
    public,
    segment_of,
)
from channels_registry.domain.gate.splitting import Parts, read_pairs, read_segments
from channels_registry.enums import ReasonCode, TargetKind

HOST = "youtube.com"

_ID = re.compile(r"[A-Za-z0-9_-]{11}")
_CHANNEL = re.compile(r"UC[A-Za-z0-9_-]{22}")
_LIST = re.compile(r"[A-Za-z0-9_-]{3,60}")
_CODE = re.compile(r"[A-Za-z0-9_.-]{3,120}")
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")

# Watch later, liked videos and music, history: each viewer's own.
_OWN_LISTS = frozenset({"HL", "LL", "LM", "WL"})
# Mixes are made anew for every viewer.
_MIX = "RD"
_FEEDS = frozenset({"account", "feed", "messages", "my_videos", "studio"})
_VIDEO_WORDS = frozenset({"e", "embed", "live", "shorts", "v", "vi", "watch"})
_OWN_WORDS = frozenset({
    "about", "account_advanced", "ads", "browse", "channels", "creators", "gaming", "howyoutubeworks",
    "index",
    "kids", "logout", "new", "opensearch", "premium", "press", "results", "s", "search", "signin", "t",
    "trends",
    "upload", "watch_videos", "yt",
})  # fmt: skip
_WRAPPERS = {"redirect": "q", "attribution_link": "u", "oembed": "url"}


def judge(parts: Parts, door: str, platform: str) -> Finding | Nested:
    """Judge an address on one of YouTube's hosts.

    Errors: InvalidLink (BAD_NAME, BAD_POST, LOOKALIKE_LETTERS and what ``read_segments`` raises).
    """
    segments = read_segments(parts.path)
    fields = read_pairs(parts.query) if parts.query else {}
    if not segments:
        return own_page(platform, HOST, whole=True)
    if door == VIDEO:
        return _video(segments[0], fields, platform, TargetKind.VIDEO)
    first = segments[0]
    word = first.lower()
    if first[0] == "@":
        return _channel(any_name(first), segments, fields, platform)
    if word in _VIDEO_WORDS:
        return _watched(word, segment_of(segments, 1), fields, platform)
    if word in _FEEDS:
        return private(platform, HOST, ReasonCode.PRIVATE_FEED)
    if word in _WRAPPERS and fields.get(_WRAPPERS[word]):
        return Nested(urljoin(f"https://{HOST}/", fields[_WRAPPERS[word]]))
    if word in _TARGETS and len(segments) > 1:
        return _named(word, segments, fields, platform)
    if word == "playlist":
        return _list(fields.get("list", ""), platform)
    if word in _OWN_WORDS or word in _TARGETS:
        return own_page(platform, HOST)
    return _channel(f"c/{latin_name(_NAME, first)}", segments, fields, platform)


_TARGETS = frozenset({"c", "channel", "clip", "hashtag", "post", "show", "source", "user"})


def _named(word: str, segments: list[str], fields: Mapping[str, str], platform: str) -> Finding:
    code = segments[1]
    if word == "channel":
        return _channel(f"channel/{checked(_CHANNEL, code)}", segments, fields, platform)
    if word in ("c", "user"):
        return _channel(f"{word}/{any_name(code)}", segments, fields, platform)
    if word == "post":
        return _post(code, fields, platform, "")
    if word == "hashtag":
        return public(platform, HOST, TargetKind.HASHTAG, f"hashtag/{any_name(code)}")
    kind = {"clip": TargetKind.VIDEO, "show": TargetKind.PLAYLIST, "source": TargetKind.SOUND}[word]
    return public(platform, HOST, kind, f"{word}/{checked(_CODE, code)}")


def _watched(word: str, code: str, fields: Mapping[str, str], platform: str) -> Finding:
    if word == "embed" and code == "live_stream":
        key = f"channel/{checked(_CHANNEL, fields.get('channel', ''))}"
        return public(platform, HOST, TargetKind.LIVE, key)
    video = fields.get("v", "") if word == "watch" and not code else code
    if not video or video == "videoseries":
        if "list" in fields:
            return _list(fields["list"], platform)
        return own_page(platform, HOST)
    return _video(video, fields, platform, TargetKind.LIVE if word == "live" else TargetKind.VIDEO)


def _video(code: str, fields: Mapping[str, str], platform: str, kind: TargetKind) -> Finding:
    key = f"watch?v={checked(_ID, code)}"
    comment = fields.get("lc", "")
    if comment:
        return public(platform, HOST, TargetKind.POST, f"{key}&lc={checked(_CODE, comment)}")
    return public(platform, HOST, kind, key)


def _list(code: str, platform: str) -> Finding:
    if code.upper() in _OWN_LISTS:
        return private(platform, HOST, ReasonCode.PRIVATE_FEED)
    if not code or code.startswith(_MIX):
        return own_page(platform, HOST)
    return public(platform, HOST, TargetKind.PLAYLIST, f"playlist?list={checked(_LIST, code)}")


def _post(code: str, fields: Mapping[str, str], platform: str, parent: str) -> Finding:
    key = f"post/{checked(_CODE, code)}"
    comment = fields.get("lc", "")
    if comment:
        return public(platform, HOST, TargetKind.POST, f"{key}?lc={checked(_CODE, comment)}", parent)
    return public(platform, HOST, TargetKind.POST, key, parent)


def _channel(key: str, segments: list[str], fields: Mapping[str, str], platform: str) -> Finding:
    tab = segments[-1].lower()
    if tab == "community" and fields.get("lb"):
        return _post(fields["lb"], fields, platform, key)
    if len(key.rpartition("/")[2]) < 2:
        raise InvalidLink(ReasonCode.BAD_NAME)
    if tab == "live" and len(segments) > 1:
        return public(platform, HOST, TargetKind.LIVE, key)
    return public(platform, HOST, TargetKind.CHANNEL, key)
