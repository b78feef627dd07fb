"""How a link to one of the other services is written by different people and evaders; made by hypothesis.

``{name}`` ignores case; ``{id}`` and ``{n}`` do not change.
"""

from typing import NamedTuple

from hypothesis import strategies as st

from tests.channels_registry.domain.gate.spellings import (
    SCHEMES,
    defanged,
    encoded_here_and_there,
    in_any_case,
    wrapped,
)


class Target(NamedTuple):
    """One thing to report: its service, its key, and the forms of its link."""

    platform: str
    key: str
    forms: tuple[str, ...]


_YT = "youtube.com|www.youtube.com|m.youtube.com|music.youtube.com|youtube-nocookie.com"
_X = "x.com|www.x.com|twitter.com|mobile.twitter.com|mobile.x.com"
_FB = "facebook.com|www.facebook.com|m.facebook.com|mbasic.facebook.com|fb.com|id-id.facebook.com"
_IG = "instagram.com|www.instagram.com|m.instagram.com|instagr.am"
_TT = "tiktok.com|www.tiktok.com|m.tiktok.com"
_TH = "threads.net|www.threads.net|threads.com|www.threads.com"
_WA = "whatsapp.com|www.whatsapp.com"
_LINE = "line.me|www.line.me|line.naver.jp"

TARGETS = (
    Target("youtube", "watch?v={id}", (
        f"{_YT}/watch?v={{id}}", f"{_YT}/watch?list=WL&v={{id}}", "youtu.be|www.youtu.be/{id}",
        f"{_YT}/embed/{{id}}",
        f"{_YT}/shorts/{{id}}", f"{_YT}/live/{{id}}", f"{_YT}/v/{{id}}",
    )),
    Target("youtube", "@{name}", (f"{_YT}/@{{name}}", f"{_YT}/%40{{name}}/videos")),
    Target("youtube", "c/{name}", (f"{_YT}/c/{{name}}", f"{_YT}/{{name}}", f"{_YT}/C/{{name}}/about")),
    Target("x", "{name}", (f"{_X}/{{name}}", f"{_X}/@{{name}}", f"{_X}/{{name}}/media")),
    Target("x", "i/status/{n}", (
        f"{_X}/{{name}}/status/{{n}}", f"{_X}/i/web/status/{{n}}", f"{_X}/i/status/{{n}}",
        f"{_X}/{{name}}/statuses/{{n}}/photo/1",
    )),
    Target("facebook", "{name}", (f"{_FB}/{{name}}", f"{_FB}/pg/{{name}}", f"{_FB}/{{name}}/about")),
    Target("facebook", "{name}/posts/{n}", (f"{_FB}/{{name}}/posts/{{n}}",
    f"{_FB}/{{name}}/posts/words/{{n}}")),
    Target("facebook", "watch?v={n}", (
        f"{_FB}/watch/?v={{n}}", f"{_FB}/reel/{{n}}", f"{_FB}/{{name}}/videos/{{n}}",
        f"{_FB}/video.php?v={{n}}",
    )),
    Target("facebook", "{n}", (f"{_FB}/profile.php?id={{n}}", f"{_FB}/people/Some-Name/{{n}}",
    f"{_FB}/Some-Page-{{n}}")),
    Target("instagram", "{name}", (f"{_IG}/{{name}}", f"{_IG}/{{name}}/reels", f"{_IG}/_u/{{name}}")),
    Target("instagram", "p/{id}", (
        f"{_IG}/p/{{id}}", f"{_IG}/reel/{{id}}", f"{_IG}/tv/{{id}}", f"{_IG}/{{name}}/p/{{id}}",
        f"{_IG}/Reels/{{id}}",
    )),
    Target("threads", "t/{id}", (f"{_TH}/@{{name}}/post/{{id}}", f"{_TH}/t/{{id}}")),
    Target("tiktok", "@{name}", (f"{_TT}/@{{name}}", f"{_TT}/%40{{name}}")),
    Target("tiktok", "video/{n}", (
        f"{_TT}/@{{name}}/video/{{n}}", f"{_TT}/v/{{n}}.html", f"{_TT}/embed/v2/{{n}}",
        f"{_TT}/@/video/{{n}}",
    )),
    Target("line", "R/ti/p/@{name}", (f"{_LINE}/R/ti/p/@{{name}}", f"{_LINE}/ti/p/%40{{name}}",
    "page.line.me/{name}")),
    Target("whatsapp", "channel/{id}", (f"{_WA}/channel/{{id}}",)),
)  # fmt: skip

