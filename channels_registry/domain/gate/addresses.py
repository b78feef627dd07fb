"""Host names and IP addresses in one spelling; what lies inside a private network is refused."""

import ipaddress
import re
from functools import lru_cache
from urllib.parse import unquote

import idna

from channels_registry.domain.gate.findings import InvalidLink
from channels_registry.enums import ReasonCode

LONGEST_HOST = 253
_LABEL = r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?"
_HOST = re.compile(rf"(?:{_LABEL}\.)+{_LABEL}")
_NUMERIC = re.compile(r"0x[0-9a-f]*|[0-9]+")
_ENCODED = re.compile(r"%[0-9A-Fa-f]{2}")

# RFC 6761, RFC 6762, RFC 8375, ICANN's "internal": never on the public Internet.
_INSIDE = ("localhost", "local", "internal", "home.arpa", "lan", "intranet", "corp", "home")

# is_global calls these public, though they lead to private IPv4 addresses or to nobody.
_NOT_PUBLIC_4 = tuple(map(ipaddress.IPv4Network, ("192.0.0.0/24", "192.88.99.0/24", "224.0.0.0/4")))
_NOT_PUBLIC_6 = tuple(map(ipaddress.IPv6Network, ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20")))
_UNICAST_6 = ipaddress.IPv6Network("2000::/3")


@lru_cache(maxsize=4096)
def read_host(raw: str) -> str:
    """Return the host in its one ASCII spelling (lower case, UTS 46, IPv4 dotted, IPv6 bracketed).

    One level of percent-encoding is undone. Errors: InvalidLink (BAD_HOST,
    BAD_ENCODING, DOUBLE_ENCODING, PRIVATE_ADDRESS).
    """
    if raw.startswith("["):
        return _ipv6(raw)
    host = _ascii(_decode(raw).lower()).removesuffix(".")
    if _NUMERIC.fullmatch(host.rpartition(".")[2]):
        return _ipv4(host)
    if host.endswith(_INSIDE) and any(host == name or host.endswith("." + name) for name in _INSIDE):
        raise InvalidLink(ReasonCode.PRIVATE_ADDRESS)
    if len(host) > LONGEST_HOST or not _HOST.fullmatch(host):
        raise InvalidLink(ReasonCode.BAD_HOST)
    return host


def _decode(raw: str) -> str:
    if "%" not in raw:
        return raw
    try:
        host = unquote(raw, errors="strict")
    except UnicodeDecodeError:
        raise InvalidLink(ReasonCode.BAD_ENCODING) from None
    if _ENCODED.search(host):
        raise InvalidLink(ReasonCode.DOUBLE_ENCODING)
    return host


def _ascii(host: str) -> str:
    if host.isascii():
        return host
    try:
        # Mapping without IDNA 2008's stricter table, as browsers do: emoji domains exist.
        mapped = idna.uts46_remap(host, std3_rules=False, transitional=False)
        return ".".join(_punycode(label) for label in mapped.split("."))
    except UnicodeError:
        raise InvalidLink(ReasonCode.BAD_HOST) from None


def _punycode(label: str) -> str:
    return label if label.isascii() else "xn--" + label.encode("punycode").decode("ascii")


def _ipv4(host: str) -> str:
    """Read an IPv4 address as browsers do: octal, hexadecimal, fewer than four parts."""
    parts = host.split(".")
    try:
        numbers = [_number(part) for part in parts]
        last = numbers.pop()
        if len(numbers) > 3 or any(n > 255 for n in numbers) or last >= 256 ** (4 - len(numbers)):
            raise InvalidLink(ReasonCode.BAD_HOST)
    except ValueError:
        raise InvalidLink(ReasonCode.BAD_HOST) from None
    value = last + sum(n << (24 - 8 * place) for place, n in enumerate(numbers))
    address = ipaddress.IPv4Address(value)
    if not address.is_global or any(address in network for network in _NOT_PUBLIC_4):
        raise InvalidLink(ReasonCode.PRIVATE_ADDRESS)
    return str(address)


def _number(part: str) -> int:
    if len(part) > 20:
        raise ValueError
    if part.startswith("0x"):
        return int(part[2:] or "0", 16)
    return int(part, 8 if len(part) > 1 and part[0] == "0" else 10)


def _ipv6(raw: str) -> str:
    try:
        address = ipaddress.IPv6Address(raw[1:-1] if raw.endswith("]") else "")
    except ValueError:
        raise InvalidLink(ReasonCode.BAD_HOST) from None
    if address.scope_id or address not in _UNICAST_6 or any(address in net for net in _NOT_PUBLIC_6):
        raise InvalidLink(ReasonCode.PRIVATE_ADDRESS)
    return f"[{address.compressed}]"
