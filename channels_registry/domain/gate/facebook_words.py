"""First words of Facebook's addresses that are no names: the table behind the grammar."""

from channels_registry.enums import ReasonCode

PRIVATE_WORDS = {
    **dict.fromkeys(("e2ee", "messages", "messenger", "messenger_media", "msg", "t"),
    ReasonCode.PRIVATE_MESSAGES),
    **dict.fromkeys(
        (
            "bookmarks", "composer", "confirmemail.php", "findfriends", "friends", "home.php", "inbox",
            "me", "memories",
            "notifications", "notifications.php", "recover", "reset.php", "saved", "settings",
        ),
        ReasonCode.PRIVATE_FEED,
    ),
    **dict.fromkeys(("chat", "invite", "join", "rooms"), ReasonCode.PRIVATE_INVITE),
}  # fmt: skip
PRIVATE_TABS = frozenset({"allactivity", "inbox", "messages", "saved"})

# What carries another address in "u" or "href".
WRAPPERS = frozenset({"confirm", "flx", "l.php", "plugins"})
# Behind these stands a page by name and number.
NUMBERED_PAGES = frozenset({"p", "pages", "people", "pg"})

OWN_WORDS = frozenset({
    "about", "ajax", "business", "careers", "checkpoint", "developers", "dialog", "directory", "gaming",
    "help",
    "home", "legal", "login", "login.php", "logout.php", "policies", "policy.php", "privacy", "public",
    "r.php",
    "reg", "search", "settings.php", "share.php", "sharer", "sharer.php", "terms", "terms.php", "tr", "v2.0",
})  # fmt: skip
