"""Every storm by its name, with its counts in each of three sizes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from tests.faults.storms import brokers, databases, hosts, policies, racing, senders, sweepers
from tests.faults.storms.arena import Arena
from tests.faults.storms.checker import Found

Size = Mapping[str, int]
NUDGED = ("worker 1", "worker 2", "beat 1")


@dataclass(frozen=True, slots=True)
class Storm:
    """What blows; how much of it a round of tests, a bench, and a long one; what may run on into it."""

    blow: Callable[[Arena, Mapping[str, Any]], Found]
    quick: Size
    full: Size
    long: Size
    beside: tuple[str, ...] = ()

    def size(self, name: str) -> Size:
        """The counts of this size."""
        return {"quick": self.quick, "full": self.full, "long": self.long}[name]


# Those that want no program of the product beside them come first: the others share theirs.
STORMS: Mapping[str, Storm] = {
    "sweepers_killed": Storm(
        sweepers.sweepers_killed,
        quick={"kills": 20, "steps": 1_000},
        full={"kills": 1_000, "steps": 100_000},
        long={"kills": 5_000, "steps": 500_000},
    ),
    "senders_killed": Storm(
        senders.senders_killed,
        quick={"kills": 10, "messages": 300},
        full={"kills": 500, "messages": 50_000},
        long={"kills": 2_000, "messages": 200_000},
    ),
    "races": Storm(
        racing.races,
        quick={"races": 60, "lanes": 1},
        full={"races": 10_000, "lanes": 4},
        long={"races": 50_000, "lanes": 4},
    ),
    "poisoned": Storm(
        sweepers.poisoned,
        quick={"cases": 100, "one_in": 50},
        full={"cases": 10_000, "one_in": 250},
        long={"cases": 100_000, "one_in": 250},
    ),
    "policy_changed": Storm(
        policies.policy_changed,
        quick={"cases": 100, "seconds": 2, "deploys": 2},
        full={"cases": 10_000, "seconds": 60, "deploys": 10},
        long={"cases": 60_000, "seconds": 600, "deploys": 60},
    ),
    "connection_cut": Storm(
        databases.connection_cut,
        quick={"cases": 40, "seconds": 2, "one_in": 5},
        full={"cases": 1_000, "seconds": 60, "one_in": 20},
        long={"cases": 10_000, "seconds": 600, "one_in": 50},
    ),
    "postgres_killed": Storm(
        databases.postgres_killed,
        quick={"cases": 40, "seconds": 3, "kills": 2},
        full={"cases": 1_000, "seconds": 60, "kills": 30},
        long={"cases": 10_000, "seconds": 900, "kills": 300},
    ),
    "clocks_wrong": Storm(
        hosts.clocks_wrong,
        quick={"cases": 20, "seconds": 2},
        full={"cases": 600, "seconds": 60},
        long={"cases": 6_000, "seconds": 600},
    ),
    "hints_wrong": Storm(
        hosts.hints_wrong,
        quick={"cases": 20, "seconds": 2},
        full={"cases": 600, "seconds": 60},
        long={"cases": 6_000, "seconds": 600},
    ),
    "crowded": Storm(
        sweepers.crowded,
        quick={"cases": 40, "seconds": 2, "sweepers": 6, "workers": 2, "beats": 4},
        full={"cases": 10_000, "seconds": 90, "sweepers": 6, "workers": 2, "beats": 4},
        long={"cases": 60_000, "seconds": 600, "sweepers": 6, "workers": 2, "beats": 4},
    ),
    "valkey_killed": Storm(
        brokers.valkey_killed,
        quick={"cases": 20, "seconds": 2, "kills": 1},
        full={"cases": 600, "seconds": 60, "kills": 10},
        long={"cases": 6_000, "seconds": 600, "kills": 100},
        beside=NUDGED,
    ),
    "valkey_gone": Storm(
        brokers.valkey_gone,
        quick={"cases": 20, "seconds": 2},
        full={"cases": 600, "seconds": 60},
        long={"cases": 3_000, "seconds": 300},
        beside=NUDGED,
    ),
    "valkey_stopped": Storm(
        brokers.valkey_stopped,
        quick={"cases": 40, "seconds": 2},
        full={"cases": 600, "seconds": 60},
        long={"cases": 6_000, "seconds": 600},
        beside=("loop 1",),
    ),
}
