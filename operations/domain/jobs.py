"""Jobs: ordered with what they work on, taken by whoever is free, done once.

A worker holds a lease and renews it with every portion. One that was killed is missed when
its lease runs out, and another begins where the rows say. Whoever outlived his lease is told
so by ``LeaseLost`` before he can write anything.
"""

import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from operations.enums import JobKind, JobState
from operations.models import Job

# Longer than a portion can take; a worker that was killed is missed no longer than this.
LEASE = timedelta(seconds=60)
ATTEMPTS = 3
# So that long work never takes all workers from the deadlines.
AT_ONCE = 1
GAVE_UP = "gave_up"

_TAKE = """
UPDATE operations_job
SET state = 'running', attempts = attempts + 1, lease = %(lease)s, lease_until = %(until)s
WHERE id = (
    SELECT j.id FROM operations_job j
    WHERE j.state IN ('waiting', 'running') AND j.kind = ANY(%(kinds)s)
    AND (j.lease_until IS NULL OR j.lease_until <= %(now)s)
    AND (%(subject)s::uuid IS NULL OR j.subject = %(subject)s::uuid)
    AND (%(subject)s::uuid IS NOT NULL OR (
        SELECT count(*) FROM operations_job r WHERE r.state = 'running' AND r.lease_until > %(now)s
    ) < %(at_once)s)
    ORDER BY j.created_at, j.id LIMIT 1 FOR NO KEY UPDATE SKIP LOCKED)
RETURNING id
"""


class LeaseLost(Exception):
    """Another works at this job by now, or it is over: whoever held it has no say any more."""


@dataclass(frozen=True, slots=True)
class Ordered:
    """What is to be done, for whom."""

    kind: JobKind
    subject: uuid.UUID
    organisation: int
    person: int
    total: int = 0
    words: Mapping[str, Any] | None = None


def order(wanted: Ordered, *, now: datetime) -> Job:
    """Write down that this is to be done. Inner: in the transaction that locked the subject.

    Raises IntegrityError where something is being done to the subject already.
    """
    return Job.objects.create(
        kind=wanted.kind,
        subject=wanted.subject,
        organisation=wanted.organisation,
        person=wanted.person,
        total=wanted.total,
        words=dict(wanted.words or {}),
        created_at=now,
    )


def take(kinds: Collection[JobKind], *, now: datetime, subject: uuid.UUID | None = None) -> Job | None:
    """Take the oldest job that nobody works at, or that of ``subject``; None where there is none.

    One that was begun more than ``ATTEMPTS`` times and never ended is to be given up.
    """
    words: dict[str, Any] = {
        "lease": str(uuid.uuid4()),
        "until": now + LEASE,
        "now": now,
        "kinds": [kind.value for kind in kinds],
        "subject": str(subject) if subject else None,
        "at_once": AT_ONCE,
    }
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, words)
        row = cursor.fetchone()
    return Job.objects.get(pk=row[0]) if row else None


def hold(job: Job) -> None:
    """Lock a job that one works at, to the end of the transaction. Inner. Raises LeaseLost."""
    held = Job.objects.select_for_update(no_key=True).filter(lease=job.lease, state=JobState.RUNNING)
    if held.filter(pk=job.pk).first() is None:
        raise LeaseLost(str(job))


def progress(job: Job, *, done: int, now: datetime, found: Mapping[str, Any] | None = None) -> None:
    """Say how far it has come, and renew the lease. Raises LeaseLost.

    ``found``: what whoever goes on must know, words and numbers; stands as the result meanwhile.
    """
    job.done, job.lease_until = done, now + LEASE
    if found is not None:
        job.result = dict(found)
    _write(job, "done", "lease_until", *(["result"] if found is not None else []))


def release(job: Job, *, tried_in_vain: bool = False) -> None:
    """Let another go on with it, or oneself with the next hint. Raises LeaseLost.

    ``tried_in_vain`` counts as an attempt; a portion that was done does not.
    """
    lease, job.lease_until = job.lease, None
    if not tried_in_vain:
        job.attempts = 0
    job.state = JobState.WAITING
    job.lease = None
    _write(job, "state", "attempts", "lease", "lease_until", lease=lease)


def finish(job: Job, *, result: Mapping[str, Any], now: datetime) -> None:
    """Say that it is done, with its result: words and numbers. Raises LeaseLost."""
    job.state, job.result, job.done, job.ended_at = JobState.DONE, dict(result), job.total, now
    _write(job, "state", "result", "done", "ended_at")


def fail(job: Job, *, error: str, said: Mapping[str, str], now: datetime) -> None:
    """Say that it cannot be done: a code, and the sentence of a rule by language. Raises LeaseLost."""
    job.state, job.error, job.said, job.ended_at = JobState.FAILED, error, dict(said), now
    _write(job, "state", "error", "said", "ended_at")


def _write(job: Job, *fields: str, lease: uuid.UUID | None = None) -> None:
    held = Job.objects.filter(pk=job.pk, lease=lease or job.lease, state=JobState.RUNNING)
    if not held.update(**{name: getattr(job, name) for name in fields}):
        raise LeaseLost(str(job))
