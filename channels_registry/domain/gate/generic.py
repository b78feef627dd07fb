"""The grammar of every registered host that has none of its own, and of unregistered sites."""

from urllib.parse import unquote

from channels_registry.domain.gate.closed_doors import closed_door
from channels_registry.domain.gate.findings import Finding, InvalidLink
from channels_registry.domain.gate.lookalikes import looks_like
from channels_registry.domain.gate.normalising import capped, normal_path, normal_query, shown_address
from channels_registry.domain.gate.splitting import Parts
from channels_registry.enums import ReasonCode, TargetKind, Verdict

SITE = "site"

# First parts of a path behind which people talk among themselves, on most services.
PRIVATE_WORDS = frozenset({"chat", "direct", "dm", "inbox", "invite", "join", "joinchat", "messages"})


def judge_platform(parts: Parts, platform: str) -> Finding:
    """Judge an address on a registered host: one part is a channel, more are a post.

    The key has no host, so that a platform's hosts are one. Errors:
    InvalidLink (BAD_PORT).
    """
    if parts.port:
        raise InvalidLink(ReasonCode.BAD_PORT)
    path, query = normal_path(parts.path), normal_query(parts.query)
    word = _first_word(path)
    if word in PRIVATE_WORDS:
        return _private(platform, parts.host, word)
    rest = f"{path}?{query}" if query else path
    if not rest:
        shown = shown_address(parts.host, "")
        return Finding(Verdict.NOT_CONTENT, ReasonCode.WHOLE_PLATFORM, platform, shown=shown)
    kind = TargetKind.POST if query or "/" in path else TargetKind.CHANNEL
    shown = shown_address(parts.host, rest)
    public = Finding(Verdict.PUBLIC, ReasonCode.PLATFORM_ADDRESS, platform, kind, capped(rest), shown)
    return _judged(parts.host, path, public)


def judge_site(parts: Parts) -> Finding:
    """Judge an address on a host that nobody has registered: the site itself is the target."""
    path, query = normal_path(parts.path), normal_query(parts.query)
    word = _first_word(path)
    if word in PRIVATE_WORDS:
        # Still a public site, but what follows may be the secret of an invitation.
        path, query = path.partition("/")[0], ""
    host = f"{parts.host}:{parts.port}" if parts.port else parts.host
    rest = f"{path}?{query}" if query else path
    alike = looks_like(parts.host)
    reason = ReasonCode.SITE_LOOKALIKE if alike else ReasonCode.SITE_ADDRESS
    key = capped(f"{host}/{rest}" if rest else host)
    public = Finding(Verdict.PUBLIC, reason, SITE, TargetKind.SITE, key, shown_address(host, rest), alike)
    return _judged(parts.host, path, public)


def _first_word(path: str) -> str:
    word = path.partition("/")[0].lower()
    return unquote(word) if "%" in word else word


def _private(platform: str, host: str, word: str) -> Finding:
    shown = shown_address(host, f"{word}/\u2026" if word else "\u2026")
    return Finding(Verdict.PRIVATE, ReasonCode.PRIVATE_AREA, platform, shown=shown)


def _judged(host: str, path: str, public: Finding) -> Finding:
    """Return the public finding, unless the address is known to be private or untellable."""
    rule = closed_door(host, path)
    if rule is None:
        return public
    if rule[0] is Verdict.PRIVATE:
        return _private(public.platform, host, "")
    return public._replace(verdict=rule[0], reason=rule[1])
