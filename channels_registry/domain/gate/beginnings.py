"""Where a link may begin inside a word, and whether a bare domain is meant as one."""

import re
from collections.abc import Iterator

from channels_registry.domain.gate.cleaning import refang
from channels_registry.domain.gate.host_table import HostTable

SCHEME = "scheme"
BARE = "bare"
NAME = "name"

_OPENED = r"[\[({]?"
_CLOSED = r"[\])}]?"
_DOT = r"(?:\.|\\\.|[\[({](?:\.|dot)[\])}])"
_LABEL = r"[^\W_](?:[\w-]{0,61}[^\W_])?"

_WEB = rf"h(?:tt|xx|\*\*)ps?{_OPENED}:{_CLOSED}{_OPENED}[/\\]{{2}}{_CLOSED}"
_TELEGRAM = rf"(?<![\w.+-])tg{_OPENED}:{_CLOSED}(?=/|[a-z]{{3}})"
_ANY = r"(?<![\w.+/-])(?:(?!h(?:tt|xx)ps?:)[a-z0-9+.-]){2,21}://"
# Written wrongly: found all the same, so that the gate can say so.
_WRONG = r"(?<![\w.+-])https?(?::[/\\]?|[/\\]{2})(?=[a-z0-9-]+\.)"
_ACCOUNT = r"(?<![\w.@/+%-])@[A-Za-z]\w{3,31}(?![\w@-]|\.\w)"
# Labels are taken greedily and never given back, so that a long run costs one look.
_LABELS = rf"(?:{_LABEL}{_DOT}(?=[^\W_])){{1,30}}+"
_TOP = r"(?:xn--[a-z0-9-]{2,59}|[^\W\d_]{2,24})"
_QUAD = rf"\d{{1,3}}(?:{_DOT}\d{{1,3}}){{3}}(?![\w.])"
_HOST = rf"(?<![\w.@/\\%=&?#+:-])(?:{_QUAD}|{_LABELS}{_TOP})"
_AFTER_COLON = rf"(?<=\w:){_LABELS}{_TOP}(?=[/?])"

_BEGINNING = re.compile(
    rf"(?P<scheme>{_WEB}|{_TELEGRAM}|{_ANY}|{_WRONG})|(?P<name>{_ACCOUNT})|(?P<bare>{_HOST}|{_AFTER_COLON})",
    re.IGNORECASE,
)
# After these, what looks like a new link is a part of the one before: "?url=https://…".
_INSIDE = frozenset("/=&?%#:@\\+")
_BREAKS = frozenset(",;()[]{}'*")
# "hxxps://news[.]site[.]tld": after the bracket the same host goes on.
_HOST_SO_FAR = re.compile(rf"(?:{_LABEL}{_DOT})+", re.IGNORECASE)

# Endings of file names that are no domains, or hardly ever.
_FILES = frozenset({
    "apk", "avi", "bmp", "css", "csv", "doc", "docx", "exe", "gif", "htm", "html", "jpeg", "jpg", "js",
    "json", "md", "mkv", "mp3", "mp4", "odt", "pdf", "php", "png", "ppt", "pptx", "py", "rar", "rtf", "sh",
    "svg", "txt", "webp", "xls", "xlsx", "xml",
})  # fmt: skip
_SHAPE = re.compile(r"([^/\\?#:]+)(:\d*)?([/\\?#].*)?", re.DOTALL)


def beginnings(word: str) -> Iterator[tuple[str, int]]:
    """Yield the kind and the place of every link that begins in a word without white space."""
    opened, scheme_end = False, -1
    for match in _BEGINNING.finditer(word):
        kind, start = str(match.lastgroup), match.start()
        if opened:
            before = word[start - 1]
            # "http[://]t[.]me": the host of a scheme is no new link.
            if start == scheme_end or before in _INSIDE or (kind != SCHEME and before not in _BREAKS):
                continue
            if scheme_end > 0 and _HOST_SO_FAR.fullmatch(word, scheme_end, start):
                continue
        opened = True
        scheme_end = match.end() if kind == SCHEME else -1
        yield kind, start


def is_worth_judging(link: str, table: HostTable, *, alone: bool) -> bool:
    """Whether a domain without a scheme is meant as a link, and not as a file or a full stop.

    ``alone``: nothing else stands on its line.
    """
    plain = refang(link)
    match = _SHAPE.fullmatch(plain)
    if match is None:
        return False
    host, rest = match[1].lower().rstrip("."), match[3] or ""
    if plain != link or len(rest) > 1:
        return True
    if table.find(host):
        return True
    # "letter.rtf.sig" is a file too.
    return (alone or rest == "/") and _FILES.isdisjoint(host.split(".")[1:])
