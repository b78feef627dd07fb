"""PostgreSQL killed in mid-transaction, and connections cut between commit and acknowledgement."""

import random
import signal
import time
from collections.abc import Mapping
from datetime import timedelta
from functools import partial
from typing import Any

from django.db import connection

from devstack import processes
from kernel.clock import database_now
from tests.faults.storms.arena import PATIENCE, Arena
from tests.faults.storms.checker import Found
from tests.faults.storms.crowd import make_crowd
from tests.faults.storms.cutting import cutting_proxy
from tests.faults.storms.forking import at_work
from tests.faults.storms.mailbox import check_delivered, mail_sink, mails_of
from tests.faults.storms.programs import note_lateness, pause_until_over
from tests.faults.storms.senders import send_the_rest, sent
from tests.faults.storms.sweepers import SECOND, drained, swept, whole
from tests.faults.storms.telling import say

AMID = """
SELECT pid FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() AND state <> 'idle' AND xact_start IS NOT NULL
"""


def postgres_killed(arena: Arena, size: Mapping[str, Any]) -> Found:
    """The whole server, or one of its processes amid a transaction, is killed while all work."""
    chance, counts = random.Random(size["seed"]), {"servers_killed": 0, "backends_killed": 0}
    lasts = timedelta(seconds=size["seconds"])
    crowd = make_crowd(size["cases"], over=lasts, ahead=SECOND, allowance=whole(lasts / 4))
    with mail_sink(arena.folder) as taken:
        with at_work(swept, swept, sent, sent, log=arena.log("amid kills")):
            for number in range(size["kills"]):
                time.sleep(chance.uniform(0.3, 1.2))
                if number % 2 and _kill_backend(arena):
                    counts["backends_killed"] += 1
                else:
                    connection.close()
                    arena.kill("postgres")
                    arena.start_again("postgres")
                    counts["servers_killed"] += 1
                say(f"{number + 1} of {size['kills']} killed")
            pause_until_over(crowd)
        connection.close()
        found = drained(crowd)
        send_the_rest()
        check_delivered(mails_of(taken), found)
    note_lateness(crowd, found)
    found.counts.update(counts)
    return found


def _kill_backend(arena: Arena) -> bool:
    """Kill a process of the server amid a transaction: the server ends every session and recovers."""
    pids: list[int] = []
    until = time.monotonic() + 5.0
    while not pids and time.monotonic() < until:
        with connection.cursor() as cursor:
            cursor.execute(AMID)
            pids = [pid for (pid,) in cursor.fetchall()]
    connection.close()
    if not pids:
        return False
    processes.send(pids[0], signal.SIGKILL)
    time.sleep(0.2)
    ready = arena.server("postgres").program.is_ready  # type: ignore[attr-defined]
    assert processes.wait_until(ready, seconds=PATIENCE), "PostgreSQL does not recover"
    return True


def connection_cut(arena: Arena, size: Mapping[str, Any]) -> Found:
    """The server has committed, and whoever asked never hears of it."""
    lasts = timedelta(seconds=size["seconds"])
    crowd = make_crowd(size["cases"], over=lasts, ahead=SECOND, allowance=whole(lasts / 4))
    direct = connection.settings_dict["HOST"]
    with mail_sink(arena.folder) as taken:
        cutting = cutting_proxy(arena.folder, direct, one_in=size["one_in"], seed=size["seed"])
        with cutting as (proxy, cuts):
            through = [partial(_through, proxy, work) for work in (swept, swept, sent, sent)]
            with at_work(*through, log=arena.log("cut")):
                pause_until_over(crowd)
        found = drained(crowd, until=database_now())
        send_the_rest()
        check_delivered(mails_of(taken), found)
    found.counts.update(cuts=cuts.value)
    if not cuts.value:
        found.fault("nothing cut", "the storm proves nothing")
    return found


def _through(proxy: str, work: Any) -> None:
    connection.settings_dict["HOST"] = proxy
    work()
