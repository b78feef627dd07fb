"""What is said of contacts: languages and hours in the reader's words."""

from django import template
from django.utils.translation import get_language

from accounts.domain.places import language_names
from channels_registry.domain.contact_hours import in_words
from channels_registry.models import Contact

register = template.Library()


@register.filter
def languages_in_words(contact: Contact) -> str:
    """Return the languages of a contact, that of its mail first."""
    return ", ".join(language_names(contact.languages, get_language() or "en"))


@register.filter
def hours_in_words(hours: str) -> str:
    """Return kept hours with the days in the reader's language."""
    return in_words(hours)
