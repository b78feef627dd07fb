"""Workers of orders to move cases: whoever is free takes one and goes on where the rows say.

Each case is a transaction of its own, under its lock and the job's. A case that was moved is
not moved again, so that a worker killed between a case and its count changes nothing.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

import structlog
from django.db import DatabaseError

from accounts.domain.acting import ENGINE, Actor, acting_as, actor_of
from accounts.models import User
from cases.domain.policy_moving import finish_move, move_case, move_of, reference_of
from cases.models import PolicyMove
from kernel.errors import DomainError
from notifications.domain.telling import gathering, release
from operations.domain import jobs
from operations.enums import JobKind
from operations.models import Job

KINDS = (JobKind.MOVE_CASES,)
# Of one hint: a worker that is asked for longer could miss the deadlines of others, and a task
# that takes longer than its limit is ended amid a case.
CASES = 100
PATIENCE = timedelta(seconds=8)
COUNTED_EVERY = 10
# What is told waits for the end of the order; where nobody comes to it, no longer than this.
HOLD = timedelta(minutes=10)
NO_SEAT = "no_seat"
log = structlog.get_logger(__name__)
Clock = Callable[[], datetime]


def work_moves(*, clock: Clock, subject: UUID | None = None) -> int:
    """Work at orders to move cases, one after another, or at one; return how many ended.

    ``clock`` is read again before each case. Safe in any number of processes and at any point
    of death. Raises only where the database cannot be reached.
    """
    ended = 0
    while (job := jobs.take(KINDS, now=clock(), subject=subject)) is not None:
        try:
            if not _work(job, clock):
                break
        except jobs.LeaseLost:
            continue
        ended += 1
    return ended


def _work(job: Job, clock: Clock) -> bool:
    with acting_as(ENGINE):
        move = move_of(job)
    move.job = job
    actor = _actor_of(job)
    if actor is None or job.attempts > jobs.ATTEMPTS:
        _give_up(move, job, NO_SEAT if actor is None else jobs.GAVE_UP, clock())
        return True
    done = _portion(actor, move, job, clock)
    if done == len(move.chosen):
        _finish(move, job, clock())
        return True
    jobs.progress(job, done=done, now=clock())
    jobs.release(job)
    return False


def _portion(actor: Actor, move: PolicyMove, job: Job, clock: Clock) -> int:
    """Let the next cases go over, as many as patience lasts; return how far it came."""
    began = now = clock()
    done = job.done
    for case_id in move.chosen[done : done + CASES]:
        _move(actor, move, case_id, now)
        done, now = done + 1, clock()
        if now >= began + PATIENCE:
            break
        if done % COUNTED_EVERY == 0:
            jobs.progress(job, done=done, now=now)
    return done


def _move(actor: Actor, move: PolicyMove, case_id: int, now: datetime) -> None:
    with acting_as(ENGINE):
        reference = reference_of(case_id)
    number = move.version.number
    try:
        with gathering(move.public_id, until=now + HOLD):
            move_case(actor=actor, reference=reference, number=number, now=now, order=move)
    except DomainError as error:  # it ended meanwhile, or stands there already
        log.info("case_not_moved", reference=reference, code=error.code)
    except (jobs.LeaseLost, DatabaseError):
        raise
    except Exception:  # one poisoned case must not stop the others
        log.exception("case_not_moved", reference=reference)


def _finish(move: PolicyMove, job: Job, now: datetime) -> None:
    with acting_as(ENGINE):
        jobs.hold(job)
        finish_move(move, job, now=now)
        release(move.public_id, now=now)


def _give_up(move: PolicyMove, job: Job, code: str, now: datetime) -> None:
    with acting_as(ENGINE):
        jobs.fail(job, error=code, said={}, now=now)
        PolicyMove.objects.filter(pk=move.pk).update(finished_at=now)
        release(move.public_id, now=now)


def _actor_of(job: Job) -> Actor | None:
    people = User.objects.select_related("membership__organisation")
    person = people.filter(pk=job.person).first()
    actor = actor_of(person) if person else None
    return actor if actor and actor.organisation_id == job.organisation else None
