"""Bodies are taken as they were agreed, or refused: unknown fields, and words of another type."""

from collections.abc import Mapping
from typing import Any

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail

from cases.domain.wording import TEXT_AT_MOST

_NOT_TEXT = _("This must be a text.")


class Body(serializers.Serializer[Any]):
    """A JSON object in which nothing is passed over silently."""

    takes_nothing_else = True

    def to_internal_value(self, data: Any) -> Any:
        """Return the words taken. Raises ValidationError, for every field at once."""
        faults: dict[str, Any] = {}
        if isinstance(data, Mapping):
            for name in data:
                if name not in self.fields:
                    faults[str(name)] = [ErrorDetail(str(_("There is no such field here.")), "unknown_field")]
        try:
            words = super().to_internal_value(data)
        except serializers.ValidationError as error:
            if isinstance(error.detail, dict):
                faults |= error.detail
            raise serializers.ValidationError(faults or error.detail) from error
        if faults:
            raise serializers.ValidationError(faults)
        return words


class Text(serializers.CharField):
    """Prose or a line: a JSON string, its margins kept. Empty only where it may be left out."""

    def __init__(self, **more: Any) -> None:
        more.setdefault("max_length", TEXT_AT_MOST)
        more.setdefault("trim_whitespace", False)
        super().__init__(**more)

    def to_internal_value(self, data: Any) -> str:
        """Return the text. Raises ValidationError for anything but a string."""
        if not isinstance(data, str):
            raise serializers.ValidationError(_NOT_TEXT, code="not_text")
        return str(super().to_internal_value(data))


def optional_text(**more: Any) -> Text:
    """Return a text that may be left out or empty."""
    return Text(required=False, allow_blank=True, default="", **more)


class Word(serializers.ChoiceField):
    """One of the words that are offered, as a JSON string."""

    def to_internal_value(self, data: Any) -> str:
        """Return the word. Raises ValidationError for any other."""
        if not isinstance(data, str):
            raise serializers.ValidationError(_NOT_TEXT, code="not_text")
        return str(super().to_internal_value(data))


class Flag(serializers.BooleanField):
    """true or false, and nothing that looks like it."""

    def to_internal_value(self, data: Any) -> bool:
        """Return the flag. Raises ValidationError for anything else."""
        if not isinstance(data, bool):
            self.fail("invalid", input=data)
        return data


class Whole(serializers.IntegerField):
    """A whole number, not in quotes."""

    def to_internal_value(self, data: Any) -> int:
        """Return the number. Raises ValidationError for anything else."""
        if isinstance(data, bool) or not isinstance(data, int):
            self.fail("invalid")
        return data


class Id(serializers.UUIDField):
    """A UUID in its usual spelling."""

    def to_internal_value(self, data: Any) -> Any:
        """Return the id. Raises ValidationError for other spellings."""
        if not isinstance(data, str) or len(data) != 36:
            self.fail("invalid", value=data)
        return super().to_internal_value(data)


class Day(serializers.DateField):
    """A day, as YYYY-MM-DD."""

    def to_internal_value(self, data: Any) -> Any:
        """Return the day. Raises ValidationError for other spellings."""
        if not isinstance(data, str) or len(data) != 10:
            self.fail("invalid", format="YYYY-MM-DD")
        return super().to_internal_value(data)


class Moment(serializers.DateTimeField):
    """An instant as ISO 8601 with its offset, as 2026-03-02T12:00:00Z."""

    def to_internal_value(self, value: Any) -> Any:
        """Return the instant. Raises ValidationError for other spellings, and without an offset."""
        try:
            found = parse_datetime(value) if isinstance(value, str) else None
        except ValueError:
            found = None
        if found is None or found.tzinfo is None:
            self.fail("invalid", format="YYYY-MM-DDThh:mm:ss±hh:mm")
        return found
