"""How long a page takes among a million cases, asked over HTTP by somebody who is signed in.

The floor is a bare view of Django with one query by an index, on the same server and database.
"""

import http.client
import os
import statistics
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import cycle, islice

from devstack.bench_stack import Measured, made_by, servers_of_its_own, serving
from devstack.progress import Refused

RUNS = 3
ALONE, TOGETHER, CLIENTS, WARM_UP = 200, 400, 8, 30
KINDS = ("queue", "case", "search")


def measure() -> Iterator[Measured]:
    """Each figure with the floor's: name, values of the runs, unit, pages, floor."""
    print(f"load {os.getloadavg()[0]:.2f} on {os.cpu_count()} cores", file=sys.stderr)
    with servers_of_its_own() as env:
        desk = made_by("devstack.bench_pages_desk", env)
        with serving("devstack.bench_floor:application", env) as port:
            floor = _figures(port, desk["floor"], {})
        with serving("takedown.wsgi", env) as port:
            for kind in KINDS:
                ours = _figures(port, desk[kind], {"Cookie": desk["cookie"]})
                for name, unit, number in (
                    ("p50", "ms", ALONE),
                    ("p95", "ms", ALONE),
                    ("rate", "pages/s", TOGETHER),
                    ("weight", "kB", ALONE),
                ):
                    beside = None if name == "weight" else round(statistics.median(floor[name]), 3)
                    yield f"{kind}_{name}", ours[name], unit, number * RUNS, beside


def _figures(port: int, addresses: Sequence[str], headers: Mapping[str, str]) -> dict[str, list[float]]:
    _ask(port, list(islice(cycle(addresses), WARM_UP)), headers)
    found: dict[str, list[float]] = {"p50": [], "p95": [], "rate": [], "weight": []}
    alone, together = (list(islice(cycle(addresses), number)) for number in (ALONE, TOGETHER))
    for _run in range(RUNS):
        asked = _ask(port, alone, headers)
        waits = sorted(wait for wait, _size in asked)
        found["p50"].append(statistics.median(waits) * 1000)
        found["p95"].append(waits[int(len(waits) * 0.95)] * 1000)
        found["weight"].append(statistics.median(size for _wait, size in asked) / 1000)
        began = time.monotonic()
        with ThreadPoolExecutor(CLIENTS) as clients:
            shares = [clients.submit(_ask, port, together[each::CLIENTS], headers) for each in range(CLIENTS)]
            answered = sum(len(share.result()) for share in shares)
        found["rate"].append(answered / (time.monotonic() - began))
    return found


def _ask(port: int, addresses: Sequence[str], headers: Mapping[str, str]) -> list[tuple[float, int]]:
    """Ask for these pages one after another; how long each took, in seconds, and its bytes."""
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    found = []
    for address in addresses:
        began = time.perf_counter()
        link.request("GET", address, headers=dict(headers))
        answer = link.getresponse()
        said = answer.read()
        found.append((time.perf_counter() - began, len(said)))
        if answer.status != 200:
            raise Refused(f"{address} was answered {answer.status}: {said[:500].decode(errors='replace')}")
    return found
