"""Facebook: pages by a name that ignores case and dots, or by number; posts, videos, groups.

A video and a reel share one number; a post is known by its number under its page.
"""

import re
from collections.abc import Mapping
from urllib.parse import urljoin

from channels_registry.domain.gate.facebook_words import (
    NUMBERED_PAGES,
    OWN_WORDS,
    PRIVATE_TABS,
    PRIVATE_WORDS,
    WRAPPERS,
)
from channels_registry.domain.gate.findings import Finding, InvalidLink, Nested
from channels_registry.domain.gate.known_hosts import WRAPPER
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

HOST = "facebook.com"

_NAME = re.compile(r"[A-Za-z0-9.]{2,60}")
_NUMBER = re.compile(r"[0-9]+")
# "Some-Page-100064851234567": the number alone counts.
_NUMBERED = re.compile(r".*-([0-9]{4,20})", re.DOTALL)
_POST = re.compile(r"[0-9]{1,25}|pfbid[A-Za-z0-9]{4,120}")
_CODE = re.compile(r"[A-Za-z0-9._-]{2,80}")
_SHARED = re.compile(r"[A-Za-z0-9_-]{1,40}")


def judge(parts: Parts, door: str, platform: str) -> Finding | Nested:
    """Judge an address on one of Facebook's hosts.

    Errors: InvalidLink (BAD_NAME, BAD_POST, LOOKALIKE_LETTERS and what ``read_segments`` raises).
    """
    segments = read_segments(parts.path)
    fields = read_pairs(parts.query) if parts.query else {}
    if door == WRAPPER:
        return Nested(fields["u"]) if fields.get("u") else own_page(platform, HOST)
    if not segments:
        return own_page(platform, HOST, whole=True)
    word = segments[0].lower()
    if word in PRIVATE_WORDS:
        return private(platform, HOST, PRIVATE_WORDS[word])
    if word in WRAPPERS and (carried := fields.get("u") or fields.get("href")):
        return Nested(urljoin(f"https://{HOST}/", carried))
    rule = _RULES.get(word)
    if rule is not None:
        return rule(segments, fields, platform)
    if word in OWN_WORDS:
        return own_page(platform, HOST)
    if word in NUMBERED_PAGES:
        return _page(_numbered(segments), segments[len(segments) :], fields, platform)
    return _page(_name(segments[0]), segments[1:], fields, platform)


def _name(text: str) -> str:
    if numbered := _NUMBERED.fullmatch(text):
        return numbered[1]
    if _NUMBER.fullmatch(text):
        return number(text)
    name = latin_name(_NAME, text).replace(".", "")
    if not name:
        raise InvalidLink(ReasonCode.BAD_NAME)
    return name


def _numbered(segments: list[str]) -> str:
    """Return the page behind ``/people/Some-Name/1000…``, ``/pages/…``, ``/p/…`` and ``/pg/name``."""
    for part in reversed(segments[1:]):
        if _NUMBER.fullmatch(part):
            return number(part)
        if numbered := _NUMBERED.fullmatch(part):
            return numbered[1]
    return _name(segment_of(segments, 1))


def _page(page: str, tail: list[str], fields: Mapping[str, str], platform: str) -> Finding:
    word, last = segment_of(tail, 0).lower(), tail[-1] if len(tail) > 1 else ""
    if word in PRIVATE_TABS:
        return private(platform, HOST, ReasonCode.PRIVATE_FEED)
    if last and word in ("posts", "activity"):
        return _post(page, last, fields, platform)
    if last and word in ("videos", "reel"):
        return _video(last, page, platform)
    if last and word == "photos":
        return _photo(last, page, platform)
    if word == "live":
        return public(platform, HOST, TargetKind.LIVE, page)
    if not word.isascii():
        raise InvalidLink(ReasonCode.LOOKALIKE_LETTERS)
    kind = TargetKind.ACCOUNT if page.isdigit() else TargetKind.PAGE
    return public(platform, HOST, kind, page)


def _post(page: str, code: str, fields: Mapping[str, str], platform: str) -> Finding:
    key = f"{page}/posts/{checked(_POST, code)}"
    comment = fields.get("comment_id", "")
    if _NUMBER.fullmatch(comment):
        key = f"{key}?comment_id={number(comment)}"
    return public(platform, HOST, TargetKind.POST, key, page)


def _video(code: str, page: str, platform: str) -> Finding:
    return public(platform, HOST, TargetKind.VIDEO, f"watch?v={number(code)}", page)


def _photo(code: str, page: str, platform: str) -> Finding:
    return public(platform, HOST, TargetKind.POST, f"photo?fbid={number(code)}", page)


