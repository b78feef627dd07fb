"""Every storm in a small size: what was due exists exactly once, nothing is lost, repeats are known.

The whole ones: ``./dev bench faults``.
"""

import json
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest

from devstack import processes
from devstack.folders import ROOT

pytestmark = pytest.mark.faults
NAMES = (
    "sweepers_killed",
    "senders_killed",
    "races",
    "poisoned",
    "policy_changed",
    "connection_cut",
    "postgres_killed",
    "clocks_wrong",
    "hints_wrong",
    "crowded",
    "valkey_killed",
    "valkey_gone",
    "valkey_stopped",
)


@pytest.fixture(scope="module")
def lines(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """What the storms say, as they blow one after another: those that were selected."""
    chosen = [
        item.callspec.params["name"]
        for item in request.session.items
        if isinstance(item, pytest.Function) and item.path == request.path
    ]
    only = [word for name in chosen for word in ("--only", name)]
    progress = tmp_path_factory.mktemp("storms") / "progress"
    with progress.open("wb") as said:
        blowing = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.storms", *only],
            cwd=ROOT, stdout=subprocess.PIPE, stderr=said, text=True,
        )  # fmt: skip
    try:
        assert blowing.stdout is not None
        yield map(json.loads, blowing.stdout)
    finally:
        processes.end(blowing, patience=30)
        if blowing.stdout is not None:
            blowing.stdout.close()


@pytest.mark.parametrize("name", NAMES)
def test_after_the_storm_everything_due_exists_once_and_nothing_else(name: str, lines: Any) -> None:
    line = next(lines)
    assert (line["fault"], line["faults"]) == (name, {})
