"""Fills an empty database with the demo, completes it, and tops it up at each later start.

Three portions, each one transaction: the *core* (people, services, something to do for
every role), the *rest* (the replay, a case in every state, the past), and *fresh* cases
once too few fall due soon. A portion that was broken off left nothing behind, and the next
start plays it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from accounts.domain.acting import COMMAND, acting_as, all_together
from cases.demo import reports
from cases.demo.delivered import deliver_the_past
from cases.demo.drafted import draft_next
from cases.demo.houses import desk, is_demo, is_empty, register, renew_passwords
from cases.demo.lives_core import FIRST, STATES
from cases.demo.lives_due import AFTERWARDS, AT_ONCE
from cases.demo.lives_joined import JOINED
from cases.demo.lives_past import CLOSED
from cases.demo.lives_rest import REST
from cases.demo.places import MINISTRY
from cases.demo.stage import Stage, play
from cases.demo.tokens import offer_tokens
from cases.domain.replaying import play as play_replay
from cases.enums import CaseKind
from cases.models import Clock, Report
from kernel.errors import DomainError
from kernel.references import new_reference
from sla.enums import PLATFORM_CLOCKS, ClockState

FOUNDED_BEFORE = timedelta(days=60)
REPLAYED = ("telegram_2017", "telegram-sop-2017")
LAST_OF_REST = REST[-1].number
SOON = timedelta(minutes=45)
ENOUGH_SOON = 3


@dataclass(slots=True)
class Loaded:
    """How many cases a start has added.

    ``in_use``: the database holds another desk. ``changed``: somebody has changed the demo
    so that its stories no longer play (a seat closed, a link in hand); it stands as it is.
    """

    cases: int = 0
    in_use: bool = False
    changed: bool = False


def load(*, now: datetime, core_only: bool = False) -> Loaded:
    """Fill an empty database, or complete and top up a demo that stands; leave others alone.

    ``core_only`` leaves the rest to a later call. The verbs write the record.
    """
    loaded = Loaded()
    if is_empty():
        with all_together():
            loaded.cases += _core(now)
    elif is_demo():
        renew_passwords()
        _portion(loaded, _fresh, now)
    else:
        return Loaded(in_use=True)
    if not core_only:
        _portion(loaded, _rest, now)
    return loaded


def _portion(loaded: Loaded, play_it: Callable[[datetime], int], now: datetime) -> None:
    try:
        with all_together():
            loaded.cases += play_it(now)
    except (DomainError, KeyError):
        loaded.changed = True


def _core(now: datetime) -> int:
    people = register(now=now - FOUNDED_BEFORE)
    offer_tokens(people, now)
    for life in (*AT_ONCE, *FIRST):
        play(Stage(people, now), life)
    deliver_the_past(now=now)
    return len(AT_ONCE) + len(FIRST)


def _rest(now: datetime) -> int:
    with acting_as(COMMAND):
        if Report.objects.filter(file_number=LAST_OF_REST).exists():
            return 0
    people = desk()
    story, policy = REPLAYED
    replayed = play_replay(name=story, policy=policy, now=now - FOUNDED_BEFORE)
    for act in (reports.keep_as_draft, reports.refer_and_wait, reports.refer_and_return):
        act(Stage(people, now))
    play(Stage(people, now), reports.TAKEN_OVER, begin=reports.take_over_and_file)
    lives = (*STATES, *CLOSED, *AFTERWARDS, *JOINED, *REST)
    for life in lives:
        play(Stage(people, now), life)
    draft_next(now=now)
    deliver_the_past(now=now)
    return len(lives) + 1 + len(replayed.cases)


def _fresh(now: datetime) -> int:
    with acting_as(COMMAND):
        soon = Clock.objects.filter(
            case__kind=CaseKind.ORDER,
            case__agency__name=MINISTRY.name,
            kind__in=PLATFORM_CLOCKS,
            state=ClockState.RUNNING,
            due_at__range=(now, now + SOON),
        ).count()
    if soon >= ENOUGH_SOON:
        return 0
    people, seed = desk(), f"-{new_reference()[3:8].lower()}"
    for life in AT_ONCE:
        play(Stage(people, now, seed=seed), life)
    deliver_the_past(now=now)
    return len(AT_ONCE)
