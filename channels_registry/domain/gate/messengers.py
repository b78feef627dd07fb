"""WhatsApp, Discord and Signal: nearly all of what they link to is private."""

import re

from channels_registry.domain.gate.findings import Finding, Nested
from channels_registry.domain.gate.known_hosts import INVITE, PHONE
from channels_registry.domain.gate.outcomes import (
    checked,
    own_page,
    private,
    public,
    segment_of,
    untold,
)
from channels_registry.domain.gate.splitting import Parts, read_segments
from channels_registry.enums import ReasonCode, TargetKind

WHATSAPP = "whatsapp.com"
DISCORD = "discord.com"
SIGNAL = "signal.org"

_CHANNEL = re.compile(r"[A-Za-z0-9_-]{4,60}")
_POST = re.compile(r"[0-9]{1,12}")
_SERVER = re.compile(r".*?([0-9]{5,25})", re.DOTALL)

_WHATSAPP_OWN = frozenset({
    "about", "android", "brand", "business", "coronavirus", "download", "features", "index", "join-us",
    "legal",
    "privacy", "security", "stayconnected", "sticker", "stickers",
})  # fmt: skip
_DISCORD_OWN = frozenset({
    "acknowledgements", "blog", "branding", "build", "careers", "channel", "company", "creators",
    "developers",
    "download", "guidelines", "login", "newsroom", "nitro", "partners", "privacy", "quests", "register",
    "safety",
    "store", "streamkit", "terms", "verification",
})  # fmt: skip


def judge_whatsapp(parts: Parts, door: str, platform: str) -> Finding | Nested:
    """Judge an address on one of WhatsApp's hosts: channels alone are public.

    Errors: InvalidLink (BAD_POST, LOOKALIKE_LETTERS and what ``read_segments`` raises).
    """
    if door == INVITE:
        return private(platform, parts.host, ReasonCode.PRIVATE_INVITE)
    if door == PHONE:
        return private(platform, parts.host, ReasonCode.PRIVATE_PERSON)
    segments = read_segments(parts.path)
    if not segments:
        return own_page(platform, WHATSAPP, whole=True)
    word, code = segments[0].lower(), segment_of(segments, 1)
    if word == "channel" and code:
        channel = f"channel/{checked(_CHANNEL, code)}"
        if post := segment_of(segments, 2):
            return public(platform, WHATSAPP, TargetKind.POST, f"{channel}/{checked(_POST, post)}", channel)
        return public(platform, WHATSAPP, TargetKind.CHANNEL, channel)
    if word in _WHATSAPP_OWN or word == "channel":
        return own_page(platform, WHATSAPP)
    return private(platform, WHATSAPP, ReasonCode.PRIVATE_PERSON)


def judge_discord(parts: Parts, door: str, platform: str) -> Finding | Nested:
    """Judge an address on one of Discord's hosts. Errors: what ``read_segments`` raises."""
    if door == INVITE:
        return private(platform, parts.host, ReasonCode.PRIVATE_INVITE)
    segments = read_segments(parts.path)
    if not segments:
        return own_page(platform, DISCORD, whole=True)
    word, code = segments[0].lower(), segment_of(segments, 1)
    if word == "servers" and (server := _SERVER.fullmatch(code)):
        return untold(platform, DISCORD, TargetKind.GROUP, f"servers/{server[1]}")
    if word in _DISCORD_OWN or word == "servers":
        return own_page(platform, DISCORD)
    invited = word in ("invite", "template", "gifts", "events")
    return private(platform, DISCORD, ReasonCode.PRIVATE_INVITE if invited else ReasonCode.PRIVATE_MESSAGES)


def judge_signal(parts: Parts, door: str, platform: str) -> Finding | Nested:
    """Judge an address on one of Signal's hosts: groups, calls and people, never public."""
    reason = ReasonCode.PRIVATE_PERSON if door == PHONE else ReasonCode.PRIVATE_INVITE
    return private(platform, parts.host, reason)
