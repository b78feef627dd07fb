"""The one table of the gate: which function reads the links of which service."""

from collections.abc import Callable

from channels_registry.domain.gate import facebook, instagram, line, threads, tiktok, x, youtube
from channels_registry.domain.gate.findings import Finding, InvalidLink, Nested
from channels_registry.domain.gate.generic import PRIVATE_WORDS, first_word, judge_platform
from channels_registry.domain.gate.host_table import HostEntry
from channels_registry.domain.gate.known_hosts import BELOW, CLOSED, MAIN, OWN, SHORT
from channels_registry.domain.gate.messengers import judge_discord, judge_signal, judge_whatsapp
from channels_registry.domain.gate.normalising import capped, normal_path, normal_query, shown_address
from channels_registry.domain.gate.outcomes import own_page, private
from channels_registry.domain.gate.splitting import Parts
from channels_registry.domain.gate.telegram_doors import judge_telegram
from channels_registry.enums import Grammar, ReasonCode, TargetKind, Verdict

Judge = Callable[[Parts, str, str], Finding | Nested]

_GRAMMARS: dict[str, Judge] = {
    Grammar.TELEGRAM.value: judge_telegram,
    Grammar.YOUTUBE.value: youtube.judge,
    Grammar.X.value: x.judge,
    Grammar.FACEBOOK.value: facebook.judge,
    Grammar.INSTAGRAM.value: instagram.judge,
    Grammar.TIKTOK.value: tiktok.judge,
    Grammar.LINE.value: line.judge,
    Grammar.WHATSAPP.value: judge_whatsapp,
    Grammar.THREADS.value: threads.judge,
    Grammar.DISCORD.value: judge_discord,
    Grammar.SIGNAL.value: judge_signal,
    Grammar.GENERIC.value: judge_platform,
}


def judge_entry(parts: Parts, entry: HostEntry) -> Finding | Nested:
    """Judge an address on a host of a service by the grammar of the service.

    Errors: InvalidLink (BAD_PORT and what the grammar raises).
    """
    if parts.port:
        raise InvalidLink(ReasonCode.BAD_PORT)
    platform, grammar, door = entry
    if grammar != Grammar.TELEGRAM:
        if door == CLOSED:
            return private(platform, parts.host, ReasonCode.PRIVATE_AREA)
        if door == OWN:
            return own_page(platform, parts.host)
        if door == SHORT:
            return _untold(parts, door, platform)
        if door == BELOW:
            return _below(parts, entry)
    return _GRAMMARS[grammar](parts, door, platform)


def _below(parts: Parts, entry: HostEntry) -> Finding:
    """Judge a host below a service's own: what would be private above it is private there too."""
    try:
        found = _GRAMMARS[entry.grammar](parts, MAIN, entry.platform)
    except InvalidLink:
        found = None
    if isinstance(found, Finding) and found.verdict is Verdict.PRIVATE:
        return found
    return _untold(parts, BELOW, entry.platform)


def _untold(parts: Parts, door: str, platform: str) -> Finding:
    """Judge a short link, or a host below a service's own of which nothing is known."""
    host, path = parts.host.removeprefix("www."), normal_path(parts.path)
    if first_word(path) in PRIVATE_WORDS:
        return private(platform, host, ReasonCode.PRIVATE_AREA)
    if door == SHORT:
        if not path:
            return own_page(platform, host, whole=True)
        kind, reason, rest = TargetKind.POST, ReasonCode.SHORT_LINK, path
    else:
        query = normal_query(parts.query)
        kind, reason, rest = TargetKind.PAGE, ReasonCode.MEMBERS_AREA, f"{path}?{query}" if query else path
    key = f"{host}/{rest}" if rest else host
    return Finding(Verdict.UNDETERMINABLE, reason, platform, kind, capped(key), shown_address(host, rest))
