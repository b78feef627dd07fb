"""What the gate hands out, and the little that its parts hand to each other."""

from typing import NamedTuple

from django.utils.functional import Promise

from channels_registry.enums import ReasonCode, Verdict


class Judgement(NamedTuple):
    """What the gate says of one link.

    ``url`` is the text as given and may hold a secret (the hash of an
    invitation, a telephone number); ``key`` and ``shown`` never do. ``key``
    tells what the link points to and is equal for every spelling of it; it is
    empty where nothing is identified. ``kind`` is a TargetKind or empty.
    ``parent`` is the key of the channel or account in which a post stands, where
    the link tells it. ``reads_as``: a name in foreign letters, in the Latin ones
    that it imitates.
    """

    url: str
    verdict: Verdict
    platform: str
    kind: str
    key: str
    reason: ReasonCode
    lookalike_of: str = ""
    shown: str = ""
    parent: str = ""
    reads_as: str = ""


class Finding(NamedTuple):
    """A judgement before the text as given is put beside it."""

    verdict: Verdict
    reason: ReasonCode
    platform: str = ""
    kind: str = ""
    key: str = ""
    shown: str = ""
    lookalike_of: str = ""
    parent: str = ""


class Nested(NamedTuple):
    """The link only wraps another one, which is to be judged in its place."""

    url: str


class InvalidLink(Exception):
    """No valid link: raised inside the gate, never out of it. ``name`` is the name at fault."""

    def __init__(self, reason: ReasonCode, name: str = "") -> None:
        super().__init__(reason.value)
        self.reason = reason
        self.name = name


def reason_text(code: str) -> str | Promise:
    """Return the sentence behind a reason's code, in the reader's language.

    Errors: ValueError for a code that the gate never gives.
    """
    return ReasonCode(code).label
