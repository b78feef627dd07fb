"""Links to flagged content as text that nothing opens by accident, and strangers' text made safe."""

import re
from typing import Any
from urllib.parse import urlsplit

from django import template

from channels_registry.domain import disguises

register = template.Library()

SCHEME = re.compile(r"^(?P<name>[a-z][a-z0-9+.-]*):(?P<slashes>[/\\]*)", re.IGNORECASE)
NESTED = re.compile(r"http(s?)://", re.IGNORECASE)
WEB = {"http": "hxxp", "https": "hxxps"}


def defanged(url: str) -> str:
    """Return ``url`` in the form that no program takes for a link: ``hxxps://t[.]me/…``.

    Only the dots of the host are bracketed, so that the path stays as it was given.
    A link that arrived defanged comes out the same.
    """
    whole = url.replace("[.]", ".").replace("[:]", ":")
    whole = re.sub(r"^hxxp", "http", whole, flags=re.IGNORECASE)
    if whole.startswith("@"):
        return disguises.show_hidden(whole)
    scheme = SCHEME.match(whole)
    if scheme and not scheme["slashes"] and "." in scheme["name"]:
        scheme = None  # a host and its port
    prefix = ""
    if scheme:
        name, slashes, whole = scheme["name"], scheme["slashes"], whole[scheme.end() :]
        if name.lower() not in WEB:
            return disguises.show_hidden(f"{name}[:]{slashes}{whole}")
        prefix = f"{WEB[name.lower()]}:{slashes}"
    host = re.split(r"[/?#\\]", whole, maxsplit=1)[0]
    tail = NESTED.sub(r"hxxp\1://", whole[len(host) :])
    return disguises.show_hidden(prefix + host.replace(".", "[.]") + tail)


def may_open(url: str) -> bool:
    """Whether a page may offer to open ``url`` after a warning: the web's schemes, no tricks."""
    if any(disguises.is_hidden(character) for character in url):
        return False
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in WEB and bool(parts.hostname) and "@" not in parts.netloc


@register.filter
def defang(url: object) -> str:
    """Return a link as text: see ``defanged``."""
    return defanged(str(url or ""))


@register.filter
def visible(text: object) -> str:
    """Return a stranger's prose with its invisible characters shown, ordinary spelling left."""
    return disguises.show_disguises("" if text is None else str(text))


@register.filter
def spelled(text: object) -> str:
    """Return a link with the letters shown that only look like Latin ones."""
    return disguises.show_foreign_letters("" if text is None else str(text))


@register.inclusion_tag("components/_link.html")
def content_link(url: object, open: bool = False) -> dict[str, Any]:
    """Render a link to flagged content: text, a copy button and, with ``open``, a guarded way.

    Never pass ``open`` for child abuse material.
    """
    given = str(url or "")
    return {"url": given, "text": defanged(given), "openable": open and may_open(given)}
