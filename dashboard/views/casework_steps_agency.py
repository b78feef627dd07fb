"""The agency's steps of a case that are one form each; message and note, which are both sides'."""

from datetime import datetime

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.domain.acting import Actor
from cases.domain import (
    amending,
    clarification,
    closing,
    notes,
    objections,
    supervision,
    thread,
    withdrawing,
)
from cases.enums import ResponseKind, Verb
from dashboard.forms import casework_texts as texts
from dashboard.views import casework_words as words
from dashboard.views.casework_step import Step, with_fields
from sla.enums import ClockKind


def _extend(actor: Actor, reference: str, now: datetime, form: forms.Form) -> object:
    assert isinstance(form, texts.ExtensionForm)
    return supervision.extend(
        actor=actor,
        reference=reference,
        kind=ClockKind(form.cleaned_data["clock"]),
        minutes=form.minutes(),
        reason=form.cleaned_data["reason"],
        now=now,
    )


def _waive(actor: Actor, reference: str, now: datetime, form: forms.Form) -> object:
    kind, reason = ClockKind(form.cleaned_data["clock"]), form.cleaned_data["reason"]
    return supervision.waive(actor=actor, reference=reference, kind=kind, reason=reason, now=now)


def _note(actor: Actor, reference: str, now: datetime, form: forms.Form) -> object:
    return notes.write_note(actor=actor, reference=reference, text=form.cleaned_data["note"], now=now)


AGENCY_STEPS = (
    Step(
        "message",
        Verb.WRITE,
        _("Write a message"),
        _("Send"),
        _("Sent."),
        "message",
        texts.MessageForm,
        with_fields(thread.write, "text"),
        words.on_message,
        lands="#thread",
    ),
    Step(
        "note",
        Verb.NOTE,
        _("Write a note"),
        _("Keep the note"),
        _("Noted. Nobody outside your organisation reads it."),
        "lock",
        texts.NoteForm,
        _note,
        words.on_note,
        lands="?thread=internal#thread",
    ),
    Step(
        "answer-clarification",
        Verb.ANSWER_CLARIFICATION,
        _("Answer the clarification"),
        _("Send the answer"),
        _("The answer is with the platform."),
        "message-reply",
        texts.AnswerForm,
        with_fields(clarification.answer, "text"),
        words.on_answer,
        asks=ResponseKind.CLARIFICATION,
    ),
    Step(
        "amend",
        Verb.AMEND,
        _("Amend"),
        _("Send the amendment"),
        _("The amendment was sent."),
        "file-plus",
        texts.AmendmentForm,
        with_fields(amending.amend, "text"),
        words.on_amendment,
    ),
    Step(
        "withdraw",
        Verb.WITHDRAW,
        _("Withdraw"),
        _("Withdraw the case"),
        _("The case is withdrawn."),
        "arrow-back-up",
        texts.ReasonForm,
        with_fields(withdrawing.withdraw, "reason"),
        words.on_withdrawal,
    ),
    Step(
        "close",
        Verb.CLOSE,
        _("Close"),
        _("Close the case"),
        _("The case is closed."),
        "lock",
        texts.NothingForm,
        with_fields(closing.close),
        words.on_closing,
    ),
    Step(
        "decide-objection",
        Verb.DECIDE_OBJECTION,
        _("Decide the objection"),
        _("Send the decision"),
        _("The objection is decided."),
        "scale",
        texts.ObjectionDecisionForm,
        with_fields(objections.decide, "upheld", "reason"),
        words.on_objection_decision,
        asks=ResponseKind.OBJECTION,
    ),
    Step(
        "extend",
        Verb.CHANGE_DEADLINE,
        _("Extend a deadline"),
        _("Extend"),
        _("The deadline is extended."),
        "calendar-plus",
        texts.ExtensionForm,
        _extend,
        words.on_deadline,
        of_clock=True,
    ),
    Step(
        "waive",
        Verb.CHANGE_DEADLINE,
        _("Waive a deadline"),
        _("Waive"),
        _("The deadline is waived."),
        "clock-off",
        texts.ClockForm,
        _waive,
        words.on_deadline,
        of_clock=True,
    ),
)
