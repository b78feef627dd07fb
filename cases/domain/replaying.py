"""Plays the letters of the past through today's engine, with nobody answering.

The real verbs and the real sweep, at the instants of then, restricted to the cases of
the replay. Nobody is told (``telling`` keeps silent for a replay) and nothing is counted.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Min
from django.utils.translation import gettext_lazy as _

from accounts.domain.acting import COMMAND, acting_as, all_together
from accounts.enums import Role
from cases.domain.directory import Directory
from cases.domain.record import note
from cases.domain.replay_cast import Cast, cast_of
from cases.domain.replay_facts import Event, Story, load_story
from cases.domain.sending import send
from cases.domain.sweep import sweep
from cases.domain.telling import recipients_of_step
from cases.enums import CaseKind, CaseState
from cases.models import Case, Clock, Escalation, Filing
from kernel.errors import NotKnown
from kernel.references import new_reference
from notifications.domain.telling import Recipient
from sla.domain.rules import courses_of
from sla.enums import PROPOSALS, StepAction, WhyPolicy
from sla.models import PolicyVersion

# The record of the letters is in English, as all free text of the system's own is.
REASONS = (
    "Letter of {day:%d %B %Y} about public channels that spread terror propaganda. "
    "Its links were never published: this case has no items, and none are invented."
)
CONSIDERED = "A replay of a published affair; no content is judged anew."


@dataclass(frozen=True, slots=True)
class Moment:
    """Something that happened then (``event``) or that the ladder would have done (``step``)."""

    at: datetime
    case: Case | None = None
    event: Event | None = None
    step: Escalation | None = None
    told: tuple[str, ...] = ()


@dataclass(slots=True)
class Replayed:
    """What a replay played, in order; ``watch`` is called with each moment as it comes."""

    story: Story
    version: PolicyVersion
    cast: Cast
    watch: "Watch | None" = None
    cases: list[Case] = field(default_factory=list)
    moments: list[Moment] = field(default_factory=list)

    def add(self, moment: Moment) -> None:
        """Take the next moment and show it to whoever watches."""
        self.moments.append(moment)
        if self.watch is not None:
            self.watch(self, moment)

    def block_of(self, case: Case) -> Moment | None:
        """Return when a block would first have been proposed for a case."""
        return next(
            (
                moment
                for moment in self.moments
                if moment.case == case and moment.step and moment.step.action == StepAction.PROPOSE_BLOCK
            ),
            None,
        )


Watch = Callable[[Replayed, Moment], None]


def replay(
    *, name: str, policy: str, now: datetime, keep: bool = False, watch: Watch | None = None
) -> Replayed:
    """Play a story under a published policy; leaves nothing behind unless ``keep``.

    ``now`` is when it is played, not when it plays. One transaction: broken off, nothing
    of it was. Errors: NotKnown for a story or a policy that is not there.
    """
    with all_together():
        played = play(name=name, policy=policy, now=now, watch=watch)
        if not keep:
            transaction.set_rollback(True)
    return played


def play(*, name: str, policy: str, now: datetime, watch: Watch | None = None) -> Replayed:
    """Play a story inside ``all_together``: letters sent, every step of their ladders fired.

    Effects: cases of kind replay with clocks, escalations and record. Errors as ``replay``.
    """
    story = load_story(name)
    version = _in_force(policy, now)
    played = Replayed(story, version, cast_of(story, now=now), watch)
    for event in story.events:
        _climb(played, until=event.at)
        if event.is_letter:
            _file(played, event)
        else:
            played.add(Moment(at=event.at, event=event))
    _climb(played, until=None)
    return played


def _in_force(code: str, now: datetime) -> PolicyVersion:
    versions = PolicyVersion.objects.filter(policy__code=code, in_force__contains=now)
    version = versions.select_related("policy").first()
    if version is None:
        raise NotKnown("policy_unknown", _("There is no published policy with this name."))
    return version


def _file(played: Replayed, letter: Event) -> None:
    cast, day = played.cast, letter.at.astimezone(played.story.zone)
    with acting_as(COMMAND):
        case = Case.objects.create(
            reference=new_reference(),
            kind=CaseKind.REPLAY,
            agency=cast.agency,
            organisation=cast.platform.organisation,
            platform=cast.platform,
            state=CaseState.AWAITING_APPROVAL,
            category=cast.category,
            urgency=cast.category.urgency,
            reasons=REASONS.format(day=day),
            considerations=CONSIDERED,
            policy_version=played.version,
            why_policy=WhyPolicy.CHOSEN,
            created_at=letter.at,
            updated_at=letter.at,
        )
        Filing.objects.create(case=case, agency=cast.agency, replay_of=played.story.name)
        note(case, COMMAND, "replay", letter.at, story=played.story.name, letter=letter.number)
        send(case, actor=COMMAND, official="", post="", now=letter.at)
        told = _names(case, Directory.of([case], now=None).duty(case))
    played.cases.append(case)
    played.add(Moment(at=letter.at, case=case, event=letter, told=told))


def _climb(played: Replayed, *, until: datetime | None) -> None:
    for due in _due_instants(played, until):
        sweep(now=due, only=[case.pk for case in played.cases])
        for moment in _steps_noticed(played, due):
            played.add(moment)


def _due_instants(played: Replayed, until: datetime | None) -> Iterator[datetime]:
    last: datetime | None = None
    while True:
        with acting_as(COMMAND):
            clocks = Clock.objects.filter(case__in=played.cases)
            due: datetime | None = clocks.aggregate(due=Min("next_step_at"))["due"]
        if due is None or (until is not None and due > until):
            return
        if last is not None and due <= last:
            raise RuntimeError(f"the engine did not get past {due.isoformat()}")
        last = due
        yield due


def _steps_noticed(played: Replayed, at: datetime) -> list[Moment]:
    with acting_as(COMMAND):
        steps = list(
            Escalation.objects.filter(case__in=played.cases, noticed_at=at)
            .select_related("case__platform", "case__agency", "clock")
            .order_by("due_at", "pk")
        )
        known = Directory.of([step.case for step in steps], now=None)
        courses = courses_of({step.clock.rule_id for step in steps})
        functions = {
            step.pk: rung.contact_function
            for step in steps
            for rung in courses[step.clock.rule_id].ladder
            if rung.key == step.step
        }
        return [
            Moment(at=step.due_at, case=step.case, step=step, told=_told(step, functions[step.pk], known))
            for step in steps
        ]


def _told(step: Escalation, function: str, known: Directory) -> tuple[str, ...]:
    if step.skipped:
        return ()
    recipients = recipients_of_step(
        step.case,
        action=step.action,
        side=step.clock.side,
        clock=step.clock.kind,
        function=function,
        known=known,
    )
    if not recipients and step.action in (StepAction.SUPERVISOR, *PROPOSALS):
        # An agency that has named nobody yet still has the post.
        return (f"{step.case.agency.name}: {Role.SUPERVISOR.label}",)
    return _names(step.case, recipients)


def _names(case: Case, recipients: list[Recipient]) -> tuple[str, ...]:
    houses: dict[str, list[str]] = {}
    for person in recipients:
        house = case.agency.name if person.organisation_id == case.agency_id else case.platform.name
        names = houses.setdefault(house, [])
        if person.name not in names:
            names.append(person.name)
    return tuple(f"{house}: {', '.join(names)}" for house, names in houses.items())


def waited(played: Replayed, case: Case) -> timedelta | None:
    """Return how long after its letter a block would have been proposed for ``case``."""
    block = played.block_of(case)
    return block.at - case.sent_at if block and case.sent_at else None
