"""Which host belongs to which registered platform, and which grammar reads its links."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple, Self

from channels_registry.enums import Grammar

TELEGRAM = "telegram"
# me_url_prefix of Telegram's configuration and its two elder names (core.telegram.org/api/links).
TELEGRAM_HOSTS = ("t.me", "telegram.me", "telegram.dog")

# Other doors to the same pages. Any other name below a registered host may be another's page.
_SAME_PAGES = ("www", "m", "mobile")


class HostEntry(NamedTuple):
    """The platform behind a host, by its slug, and the grammar of its links."""

    platform: str
    grammar: str


@dataclass(frozen=True, slots=True, eq=False)
class HostTable:
    """The registered hosts, in memory. Telegram's own hosts are always in it.

    ``telegram`` is the slug under which Telegram is registered.
    """

    entries: Mapping[str, HostEntry]
    telegram: str = TELEGRAM

    @classmethod
    def builtin(cls) -> Self:
        """Return the table that knows Telegram's hosts only."""
        return cls.of(())

    @classmethod
    def of(cls, rows: Iterable[tuple[str, str, str]]) -> Self:
        """Return the table of these rows: host, slug of the platform, grammar."""
        given = {host.lower().rstrip("."): HostEntry(slug, grammar) for host, slug, grammar in rows}
        slugs = [given[host].platform for host in TELEGRAM_HOSTS if host in given]
        slugs += [entry.platform for entry in given.values() if entry.grammar == Grammar.TELEGRAM]
        telegram = slugs[0] if slugs else TELEGRAM
        builtin = {host: HostEntry(telegram, Grammar.TELEGRAM.value) for host in TELEGRAM_HOSTS}
        return cls(entries={**given, **builtin}, telegram=telegram)

    def find(self, host: str) -> HostEntry | None:
        """Return the entry of a host, or of the host behind ``www.``, ``m.`` or ``mobile.``."""
        entry = self.entries.get(host)
        if entry is None:
            door, _, rest = host.partition(".")
            if door in _SAME_PAGES:
                return self.entries.get(rest)
        return entry
