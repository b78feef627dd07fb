"""Tabler's outline icons, inlined one by one: no icon font, no sprite, no request."""

import re
from functools import lru_cache
from pathlib import Path

from django import template
from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
DRAWING = re.compile(r"<svg[^>]*>(?P<paths>.*)</svg>", re.DOTALL)
BACKGROUND = '<path stroke="none" d="M0 0h24v24H0z" fill="none" />'


class IconMissing(LookupError):
    """No icon of this name in the installed set."""


def _icon_file(name: str) -> Path:
    return Path(settings.NPM_ICONS) / f"{name}.svg"


@lru_cache(maxsize=512)
def _paths(name: str) -> str:
    if not NAME.fullmatch(name):
        raise IconMissing(f"{name!r} is not the name of an icon")
    try:
        source = _icon_file(name).read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise IconMissing(f"no icon {name!r} in {_icon_file(name).parent}") from error
    drawing = DRAWING.search(source)
    if drawing is None:
        raise IconMissing(f"icon {name!r} holds no drawing")
    return " ".join(drawing["paths"].replace(BACKGROUND, "").split())


@register.simple_tag
def icon(name: str, size: int = 18, label: str = "", css: str = "") -> SafeString:
    """Return the icon as inline SVG, ``size`` pixels wide, hidden from screen readers.

    ``label`` is read instead of it where no word stands beside it. Raises IconMissing
    for a name that the installed set does not have.
    """
    drawing = format_html(
        '<svg class="ic {}" width="{}" height="{}" viewBox="0 0 24 24" fill="none"'
        ' stroke="currentColor" stroke-width="2" stroke-linecap="round"'
        ' stroke-linejoin="round" aria-hidden="true" focusable="false">{}</svg>',
        css,
        size,
        size,
        # The paths come from the installed package, never from a person.
        mark_safe(_paths(name)),
    )
    if not label:
        return drawing
    return format_html('{}<span class="visually-hidden">{}</span>', drawing, label)
