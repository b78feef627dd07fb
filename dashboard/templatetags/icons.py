"""Tabler's outline icons, inlined one by one from the package's sprite: no icon font, no request."""

import re
from functools import cache
from pathlib import Path

from django import template
from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

SYMBOL = re.compile(r'<symbol id="tabler-(?P<name>[a-z0-9-]+)"[^>]*>(?P<drawing>.*?)</symbol>', re.DOTALL)
BACKGROUND = '<path stroke="none" d="M0 0h24v24H0z" fill="none" />'


class IconMissing(LookupError):
    """No icon of this name in the installed set."""


@cache
def drawings() -> dict[str, str]:
    """Return what every icon of the installed set is drawn with, by its name."""
    sprite = Path(settings.NPM_ICONS).read_text(encoding="utf-8")
    return {found["name"]: found["drawing"].replace(BACKGROUND, "") for found in SYMBOL.finditer(sprite)}


@register.simple_tag
@cache
def icon(name: str, size: int = 18, label: str = "", css: str = "") -> SafeString:
    """Return the icon as inline SVG, ``size`` pixels wide, hidden from screen readers.

    ``label`` is read instead of it where no word stands beside it. Raises IconMissing
    for a name that the installed set does not have.
    """
    if name not in drawings():
        raise IconMissing(f"no icon {name!r} in {settings.NPM_ICONS}")
    drawing = format_html(
        '<svg class="ic {}" width="{}" height="{}" viewBox="0 0 24 24" fill="none"'
        ' stroke="currentColor" stroke-width="2" stroke-linecap="round"'
        ' stroke-linejoin="round" aria-hidden="true" focusable="false">{}</svg>',
        css,
        size,
        size,
        # The drawing comes from the installed package, never from a person.
        mark_safe(drawings()[name]),
    )
    if not label:
        return drawing
    return format_html('{}<span class="visually-hidden">{}</span>', drawing, label)
