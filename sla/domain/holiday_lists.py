"""Public holidays as a library knows them: proposed as rows, which people then correct."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version

import holidays
from django.utils.translation import gettext_lazy as _

from kernel.errors import Invalid

YEARS = range(2000, 2100)
# Days that a government adds to the public ones (Indonesia: cuti bersama).
_KINDS = (holidays.PUBLIC, holidays.GOVERNMENT)


@dataclass(frozen=True, slots=True)
class ListedDay:
    """A holiday with the words of its list; ``source`` names list and version."""

    day: date
    name: str
    source: str


def listed_countries() -> frozenset[str]:
    """Return the jurisdictions of which the library has a list."""
    return frozenset(holidays.list_supported_countries(include_aliases=False))


def listed_days(jurisdiction: str, year: int) -> Iterator[ListedDay]:
    """Yield the days off of a jurisdiction in a year, in order; moon feasts may be estimates.

    Raises Invalid where there is no such list.
    """
    if jurisdiction not in listed_countries():
        raise Invalid("no_list", _("There is no list of this country's holidays."), field="jurisdiction")
    if year not in YEARS:
        raise Invalid("year", _("Choose a year from 2000 to 2099."), field="year")
    country = holidays.country_holidays(jurisdiction)
    kinds = tuple(kind for kind in _KINDS if kind in country.supported_categories)
    words = country.default_language
    days = holidays.country_holidays(jurisdiction, years=year, categories=kinds, language=words)
    source = f"python-holidays {version('holidays')}, {jurisdiction} {year}: {', '.join(kinds)}"
    for day in sorted(days):
        yield ListedDay(day, str(days[day])[:150], source)
