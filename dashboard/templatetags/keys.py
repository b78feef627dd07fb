"""By which key a step of a case is pressed; keys.js presses whatever visible carries ``data-key``."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()

# The same letter for what is the same to both sides: acknowledge or confirm, clarify, respond.
KEYS_OF_STEPS = {
    "acknowledge": "a",
    "ask-clarification": "c",
    "answer-clarification": "c",
    "decide": "r",
    "decide-objection": "r",
    "verify": "v",
    "close": "d",
}


@register.simple_tag
def key_of(slug: str) -> SafeString | str:
    """Return the attribute that lets a key press the step ``slug``; nothing where it has none."""
    key = KEYS_OF_STEPS.get(slug)
    return format_html(' data-key="{}"', key) if key else ""
