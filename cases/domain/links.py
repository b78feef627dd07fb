"""Links of a paste with what becomes of each, as the page shows them. No database."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from cases.domain.in_hand import InHand, Recent, Target
from cases.enums import Citation, Disposition
from channels_registry.enums import Grammar, ReasonCode, TargetKind, Verdict
from channels_registry.models import Platform

# A Telegram name may be any of these; only a person who looked can tell.
KINDS_OF_NAMES = (TargetKind.CHANNEL, TargetKind.GROUP, TargetKind.BOT, TargetKind.ACCOUNT)


@dataclass(frozen=True, slots=True)
class Answers:
    """What the analyst says of single links, by ``Link.token``; ``names_are`` of all other names.

    ``reported``: whether a link is reported at all; of one that is not there, the proposal holds.
    """

    kinds: Mapping[str, str] = field(default_factory=dict)
    statements: Mapping[str, str] = field(default_factory=dict)
    names_are: str = ""
    reported: Mapping[str, bool] = field(default_factory=dict)


def token_of(platform: str, key: str) -> str:
    """Return the name of a link's answers in a form: the same for every spelling of it."""
    return hashlib.sha256(f"{platform}\n{key}".encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Link:
    """One link as judged. ``given`` may hold a secret and is never stored where refused.

    ``service``: the slug of its service, registered or not. ``parent``: the key of the
    channel in which it stands. ``known_alike``: a reported channel for which a reader might
    take it, though it is another; ``reads_as``: what its foreign letters imitate. ``before``
    and ``after``: the words around it. ``citation``: why it is proposed as not reported;
    ``asks_reported``: whether the analyst decides.
    """

    position: int
    given: str
    shown: str
    verdict: Verdict
    reason: ReasonCode
    disposition: Disposition
    platform: Platform | None = None
    key: str = ""
    kind: str = ""
    statement: str = ""
    asks_kind: bool = False
    asks_statement: bool = False
    in_hand: InHand | None = None
    parent_in_hand: InHand | None = None
    drafted_in: str = ""
    recent: Recent | None = None
    same_as: int | None = None
    lookalike_of: str = ""
    service: str = ""
    parent: str = ""
    reads_as: str = ""
    known_alike: str = ""
    before: str = ""
    after: str = ""
    citation: Citation | None = None
    asks_reported: bool = False

    @property
    def token(self) -> str:
        """The name of this link's answers in a form."""
        return token_of(self.platform.slug if self.platform else "", self.key)

    @property
    def target(self) -> Target | None:
        """What is claimed, where there is an addressee."""
        return (self.platform.pk, self.key) if self.platform and self.key else None

    @property
    def name(self) -> tuple[int | None, str] | None:
        """What a reader takes for the name of its channel: service and key; without a service, of any."""
        if self.reads_as:
            return None, self.reads_as
        target = self.target
        return (target[0], self.parent or self.key) if target else None

    @property
    def service_name(self) -> str:
        """The well-known service that nobody has registered, by its own name."""
        known = self.platform is None and self.service in Grammar.values
        return str(Grammar(self.service).label) if known else ""

    @property
    def kind_label(self) -> str:
        """What it points at, in the reader's words."""
        return str(TargetKind(self.kind).label) if self.kind else ""

    @property
    def is_reported(self) -> bool:
        """Whether the analyst has it reported, as far as it goes."""
        return self.disposition != Disposition.NOT_REPORTED

    @property
    def is_ready(self) -> bool:
        """Whether it would go into a case."""
        return self.disposition == Disposition.READY


@dataclass(frozen=True, slots=True)
class Examination:
    """All links of a paste and what would become of each."""

    links: Sequence[Link]

    @property
    def ready(self) -> list[Link]:
        """The links that would be sent."""
        return [link for link in self.links if link.is_ready]

    @property
    def by_platform(self) -> dict[Platform, list[Link]]:
        """The links that would be sent, by service: one case each."""
        groups: dict[Platform, list[Link]] = {}
        for link in self.ready:
            if link.platform is not None:
                groups.setdefault(link.platform, []).append(link)
        return groups

    @property
    def kinds_missing(self) -> list[Link]:
        """Names of which nobody has said whether they are a channel or a person."""
        return [link for link in self.ready if link.asks_kind and not link.kind]

    def count_of(self, disposition: Disposition) -> int:
        """Return how many links have this disposition."""
        return sum(link.disposition == disposition for link in self.links)
