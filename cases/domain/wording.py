"""What people write: never empty where a reason is owed, never endless."""

from django.utils.translation import gettext_lazy as _

from kernel.errors import Invalid

TEXT_AT_MOST = 10_000  # characters


def required(text: str, code: str, field: str = "text") -> str:
    """Return the text without its margins. Raises Invalid where nothing is said."""
    said = text.strip()
    if not said:
        raise Invalid(code, _("Write a sentence: the other side must understand why."), field=field)
    return said[:TEXT_AT_MOST]
