"""Runs inside the virtual environment: what ``./dev bench engine`` measures, a JSON object a figure.

The sweep is the product's own, told the time; the clocks stand in groups, each due at an
instant of its own, so that a burst is a sweep at that instant.
"""

import io
import json
import resource
import statistics
import time
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

import django

django.setup()

from django.conf import settings  # noqa: E402  models need the set-up above
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

from accounts.domain.acting import COMMAND, acting_as  # noqa: E402
from cases.domain.sweep import sweep  # noqa: E402
from cases.models import Clock  # noqa: E402
from devstack.bench_engine_rows import FLOOR, copy_clocks, retire  # noqa: E402
from kernel.clock import database_now  # noqa: E402
from sla.enums import ClockState, Urgency  # noqa: E402

RUNS = 5
TICKS = 200
BURST = 10_000
FEW, SOME, MANY = 1_000, 100_000, 1_000_000
APART = timedelta(hours=1)  # of two groups, which are ended before the next is due
AT_ONCE = timedelta(minutes=10)  # in which a burst falls due: less than the way to the second step
MONTH = timedelta(days=30)


class Desk:
    """Copies of the demo's running clocks: most due long after the bench, groups one after another."""

    def __init__(self) -> None:
        call_command("load_demo", "--core", stdout=io.StringIO())
        settings.DEBUG = False
        self.begin = database_now() + MONTH
        self.models = _running_clocks()
        sweep(now=self.begin)  # what the demo itself owes by then
        self.open = 0
        self.groups = 0

    def grow(self, size: int) -> None:
        """Have so many open clocks, none of them due."""
        if size > self.open:
            later = self.begin + 1_000 * APART
            copy_clocks(self.models, first=self.open, number=size - self.open, at=later, spread=MONTH)
            self.open = size

    def due(self, size: int) -> tuple[datetime, Callable[[], None]]:
        """Make ``size`` of the open clocks due at an instant of their own; return it, and what ends them."""
        first, self.groups = self.open, self.groups + 1
        start = self.begin + self.groups * APART
        copy_clocks(self.models, first=first, number=size, at=start, spread=AT_ONCE)
        self.open += size
        return start + AT_ONCE, lambda: retire(first, size)


def main() -> None:
    """Measure from few clocks to many."""
    desk = Desk()
    for size, name in ((FEW, "1k"), (SOME, "100k")):
        desk.grow(size)
        say(f"idle_tick_{name}", idle(desk), "ms", size)
    among_few = bursts(desk, BURST)
    began = time.perf_counter()
    desk.grow(MANY)
    say("load_time", [time.perf_counter() - began], "s", MANY - SOME)
    say("idle_tick_1m", idle(desk), "ms", MANY)
    floor = statistics.median(bursts(desk, BURST, fire=by_floor))
    seconds = bursts(desk, BURST)
    say("burst_time", seconds, "s", BURST, floor=floor)
    say("burst_rate", [BURST / each for each in seconds], "steps/s", BURST, floor=BURST / floor)
    say("step_cost_among_100k", [1e6 * each / BURST for each in among_few], "µs", BURST)
    say("step_cost", [1e6 * each / BURST for each in seconds], "µs", BURST)
    say("step_cost_of_1k", [1e6 * each / FEW for each in bursts(desk, FEW)], "µs", FEW)
    say("step_cost_of_100k", [1e6 * each / SOME for each in bursts(desk, SOME, runs=1)], "µs", SOME)
    say("sweeper_memory", [resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024], "MB", SOME)


def idle(desk: Desk) -> list[float]:
    """Return the median of many sweeps that find nothing, in milliseconds, for each run."""
    return [
        statistics.median(1_000 * _timed(lambda: sweep(now=desk.begin)) for _tick in range(TICKS))
        for _run in range(RUNS)
    ]


def by_sweep(now: datetime) -> int:
    """Fire what is due, as the workers do."""
    return sweep(now=now).steps


def by_floor(now: datetime) -> int:
    """Write the same rows by one statement."""
    with connection.cursor() as cursor:
        cursor.execute(FLOOR, {"now": now})
        return int(cursor.fetchone()[0])


def bursts(
    desk: Desk, size: int, *, runs: int = RUNS, fire: Callable[[datetime], int] = by_sweep
) -> list[float]:
    """Return the seconds of each of so many bursts."""
    seconds = []
    for _run in range(runs):
        due_at, end = desk.due(size)
        began = time.perf_counter()
        fired = fire(due_at)
        seconds.append(time.perf_counter() - began)
        if fired != size:
            raise SystemExit(f"{fired} steps fired where {size} were due")
        end()
    return seconds


def say(name: str, values: Sequence[float], unit: str, n: int, floor: float | None = None) -> None:
    """Print one figure."""
    said = {"name": name, "values": list(values), "unit": unit, "n": n, "floor": floor and round(floor, 3)}
    print(json.dumps(said), flush=True)


def _running_clocks() -> list[int]:
    with acting_as(COMMAND):
        running = Clock.objects.filter(state=ClockState.RUNNING, case__urgency=Urgency.URGENT)
        return list(running.order_by("pk").values_list("pk", flat=True))


def _timed(deed: Callable[[], object]) -> float:
    began = time.perf_counter()
    deed()
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
