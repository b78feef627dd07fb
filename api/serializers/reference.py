"""What all share: services, categories, provisions, agencies; and who asks."""

from typing import Any

from rest_framework import serializers

from accounts.enums import OrganisationKind, Role
from api.serializers.output import Code, Instant, Line, Number, Truth
from audit.enums import ActorKind
from sla.enums import Standing, Urgency


class Me(serializers.Serializer[Any]):
    """Who asks, and as what."""

    kind = Code(ActorKind)
    id = Line()
    label = Line()  # type: ignore[assignment]
    organisation = Line()
    organisation_kind = Code(OrganisationKind)
    acts_as = serializers.ListField(child=serializers.ChoiceField(choices=Role.choices), read_only=True)
    sees_as = serializers.ListField(child=serializers.ChoiceField(choices=Role.choices), read_only=True)


class PlatformShape(serializers.Serializer[Any]):
    """A service; an operator sees his own."""

    slug = Line()
    name = Line()
    operator = Line(source="organisation.name")
    active = Truth()
    hosts = serializers.ListField(child=serializers.CharField(), source="host_names", read_only=True)


class CategoryShape(serializers.Serializer[Any]):
    """A category with the urgency that it brings."""

    code = Line()
    name = Line(source="__str__")
    urgency = Code(Urgency)
    restricted = Truth()
    active = Truth()


class LegalBasisShape(serializers.Serializer[Any]):
    """A provision with its dates in force."""

    code = Line()
    jurisdiction = Line()
    citation = Line()
    text = Line()
    categories = serializers.ListField(child=serializers.CharField(), source="category_codes", read_only=True)
    effective_from = serializers.DateField(read_only=True)
    effective_until = serializers.DateField(read_only=True, allow_null=True)
    standing = Code(Standing)


class HolidayShape(serializers.Serializer[Any]):
    """A day on which no clock of the calendar runs, and who made it one."""

    day = serializers.DateField(read_only=True)
    name = Line()
    source = Line()  # type: ignore[assignment]


class CalendarShape(serializers.Serializer[Any]):
    """In which hours clocks run whose rule names it. From ``fixed_at`` on it does not change."""

    code = Line()
    number = Number()
    name = Line(source="__str__")
    time_zone = Line()
    hours = Line()
    fixed_at = Instant()
    holidays = HolidayShape(many=True, source="holidays.all", read_only=True)


class AgencyShape(serializers.Serializer[Any]):
    """An agency that issues orders, to which a report may be referred."""

    id = serializers.UUIDField(source="public_id", read_only=True)
    name = Line()
    jurisdiction = Line()
