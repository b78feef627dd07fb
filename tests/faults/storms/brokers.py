"""A broker that is killed, emptied, gone or stopped: deadlines are kept and nobody waits."""

import http.client
import json
import signal
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from devstack import processes
from devstack.stack import free_port
from kernel.clock import database_now
from operations.models import Heartbeat
from tests.api.test_journey import report_on
from tests.factories.tokens import make_token
from tests.faults.storms.arena import Arena
from tests.faults.storms.checker import Found
from tests.faults.storms.crowd import Crowd, make_crowd
from tests.faults.storms.mailbox import check_delivered, forget_files, mails_in_files
from tests.faults.storms.programs import (
    await_quiet,
    await_runners,
    eventually,
    note_lateness,
    pause_until_over,
    start_beat,
    start_loop,
    start_worker,
)
from tests.faults.storms.sweepers import SECOND, drained, whole
from tests.faults.storms.telling import say

LATE = 5.0  # seconds, on a machine that others use too
CLIENTS = 4
WAITS = 4.0  # a request that waited for the broker would take five seconds and more


def valkey_killed(arena: Arena, size: Mapping[str, Any]) -> Found:
    """Two workers and a beat, no loop; the broker is killed again and again and comes back empty."""
    found = Found()
    forget_files(arena.folder)
    start_worker(arena, 1)
    start_worker(arena, 2)
    start_beat(arena)
    await_runners("celery@")
    lasts = timedelta(seconds=size["seconds"])
    crowd = make_crowd(size["cases"], over=lasts, ahead=SECOND, allowance=whole(lasts / 4))
    for _kill in range(size["kills"]):
        time.sleep(size["seconds"] / (size["kills"] + 1))
        arena.kill("valkey")
        arena.start_again("valkey", emptied=True)
    pause_until_over(crowd)
    await_quiet(crowd, found)
    found = drained(crowd, found=found)
    note_lateness(crowd, found)
    check_delivered(mails_in_files(arena.folder), found)
    found.counts.update(kills=size["kills"])
    return found


def valkey_gone(arena: Arena, size: Mapping[str, Any]) -> Found:
    """The loop beside workers and beat; the broker is away for a while and comes back."""
    found = Found()
    forget_files(arena.folder)
    start_worker(arena, 1)
    start_worker(arena, 2)
    start_beat(arena)
    start_loop(arena)
    await_runners("celery@")
    await_runners("loop@")
    lasts = timedelta(seconds=size["seconds"] + 4)
    crowd = make_crowd(size["cases"], over=lasts, ahead=SECOND, allowance=whole(lasts / 4))
    time.sleep(2)
    arena.kill("valkey")
    say(f"the broker is away for {size['seconds']} s")
    time.sleep(size["seconds"])
    arena.start_again("valkey")
    back_at = database_now()
    pause_until_over(crowd)
    await_quiet(crowd, found)
    eventually(
        lambda: Heartbeat.objects.filter(runner__contains="celery@", last_success__gt=back_at).exists(),
        found,
        "the workers do not consume again",
    )
    found = drained(crowd, found=found)
    note_lateness(crowd, found, at_most=LATE)
    check_delivered(mails_in_files(arena.folder), found)
    found.counts.update(seconds_away=size["seconds"])
    return found


def valkey_stopped(arena: Arena, size: Mapping[str, Any]) -> Found:
    """People work while the broker stands still (SIGSTOP): no request fails, none waits for it."""
    found, port = Found(), free_port()
    arena.run(
        *("-m", "gunicorn", "takedown.wsgi", f"--bind=127.0.0.1:{port}", "--workers=2", "--threads=4"),
        *("--no-control-socket", "--log-level=warning"),
        name="web",
    )
    start_loop(arena)
    await_runners("loop@")
    lasts = timedelta(seconds=size["seconds"])
    crowd = make_crowd(size["cases"], over=lasts, ahead=SECOND, allowance=whole(lasts / 4))
    secrets = {"moderator": make_token(crowd.desk.moderator)[1], "analyst": make_token(crowd.desk.analyst)[1]}
    assert processes.wait_until(
        lambda: _asked(port, secrets["moderator"], "GET", "cases/")[0] == 200, seconds=60
    )
    references = crowd.references()
    desk = Work(port, secrets, crowd, lasts / 2)
    before = worked(desk, references[::2], "before")
    arena.signal_server("valkey", signal.SIGSTOP)
    try:
        answers = worked(desk, references[1::2], "stopped")
    finally:
        arena.signal_server("valkey", signal.SIGCONT)
    await_quiet(crowd, found)
    found = drained(crowd, found=found)
    waits = sorted(seconds for _status, seconds in answers)
    usual = max(seconds for _status, seconds in before)
    for status, seconds in answers:
        if status not in (200, 201):
            found.fault("failed", f"{status} after {seconds:.1f} s")
    if waits[-1] > usual + WAITS:
        found.fault("waited", f"{waits[-1]:.1f} s, where it was {usual:.1f} s before")
    found.counts.update(requests=len(waits))
    found.lateness |= {
        "wait_p50": round(waits[len(waits) // 2], 3),
        "wait_max": round(waits[-1], 3),
        "wait_max_before": round(usual, 3),
    }
    return found


@dataclass(frozen=True, slots=True)
class Work:
    """Where people work, with which tokens, at what, and for how long."""

    port: int
    secrets: Mapping[str, str]
    crowd: Crowd
    lasts: timedelta


def worked(work: Work, references: list[str], when: str) -> list[tuple[int, float]]:
    """Have several people work at these cases; status and seconds of every answer."""
    with ThreadPoolExecutor(CLIENTS) as people:
        shares = [
            people.submit(_worked, work, references[each::CLIENTS], f"{when}-{each}")
            for each in range(CLIENTS)
        ]
        return [answer for share in shares for answer in share.result()]


def _worked(work: Work, references: list[str], who: str) -> list[tuple[int, float]]:
    answers, until = list[tuple[int, float]](), time.monotonic() + work.lasts.total_seconds()
    port, secrets = work.port, work.secrets
    for number, reference in enumerate(references):
        if time.monotonic() > until:
            break
        answers.append(_asked(port, secrets["moderator"], "GET", "cases/"))
        path = f"cases/{reference}/acknowledge/"
        answers.append(_asked(port, secrets["moderator"], "POST", path, {}, f"a-{who}-{number}"))
        report = report_on(work.crowd.desk, f"room/{who}-{number}")
        answers.append(_asked(port, secrets["analyst"], "POST", "cases/", report, f"f-{who}-{number}"))
    return answers


def _asked(
    port: int, secret: str, method: str, path: str, body: object = None, key: str = ""
) -> tuple[int, float]:
    headers = {"Authorization": f"Bearer {secret}", "Content-Type": "application/json"}
    if key:
        headers["Idempotency-Key"] = f"storm-{key}"
    began = time.monotonic()
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        link.request(method, f"/api/v1/{path}", None if body is None else json.dumps(body), headers)
        answer = link.getresponse()
        answer.read()
        status = answer.status
    except (OSError, http.client.HTTPException):
        status = 0
    finally:
        link.close()
    return status, time.monotonic() - began
