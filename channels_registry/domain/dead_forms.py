"""Links that are dead by their form, whatever stood there: services that closed, what lasts a day. Pure."""

from datetime import date, timedelta

from channels_registry.enums import TargetKind

# Stories and live broadcasts are gone after a day where nobody keeps them.
SHORT_LIVED = frozenset({TargetKind.STORY, TargetKind.LIVE})
LASTS = timedelta(hours=24)

# Beginnings of addresses, and the day on which their operator said that they end.
CLOSED = {
    "goo.gl/": date(2025, 8, 25),
    "plus.google.com/": date(2019, 4, 2),
    "vine.co/": date(2017, 1, 17),
    "periscope.tv/": date(2021, 3, 31),
    "pscp.tv/": date(2021, 3, 31),
    "orkut.com/": date(2014, 9, 30),
}


def closed_since(url: str) -> date | None:
    """Return since when nothing can stand at an address, None where something may."""
    bare = url.lower().partition("://")[2] or url.lower()
    bare = bare.removeprefix("www.").removeprefix("m.")
    return next((day for begin, day in CLOSED.items() if f"{bare}/".startswith(begin)), None)


def is_short_lived(kind: str) -> bool:
    """Whether what a link of this kind shows is gone after a day."""
    return kind in SHORT_LIVED
