"""``./dev bench NAME``: figures, each with its spread, one JSON object a line."""

import json
import statistics
from collections.abc import Callable, Iterator, Sequence
from typing import IO

from devstack import bench_api, bench_engine, bench_gate, bench_pages, bench_sheet, bench_start


def figure(
    bench: str, name: str, values: Sequence[float], *, unit: str, n: int, floor: float | None = None
) -> dict[str, object]:
    """One line of a bench: the median of the runs, their ends, and the ratio to the floor if there is one."""
    value = round(statistics.median(values), 3) if values else None
    return {
        "bench": bench,
        "figure": name,
        "value": value,
        "unit": unit,
        "n": n,
        "runs": len(values),
        "min": round(min(values), 3) if values else None,
        "max": round(max(values), 3) if values else None,
        "floor": floor,
        "ratio": round(value / floor, 3) if value is not None and floor else None,
    }


def run(name: str, output: IO[str]) -> int:
    """Run a bench by its name and print its lines as they come."""
    for measured, values, unit, n, floor in BENCHES[name]():
        line = figure(name, measured, values, unit=unit, n=n, floor=floor)
        print(json.dumps(line), file=output, flush=True)
    return 0


BENCHES: dict[str, Callable[[], Iterator[tuple[str, list[float], str, int, float | None]]]] = {
    "api": bench_api.measure,
    "engine": bench_engine.measure,
    "engine-lateness": bench_engine.lateness,
    "engine-workers": bench_engine.workers,
    "gate": bench_gate.measure,
    "pages": bench_pages.measure,
    "sheet": bench_sheet.measure,
    "start": bench_start.measure,
}
