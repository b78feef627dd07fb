"""Answers item by item: the platform decides, the agency verifies. One table, one POST."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.forms.formsets import BaseFormSet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from accounts.domain.acting import Actor
from cases.domain import response, verifying
from cases.domain.case_file import CaseFile
from cases.domain.kept_texts import forget_texts
from cases.domain.locking import expecting
from cases.enums import CaseState, RefusalGround, Verb, VerifiedOutcome
from cases.models import Item
from cases.permissions import READERS
from dashboard.forms.casework_items import (
    OUTCOMES,
    AccompanyingForm,
    DecisionRows,
    VerdictRows,
    VersionForm,
    filled,
    rows_for,
)
from dashboard.views.casework_act import attach, check_offered, page_of, read_begun, read_file
from dashboard.views.casework_insert import INSERT, inserted, offered_templates
from dashboard.views.casework_kept import DECIDE, Kept, kept_in, kept_note
from dashboard.views.casework_meanwhile import opened_as
from dashboard.views.casework_next import go_on
from dashboard.views.casework_words import on_decision, on_verification
from dashboard.views.desk import desk_view
from kernel.clock import now_of
from kernel.errors import Conflict, Invalid

Paired = list[tuple[Item | None, forms.Form]]


def paired(rows: BaseFormSet, items: Sequence[Item]) -> Paired:
    """Return each row with the item that it names; a row that names none keeps none."""
    by_id = {str(item.public_id): item for item in items}
    return [(by_id.get(str(row["item"].value())), row) for row in rows]


def verdicts_for(state: str) -> list[tuple[str, Any]]:
    """Return what can be said at this state: what was seen down before is *back* up, not *still*."""
    left_out = () if state == CaseState.ANSWERED else (VerifiedOutcome.STILL_UP,)
    return [(word.value, word.label) for word in VerifiedOutcome if word not in left_out]


def _left(items: Sequence[Item], field: str) -> list[UUID]:
    """Return the items that have no answer in ``field`` yet; all where every item has one."""
    without = [item.public_id for item in items if not getattr(item, field)]
    return without or [item.public_id for item in items]


def _in_words(choices: Sequence[tuple[str, Any]]) -> list[tuple[str, str]]:
    """Translate once what every row repeats: 500 rows make 10,000 options."""
    return [(value, str(label)) for value, label in choices]


def _renewed(head: forms.Form, edit_version: int) -> forms.Form:
    """Give the form that comes back the case's version of now, so that it can be sent again."""
    head.data = {**{name: head.data.get(name, "") for name in head.fields}, "edit_version": edit_version}
    return head


