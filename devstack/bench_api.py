"""How long a program waits until its report is filed, and how many a second a desk takes.

One case with three links a POST, over HTTP to the real web server on a database of its own
that keeps what it has committed. The floor is a bare view that inserts one row, served alike.
"""

import http.client
import json
import statistics
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from itertools import count

from devstack.bench_stack import Measured, made_by, run, servers_of_its_own, serving
from devstack.install import PYTHON
from devstack.progress import Refused

RUNS = 3
ALONE = 200  # cases a run by one client
CLIENTS, TOGETHER = 8, 400  # clients at once, and cases a run by all of them
WARM_UP = 30
Body = Callable[[int], tuple[dict[str, object], dict[str, str]]]
_numbers = count(1)


def measure() -> Iterator[Measured]:
    """The three figures, each with the floor's own: name, values of the runs, unit, cases, floor."""
    with servers_of_its_own() as env:
        desk = made_by("devstack.bench_api_desk", env)
        run([PYTHON, "-c", "import devstack.bench_floor"], {**env, "BENCH_FLOOR_MAKE": "1"})
        with serving("devstack.bench_floor:application", env) as port:
            floor = _figures(port, lambda number: (_report(desk, number), {}))
        with serving("takedown.wsgi", env) as port:
            headers = {"Authorization": f"Bearer {desk['token']}"}
            ours = _figures(port, lambda number: (_report(desk, number), headers))
    for name, unit, number in (
        ("file_case_p50", "ms", ALONE),
        ("file_case_p95", "ms", ALONE),
        ("file_case_rate", "cases/s", TOGETHER),
    ):
        yield name, ours[name], unit, number * RUNS, round(statistics.median(floor[name]), 3)


def _report(desk: Mapping[str, str], number: int) -> dict[str, object]:
    links = "\n".join(f"https://{desk['host']}/bench{number}x{place}" for place in range(3))
    return {
        "paste": f"Please see to these:\n{links}",
        "category": desk["category"],
        "legal_basis": desk["legal_basis"],
        "reasons": "They call for violence at a named place and day.",
        "considerations": "No journalism, research, art, satire or criticism of officials.",
        "considered": True,
    }


def _figures(port: int, body: Body) -> dict[str, list[float]]:
    _file(port, body, WARM_UP)
    found: dict[str, list[float]] = {"file_case_p50": [], "file_case_p95": [], "file_case_rate": []}
    for _round in range(RUNS):
        waits = sorted(_file(port, body, ALONE))
        found["file_case_p50"].append(statistics.median(waits) * 1000)
        found["file_case_p95"].append(waits[int(len(waits) * 0.95)] * 1000)
        began = time.monotonic()
        with ThreadPoolExecutor(CLIENTS) as clients:
            shares = [clients.submit(_file, port, body, TOGETHER // CLIENTS) for _ in range(CLIENTS)]
            filed = sum(len(share.result()) for share in shares)
        found["file_case_rate"].append(filed / (time.monotonic() - began))
    return found


def _file(port: int, body: Body, number: int) -> list[float]:
    """File this many cases one after another; how long each took, in seconds."""
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    waits = []
    for _ in range(number):
        words, headers = body(next(_numbers))
        sent = json.dumps(words)
        key = {"Content-Type": "application/json", "Idempotency-Key": f"bench-{next(_numbers)}"}
        began = time.perf_counter()
        link.request("POST", "/api/v1/cases/", sent, {**key, **headers})
        answer = link.getresponse()
        said = answer.read()
        waits.append(time.perf_counter() - began)
        if answer.status != 201:
            raise Refused(f"The bench was answered {answer.status}: {said[:500].decode(errors='replace')}")
    return waits
