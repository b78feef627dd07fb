"""First words of Telegram's links that are no names: the table behind the grammar.

Source: core.telegram.org/api/links and the reserved words of Telegram's own
client library. Words are compared in lower case, more strictly than Telegram
does, so that no spelling of a private form passes for a name.
"""

from channels_registry.domain.gate.findings import Finding
from channels_registry.enums import ReasonCode, Verdict

Rule = tuple[Verdict, ReasonCode, str]

_INVITE: Rule = (Verdict.PRIVATE, ReasonCode.TELEGRAM_INVITE, "/\u2026")
_CHAT: Rule = (Verdict.PRIVATE, ReasonCode.TELEGRAM_PRIVATE_CHAT, "/\u2026")
_PERSON: Rule = (Verdict.PRIVATE, ReasonCode.TELEGRAM_PRIVATE_PERSON, "/\u2026")
_CALL: Rule = (Verdict.PRIVATE, ReasonCode.TELEGRAM_PRIVATE_CALL, "/\u2026")
_FOLDER: Rule = (Verdict.UNDETERMINABLE, ReasonCode.TELEGRAM_FOLDER, "/\u2026")
_FUNCTION: Rule = (Verdict.NOT_CONTENT, ReasonCode.TELEGRAM_FUNCTION, "/\u2026")

_EITHER: dict[str, Rule] = {
    "addlist": _FOLDER,
    "call": _CALL,
    "contact": _PERSON,
    **dict.fromkeys(
        (
            "addemoji", "addstickers", "addstyle", "addtheme", "auction", "auth", "bg", "boost",
            "confirmphone", "giftcode", "invoice", "iv", "login", "msg", "msg_url", "newbot", "nft",
            "oauth", "passport", "premium_multigift", "premium_offer", "proxy",
            "restore_purchases", "setlanguage", "settings", "share", "socks",
            "stargift_auction", "stars_topup",
        ),
        _FUNCTION,
    ),
}  # fmt: skip

# t.me/<word>…, and <word>.t.me. The single letters are doors to the web application.
PATH_WORDS: dict[str, Rule] = {
    **_EITHER,
    "c": _CHAT,
    "join": _INVITE,
    "joinchat": _INVITE,
    "m": _PERSON,
    **dict.fromkeys(("a", "i", "k", "w", "web", "z"), _FUNCTION),
}

# tg://<word>?… An unknown word opens no content that others could see.
SCHEME_WORDS: dict[str, Rule] = {
    **_EITHER,
    "chat": _CHAT,
    "join": _INVITE,
    "message": _PERSON,
    "openmessage": _CHAT,
    "privatepost": _CHAT,
    "user": _PERSON,
}

# Names that tg://resolve takes for functions of the app.
FUNCTION_NAMES = frozenset({"oauth", "telegrampassport"})

LIVE_FIELDS = frozenset({"livestream", "videochat", "voicechat"})
BOT_FIELDS = frozenset({"game", "start", "startapp", "startattach", "startchannel", "startgroup"})


def ruled(rule: Rule, *, platform: str, shown: str) -> Finding:
    """Return the finding of a rule; ``shown`` is the link up to its first word."""
    verdict, reason, rest = rule
    return Finding(verdict, reason, platform, shown=shown + rest)


def scheme_rule(word: str) -> Rule:
    """Return the rule of a tg: word."""
    return SCHEME_WORDS.get(word, _FUNCTION)