@require_http_methods(["GET", "POST"])
@desk_view(*READERS)
def decide(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    """Show every item with its outcome, or send what was chosen. Rows left empty stay as they are."""
    file, kept = read_begun(actor, reference)
    check_offered(actor, file, Verb.DECIDE, state_too=request.method == "GET")
    if not file.opened:
        raise Conflict("open_first", _("Open and sign the case before you decide."))
    if request.method == "GET":
        before = kept_in(kept, DECIDE)
        rows = rows_for(DecisionRows, file.items, before=before)
        head = AccompanyingForm(
            initial={"edit_version": file.case.edit_version, "text": before.get("text", "")}
        )
        return _decide_page(request, file, rows, head, 200, kept)
    fill = "fill" in request.POST or INSERT in request.POST
    left = _left(file.items, "outcome")
    data = filled(request.POST, left, "outcome", "ground", "told") if "fill" in request.POST else request.POST
    if INSERT in request.POST:
        data = inserted(actor, file, DECIDE, request.POST)
    rows, head = rows_for(DecisionRows, file.items, data), AccompanyingForm(data)
    if fill:
        return _decide_page(request, file, rows, head, 200)
    if not (rows.is_valid() & head.is_valid()):
        return _decide_page(request, file, rows, head, 422)
    try:
        chosen = [row.decision() for row in rows.forms]
        with expecting(head.cleaned_data["edit_version"]):
            response.decide(
                actor=actor,
                reference=file.case.reference,
                decisions=[decision for decision in chosen if decision is not None],
                text=head.cleaned_data["text"],
                now=now_of(request),
            )
    except (Conflict, Invalid) as error:
        attach(head, error)
        return _decide_page(request, read_file(actor, reference), rows, head, error.status)
    forget_texts(actor=actor, reference=file.case.reference, form=DECIDE, now=now_of(request))
    messages.success(request, _("The answer is with the agency."))
    return go_on(request, actor, file.case)


def _decide_page(
    request: HttpRequest,
    file: CaseFile,
    rows: BaseFormSet,
    head: forms.Form,
    status: int,
    kept: Kept | None = None,
) -> HttpResponse:
    words = {
        "kept": kept_note(kept or {}, DECIDE, file.case.reference),
        "outcomes": _in_words(OUTCOMES),
        "grounds": _in_words(RefusalGround.choices),
        "consequence": on_decision(file),
        "title": _("Decide items"),
        "insert": offered_templates(file, DECIDE),
    }
    return _table_page(request, "decide.html", file, rows, head, words, status)


def _table_page(
    request: HttpRequest,
    template: str,
    file: CaseFile,
    rows: BaseFormSet,
    head: forms.Form,
    words: Mapping[str, Any],
    status: int,
) -> HttpResponse:
    if status == Conflict.status:
        head = _renewed(head, file.case.edit_version)
    wrong = sum(1 for row in rows.forms if row.is_bound and row.errors) if status != 200 else 0
    page = page_of(file, request, words["title"]) | {
        "rows": rows,
        "paired": paired(rows, file.items),
        "head": head,
        "wrong": wrong,
        "show_errors": status != 200,
        **opened_as(request, file, status),
        **words,
    }
    return render(request, f"dashboard/casework/{template}", page, status=status)


def _checkable(file: CaseFile) -> list[Item]:
    """Return the items that have an outcome: what is not answered cannot be verified."""
    return [item for item in file.items if item.outcome]


@require_http_methods(["GET", "POST"])
@desk_view(*READERS)
def verify(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    """Show every answered item, or say what was seen. Rows left empty stay as they are."""
    file = read_file(actor, reference)
    check_offered(actor, file, Verb.VERIFY, state_too=request.method == "GET")
    if request.method == "GET":
        rows = rows_for(VerdictRows, _checkable(file))
        head: forms.Form = VersionForm(initial={"edit_version": file.case.edit_version})
        return _verify_page(request, file, rows, head, 200)
    fill, left = "fill" in request.POST, _left(_checkable(file), "verified_outcome")
    data = filled(request.POST, left, "verdict") if fill else request.POST
    rows, head = rows_for(VerdictRows, _checkable(file), data), VersionForm(data)
    if fill:
        return _verify_page(request, file, rows, head, 200)
    if not (rows.is_valid() & head.is_valid()):
        return _verify_page(request, file, rows, head, 422)
    try:
        with expecting(head.cleaned_data["edit_version"]):
            verifying.verify(
                actor=actor, reference=file.case.reference, verdicts=_verdicts(rows), now=now_of(request)
            )
    except (Conflict, Invalid) as error:
        attach(head, error)
        return _verify_page(request, read_file(actor, reference), rows, head, error.status)
    messages.success(request, _("Noted what you saw."))
    return go_on(request, actor, file.case)


def _verdicts(rows: BaseFormSet) -> dict[UUID, VerifiedOutcome]:
    """Return the verdicts chosen. Raises Invalid where none is."""
    chosen = dict(pair for row in rows.forms if (pair := row.verdict_of_item()) is not None)
    if not chosen:
        raise Invalid("nothing_verified", _("Choose what you saw for at least one item."))
    return chosen


def _verify_page(
    request: HttpRequest, file: CaseFile, rows: BaseFormSet, head: forms.Form, status: int
) -> HttpResponse:
    words = {
        "verdicts": _in_words(verdicts_for(file.case.state)),
        "consequence": on_verification(file),
        "title": _("Verify items"),
    }
    return _table_page(request, "verify.html", file, rows, head, words, status)
