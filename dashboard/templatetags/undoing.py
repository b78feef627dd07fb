"""The address that takes back what a message tells of."""

from typing import Any

from django import template

register = template.Library()


@register.filter
def undo_url(message: Any) -> str:
    """Return where to post in order to take it back; empty for a message that cannot be."""
    word, _space, url = (message.extra_tags or "").partition(" ")
    return url if word == "undo" else ""
