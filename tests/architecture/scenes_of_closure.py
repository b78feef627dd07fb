"""Scenes of what is done to a case that was sent, by the agency above all, until it is closed."""

from typing import Any

from accounts.domain.acting import COMMAND, acting_as
from cases.domain import (
    amending,
    closing,
    response,
    restoring,
    supervision,
    sweep,
    thread,
    verifying,
    withdrawing,
)
from cases.domain.letters import issuing
from cases.enums import ProposalDecision, VerifiedOutcome
from cases.models import Escalation, Letter
from sla.enums import PROPOSALS, ClockKind
from tests.architecture.scenes_of_response import decided, items_of, sent
from tests.architecture.verb_scenarios import LATER, MUCH_LATER, Act, Stage, acted, scene_of


def verdicts(reference: str) -> dict[Any, VerifiedOutcome]:
    return {item.public_id: VerifiedOutcome.DOWN for item in items_of(reference)}


@scene_of(thread.write)
def write(stage: Stage) -> Act:
    return acted(thread.write, stage.desk.analyst, reference=sent(stage), text="A word.")


@scene_of(amending.amend)
def amend(stage: Stage) -> Act:
    return acted(amending.amend, stage.desk.analyst, reference=sent(stage), text="One more page.")


@scene_of(issuing.issue)
def issue(stage: Stage) -> Act:
    reference = sent(stage)
    with acting_as(COMMAND):
        letter = Letter.objects.get(case__reference=reference).public_id
    return acted(issuing.issue, stage.desk.analyst, reference=reference, letter=letter, language="en")


@scene_of(issuing.keep_pdf)
def keep_pdf(stage: Stage) -> Act:
    reference, analyst = sent(stage), stage.desk.analyst
    with acting_as(COMMAND):
        letter = Letter.objects.get(case__reference=reference).public_id
    made = issuing.typeset_letter(actor=analyst, reference=reference, letter=letter, language="en")
    return acted(issuing.keep_pdf, analyst, made=made)


@scene_of(withdrawing.withdraw)
def withdraw(stage: Stage) -> Act:
    return acted(withdrawing.withdraw, stage.desk.analyst, reference=decided(stage), reason="We erred.")


@scene_of(restoring.report_restored)
def report_restored(stage: Stage) -> Act:
    act = withdraw(stage)
    act.do()
    reference = act.words["reference"]
    return acted(restoring.report_restored, stage.desk.moderator, reference=reference, text="It is back.")


@scene_of(verifying.verify)
def verify(stage: Stage) -> Act:
    reference = decided(stage)
    return acted(verifying.verify, stage.desk.analyst, reference=reference, verdicts=verdicts(reference))


@scene_of(closing.close)
def close(stage: Stage) -> Act:
    act = verify(stage)
    act.do()
    return acted(closing.close, stage.desk.analyst, reference=act.words["reference"])


@scene_of(supervision.extend)
def extend(stage: Stage) -> Act:
    return acted(
        supervision.extend,
        stage.desk.supervisor,
        reference=sent(stage),
        kind=ClockKind.ACKNOWLEDGE,
        minutes=30,
        reason="A holiday.",
    )


@scene_of(supervision.waive)
def waive(stage: Stage) -> Act:
    return acted(
        supervision.waive,
        stage.desk.supervisor,
        reference=sent(stage),
        kind=ClockKind.ACKNOWLEDGE,
        reason="They told us by telephone.",
    )


@scene_of(supervision.decide_proposal)
def decide_proposal(stage: Stage) -> Act:
    reference = sent(stage)
    response.acknowledge(actor=stage.desk.moderator, reference=reference, now=LATER)
    sweep.sweep(now=MUCH_LATER)
    with acting_as(COMMAND):
        proposed = Escalation.objects.filter(case__reference=reference, action__in=PROPOSALS)
        proposal = proposed.latest("due_at")
    return acted(
        supervision.decide_proposal,
        stage.desk.supervisor,
        escalation=proposal.public_id,
        decision=ProposalDecision.NOTED,
        reason="We wait for the appeal.",
        now=MUCH_LATER,
    )
