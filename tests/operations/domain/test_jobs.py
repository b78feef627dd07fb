"""Jobs: taken by one, renewed by the portion, missed when a lease runs out, one a subject."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError

from operations.domain import jobs
from operations.enums import JobKind, JobState
from operations.models import Job

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
JUDGE, IMPORT = JobKind.JUDGE_SHEET, JobKind.IMPORT_SHEET


def ordered(*, kind: JobKind = JUDGE, subject: uuid.UUID | None = None, now: datetime = NOON) -> Job:
    wanted = jobs.Ordered(kind=kind, subject=subject or uuid.uuid4(), organisation=1, person=2, total=10)
    return jobs.order(wanted, now=now)


def taken(*kinds: JobKind, now: datetime = NOON, subject: uuid.UUID | None = None) -> Job:
    job = jobs.take(kinds or (JUDGE,), now=now, subject=subject)
    assert job is not None
    return job


def test_the_oldest_job_of_these_kinds_is_taken_by_one() -> None:
    ordered(kind=IMPORT, now=NOON - SECOND)
    first, _second = ordered(), ordered(now=NOON + SECOND)
    assert taken() == first
    assert jobs.take((JUDGE,), now=NOON) is None


def test_one_job_is_worked_at_at_a_time_but_for_whoever_asks_for_his_own() -> None:
    ordered()
    mine = ordered(now=NOON + SECOND)
    taken()
    assert jobs.take((JUDGE,), now=NOON) is None
    assert taken(subject=mine.subject) == mine
    assert jobs.take((JUDGE,), now=NOON, subject=mine.subject) is None


def test_progress_renews_the_lease_and_another_takes_it_when_it_runs_out() -> None:
    ordered()
    job = taken()
    jobs.progress(job, done=4, now=NOON + 30 * SECOND)
    assert jobs.take((JUDGE,), now=NOON + 89 * SECOND) is None
    again = taken(now=NOON + 90 * SECOND)
    assert (again.done, again.attempts) == (4, 2)


def test_whoever_lost_his_lease_can_write_nothing() -> None:
    ordered()
    lost = taken()
    taken(now=NOON + jobs.LEASE)
    for write in (
        lambda: jobs.hold(lost),
        lambda: jobs.progress(lost, done=5, now=NOON),
        lambda: jobs.release(lost),
        lambda: jobs.finish(lost, result={}, now=NOON),
        lambda: jobs.fail(lost, error="x", said={}, now=NOON),
    ):
        with pytest.raises(jobs.LeaseLost):
            write()


def test_a_job_that_is_given_back_is_taken_at_once_and_portions_that_were_done_are_no_attempts() -> None:
    ordered()
    jobs.release(taken())
    assert taken().attempts == 1


def test_attempts_in_vain_are_counted() -> None:
    ordered()
    jobs.release(taken(), tried_in_vain=True)
    assert taken().attempts == 2


def test_a_job_that_ended_is_taken_no_more() -> None:
    ordered()
    job = taken()
    jobs.finish(job, result={"drafts": 2}, now=NOON)
    kept = Job.objects.get(pk=job.pk)
    assert (kept.state, kept.done, kept.percent, kept.ended_at) == (JobState.DONE, 10, 100, NOON)
    assert jobs.take((JUDGE,), now=NOON + timedelta(days=1)) is None


def test_a_subject_has_one_open_job() -> None:
    job = ordered()
    with pytest.raises(IntegrityError):
        ordered(kind=IMPORT, subject=job.subject)


def test_a_job_that_is_held_is_locked() -> None:
    ordered()
    jobs.hold(taken())
    assert not Job.objects.get().ended_at
    assert Job.objects.get().is_open
