"""The hosts of the well-known services: known also where nobody has registered the service.

A link on one of them is read by the service's own grammar, so that what is private
there is never judged public.
"""

import re
from functools import lru_cache
from typing import NamedTuple

from channels_registry.enums import Grammar

# What stands behind a host. MAIN: the pages of the service. CLOSED: private, all of it.
# OWN: the service's own pages. SHORT: leads elsewhere, nobody knows where. BELOW: a name below
# a main host of which nothing is known.
MAIN, CLOSED, OWN, SHORT, BELOW = "main", "closed", "own", "short", "below"
# Doors that one grammar alone knows.
VIDEO, MEDIA, INVITE, PHONE, WRAPPER, LIBRARY = "video", "media", "invite", "phone", "wrapper", "library"

_HOSTS: dict[Grammar, dict[str, str]] = {
    Grammar.TELEGRAM: {
        "t.me": MAIN, "telegram.me": MAIN, "telegram.dog": MAIN, "telegram.org": MAIN,
    },
    Grammar.YOUTUBE: {
        "youtube.com": MAIN, "music.youtube.com": MAIN, "gaming.youtube.com": MAIN, "youtu.be": VIDEO,
        "youtube-nocookie.com": MAIN, "youtubeeducation.com": MAIN, "youtubekids.com": MAIN,
        "tv.youtube.com": OWN,
        "studio.youtube.com": CLOSED, "consent.youtube.com": OWN, "accounts.youtube.com": CLOSED,
    },
    Grammar.X: {
        "x.com": MAIN, "twitter.com": MAIN, "platform.twitter.com": MAIN, "pic.x.com": SHORT,
        "pic.twitter.com": SHORT,
        "ton.twitter.com": CLOSED, "chat.x.com": CLOSED, "pro.x.com": CLOSED, "tweetdeck.twitter.com": CLOSED,
        "ads.x.com": CLOSED, "ads.twitter.com": CLOSED, "analytics.twitter.com": CLOSED, "help.x.com": OWN,
        "help.twitter.com": OWN, "support.twitter.com": OWN, "developer.x.com": OWN,
        "developer.twitter.com": OWN,
        "about.x.com": OWN, "about.twitter.com": OWN, "blog.x.com": OWN, "blog.twitter.com": OWN,
        "business.x.com": OWN, "business.twitter.com": OWN, "legal.twitter.com": OWN,
        "transparency.x.com": OWN,
    },
    Grammar.FACEBOOK: {
        "facebook.com": MAIN, "fb.com": MAIN, "fb.me": SHORT, "fb.watch": SHORT, "fb.gg": SHORT,
        "m.me": CLOSED,
        "messenger.com": CLOSED, "l.facebook.com": WRAPPER, "lm.facebook.com": WRAPPER,
        "about.facebook.com": OWN, "about.fb.com": OWN, "business.facebook.com": OWN,
        "developers.facebook.com": OWN,
        "transparency.fb.com": OWN, "work.facebook.com": CLOSED,
    },
    Grammar.INSTAGRAM: {
        "instagram.com": MAIN, "instagr.am": MAIN, "ig.me": INVITE, "l.instagram.com": WRAPPER,
        "about.instagram.com": OWN, "help.instagram.com": OWN, "business.instagram.com": OWN,
    },
    Grammar.TIKTOK: {
        "tiktok.com": MAIN, "vm.tiktok.com": SHORT, "vt.tiktok.com": SHORT, "library.tiktok.com": LIBRARY,
        "support.tiktok.com": OWN, "newsroom.tiktok.com": OWN, "ads.tiktok.com": OWN,
        "developers.tiktok.com": OWN,
        "seller.tiktok.com": CLOSED,
    },
    Grammar.LINE: {
        "line.me": MAIN, "line.naver.jp": MAIN, "page.line.me": MEDIA, "lin.ee": SHORT,
        "timeline.line.me": VIDEO,
        "linevoom.line.me": VIDEO, "voom.line.me": VIDEO, "chat.line.biz": CLOSED, "manager.line.biz": CLOSED,
        "access.line.me": CLOSED, "account.line.me": CLOSED, "help.line.me": OWN, "terms.line.me": OWN,
    },
    Grammar.WHATSAPP: {
        "whatsapp.com": MAIN, "chat.whatsapp.com": INVITE, "call.whatsapp.com": INVITE, "wa.me": PHONE,
        "wa.link": SHORT, "api.whatsapp.com": PHONE, "web.whatsapp.com": CLOSED, "business.whatsapp.com": OWN,
        "faq.whatsapp.com": OWN, "blog.whatsapp.com": OWN, "security.whatsapp.com": OWN,
    },
    Grammar.THREADS: {
        "threads.com": MAIN, "threads.net": MAIN, "l.threads.com": WRAPPER, "l.threads.net": WRAPPER,
    },
    Grammar.DISCORD: {
        "discord.com": MAIN, "discordapp.com": MAIN, "ptb.discord.com": MAIN, "canary.discord.com": MAIN,
        "discord.gg": INVITE, "discord.me": INVITE, "dsc.gg": INVITE,
        "cdn.discordapp.com": CLOSED, "media.discordapp.net": CLOSED, "discord.new": OWN,
        "support.discord.com": OWN,
    },
    Grammar.SIGNAL: {
        "signal.group": INVITE, "signal.link": INVITE, "signal.me": PHONE, "signal.art": OWN,
        "signal.tube": OWN,
        "signal.org": OWN,
    },
}  # fmt: skip


class KnownHost(NamedTuple):
    """The grammar that reads a host, and what stands behind it."""

    grammar: str
    door: str


KNOWN = {
    host: KnownHost(grammar.value, door) for grammar, hosts in _HOSTS.items() for host, door in hosts.items()
}

# Other doors to the same pages: by device, by country, by language ("id-id.facebook.com").
_SAME_PAGES = frozenset({"0", "d", "free", "m", "mbasic", "mobile", "p", "touch", "web", "www"})
_LOCALE = re.compile(r"[a-z]{2}(?:-[a-z]{2})?")


@lru_cache(maxsize=4096)
def known_host(host: str) -> KnownHost | None:
    """Return what is known of a host or of the one above it, None of other people's hosts."""
    own = KNOWN.get(host)
    if own is not None:
        return own
    doors: list[str] = []
    rest = host
    while rest:
        door, _, rest = rest.partition(".")
        doors.append(door)
        above = KNOWN.get(rest)
        if above is not None:
            same = all(each in _SAME_PAGES or _LOCALE.fullmatch(each) for each in doors)
            return above if same or above.door != MAIN else KnownHost(above.grammar, BELOW)
    return None
