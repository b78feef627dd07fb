"""The grammar of every registered host that has none of its own, and of unregistered sites."""

from urllib.parse import unquote

from channels_registry.domain.gate.findings import Finding
from channels_registry.domain.gate.lookalikes import looks_like
from channels_registry.domain.gate.normalising import capped, normal_path, normal_query, shown_address
from channels_registry.domain.gate.shorteners import is_shortener
from channels_registry.domain.gate.splitting import Parts
from channels_registry.enums import ReasonCode, TargetKind, Verdict

SITE = "site"

# First parts of a path behind which people talk among themselves, on most services.
PRIVATE_WORDS = frozenset({"chat", "direct", "dm", "inbox", "invite", "join", "joinchat", "messages"})


def judge_platform(parts: Parts, door: str, platform: str) -> Finding:
    """Judge an address on a registered host: one part is a channel, more are a post.

    The key has no host, so that a platform's hosts are one.
    """
    path, query = normal_path(parts.path), normal_query(parts.query)
    word = first_word(path)
    if word in PRIVATE_WORDS:
        shown = shown_address(parts.host, f"{word}/\u2026")
        return Finding(Verdict.PRIVATE, ReasonCode.PRIVATE_AREA, platform, shown=shown)
    rest = f"{path}?{query}" if query else path
    if not rest:
        shown = shown_address(parts.host, "")
        return Finding(Verdict.NOT_CONTENT, ReasonCode.WHOLE_PLATFORM, platform, shown=shown)
    head, slash, _ = path.partition("/")
    kind = TargetKind.POST if query or slash else TargetKind.CHANNEL
    return Finding(
        Verdict.PUBLIC, ReasonCode.PLATFORM_ADDRESS, platform, kind, capped(rest),
        shown_address(parts.host, rest), parent=head if slash else "",
    )  # fmt: skip


def judge_site(parts: Parts) -> Finding:
    """Judge an address on a host that nobody has registered: the site itself is the target."""
    path, query = normal_path(parts.path), normal_query(parts.query)
    if first_word(path) in PRIVATE_WORDS:
        # Still a public site, but what follows may be the secret of an invitation.
        path, query = path.partition("/")[0], ""
    host = f"{parts.host}:{parts.port}" if parts.port else parts.host
    rest = f"{path}?{query}" if query else path
    verdict, reason, alike = Verdict.PUBLIC, ReasonCode.SITE_ADDRESS, looks_like(parts.host)
    if rest and is_shortener(parts.host):
        verdict, reason = Verdict.UNDETERMINABLE, ReasonCode.SHORT_LINK
    elif alike:
        reason = ReasonCode.SITE_LOOKALIKE
    key, parent = (f"{host}/{rest}", host) if rest else (host, "")
    return Finding(
        verdict, reason, SITE, TargetKind.SITE, capped(key), shown_address(host, rest), alike, parent
    )


def first_word(path: str) -> str:
    """Return the first part of a path in lower case, decoded."""
    word = path.partition("/")[0].lower()
    return unquote(word) if "%" in word else word
