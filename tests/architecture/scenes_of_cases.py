"""Scenes of what is done to reports and cases."""

from typing import Any

from accounts.domain.acting import COMMAND, ENGINE, acting_as
from cases.domain import (
    amending,
    approving,
    clarification,
    closing,
    drafting,
    enforcing,
    impossibility,
    objections,
    receipt,
    referring,
    replay_cast,
    replay_facts,
    replaying,
    reports,
    response,
    restoring,
    supervision,
    sweep,
    thread,
    verifying,
    withdrawing,
)
from cases.domain.response import ItemDecision
from cases.enums import (
    ClarificationGround,
    ImpossibilityGround,
    Outcome,
    ProposalDecision,
    VerifiedOutcome,
)
from cases.models import Case, Escalation, Item, Report
from kernel.references import new_reference
from sla.domain.reference import load_reference
from sla.enums import PROPOSALS, ClockKind
from tests.architecture.verb_scenarios import LATER, MUCH_LATER, Act, Stage, acted, scene_of
from tests.factories.cases import (
    NOON,
    draft_for,
    edit,
    make_sent_case,
    make_waiting_case,
    save_draft,
    seen_hash,
)


def sent(stage: Stage) -> str:
    return make_sent_case(stage.desk).reference


def items_of(reference: str) -> list[Item]:
    with acting_as(COMMAND):
        return list(Item.objects.filter(case__reference=reference))


def decided(stage: Stage) -> str:
    reference = sent(stage)
    act_decide(stage, reference).do()
    return reference


def act_decide(stage: Stage, reference: str) -> Act:
    decisions = [ItemDecision(item.public_id, Outcome.REMOVED) for item in items_of(reference)]
    return acted(
        response.decide, stage.desk.moderator, reference=reference, decisions=decisions, text="Gone."
    )


def verdicts(reference: str) -> dict[Any, VerifiedOutcome]:
    return {item.public_id: VerifiedOutcome.DOWN for item in items_of(reference)}


def objected(stage: Stage) -> str:
    reference = sent(stage)
    objections.object_to(actor=stage.desk.moderator, reference=reference, text="It is art.", now=NOON)
    return reference


def referred(stage: Stage) -> Report:
    report = save_draft(stage.desk, actor=stage.referrer, legal_basis="")
    return referring.refer(**refer_words(stage, report))


def refer_words(stage: Stage, report: Report) -> dict[str, Any]:
    return {
        "actor": stage.referrer,
        "reference": report.reference,
        "issuing": stage.desk.agency.public_id,
        "edit_version": report.edit_version,
        "now": NOON,
    }


def returned(stage: Stage) -> Case:
    case = make_waiting_case(stage.desk)
    return approving.return_to_author(
        actor=stage.desk.approver,
        reference=case.reference,
        reason="Too vague.",
        content_hash=seen_hash(stage.desk.approver, case.reference),
        now=NOON,
    )


# Before it is sent.


@scene_of(reports.save_report)
def save(stage: Stage) -> Act:
    return acted(
        reports.save_report,
        stage.desk.analyst,
        reference=new_reference(),
        draft=draft_for(stage.desk),
        edit_version=0,
    )


@scene_of(reports.file_report)
def file(stage: Stage) -> Act:
    report = save_draft(stage.desk)
    return acted(
        reports.file_report,
        stage.desk.analyst,
        reference=report.reference,
        edit_version=report.edit_version,
        considered=True,
    )


@scene_of(referring.refer)
def refer(stage: Stage) -> Act:
    report = save_draft(stage.desk, actor=stage.referrer, legal_basis="")
    return Act(referring.refer, stage.referrer, refer_words(stage, report))


@scene_of(referring.take_over)
def take_over(stage: Stage) -> Act:
    return acted(referring.take_over, stage.desk.analyst, reference=referred(stage).reference)


@scene_of(referring.return_report)
def return_report(stage: Stage) -> Act:
    return acted(
        referring.return_report,
        stage.desk.analyst,
        reference=referred(stage).reference,
        reason="Not a matter for us.",
    )


@scene_of(drafting.edit_case)
def edit_case(stage: Stage) -> Act:
    case = make_waiting_case(stage.desk)
    draft = drafting.CaseDraft(
        category=stage.desk.category.code,
        legal_basis=stage.desk.basis.code,
        urgency=case.urgency,
        reasons="Better reasons.",
        considerations=case.considerations,
    )
    return acted(
        drafting.edit_case,
        stage.desk.analyst,
        reference=case.reference,
        draft=draft,
        edit_version=case.edit_version,
    )


@scene_of(drafting.submit)
def submit(stage: Stage) -> Act:
    case = edit(stage.desk, make_waiting_case(stage.desk), reasons="Better reasons.")
    return acted(
        drafting.submit, stage.desk.analyst, reference=case.reference, edit_version=case.edit_version
    )


