"""Telegram's grammar: the path of t.me and its other names, and ``@name``.

Every form of domain.md, section 4. A post's key is ``name/number`` with or
without its topic: numbers are unique in the whole group. A comment stands in
another group than the post, so it keeps a key of its own.
"""

import re
import unicodedata
from collections.abc import Mapping

from channels_registry.domain.gate.findings import Finding, InvalidLink, Nested
from channels_registry.domain.gate.splitting import read_pairs, read_segments
from channels_registry.domain.gate.telegram_words import BOT_FIELDS, LIVE_FIELDS, PATH_WORDS, ruled
from channels_registry.enums import ReasonCode, TargetKind, Verdict

SHOWN = "hxxps://t[.]me/"

# Five to 32, some names of three and four exist; as Telegram: a letter first, no
# underscore last, never two in a row.
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{1,30}[A-Za-z0-9]")
_NUMBER = re.compile(r"[0-9]+")
_APP_NAME = re.compile(r"[A-Za-z0-9_]{3,64}")
_PLAIN_TAIL = re.compile(r"[A-Za-z0-9_.\-]+")
_PHONE_SIGNS = str.maketrans("", "", " -().\u00a0")
# Telegram numbers messages and stories in 32 bits.
_HIGHEST_NUMBER = 2**31 - 1


def judge_path(path: str, query: str, platform: str) -> Finding | Nested:
    """Judge the path of t.me, telegram.me or telegram.dog.

    Errors: InvalidLink (BAD_NAME, BAD_POST, LOOKALIKE_LETTERS and what
    ``read_segments`` raises).
    """
    segments = read_segments(path)
    # "/s/" is the preview of a public channel, but Telegram skips any run of it
    # before every other form: "/s/joinchat/…" is an invitation.
    while segments and segments[0] in ("s", "S"):
        segments.pop(0)
    if not segments:
        return Finding(Verdict.NOT_CONTENT, ReasonCode.TELEGRAM_OWN_PAGE, platform, shown=SHOWN)
    return judge_segments(segments, read_pairs(query) if query else {}, platform)


def judge_segments(segments: list[str], fields: Mapping[str, str], platform: str) -> Finding | Nested:
    """Judge a path given in parts; ``fields`` are those of the query.

    Errors: InvalidLink (BAD_NAME, BAD_POST, LOOKALIKE_LETTERS).
    """
    first = segments[0]
    if first[0] in "+ " or (not first.isascii() and unicodedata.normalize("NFKC", first)[:1] in "+ "):
        return _plus(first, platform)
    if first[0] == "$":
        return ruled(PATH_WORDS["invoice"], platform=platform, shown=SHOWN + "$")
    rule = PATH_WORDS.get(first.lower())
    if rule is None:
        return _account(check_name(first), segments[1:], fields, platform)
    word = first.lower()
    if word == "iv" and fields.get("url"):
        return Nested(fields["url"])
    if word == "boost":
        if len(segments) > 1 and segments[1].lower() != "boost":
            return judge_segments(segments[1:2], {}, platform)
        if "c" in fields:
            rule = PATH_WORDS["c"]
    return ruled(rule, platform=platform, shown=SHOWN + word)


def check_name(name: str) -> str:
    """Return the key of a Telegram name. Errors: InvalidLink (BAD_NAME, LOOKALIKE_LETTERS)."""
    if _NAME.fullmatch(name) and "__" not in name:
        return name.lower()
    if name.isascii():
        raise InvalidLink(ReasonCode.BAD_NAME)
    raise InvalidLink(ReasonCode.LOOKALIKE_LETTERS, name)


def public(kind: TargetKind, key: str, reason: ReasonCode, platform: str) -> Finding:
    """Return the finding of a public target on Telegram."""
    name, slash, _ = key.partition("/")
    return Finding(Verdict.PUBLIC, reason, platform, kind, key, SHOWN + key, parent=name if slash else "")


def _plus(first: str, platform: str) -> Finding:
    digits = unicodedata.normalize("NFKC", first)[1:].translate(_PHONE_SIGNS)
    reason = ReasonCode.TELEGRAM_PHONE if digits.isdigit() else ReasonCode.TELEGRAM_INVITE
    return Finding(Verdict.PRIVATE, reason, platform, shown=SHOWN + "+\u2026")


def _account(name: str, tail: list[str], fields: Mapping[str, str], platform: str) -> Finding:
    if not tail:
        return _named(name, fields, platform)
    if not "".join(tail).isascii():
        # A wrong letter or digit must not turn one post into the whole channel.
        raise InvalidLink(ReasonCode.LOOKALIKE_LETTERS)
    head = tail[0]
    if _NUMBER.fullmatch(head) and int(head):
        return _post(name, tail, fields, platform)
    if len(tail) > 1 and (aside := _aside(name, head.lower(), tail[1].lower(), platform)):
        return aside
    if any(part[0] == "+" or part.lower() == "joinchat" for part in tail):
        return ruled(PATH_WORDS["joinchat"], platform=platform, shown=f"{SHOWN}{name}")
    if len(tail) == 1 and _APP_NAME.fullmatch(head):
        return public(TargetKind.BOT, name, ReasonCode.TELEGRAM_BOT, platform)
    if not all(_PLAIN_TAIL.fullmatch(part) for part in tail):
        raise InvalidLink(ReasonCode.BAD_POST)
    return _named(name, fields, platform)


def _post(name: str, tail: list[str], fields: Mapping[str, str], platform: str) -> Finding:
    in_topic = len(tail) > 1 and _NUMBER.fullmatch(tail[1]) and int(tail[1])
    number = int(tail[1] if in_topic else tail[0])
    if number > _HIGHEST_NUMBER:
        raise InvalidLink(ReasonCode.BAD_POST)
    key = f"{name}/{number}"
    comment = fields.get("comment", "")
    if _NUMBER.fullmatch(comment) and int(comment):
        key = f"{key}?comment={int(comment)}"
    return public(TargetKind.POST, key, ReasonCode.TELEGRAM_POST, platform)


def _aside(name: str, word: str, value: str, platform: str) -> Finding | None:
    """Judge ``/s/<story>``, ``/s/live``, ``/a/<album>`` and ``/c/<collection>`` after a name."""
    if word == "c":
        shown = f"{SHOWN}{name}/c/\u2026"
        return Finding(Verdict.NOT_CONTENT, ReasonCode.TELEGRAM_GIFTS, platform, shown=shown)
    if word == "s" and value == "live":
        return public(TargetKind.LIVE, name, ReasonCode.TELEGRAM_LIVE, platform)
    if word in ("s", "a") and _NUMBER.fullmatch(value):
        return public(TargetKind.STORY, name, ReasonCode.TELEGRAM_STORY, platform)
    return None


def _named(name: str, fields: Mapping[str, str], platform: str) -> Finding:
    if fields:
        if not LIVE_FIELDS.isdisjoint(fields):
            return public(TargetKind.LIVE, name, ReasonCode.TELEGRAM_LIVE, platform)
        if not BOT_FIELDS.isdisjoint(fields):
            return public(TargetKind.BOT, name, ReasonCode.TELEGRAM_BOT, platform)
    if name.endswith("bot"):
        return public(TargetKind.BOT, name, ReasonCode.TELEGRAM_BOT, platform)
    return public(TargetKind.CHANNEL, name, ReasonCode.TELEGRAM_NAME, platform)
