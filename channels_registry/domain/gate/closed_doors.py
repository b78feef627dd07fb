"""Addresses of other services that are private, or that cannot be told, whoever is registered.

Only what domain.md, section 4, lists. A link that stands here is never judged
public, also where nobody has registered the service yet.
"""

from channels_registry.enums import ReasonCode, Verdict

Rule = tuple[Verdict, ReasonCode]

_PRIVATE: Rule = (Verdict.PRIVATE, ReasonCode.PRIVATE_AREA)
_MEMBERS: Rule = (Verdict.UNDETERMINABLE, ReasonCode.MEMBERS_AREA)
_SHORT: Rule = (Verdict.UNDETERMINABLE, ReasonCode.SHORT_LINK)

# Host (and every name below it) → beginnings of the path, "" for all of it.
_DOORS: dict[str, dict[str, Rule]] = {
    "chat.whatsapp.com": {"": _PRIVATE},
    "api.whatsapp.com": {"": _PRIVATE},
    "web.whatsapp.com": {"": _PRIVATE},
    "wa.me": {"": _PRIVATE},
    "m.me": {"": _PRIVATE},
    "messenger.com": {"": _PRIVATE},
    "discord.gg": {"": _PRIVATE},
    "discord.com": {"channels": _PRIVATE, "invite": _PRIVATE},
    "signal.group": {"": _PRIVATE},
    "signal.me": {"": _PRIVATE},
    "studio.youtube.com": {"": _PRIVATE},
    "youtube.com": {"feed": _PRIVATE},
    "facebook.com": {"messages": _PRIVATE, "groups": _MEMBERS},
    "instagram.com": {"direct": _PRIVATE, "accounts": _PRIVATE, "stories": _MEMBERS},
    "ig.me": {"m": _PRIVATE},
    "tiktok.com": {"messages": _PRIVATE, "t": _SHORT},
    "line.me": {"ti/g": _PRIVATE, "r/ti/g": _PRIVATE, "ti/g2": _MEMBERS, "r/ti/g2": _MEMBERS},
    "vm.tiktok.com": {"": _SHORT},
    "vt.tiktok.com": {"": _SHORT},
    **dict.fromkeys(
        ("x.com", "twitter.com"),
        {
            "messages": _PRIVATE,
            "notifications": _PRIVATE,
            "i/chat": _PRIVATE,
            "i/bookmarks": _PRIVATE,
            "i/lists": _MEMBERS,
            "i/communities": _MEMBERS,
        },
    ),
    **dict.fromkeys(
        ("bit.ly", "cutt.ly", "goo.gl", "is.gd", "lin.ee", "ow.ly", "s.id", "t.co", "tinyurl.com"),
        {"": _SHORT},
    ),
}
_LINE_PERSON = ("ti/p/", "r/ti/p/")


def closed_door(host: str, path: str) -> Rule | None:
    """Return the rule for this host and normal path, or None where no door is closed."""
    doors = _DOORS.get(host)
    rest = host
    while doors is None and "." in rest:
        rest = rest.partition(".")[2]
        doors = _DOORS.get(rest)
    if doors is None:
        return None
    if "" in doors:
        return doors[""] if path or doors[""] is _PRIVATE else None
    words = path.lower().split("/")
    if rest == "line.me" and path.lower().startswith(_LINE_PERSON) and "/p/@" not in path.lower():
        return _PRIVATE
    return doors.get(words[0]) or doors.get("/".join(words[:2])) or doors.get("/".join(words[:3]))
