"""Languages, time zones and jurisdictions that can be chosen."""

import zoneinfo
from collections.abc import Iterable
from functools import cache

from babel import Locale
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from kernel.errors import Invalid

# Codes that Unicode reserves for its own use, and groups of countries without a law of their own.
NO_JURISDICTION = frozenset({"EZ", "QO", "UN", "XA", "XB", "ZZ"})
# Areas that hold only old spellings of zones that stand elsewhere.
OLD_AREAS = frozenset({"Brazil", "Canada", "Chile", "Etc", "Mexico", "SystemV", "US"})


@cache
def zones() -> frozenset[str]:
    """Return the names of the IANA time zones. Python looks through its folders at every question."""
    return frozenset(zoneinfo.available_timezones())


@cache
def zone_groups() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return the IANA zones by area (Africa, America, Asia …), UTC first; no old aliases."""
    groups: dict[str, list[str]] = {}
    for zone in sorted(zones()):
        area, _slash, place = zone.partition("/")
        if place and area not in OLD_AREAS:
            groups.setdefault(area, []).append(zone)
    return (("UTC", ("UTC",)), *((area, tuple(zones)) for area, zones in groups.items()))


@cache
def jurisdictions(language: str) -> tuple[tuple[str, str], ...]:
    """Return (code, name) of the countries and the EU, by name in ``language``."""
    names = Locale.parse(language).territories
    known = [
        (code, str(name))
        for code, name in names.items()
        if len(code) == 2 and code.isalpha() and code not in NO_JURISDICTION
    ]
    return tuple(sorted(known, key=lambda pair: pair[1]))


def check_language(code: str) -> str:
    """Return ``code``, or raise Invalid where the desk does not speak it."""
    if code not in dict(settings.LANGUAGES):
        known = ", ".join(dict(settings.LANGUAGES))
        raise Invalid("language", _("The desk speaks: %(known)s.") % {"known": known}, field="language")
    return code


def check_understood(codes: str) -> list[str]:
    """Return language codes from what a person typed, "ar, zh"; raises Invalid."""
    typed = [code for code in codes.lower().replace(";", ",").replace(" ", ",").split(",") if code]
    known = Locale("en").languages
    for code in typed:
        if len(code) not in (2, 3) or code not in known:
            raise Invalid(
                "also_languages",
                _("Write codes of languages, like ar, zh."),
                field="also_languages",
            )
    return list(dict.fromkeys(typed))


def language_names(codes: Iterable[str], reader: str) -> list[str]:
    """Return the names of languages in the reader's own."""
    names = Locale.parse(reader.replace("-", "_")).languages
    return [str(names.get(code, code)) for code in codes]


def check_zone(name: str) -> str:
    """Return ``name``, or raise Invalid where it is no IANA time zone."""
    if name not in zones():
        raise Invalid("time_zone", _("This is not a time zone, like Asia/Jakarta."), field="time_zone")
    return name


def check_jurisdiction(code: str) -> str:
    """Return ``code``, or raise Invalid where it is no code of a country or of the EU."""
    if code not in dict(jurisdictions("en")):
        raise Invalid(
            "jurisdiction",
            _("This is not the two-letter code of a country, like ID, or EU."),
            field="jurisdiction",
        )
    return code
