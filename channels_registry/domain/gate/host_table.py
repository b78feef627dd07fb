"""Which host belongs to which registered platform, and which grammar reads its links."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple, Self

from channels_registry.domain.gate.known_hosts import KNOWN, MAIN, known_host
from channels_registry.enums import Grammar

TELEGRAM = Grammar.TELEGRAM.value
# me_url_prefix of Telegram's configuration and its two elder names (core.telegram.org/api/links).
TELEGRAM_HOSTS = ("t.me", "telegram.me", "telegram.dog")

# Other doors to the same pages. Any other name below a registered host may be another's page.
_SAME_PAGES = ("www", "m", "mobile")
_MOST_REMEMBERED = 10_000


class HostEntry(NamedTuple):
    """The platform behind a host, by its slug, the grammar of its links, and the door it is."""

    platform: str
    grammar: str
    door: str = MAIN


@dataclass(frozen=True, slots=True, eq=False)
class HostTable:
    """The registered hosts, in memory; those of the well-known services are always in it.

    ``slugs``: under which slug the service of a grammar is registered, by one of its own hosts.
    Another service may choose the grammar too, for hosts of its own; it gets no other links by it.
    """

    entries: Mapping[str, HostEntry]
    slugs: Mapping[str, str]
    _found: dict[str, HostEntry | None] = field(default_factory=dict, repr=False)

    @classmethod
    def builtin(cls) -> Self:
        """Return the table that knows the well-known services only."""
        return cls.of(())

    @classmethod
    def of(cls, rows: Iterable[tuple[str, str, str]]) -> Self:
        """Return the table of these rows: host, slug of the platform, grammar."""
        given = {host.lower().rstrip("."): HostEntry(slug, grammar) for host, slug, grammar in rows}
        slugs: dict[str, str] = {}
        for host, known in KNOWN.items():
            if host in given:
                slugs.setdefault(known.grammar, given[host].platform)
        return cls(
            entries={host: entry for host, entry in given.items() if known_host(host) is None},
            slugs={grammar.value: slugs.get(grammar.value, grammar.value) for grammar in Grammar},
        )

    @property
    def telegram(self) -> str:
        """The slug under which Telegram is registered."""
        return self.slugs[TELEGRAM]

    def find(self, host: str) -> HostEntry | None:
        """Return the entry of a host, or of the host behind ``www.``, ``m.`` or ``mobile.``."""
        try:
            return self._found[host]
        except KeyError:
            entry = self._look_up(host)
        if len(self._found) >= _MOST_REMEMBERED:
            self._found.clear()
        self._found[host] = entry
        return entry

    def _look_up(self, host: str) -> HostEntry | None:
        known = known_host(host)
        if known is not None:
            return HostEntry(self.slugs[known.grammar], known.grammar, known.door)
        entry = self.entries.get(host)
        if entry is None:
            door, _, rest = host.partition(".")
            if door in _SAME_PAGES:
                return self.entries.get(rest)
        return entry
