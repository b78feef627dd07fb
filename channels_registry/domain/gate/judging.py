"""The gate itself: one link in, one judgement out, never an exception."""

from channels_registry.domain.gate.carrying import carried_links
from channels_registry.domain.gate.cleaning import clean
from channels_registry.domain.gate.findings import Finding, InvalidLink, Judgement, Nested
from channels_registry.domain.gate.generic import judge_site
from channels_registry.domain.gate.grammars import judge_entry
from channels_registry.domain.gate.host_table import HostTable
from channels_registry.domain.gate.known_hosts import BELOW, SHORT
from channels_registry.domain.gate.lookalikes import latin
from channels_registry.domain.gate.masking import masked
from channels_registry.domain.gate.splitting import Parts, split_shared, split_url
from channels_registry.domain.gate.telegram_doors import judge_name, judge_scheme
from channels_registry.enums import Grammar, ReasonCode, Verdict

# A link that wraps a link; deeper is a trap, not a report.
_DEEPEST = 3


def judge(url: str, hosts: HostTable) -> Judgement:
    """Say whether a link is public and what it points to.

    Pure: no network, no database, no clock. Raises nothing, whatever the text.
    """
    try:
        found = _unwrapped(url, hosts)
    except InvalidLink as refused:
        shown = masked(url, refused.reason)
        reads_as = latin(refused.name) if refused.name else ""
        return Judgement(url, Verdict.INVALID, "", "", "", refused.reason, "", shown, "", reads_as)
    verdict, reason, platform, kind, key, shown, lookalike_of, parent = found
    return Judgement(url, verdict, platform, kind, key, reason, lookalike_of, shown, parent)


def _unwrapped(url: str, hosts: HostTable, *, carried: bool = False) -> Finding:
    for _ in range(_DEEPEST):
        parts = split_shared(url)
        if parts is None:
            found = _judged(clean(url), hosts, carried)
        else:
            found = _judged_parts(parts, hosts, carried)
        if isinstance(found, Finding):
            return found
        url = found.url
    raise InvalidLink(ReasonCode.NESTED_TOO_DEEP)


def _judged(text: str, hosts: HostTable, carried: bool) -> Finding | Nested:
    if text[0] == "@":
        return judge_name(text, hosts.telegram)
    if text[:3].lower() == "tg:":
        return judge_scheme(text, hosts.telegram)
    return _judged_parts(split_url(text), hosts, carried)


def _judged_parts(parts: Parts, hosts: HostTable, carried: bool) -> Finding | Nested:
    entry = hosts.find(parts.host)
    if entry is None:
        return _private_inside(parts, hosts, carried) or judge_site(parts)
    if entry.grammar == Grammar.GENERIC or entry.door in (BELOW, SHORT):
        return _private_inside(parts, hosts, carried) or judge_entry(parts, entry)
    return judge_entry(parts, entry)


def _private_inside(parts: Parts, hosts: HostTable, carried: bool) -> Finding | None:
    """Return what is private about a link that another address carries, or None.

    Not again for one that is ``carried`` itself: all that stands inside was seen from outside.
    """
    if carried:
        return None
    for link in carried_links(parts):
        try:
            found = _unwrapped(link, hosts, carried=True)
        except InvalidLink:
            continue
        if found.verdict is Verdict.PRIVATE:
            return found
    return None
