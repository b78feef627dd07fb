"""The keys of the pages, as a page of its own: for who has no script, or has turned them off."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from accounts.domain.acting import Actor
from accounts.domain.profile import person_of
from cases.permissions import READERS
from dashboard.navigation import Entry, main_line
from dashboard.views.desk import desk_view

Line = tuple[str, str | Promise]

IN_A_LIST: tuple[Line, ...] = (
    ("j", _("Next row")),
    ("k", _("Previous row")),
    ("o", _("Open the row")),
    ("x", _("Tick the row")),
)
ON_A_CASE: tuple[Line, ...] = (
    ("o", _("Open and sign")),
    ("a", _("Acknowledge; approve or confirm a draft")),
    ("c", _("Ask for clarification, or answer it")),
    ("r", _("Respond: decide items or an objection; return a draft")),
    ("v", _("Verify items")),
    ("d", _("Done: close the case")),
    ("w", _("Write: edit a draft")),
    ("e", _("Assign")),
    ("m", _("Write a message")),
)


@require_safe
@desk_view()
def keys(request: HttpRequest, actor: Actor) -> HttpResponse:
    """List every key that some page of the reader's may offer."""
    works_cases = actor.has(*READERS)
    anywhere: list[Line] = [("?", _("List the keys of the page"))]
    if works_cases:
        anywhere.append(("/", _("Search")))
    groups = [
        (_("On every page"), [*anywhere, ("Esc", _("Close what is open"))]),
        (_("Go to"), [*_ways(main_line(actor, request.path)), ("g n", _("Notices"))]),
        (_("In a list"), list(IN_A_LIST)),
    ]
    if works_cases:
        groups.append((_("On a case, where the step is offered"), list(ON_A_CASE)))
    return render(request, "dashboard/people/keys.html", {"groups": groups, "on": person_of(actor).uses_keys})


def _ways(line: list[Entry]) -> list[Line]:
    return [(entry.keys, entry.label) for entry in line if entry.keys]
