"""One spelling for the path and query of any web address: what makes keys equal."""

import hashlib
import re
import unicodedata
from urllib.parse import quote, unquote

LONGEST_KEY = 500
_LONGEST_SHOWN = 400

_PLAIN_PATH = re.compile(r"[A-Za-z0-9\-_~/!$&'()*+,;=:@.]*")
_SAFE = "%/:@!$&'()*+,;=~-._"
_ENCODED = re.compile(r"%([0-9A-Fa-f]{2})?")
_UNRESERVED = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")

# Fields that tell where the reader came from, not what is shown.
_TRACKING = frozenset({
    "_ga", "_gl", "dclid", "fbclid", "gbraid", "gclid", "igsh", "igshid", "mc_cid", "mc_eid", "msclkid",
    "ref", "ref_src", "ref_url", "referrer", "si", "spm", "ttclid", "twclid", "wbraid", "yclid",
})  # fmt: skip
# Fields that open something or name a person: never kept, never shown.
_SECRET = frozenset({
    "access_token", "api_key", "apikey", "auth", "authuser", "code", "email", "hash", "hmac", "invite",
    "invite_code", "invitecode", "jwt", "oauth_token", "otp", "pass", "passwd", "password", "phone",
    "phpsessid", "pwd", "resourcekey", "secret", "session", "session_id", "sessionid", "sid", "sig",
    "signature", "token",
})  # fmt: skip


def normal_path(path: str) -> str:
    """Return the path without its outer slashes; letter case is kept.

    Percent-encoding is brought to one spelling, empty parts, ``.`` and ``..``
    are resolved as browsers do.
    """
    if not (_PLAIN_PATH.fullmatch(path) and "//" not in path and "/." not in path):
        segments: list[str] = []
        for part in normal_encoding(path).split("/"):
            if part == "..":
                del segments[-1:]
            elif part not in ("", "."):
                segments.append(part)
        return "/".join(segments)
    return path.strip("/")


def normal_query(query: str) -> str:
    """Return the query sorted, without empty, tracking and secret fields."""
    kept = []
    for part in query.split("&"):
        name = unquote(part.partition("=")[0]).lower()
        if part and not (name in _TRACKING or name in _SECRET or name.startswith("utm_")):
            kept.append(normal_encoding(part.replace("+", "%20")))
    return "&".join(sorted(kept))


def normal_encoding(text: str) -> str:
    """Return the text with what must be encoded encoded, once and in upper case."""
    composed = text if text.isascii() else unicodedata.normalize("NFC", text)
    return _ENCODED.sub(_one_spelling, quote(composed, safe=_SAFE + "?", errors="replace"))


def capped(key: str) -> str:
    """Return the key, its tail replaced by a digest where it is longer than a column holds."""
    if len(key) <= LONGEST_KEY:
        return key
    digest = hashlib.sha256(key.encode()).hexdigest()
    return f"{key[: LONGEST_KEY - len(digest) - 1]}~{digest}"


def shown_address(host: str, rest: str) -> str:
    """Return a web address as text that no program turns into a link."""
    shown = f"hxxps://{host.replace('.', '[.]')}"
    if len(rest) > _LONGEST_SHOWN:
        rest = rest[:_LONGEST_SHOWN] + "\u2026"
    return f"{shown}/{rest}" if rest else shown


def _one_spelling(match: re.Match[str]) -> str:
    digits = match[1]
    if digits is None:
        return "%25"
    number = int(digits, 16)
    return chr(number) if number in _UNRESERVED else f"%{digits.upper()}"
