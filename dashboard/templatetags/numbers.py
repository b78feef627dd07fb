"""Numbers as the reader's language groups them."""

from django import template
from django.utils.formats import number_format

register = template.Library()


@register.filter
def grouped(number: int | None) -> str:
    """Return a whole number with its thousands parted: 10,000 in English, 10.000 in Indonesian."""
    return number_format(number or 0, decimal_pos=0, force_grouping=True)
