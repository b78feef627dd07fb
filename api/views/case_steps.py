"""Every step of a case by its address: the verbs that the pages call."""

from django.utils.translation import gettext_lazy as _

from api.serializers import case_words as words
from api.views.case_step import Asked, Step, of_version, saying
from cases.domain import (
    amending,
    approving,
    clarification,
    closing,
    drafting,
    impossibility,
    objections,
    receipt,
    response,
    restoring,
    supervision,
    thread,
    verifying,
    withdrawing,
)
from cases.enums import Verb, VerifiedOutcome, Via
from sla.enums import ClockKind


def _decide(asked: Asked) -> object:
    rows = [words.DecisionBody.decision(row) for row in asked.said["decisions"]]
    return response.decide(**asked.words("text"), decisions=rows, via=Via.API)


def _verify(asked: Asked) -> object:
    seen = {row["item"]: VerifiedOutcome(row["verdict"]) for row in asked.said["verdicts"]}
    return verifying.verify(**asked.words(), verdicts=seen)


def _extend(asked: Asked) -> object:
    return supervision.extend(**asked.words("minutes", "reason"), kind=ClockKind(asked.said["clock"]))


def _waive(asked: Asked) -> object:
    return supervision.waive(**asked.words("reason"), kind=ClockKind(asked.said["clock"]))


BEFORE_SENDING = (
    Step("submit", Verb.SUBMIT, of_version(drafting.submit), versioned=True),
    Step(
        "mark-read",
        Verb.CONFIRM,
        saying(approving.mark_seen, "content_hash"),
        words.SeenBody,
        summary=_("Mark as read"),
    ),
    Step(
        "return", Verb.RETURN, saying(approving.return_to_author, "content_hash", "reason"), words.ReturnBody
    ),
    Step("send", Verb.SEND, saying(approving.approve_and_send, "content_hash"), words.SeenBody),
    Step("send-urgent", Verb.SEND_URGENT, of_version(approving.send_urgent), versioned=True),
    Step("confirm", Verb.CONFIRM, saying(approving.confirm, "content_hash"), words.SeenBody),
)
OF_PLATFORM = (
    Step("open", Verb.OPEN_AND_SIGN, saying(receipt.open_and_sign, via=Via.API)),
    Step("acknowledge", Verb.ACKNOWLEDGE, saying(response.acknowledge, via=Via.API)),
    Step(
        "ask-clarification",
        Verb.ASK_CLARIFICATION,
        saying(clarification.ask, "ground", "text", via=Via.API),
        words.QuestionBody,
    ),
    Step("decide", Verb.DECIDE, _decide, words.DecisionsBody, versioned=True),
    Step(
        "declare-impossible",
        Verb.DECLARE_IMPOSSIBLE,
        saying(impossibility.declare, "ground", "text", via=Via.API),
        words.ImpossibilityBody,
    ),
    Step("end-impossibility", Verb.END_IMPOSSIBILITY, saying(impossibility.end, "text"), words.TextBody),
    Step("object", Verb.OBJECT, saying(objections.object_to, "text", via=Via.API), words.TextBody),
    Step(
        "report-restored",
        Verb.RESTORE,
        saying(restoring.report_restored, "text"),
        words.OptionalTextBody,
        summary=_("Report restored"),
    ),
)
OF_AGENCY = (
    Step(
        "answer-clarification",
        Verb.ANSWER_CLARIFICATION,
        saying(clarification.answer, "text"),
        words.TextBody,
    ),
    Step("amend", Verb.AMEND, saying(amending.amend, "text"), words.TextBody),
    Step("verify", Verb.VERIFY, _verify, words.VerdictsBody, versioned=True, summary=_("Verify items")),
    Step("close", Verb.CLOSE, saying(closing.close)),
    Step("withdraw", Verb.WITHDRAW, saying(withdrawing.withdraw, "reason"), words.ReasonBody),
    Step(
        "decide-objection",
        Verb.DECIDE_OBJECTION,
        saying(objections.decide, "upheld", "reason"),
        words.ObjectionDecisionBody,
    ),
    Step("extend", Verb.CHANGE_DEADLINE, _extend, words.ExtensionBody, summary=_("Extend a deadline")),
    Step("waive", Verb.CHANGE_DEADLINE, _waive, words.WaiverBody, summary=_("Waive a deadline")),
)
OF_BOTH = (Step("message", Verb.WRITE, saying(thread.write, "text"), words.TextBody),)
STEPS: tuple[Step, ...] = (*BEFORE_SENDING, *OF_PLATFORM, *OF_AGENCY, *OF_BOTH)
