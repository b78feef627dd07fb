"""Fields of answers: words of an enum, instants, and shapes that differ by side."""

from datetime import UTC
from typing import Any

from django.db.models import TextChoices
from drf_spectacular.utils import PolymorphicProxySerializer, extend_schema_field
from rest_framework import serializers

from accounts.domain.acting import Actor
from cases.enums import Side
from cases.models import NEVER


class Code(serializers.ChoiceField):
    """A word of an enum; null where the column is empty."""

    def __init__(self, words: type[TextChoices], **more: Any) -> None:
        super().__init__(choices=words.choices, read_only=True, **more)

    def to_representation(self, value: Any) -> Any:
        """Return the word, or null."""
        return str(value) or None


class Instant(serializers.DateTimeField):
    """An instant in UTC; null where it never was, or will not be."""

    def __init__(self, **more: Any) -> None:
        super().__init__(read_only=True, allow_null=True, default_timezone=UTC, **more)

    def to_representation(self, value: Any) -> Any:
        """Return it as ISO 8601, or null."""
        return None if value is None or value == NEVER else super().to_representation(value)


class Date(serializers.DateField):
    """A day; null where none is set."""

    def __init__(self, **more: Any) -> None:
        super().__init__(read_only=True, allow_null=True, **more)


class Line(serializers.CharField):
    """A text of an answer."""

    def __init__(self, **more: Any) -> None:
        super().__init__(read_only=True, **more)


class Number(serializers.IntegerField):
    """A number of an answer."""

    def __init__(self, **more: Any) -> None:
        super().__init__(read_only=True, **more)


class Truth(serializers.BooleanField):
    """A yes or no of an answer."""

    def __init__(self, **more: Any) -> None:
        super().__init__(read_only=True, **more)


def side_of(actor: Actor) -> str:
    """Return whose shape ``actor`` reads."""
    return str(Side.OPERATOR if actor.is_operator else Side.AGENCY)


def side_field(side: Side) -> serializers.ChoiceField:
    """Return the field that says whose shape it is."""
    return serializers.ChoiceField(choices=[(side.value, side.label)], default=side.value, read_only=True)


def by_side(name: str, agency: Any, operator: Any) -> PolymorphicProxySerializer:
    """Return the shape of an answer that is told apart by ``side``."""
    return PolymorphicProxySerializer(
        component_name=name,
        serializers={Side.AGENCY.value: agency, Side.OPERATOR.value: operator},
        resource_type_field_name="side",
    )


def page_of(name: str, row: Any) -> type[serializers.Serializer[Any]]:
    """Return the shape of a page of rows."""
    # A class of its own: what is said of a field's shape is kept at its class.
    own = type(f"{name}Rows", (serializers.ListField,), {})
    results: Any = extend_schema_field(many_of(row))(own)(read_only=True)
    fields: dict[str, Any] = {
        "results": results,
        "next": serializers.CharField(allow_null=True, read_only=True),
        "resume": serializers.CharField(allow_null=True, read_only=True),
    }
    return type(f"{name}Page", (serializers.Serializer,), fields)


def many_of(row: Any) -> Any:
    """Return the shape of a list of ``row``."""
    if isinstance(row, PolymorphicProxySerializer):
        return PolymorphicProxySerializer(
            component_name=row.component_name,
            serializers=row.serializers,
            resource_type_field_name="side",
            many=True,
        )
    return row(many=True)