def _by_story(segments: list[str], fields: Mapping[str, str], platform: str) -> Finding:
    if "story_fbid" not in fields or "id" not in fields:
        return own_page(platform, HOST)
    return _post(_name(fields["id"]), fields["story_fbid"], fields, platform)


def _by_profile(segments: list[str], fields: Mapping[str, str], platform: str) -> Finding:
    if "id" not in fields:
        return own_page(platform, HOST)
    return public(platform, HOST, TargetKind.ACCOUNT, number(fields["id"]))


def _by_watch(segments: list[str], fields: Mapping[str, str], platform: str) -> Finding:
    code = fields.get("v") or fields.get("ref_video_id", "")
    return _video(code, "", platform) if code else own_page(platform, HOST)


def _by_reel(segments: list[str], fields: Mapping[str, str], platform: str) -> Finding:
    return _video(segments[1], "", platform) if len(segments) > 1 else own_page(platform, HOST)


def _by_photo(segments: list[str], fields: Mapping[str, str], platform: str) -> Finding:
    code = fields.get("fbid", "")
    return _photo(code, "", platform) if code else own_page(platform, HOST)


def _by_album(segments: list[str], fields: Mapping[str, str], platform: str) -> Finding:
    if "set" not in fields:
        return own_page(platform, HOST)
    return public(platform, HOST, TargetKind.POST, f"media/set?set={checked(_CODE, fields['set'])}")


def _by_event(segments: list[str], fields: Mapping[str, str], platform: str) -> Finding:
    code = segments[-1]
    if len(segments) < 2 or not _NUMBER.fullmatch(code):
        return own_page(platform, HOST)
    return public(platform, HOST, TargetKind.EVENT, f"events/{number(code)}")


def _by_tag(segments: list[str], fields: Mapping[str, str], platform: str) -> Finding:
    if len(segments) < 2:
        return own_page(platform, HOST)
    return public(platform, HOST, TargetKind.HASHTAG, f"hashtag/{any_name(segments[1])}")


def _by_library(segments: list[str], fields: Mapping[str, str], platform: str) -> Finding:
    for field in ("id", "view_all_page_id"):
        if fields.get(field):
            key = f"ads/library?{field}={number(fields[field])}"
            return public(platform, HOST, TargetKind.ADVERTISEMENT, key)
    return own_page(platform, HOST)


def _by_group(segments: list[str], fields: Mapping[str, str], platform: str) -> Finding:
    group = segment_of(segments, 1).lower()
    if group in ("", "discover", "feed", "joins"):
        return private(platform, HOST, ReasonCode.PRIVATE_FEED) if group else own_page(platform, HOST)
    parent = f"groups/{_name(group)}"
    code = fields.get("multi_permalinks", "").partition(",")[0]
    if segment_of(segments, 2).lower() in ("permalink", "posts"):
        code = segment_of(segments, 3)
    if code:
        key = f"{parent}/posts/{checked(_POST, code)}"
        return untold(platform, HOST, TargetKind.POST, key, parent)
    return untold(platform, HOST, TargetKind.GROUP, parent)


def _by_share(segments: list[str], fields: Mapping[str, str], platform: str) -> Finding:
    codes = [checked(_SHARED, part) for part in segments[1:]]
    if not codes:
        return own_page(platform, HOST)
    return untold(platform, HOST, TargetKind.POST, "/".join(["share", *codes]), reason=ReasonCode.SHORT_LINK)


def _by_day(segments: list[str], fields: Mapping[str, str], platform: str) -> Finding:
    codes = [checked(_CODE, part) for part in segments[1:3]]
    if not codes:
        return own_page(platform, HOST)
    key = "/".join(["stories", *codes])
    return untold(platform, HOST, TargetKind.STORY, key, reason=ReasonCode.BRIEF_STORY)


def _by_market(segments: list[str], fields: Mapping[str, str], platform: str) -> Finding:
    if segment_of(segments, 1).lower() != "item" or len(segments) < 3:
        return own_page(platform, HOST)
    return untold(platform, HOST, TargetKind.POST, f"marketplace/item/{number(segments[2])}")


_RULES = {
    "ads": _by_library,
    "events": _by_event,
    "groups": _by_group,
    "hashtag": _by_tag,
    "marketplace": _by_market,
    "media": _by_album,
    "permalink.php": _by_story,
    "photo": _by_photo,
    "photo.php": _by_photo,
    "photos": _by_photo,
    "profile.php": _by_profile,
    "reel": _by_reel,
    "reels": _by_reel,
    "share": _by_share,
    "stories": _by_day,
    "story.php": _by_story,
    "video": _by_watch,
    "video.php": _by_watch,
    "videos": _by_reel,
    "watch": _by_watch,
}
