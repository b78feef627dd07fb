"""The platform's steps of a case that are one form each."""

from django.utils.translation import gettext_lazy as _

from cases.domain import clarification, impossibility, objections, receipt, response, restoring
from cases.enums import ResponseKind, Verb
from dashboard.forms import casework_texts as texts
from dashboard.views import casework_words as words
from dashboard.views.casework_step import Step, with_fields

PLATFORM_STEPS = (
    Step(
        "open",
        Verb.OPEN_AND_SIGN,
        _("Open and sign"),
        _("Open and sign"),
        _("Opened. The receipt is signed with your name."),
        "signature",
        texts.NothingForm,
        with_fields(receipt.open_and_sign),
        words.on_signing,
    ),
    Step(
        "acknowledge",
        Verb.ACKNOWLEDGE,
        _("Acknowledge"),
        _("Acknowledge"),
        _("Acknowledged."),
        "check",
        texts.NothingForm,
        with_fields(response.acknowledge),
        words.on_acknowledging,
    ),
    Step(
        "ask-clarification",
        Verb.ASK_CLARIFICATION,
        _("Ask for clarification"),
        _("Send the question"),
        _("The question is with the agency."),
        "help",
        texts.ClarificationForm,
        with_fields(clarification.ask, "ground", "text"),
        words.on_question,
    ),
    Step(
        "declare-impossible",
        Verb.DECLARE_IMPOSSIBLE,
        _("Declare it impossible for now"),
        _("Declare it impossible"),
        _("Declared impossible for now."),
        "barrier-block",
        texts.ImpossibilityForm,
        with_fields(impossibility.declare, "ground", "text"),
        words.on_impossibility,
    ),
    Step(
        "end-impossibility",
        Verb.END_IMPOSSIBILITY,
        _("End the impossibility"),
        _("It is possible again"),
        _("The impossibility has ended."),
        "player-play",
        texts.ImpossibilityEndForm,
        with_fields(impossibility.end, "text"),
        words.on_impossibility_end,
        asks=ResponseKind.IMPOSSIBILITY,
    ),
    Step(
        "object",
        Verb.OBJECT,
        _("Object"),
        _("Send the objection"),
        _("The objection is with the agency."),
        "scale",
        texts.ObjectionForm,
        with_fields(objections.object_to, "text"),
        words.on_objection,
    ),
    Step(
        "report-restored",
        Verb.RESTORE,
        _("Report restored"),
        _("Report restored"),
        _("Reported as restored."),
        "restore",
        texts.RestoredForm,
        with_fields(restoring.report_restored, "text"),
        words.on_restored,
    ),
)
