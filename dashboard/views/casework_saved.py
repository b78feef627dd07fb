"""Queues under a name: kept, shared, changed, removed, and the one to begin with."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.domain.acting import Actor, acting_as
from accounts.enums import Role
from cases.domain import saved_queues
from cases.domain.saved_queues import default_of, may_change, queue_of, queues_of
from cases.models import SavedQueue
from cases.permissions import READERS
from dashboard.forms.casework_queue import SavedQueueForm
from dashboard.views.casework_act import attach
from dashboard.views.desk import desk_view
from dashboard.views.queue_address import SAVED, address_of_rules, rules_in
from dashboard.views.queue_words import rules_in_words
from kernel.clock import now_of
from kernel.errors import Conflict, DomainError, Invalid, NotAllowed
from kernel.htmx import go_to

KEEPERS = (*READERS, Role.ADMINISTRATOR)


@require_safe
@desk_view(*KEEPERS)
def saved(request: HttpRequest, actor: Actor) -> HttpResponse:
    """List one's own queues and those shared in the organisation."""
    with acting_as(actor):
        rows, begun = queues_of(actor), default_of(actor)
        words = rules_in_words(actor, rows)
    page = {
        "rows": [
            {
                "queue": row,
                "url": address_of_rules(row.rules, row.public_id),
                "shows": words[row.pk],
                "may_change": may_change(actor, row),
                "begins": row == begun,
                "own": row.owner_id == actor.user_id,
            }
            for row in rows
        ],
        "begun": begun,
        "opens": actor.has(*READERS),
        "crumbs": _crumbs(_("Saved queues")),
    }
    return render(request, "dashboard/casework/saved_queues.html", page)


@require_http_methods(["GET", "POST"])
@desk_view(*READERS)
def saved_new(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Keep what the address says under a new name, or under the name that it was opened by."""
    rules = rules_in(request.GET)
    row = _row_of(actor, request.GET.get(SAVED, ""))
    if request.method == "GET":
        return _page(request, actor, SavedQueueForm(), row, rules, 200)
    if row is not None and "replace" in request.POST:
        return _changed(request, actor, row, SavedQueueForm(_as_is(row)), rules)
    form = SavedQueueForm(request.POST)
    if not form.is_valid():
        return _page(request, actor, form, row, rules, 422)

    def keep() -> SavedQueue:
        said = {"name": form.cleaned_data["name"], "shared": form.cleaned_data["shared"]}
        return saved_queues.save_queue(actor=actor, rules=rules, now=now_of(request), **said)

    return _kept(request, actor, form, keep, lambda status: _page(request, actor, form, row, rules, status))


@require_http_methods(["GET", "POST"])
@desk_view(*KEEPERS)
def saved_edit(request: HttpRequest, actor: Actor, queue: UUID) -> HttpResponse:
    """Name a queue anew, share it or no longer."""
    with acting_as(actor):
        row = queue_of(actor, queue)
        begins = default_of(actor) == row
    if not may_change(actor, row):
        raise NotAllowed("queue_of_another", _("Only its owner, a supervisor or a lead changes this queue."))
    if request.method == "GET":
        given = {"name": row.name, "shared": row.shared, "begin": begins}
        return _page(request, actor, SavedQueueForm(initial=given), row, row.rules, 200, edits=True)
    return _changed(request, actor, row, SavedQueueForm(request.POST), None)


@require_POST
@desk_view(*KEEPERS)
def saved_remove(request: HttpRequest, actor: Actor, queue: UUID) -> HttpResponse:
    """Remove a queue; the cases in it stay what they are."""
    saved_queues.remove_queue(actor=actor, queue=queue, now=now_of(request))
    messages.success(request, _("The queue is removed. The cases in it stay as they are."))
    return go_to(request, reverse("dashboard:saved_queues"))


@require_POST
@desk_view(*READERS)
def saved_begin(request: HttpRequest, actor: Actor, queue: UUID) -> HttpResponse:
    """Begin with this queue from now on; where one does already, as everybody."""
    with acting_as(actor):
        begins = default_of(actor) == queue_of(actor, queue)
    saved_queues.choose_default(actor=actor, queue=None if begins else queue, now=now_of(request))
    messages.success(request, _("Changed."))
    return go_to(request, reverse("dashboard:saved_queues"))


def _changed(
    request: HttpRequest, actor: Actor, row: SavedQueue, form: SavedQueueForm, rules: dict[str, Any] | None
) -> HttpResponse:
    def again(status: int) -> HttpResponse:
        return _page(request, actor, form, row, rules or row.rules, status, edits=rules is None)

    if not form.is_valid():
        return again(422)

    def keep() -> SavedQueue:
        return saved_queues.change_queue(
            actor=actor,
            queue=row.public_id,
            name=form.cleaned_data["name"],
            shared=form.cleaned_data["shared"],
            edit_version=int(request.POST.get("edit_version") or row.edit_version),
            rules=rules,
            now=now_of(request),
        )

    return _kept(request, actor, form, keep, again)


def _kept(
    request: HttpRequest,
    actor: Actor,
    form: SavedQueueForm,
    keep: Callable[[], SavedQueue],
    again: Callable[[int], HttpResponse],
) -> HttpResponse:
    try:
        row = keep()
    except (Conflict, Invalid) as error:
        attach(form, error)
        return again(error.status)
    with acting_as(actor):
        begins = default_of(actor) == row
    if form.cleaned_data["begin"] != begins and actor.has(*READERS):
        chosen = row.public_id if form.cleaned_data["begin"] else None
        saved_queues.choose_default(actor=actor, queue=chosen, now=now_of(request))
    messages.success(request, _("The queue is saved."))
    if not actor.has(*READERS):
        return go_to(request, reverse("dashboard:saved_queues"))
    return go_to(request, address_of_rules(row.rules, row.public_id))


def _as_is(row: SavedQueue) -> dict[str, Any]:
    return {"name": row.name, "shared": row.shared}


def _row_of(actor: Actor, said: str) -> SavedQueue | None:
    """Return the queue by which the page was opened, if the reader may change it."""
    try:
        with acting_as(actor):
            row = queue_of(actor, UUID(said))
    except (ValueError, DomainError):
        return None
    return row if may_change(actor, row) else None


def _page(
    request: HttpRequest,
    actor: Actor,
    form: SavedQueueForm,
    row: SavedQueue | None,
    rules: dict[str, Any],
    status: int,
    *,
    edits: bool = False,
) -> HttpResponse:
    with acting_as(actor):
        shown = SavedQueue(rules=rules)
        words = rules_in_words(actor, [shown])[None]
    opened = {SAVED: row.public_id} if row else {}
    page = {
        "form": form,
        "row": row,
        "edits": edits,
        "shows": words,
        "back": address_of_rules(rules, row.public_id if row else ""),
        "here": f"{request.path}?{urlencode({**rules, **opened}, doseq=True)}",
        "crumbs": _crumbs(row.name if row and edits else _("Save what is shown")),
    }
    return render(request, "dashboard/casework/saved_queue.html", page, status=status)


def _crumbs(label: str) -> list[dict[str, Any]]:
    return [{"label": _("Queue"), "url": reverse("dashboard:queue")}, {"label": label}]
