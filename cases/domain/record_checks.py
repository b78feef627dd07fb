"""The check of an agency's whole record: ordered by its people, done by whoever is free.

It reads the chains of the cases that who ordered it may know of, a portion at a time, then
every checkpoint. What was found lies in the job, with where to go on: a worker that dies
repeats one portion.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from accounts.domain.acting import Actor, acting_as, actor_of
from accounts.domain.organisations import own_organisation
from accounts.enums import Role
from accounts.models import User
from audit.domain.chain import NewEntry, record
from audit.domain.faults import Fault, Verification
from audit.domain.verifying import verify_seals, verify_subjects
from audit.enums import FaultKind
from cases.models import Case
from kernel.errors import Conflict, NotAllowed
from operations.domain import jobs
from operations.enums import OPEN_JOBS, JobKind
from operations.models import Job

CHECKERS = (Role.AUDITOR, Role.SUPERVISOR)
KINDS = (JobKind.CHECK_RECORD,)
ORDER = "order_record_check"
SUBJECT = "case"
PORTION = 200
# Of one hint: whoever is asked for longer could miss the deadlines of others.
PATIENCE = timedelta(seconds=8)
FAULTS_KEPT = 100
SHOWN = 10
NO_SEAT = "no_seat"
Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class RecordCheck:
    """One check as a reader sees it: the faults of cases that he may not know of are only counted."""

    job: Job
    by: str
    faults: tuple[Fault, ...] = ()

    @property
    def found(self) -> int:
        """How many faults were found, shown or not."""
        return int(self.job.result.get("found", 0))

    @property
    def verification(self) -> Verification:
        """How much was checked."""
        said = self.job.result
        numbers = (int(said.get(name, 0)) for name in ("chains", "entries", "checkpoints"))
        return Verification(list(self.faults), *numbers)

    @property
    def unseen(self) -> int:
        """How many faults are not shown."""
        return self.found - len(self.faults)


def order_check(*, actor: Actor, now: datetime) -> Job:
    """Order that the record of the actor's agency is checked. Written in its record.

    Raises NotAllowed, Conflict (a check runs).
    """
    with acting_as(actor):
        if not (actor.is_agency and actor.has(*CHECKERS)):
            raise NotAllowed("checker_only", _("Only an auditor or a supervisor checks the record."))
        house = own_organisation(actor)
        # Two clicks at once would both find none.
        type(house).objects.select_for_update(no_key=True).get(pk=house.pk)
        if Job.objects.filter(subject=house.public_id, state__in=OPEN_JOBS).exists():
            raise Conflict("check_runs", _("A check runs already."))
        total = Case.objects.visible_to(actor).count()
        wanted = jobs.Ordered(
            kind=JobKind.CHECK_RECORD,
            subject=house.public_id,
            organisation=house.pk,
            person=actor.user_id or 0,
            total=total,
        )
        job = jobs.order(wanted, now=now)
        record([NewEntry("organisation", str(house.public_id), ORDER, {"cases": total})], by=actor, at=now)
        return job


def checks_of(actor: Actor) -> list[RecordCheck]:
    """Return the last checks of the actor's agency, the newest first. Inner read; three queries."""
    house = actor.organisation_id or 0
    mine = Job.objects.filter(kind=JobKind.CHECK_RECORD, organisation=house)
    found = list(mine.order_by("-created_at")[:SHOWN])
    people = dict(User.objects.filter(pk__in=[job.person for job in found]).values_list("pk", "name"))
    faults = [_faults_in(job) for job in found]
    named = {fault.subject_id for each in faults for fault in each}
    seen = Case.objects.visible_to(actor).filter(reference__in=named)
    known = set(seen.values_list("reference", flat=True))
    return [
        RecordCheck(job, people.get(job.person, ""), tuple(f for f in each if f.subject_id in known))
        for job, each in zip(found, faults, strict=True)
    ]


def work_checks(*, clock: Clock, subject: UUID | None = None) -> int:
    """Work at checks of records, one after another, or at one; return how many ended.

    Safe in any number of processes and at any point of death.
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
    actor = _actor_of(job)
    if actor is None or job.attempts > jobs.ATTEMPTS:
        jobs.fail(job, error=NO_SEAT if actor is None else jobs.GAVE_UP, said={}, now=clock())
        return True
    began = clock()
    while not job.result.get("chains_done"):
        _next_portion(job, actor, clock())
        if clock() >= began + PATIENCE:
            jobs.release(job)
            return False
    _seals(job, actor, clock)
    return True


def _next_portion(job: Job, actor: Actor, now: datetime) -> None:
    said = dict(job.result)
    with acting_as(actor):
        rows = Case.objects.visible_to(actor).filter(pk__gt=said.get("after", 0)).order_by("pk")
        cases = list(rows.values_list("pk", "reference")[:PORTION])
        found = verify_subjects(SUBJECT, [reference for _pk, reference in cases])
    _add(said, found, found.faults)
    if cases:
        said["after"] = cases[-1][0]
    said["chains_done"] = len(cases) < PORTION
    jobs.progress(job, done=min(job.done + len(cases), job.total), now=now, found=said)


def _seals(job: Job, actor: Actor, clock: Clock) -> None:
    said = dict(job.result)
    named = {(fault.subject_id, fault.sequence) for fault in _faults_in(job)}
    with acting_as(actor):
        for found in verify_seals(SUBJECT):
            faults = [each for each in found.faults if (each.subject_id, each.sequence) not in named]
            seen = Case.objects.visible_to(actor).filter(reference__in={each.subject_id for each in faults})
            known = set(seen.values_list("reference", flat=True)) if faults else set()
            _add(said, found, [each for each in faults if each.subject_id in known])
            jobs.progress(job, done=job.done, now=clock(), found=said)
    jobs.finish(job, result=said, now=clock())


def _add(said: dict[str, Any], found: Verification, faults: Iterable[Fault]) -> None:
    for name in ("chains", "entries", "checkpoints"):
        said[name] = said.get(name, 0) + getattr(found, name)
    new = [[each.subject_id, each.sequence, each.kind.value, each.other] for each in faults]
    said["found"] = said.get("found", 0) + len(new)
    said["faults"] = (said.get("faults", []) + new)[:FAULTS_KEPT]


def _faults_in(job: Job) -> list[Fault]:
    said: Mapping[str, Any] = job.result
    return [
        Fault(SUBJECT, subject, sequence, FaultKind(kind), other)
        for subject, sequence, kind, other in said.get("faults", [])
    ]


def _actor_of(job: Job) -> Actor | None:
    people = User.objects.select_related("membership__organisation")
    person = people.filter(pk=job.person).first()
    actor = actor_of(person) if person else None
    return actor if actor and actor.organisation_id == job.organisation else None
