"""The gate itself: one link in, one judgement out, never an exception."""

import re
from urllib.parse import unquote_plus

from channels_registry.domain.gate.cleaning import clean
from channels_registry.domain.gate.findings import Finding, InvalidLink, Judgement, Nested
from channels_registry.domain.gate.generic import judge_platform, judge_site
from channels_registry.domain.gate.host_table import HostTable
from channels_registry.domain.gate.masking import masked
from channels_registry.domain.gate.splitting import Parts, split_url
from channels_registry.domain.gate.telegram import judge_path
from channels_registry.domain.gate.telegram_doors import (
    judge_name,
    judge_scheme,
    judge_web,
    telegram_host,
)
from channels_registry.enums import Grammar, ReasonCode, Verdict

_MAY_CARRY = re.compile(r"t(?:\.|%2e)me|telegram|tg(?::|%3a)", re.IGNORECASE)
_CARRIED = re.compile(
    r"(?<![\w.-])(?:tg:|(?:[a-z0-9_]+\.)?(?:t\.me|telegram\.(?:me|dog|org))/)[^&\s]*", re.IGNORECASE
)

# A link that wraps a link; deeper is a trap, not a report.
_DEEPEST = 3


def judge(url: str, hosts: HostTable) -> Judgement:
    """Say whether a link is public and what it points to.

    Pure: no network, no database, no clock. Raises nothing, whatever the text.
    """
    try:
        found = _unwrapped(url, hosts)
    except InvalidLink as refused:
        return Judgement(url, Verdict.INVALID, "", "", "", refused.reason, "", masked(url, refused.reason))
    verdict, reason, platform, kind, key, shown, lookalike_of = found
    return Judgement(url, verdict, platform, kind, key, reason, lookalike_of, shown)


def parent_key(key: str) -> str:
    """Return the key of the channel or site in which a post stands, nothing where there is none."""
    path = key.partition("?")[0]
    return path.partition("/")[0] if "/" in path else ""


def _unwrapped(url: str, hosts: HostTable) -> Finding:
    for _ in range(_DEEPEST):
        found = _judged(clean(url), hosts)
        if isinstance(found, Finding):
            return found
        url = found.url
    raise InvalidLink(ReasonCode.NESTED_TOO_DEEP)


def _judged(text: str, hosts: HostTable) -> Finding | Nested:
    if text[0] == "@":
        return judge_name(text, hosts.telegram)
    if text[:3].lower() == "tg:":
        return judge_scheme(text, hosts.telegram)
    parts = split_url(text)
    if telegram_host(parts.host):
        return judge_web(parts, hosts.telegram)
    entry = hosts.find(parts.host)
    if entry is not None and entry.grammar == Grammar.TELEGRAM:
        if parts.port:
            raise InvalidLink(ReasonCode.BAD_PORT)
        return judge_path(parts.path, parts.query, entry.platform)
    found = judge_site(parts) if entry is None else judge_platform(parts, entry.platform)
    return _private_inside(parts, hosts) or found


def _private_inside(parts: Parts, hosts: HostTable) -> Finding | None:
    """Return what is private about a Telegram link that another address carries, or None.

    A redirect or an archive is a public address, but an invitation in it would
    come through the gate as part of its key.
    """
    rest = f"{parts.path}?{parts.query}"
    if not _MAY_CARRY.search(rest):
        return None
    for carried in _CARRIED.finditer(unquote_plus(rest).replace(" ", "+")):
        try:
            found = _judged(carried[0], hosts)
        except InvalidLink:
            continue
        if isinstance(found, Finding) and found.verdict is Verdict.PRIVATE:
            return found
    return None