def act_of_approver(stage: Stage, verb: Any, case: Case, **words: Any) -> Act:
    approver = stage.desk.approver
    seen = seen_hash(approver, case.reference)
    return acted(verb, approver, reference=case.reference, content_hash=seen, **words)


@scene_of(approving.mark_seen)
def mark_seen(stage: Stage) -> Act:
    return act_of_approver(stage, approving.mark_seen, make_waiting_case(stage.desk))


@scene_of(approving.return_to_author)
def return_to_author(stage: Stage) -> Act:
    case = make_waiting_case(stage.desk)
    return act_of_approver(stage, approving.return_to_author, case, reason="Too vague.")


@scene_of(approving.approve_and_send)
def approve_and_send(stage: Stage) -> Act:
    return act_of_approver(stage, approving.approve_and_send, make_waiting_case(stage.desk))


def act_alone(stage: Stage) -> Act:
    case = returned(stage)
    return acted(
        approving.send_urgent, stage.desk.analyst, reference=case.reference, edit_version=case.edit_version
    )


@scene_of(approving.send_urgent)
def send_urgent(stage: Stage) -> Act:
    return act_alone(stage)


@scene_of(approving.confirm)
def confirm(stage: Stage) -> Act:
    return act_of_approver(stage, approving.confirm, act_alone(stage).do())


# The platform answers.


@scene_of(receipt.open_and_sign)
def open_and_sign(stage: Stage) -> Act:
    return acted(receipt.open_and_sign, stage.desk.moderator, reference=sent(stage))


@scene_of(response.acknowledge)
def acknowledge(stage: Stage) -> Act:
    return acted(response.acknowledge, stage.desk.moderator, reference=sent(stage))


@scene_of(response.decide)
def decide(stage: Stage) -> Act:
    return act_decide(stage, sent(stage))


def act_ask(stage: Stage, reference: str) -> Act:
    return acted(
        clarification.ask,
        stage.desk.moderator,
        reference=reference,
        ground=ClarificationGround.INSUFFICIENT,
        text="Which page?",
    )


@scene_of(clarification.ask)
def ask(stage: Stage) -> Act:
    return act_ask(stage, sent(stage))


@scene_of(clarification.answer)
def answer(stage: Stage) -> Act:
    reference = sent(stage)
    act_ask(stage, reference).do()
    return acted(clarification.answer, stage.desk.analyst, reference=reference, text="The first.")


def act_declare(stage: Stage, reference: str) -> Act:
    return acted(
        impossibility.declare,
        stage.desk.moderator,
        reference=reference,
        ground=ImpossibilityGround.TECHNICAL,
        text="Our tool is down.",
    )


@scene_of(impossibility.declare)
def declare(stage: Stage) -> Act:
    return act_declare(stage, sent(stage))


@scene_of(impossibility.end)
def end(stage: Stage) -> Act:
    reference = sent(stage)
    act_declare(stage, reference).do()
    return acted(impossibility.end, stage.desk.moderator, reference=reference, text="It is up again.")


@scene_of(objections.object_to)
def object_to(stage: Stage) -> Act:
    return acted(objections.object_to, stage.desk.moderator, reference=sent(stage), text="It is art.")


@scene_of(objections.decide)
def decide_objection(stage: Stage) -> Act:
    return acted(
        objections.decide,
        stage.desk.supervisor,
        reference=objected(stage),
        upheld=False,
        reason="It is not.",
    )


# After.


@scene_of(thread.write)
def write(stage: Stage) -> Act:
    return acted(thread.write, stage.desk.analyst, reference=sent(stage), text="A word.")


@scene_of(amending.amend)
def amend(stage: Stage) -> Act:
    return acted(amending.amend, stage.desk.analyst, reference=sent(stage), text="One more page.")


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


# The engine, and the replay.


@scene_of(sweep.sweep)
def sweep_deadlines(stage: Stage) -> Act:
    sent(stage)
    return Act(sweep.sweep, ENGINE, {"now": MUCH_LATER})


@scene_of(enforcing.enforce)
def enforce(stage: Stage) -> Act:
    sent(stage)
    return Act(enforcing.enforce, ENGINE, {"now": MUCH_LATER, "runner": "test"})


@scene_of(replaying.play)
def play(stage: Stage) -> Act:
    load_reference(actor=COMMAND, now=NOON)
    return Act(
        replaying.play,
        COMMAND,
        {"name": "telegram_2017", "policy": "permenkominfo-5-2020", "now": MUCH_LATER},
    )


@scene_of(replay_cast.cast_of)
def cast_of(stage: Stage) -> Act:
    load_reference(actor=COMMAND, now=NOON)
    story = replay_facts.load_story("telegram_2017")
    return Act(replay_cast.cast_of, COMMAND, {"story": story, "now": MUCH_LATER})