PRIVATE = (
    "chat.whatsapp.com/{secret}", "chat.whatsapp.com/invite/{secret}", "wa.me/{secret}",
    "wa.me/message/{secret}",
    "api.whatsapp.com/send?phone={secret}", f"{_WA}/send?phone={{secret}}",
    "web.whatsapp.com/send?phone={secret}",
    "discord.gg|www.discord.gg/{secret}", "discord.com|www.discord.com|discordapp.com/invite/{secret}",
    "discord.com/channels/1/{secret}", "signal.group/#{secret}", "signal.me/#p/{secret}",
    f"{_LINE}/R/ti/g/{{secret}}", f"{_LINE}/ti/g/{{secret}}", f"{_LINE}/ti/p/{{secret}}",
    f"{_LINE}/R/ti/p/~{{secret}}",
    "m.me/{secret}", "messenger.com|www.messenger.com/t/{secret}", f"{_FB}/messages/t/{{secret}}",
    f"{_IG}/direct/t/{{secret}}", "ig.me/m/{secret}", f"{_IG}/accounts/{{secret}}",
    f"{_TT}/messages/{{secret}}",
    f"{_X}/messages/{{secret}}", f"{_X}/i/chat/{{secret}}", f"{_X}/notifications/{{secret}}",
    f"{_X}/i/bookmarks/{{secret}}",
    f"{_YT}/feed/{{secret}}", "studio.youtube.com/{secret}", f"{_YT}/playlist?list=WL&x={{secret}}",
)  # fmt: skip

_NAMES = st.from_regex(r"[a-z][a-z0-9]{4,10}x", fullmatch=True)
_IDS = st.from_regex(r"[A-Za-z0-9_-]{10}Z", fullmatch=True)
_NUMBERS = st.integers(min_value=10_000, max_value=10**18).map(str)
_TRACKING = st.sampled_from([
    "utm_source=x", "s=20", "t=42s", "si=AbC", "fbclid=AbC", "igsh=AbC", "igshid=1", "ref=share", "_t=8x",
    "_r=1",
    "feature=share", "mibextid=AbC", "hl=id", "lang=en",
])  # fmt: skip
_FRAGMENTS = st.sampled_from(["", "", "#", "#top", "#t=5"])


@st.composite
def _written(draw: st.DrawFn, form: str) -> str:
    """Return a form on one of its hosts, spelled in some way that changes nothing."""
    hosts, _, rest = form.partition("/")
    host = draw(defanged(draw(in_any_case(draw(st.sampled_from(hosts.split("|")))))))
    path, question, query = rest.partition("?")
    path = draw(st.sampled_from(["", "/", "x/../", "./"])) + path
    if not question and "#" not in path:
        path += draw(st.sampled_from(["", "/", "//"]))
    tracking = draw(st.lists(_TRACKING, max_size=2))
    fields = "&".join(draw(st.permutations([*([query] if query else []), *tracking])))
    fragment = "" if "#" in path else draw(_FRAGMENTS)
    tail = f"?{fields}" if fields and "#" not in path else ""
    return draw(wrapped(f"{draw(SCHEMES)}{host}/{path}{tail}{fragment}"))


@st.composite
def spellings_of_targets(draw: st.DrawFn) -> tuple[str, str, str]:
    """Return a link to some target, and the service and key that it must have."""
    target = draw(st.sampled_from(TARGETS))
    name, code, number = draw(_NAMES), draw(_IDS), draw(_NUMBERS)
    form = draw(st.sampled_from(target.forms))
    written = draw(encoded_here_and_there(draw(in_any_case(name)), invisible=True))
    url = draw(_written(form.replace("{name}", written).replace("{id}", code).replace("{n}", number)))
    return url, target.platform, target.key.format(name=name, id=code, n=number)


@st.composite
def other_private_links(draw: st.DrawFn) -> tuple[str, str]:
    """Return a link to something private on one of the services, and the secret in it."""
    secret = draw(st.from_regex(r"[A-Za-z0-9]{8,16}[A-Z][a-z]Zq", fullmatch=True))
    form = draw(st.sampled_from(PRIVATE))
    hosts, slash, rest = form.partition("/")
    words, hidden, tail = rest.partition("{secret}")
    if draw(st.booleans()) and "?" not in words:
        words = draw(in_any_case(words))
    return draw(_written(f"{hosts}{slash}{words}{secret if hidden else ''}{tail}")), secret
