"""The other doors to Telegram: ``tg:`` links, ``<name>.t.me`` and the web application."""

import re
from collections.abc import Mapping

from channels_registry.domain.gate.findings import Finding, InvalidLink, Nested
from channels_registry.domain.gate.host_table import TELEGRAM_HOSTS
from channels_registry.domain.gate.known_hosts import known_host
from channels_registry.domain.gate.splitting import Parts, decode_once, read_pairs, read_segments
from channels_registry.domain.gate.telegram import check_name, judge_path, judge_segments
from channels_registry.domain.gate.telegram_words import (
    FUNCTION_NAMES,
    PATH_WORDS,
    SCHEME_WORDS,
    ruled,
    scheme_rule,
)
from channels_registry.enums import ReasonCode, Verdict

_WORD = re.compile(r"[A-Za-z0-9_\-]+")
_APP_DOORS = frozenset({"a", "k", "web", "z"})
# Below four letters a name is not reachable as a host.
_SHORTEST_SUBDOMAIN = 4
_ID = re.compile(r"[-_0-9a-z]*[0-9]")


def judge_telegram(parts: Parts, door: str, platform: str) -> Finding | Nested:
    """Judge a web address on one of Telegram's hosts, or on one registered beside them.

    Errors: InvalidLink (BAD_HOST and what the grammar raises).
    """
    if parts.host in TELEGRAM_HOSTS or known_host(parts.host) is None:
        return judge_path(parts.path, parts.query, platform)
    return judge_web(parts, platform)


def judge_web(parts: Parts, platform: str) -> Finding | Nested:
    """Judge a web address on one of Telegram's hosts.

    Errors: InvalidLink (BAD_HOST and what the grammar raises).
    """
    host = parts.host.removeprefix("www.")
    if host in TELEGRAM_HOSTS:
        return judge_path(parts.path, parts.query, platform)
    if host == "web.telegram.org" or host.endswith(".web.telegram.org"):
        return _web_application(parts, platform)
    if host.endswith("telegram.org"):
        shown = f"hxxps://{host.replace('.', '[.]')}/\u2026"
        return Finding(Verdict.NOT_CONTENT, ReasonCode.TELEGRAM_OWN_PAGE, platform, shown=shown)
    name = host.removesuffix(".t.me")
    if name == host or "." in name:
        raise InvalidLink(ReasonCode.BAD_HOST)
    return _subdomain(name, parts, platform)


def judge_scheme(text: str, platform: str) -> Finding | Nested:
    """Judge a ``tg:`` link, with or without its slashes.

    Errors: InvalidLink (NOT_A_LINK, BAD_NAME, BAD_POST, LOOKALIKE_LETTERS and
    what ``decode_once`` raises).
    """
    head, _, query = text[3:].partition("#")[0].partition("?")
    segments = [part for part in decode_once(head).split("/") if part]
    if not segments or not _WORD.fullmatch(segments[0]):
        raise InvalidLink(ReasonCode.NOT_A_LINK)
    word, fields = segments[0].lower(), read_pairs(query)
    if word == "resolve":
        return _resolve(fields, platform)
    if word == "iv" and fields.get("url"):
        return Nested(fields["url"])
    if word == "boost" and fields.get("domain"):
        return _resolve({"domain": fields["domain"]}, platform)
    rule = SCHEME_WORDS["privatepost"] if word == "boost" and "channel" in fields else scheme_rule(word)
    return ruled(rule, platform=platform, shown=f"tg://{word}")


def judge_name(text: str, platform: str) -> Finding | Nested:
    """Judge ``@name``. Errors: InvalidLink (NOT_A_LINK, BAD_NAME, LOOKALIKE_LETTERS)."""
    name = text[1:]
    if not name or any(sign in name for sign in "/@.:?#"):
        raise InvalidLink(ReasonCode.NOT_A_LINK)
    return judge_segments([name], {}, platform)


def _resolve(fields: Mapping[str, str], platform: str) -> Finding | Nested:
    # A number beside a name is still a person's number: the stricter reading.
    if "phone" in fields:
        shown = "tg://resolve?phone=\u2026"
        return Finding(Verdict.PRIVATE, ReasonCode.TELEGRAM_PHONE, platform, shown=shown)
    name = fields.get("domain", "")
    if name.lower() in FUNCTION_NAMES:
        return ruled(PATH_WORDS["login"], platform=platform, shown=f"tg://resolve?domain={name.lower()}")
    if name.lower() in PATH_WORDS:
        return judge_segments([name], {}, platform)
    segments = [check_name(name)]
    if post := fields.get("post"):
        if not (post.isascii() and post.isdigit() and int(post)):
            raise InvalidLink(ReasonCode.BAD_POST)
        segments.append(post)
    elif story := fields.get("story"):
        segments += ["s", story]
    elif album := fields.get("album"):
        segments += ["a", album]
    elif collection := fields.get("collection"):
        segments += ["c", collection]
    elif app := fields.get("appname"):
        segments.append(app)
    return judge_segments(segments, fields, platform)


def _subdomain(name: str, parts: Parts, platform: str) -> Finding | Nested:
    if name in _APP_DOORS:
        if parts.path.strip("/"):
            return judge_path(parts.path, parts.query, platform)
        return _web_application(parts, platform)
    segments = [name, *read_segments(parts.path)]
    if name not in PATH_WORDS and len(name) < _SHORTEST_SUBDOMAIN:
        raise InvalidLink(ReasonCode.BAD_NAME)
    return judge_segments(segments, read_pairs(parts.query), platform)


def _web_application(parts: Parts, platform: str) -> Finding | Nested:
    """Judge what stands behind the fragment of web.telegram.org; a bare number is private."""
    fragment, _, query = parts.fragment.partition("?")
    fields = {**read_pairs(parts.query), **read_pairs(query)}
    if fields.get("tgaddr"):
        return Nested(fields["tgaddr"])
    target = fields.get("p") or decode_once(fragment).lstrip("/")
    if target.startswith("@"):
        name, _, post = re.sub("[/_](?=[0-9]+$)", "/", target[1:]).partition("/")
        return judge_segments([name, post] if post else [name], {}, platform)
    shown = "hxxps://web[.]telegram[.]org/"
    if _ID.match(target):
        return Finding(Verdict.PRIVATE, ReasonCode.TELEGRAM_PRIVATE_CHAT, platform, shown=f"{shown}#\u2026")
    return Finding(Verdict.NOT_CONTENT, ReasonCode.TELEGRAM_OWN_PAGE, platform, shown=shown)
