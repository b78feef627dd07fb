"""How one link is written by different people, programs and evaders; made by hypothesis."""

from hypothesis import strategies as st

# Names as Telegram allows them: a letter first, single underscores inside. "boost"
# and its like are words of the app, so the names here carry an x and a digit.
NAMES = st.from_regex(r"[a-z](?:_?[a-z0-9]){2,14}x[0-9]", fullmatch=True)
NUMBERS = st.integers(min_value=1, max_value=2**31 - 1)
# The mixed case, the letter in front and the Z make a hash unlike any word that a mask may show.
HASHES = st.from_regex(r"[A-Za-z][A-Za-z0-9_]{8,20}[A-Z][a-z]Zq", fullmatch=True)
PHONES = st.from_regex(r"62[0-9]{9,11}", fullmatch=True)

HOSTS = st.sampled_from(
    [
        "t.me",
        "telegram.me",
        "telegram.dog",
        "www.t.me",
        "www%2Et.me",
        "t%2eme",
        "%54.me",
        "t.me:80",
        "t.me:443",
        "t.me.",
    ]
)
SCHEMES = st.sampled_from(
    ["", "//", "http://", "https://", "HTTP://", "hxxp://", "hXXps://", "h**ps://", "https[:]//"]
)
PREVIEWS = st.lists(st.sampled_from(["s/", "%73/", "S/", "./"]), max_size=5).map("".join)
TRACKING = st.sampled_from(
    ["", "?single", "?utm_source=x&thread=5", "?t=10", "#comments", "?ref=a#b", "/", "?"]
)
_INVISIBLE = st.sampled_from(
    ["\u200b", "\u200d", "\u200f", "\u202e", "\u2060", "\ufeff", "\u00ad", "%E2%80%8B"]
)


_PRIVATE_PATHS = st.sampled_from(
    [
        *(
            "+",
            "%2B",
            "%20",
            "joinchat/",
            "JoinChat/",
            "joinchat%2F",
            "c/",
            "c/123/",
            "m/",
            "call/",
            "contact/",
        ),
        *("join/", "boost/+", "durov/../+", "durov/+", "durov/joinchat/", "/+", "/joinchat//"),
    ]
)


@st.composite
def in_any_case(draw: st.DrawFn, text: str) -> str:
    capitals = draw(st.lists(st.booleans(), min_size=len(text), max_size=len(text)))
    return "".join(sign.upper() if up else sign for sign, up in zip(text, capitals, strict=True))


@st.composite
def encoded_here_and_there(draw: st.DrawFn, text: str, *, invisible: bool = False) -> str:
    places = draw(st.sets(st.integers(0, len(text) - 1), max_size=3))
    signs = [f"%{ord(sign):02x}" if place in places else sign for place, sign in enumerate(text)]
    if invisible:
        signs.insert(draw(st.integers(0, len(signs))), draw(_INVISIBLE))
    return "".join(signs)


@st.composite
def wrapped(draw: st.DrawFn, url: str) -> str:
    left, right = draw(
        st.sampled_from(
            [
                ("", ""),
                ("<", ">"),
                ('"', '"'),
                ("\u201c", "\u201d"),
                ("(", ")"),
                (" ", "\t"),
                ("", "."),
                ("", "),"),
                ("*", "*"),
            ]
        )
    )
    return f"{left}{url}{right}"


@st.composite
def defanged(draw: st.DrawFn, host: str) -> str:
    return host.replace(".", draw(st.sampled_from([".", "[.]", "(.)", "{.}", "[dot]", "(dot)", "\\."])))


@st.composite
def telegram_addresses(draw: st.DrawFn, path: str) -> str:
    """Return ``path`` on one of Telegram's hosts in some spelling that changes nothing."""
    host = draw(defanged(draw(in_any_case(draw(HOSTS)))))
    return draw(wrapped(f"{draw(SCHEMES)}{host}/{draw(PREVIEWS)}{path}"))


@st.composite
def spellings_of(draw: st.DrawFn, name: str, number: int) -> str:
    """Return one way to write a post (or, with number 0, the channel itself)."""
    written = draw(encoded_here_and_there(draw(in_any_case(name)), invisible=True))
    cased = draw(in_any_case(name))
    tail = f"/{number}" if number else ""
    post = f"&post={number}" if number else ""
    topic = f"/{draw(NUMBERS)}/{number}" if number else ""
    ways = [
        f"{draw(telegram_addresses(written + tail + draw(TRACKING)))}",
        f"{draw(telegram_addresses(written + (topic or '/')))}",
        f"{draw(SCHEMES)}{cased}.t.me{tail or '/'}",
        f"tg://resolve?domain={cased}{post}",
        f"TG:resolve?&&domain={draw(encoded_here_and_there(cased))}{post}&single",
        f"https://t.me/iv?url=https%3A%2F%2Ft.me%2F{cased}{tail.replace('/', '%2F')}&rhash=0",
        f"https://web.telegram.org/k/#@{cased}{tail}",
    ]
    return draw(st.sampled_from(ways if number else [*ways, f"@{cased}"]))


@st.composite
def private_links(draw: st.DrawFn) -> tuple[str, str]:
    """Return a link to something private and the secret in it."""
    secret = draw(st.one_of(HASHES, PHONES))
    path = draw(_PRIVATE_PATHS) + secret + draw(TRACKING)
    ways = [
        draw(telegram_addresses(path)),
        f"https://joinchat.t.me/{secret}",
        f"tg://join?invite={secret}",
        f"TG:Join?x=1&invite={secret}",
        f"tg:resolve?phone={secret}",
        f"tg://privatepost?channel={secret}&post=1",
        f"tg://openmessage?user_id={secret}",
        f"tg://contact?token={secret}",
        f"t.me/iv?url=t.me%2F%2B{secret}",
        f"https://web.telegram.org/a/#-100123{secret}_5" if secret.isdigit() else f"https://t.me/+{secret}",
    ]
    return draw(st.sampled_from(ways)), secret
