"""Tables of examples as text: cells parted by bars, the last one the rule that the row shows."""

import pytest

from channels_registry.domain.gate import HostTable, Judgement, judge
from channels_registry.enums import ReasonCode, Verdict

SECRETS = ("Secret", "62812", "812-34")
_BUILTIN = HostTable.builtin()


def rows(text: str) -> list[object]:
    """Return one ``pytest.param`` a row; its id is the rule."""
    cells = [[cell.strip(" ") for cell in line.split(" | ")] for line in text.strip("\n").split("\n")]
    return [pytest.param(*row[:-1], id=row[-1]) for row in cells]


def judged(url: str, platform: str) -> Judgement:
    """Return what the gate says where nobody has registered anything; its form is checked.

    Only what is public or cannot be told has a key, which what is shown gives again; no
    secret is shown.
    """
    found = judge(url, _BUILTIN)
    assert found.platform == ("" if found.verdict is Verdict.INVALID else platform)
    assert bool(found.key) == (found.verdict in (Verdict.PUBLIC, Verdict.UNDETERMINABLE))
    if found.key:
        assert judge(found.shown, _BUILTIN).key == found.key
    assert not [secret for secret in SECRETS if secret in found.shown + found.key + found.parent]
    return found


def is_public(url: str, platform: str, kind: str, key: str, parent: str) -> None:
    """Assert that a link is public, and under which key."""
    found = judged(url, platform)
    assert (found.verdict, found.kind, found.key, found.parent) == (Verdict.PUBLIC, kind, key, parent)


def is_refused(url: str, platform: str, verdict: str, reason: str) -> None:
    """Assert that a link is no target, and why."""
    found = judged(url, platform)
    assert (found.verdict, found.reason, found.kind, found.key) == (
        Verdict(verdict), ReasonCode(reason), "", ""
    )  # fmt: skip


def is_untold(url: str, platform: str, kind: str, key: str, reason: str) -> None:
    """Assert that the link alone does not tell who can see its target."""
    found = judged(url, platform)
    assert (found.verdict, found.kind, found.key, found.reason) == (
        Verdict.UNDETERMINABLE, kind, key, ReasonCode(reason)
    )  # fmt: skip
