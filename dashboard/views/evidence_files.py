"""Evidence handed out: the page of one file, its clear preview, its original.

Both are authorised and recorded each time they are asked for; no cache may keep them, and
a browser that opens one by itself is given nothing to run.
"""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_safe

from accounts.domain.acting import Actor, acting_as
from accounts.enums import AGENCY_KINDS, Role
from cases.domain.evidence_reading import Piece, find_piece, open_original, see_preview
from cases.models.report import CASEWORK_ROLES
from dashboard.views.desk import desk_view
from kernel.clock import now_of
from kernel.files import guarded

READERS = (*CASEWORK_ROLES, Role.MODERATOR, Role.LEAD)


@require_safe
@desk_view(*READERS)
def evidence(request: HttpRequest, actor: Actor, evidence: UUID) -> HttpResponse:
    """Show one file: what it is, and its clear preview, which is a reading of its own."""
    with acting_as(actor):
        piece = find_piece(actor, evidence)
    page = {"piece": piece, "inside": actor.is_agency, "crumbs": _crumbs(piece)}
    return render(request, "dashboard/evidence/evidence.html", page)


@require_GET
@desk_view(*READERS)
def evidence_preview(request: HttpRequest, actor: Actor, evidence: UUID) -> HttpResponse:
    """Hand out the clear preview of a picture."""
    preview = see_preview(actor=actor, evidence=evidence, now=now_of(request))
    return guarded(HttpResponse(preview, content_type="image/jpeg"), f"{evidence}.jpg")


@require_GET
@desk_view(*CASEWORK_ROLES, kinds=AGENCY_KINDS)
def evidence_original(request: HttpRequest, actor: Actor, evidence: UUID) -> HttpResponseBase:
    """Hand out an original, a chunk at a time."""
    original = open_original(actor=actor, evidence=evidence, now=now_of(request))
    response = StreamingHttpResponse(original.chunks, content_type=original.media_type)
    response["Content-Length"] = str(original.size)
    return guarded(response, original.name)


def _crumbs(piece: Piece) -> list[dict[str, Any]]:
    if piece.goes_with:
        name, reference = "case", piece.goes_with.reference
        first = {"label": _("Queue"), "url": reverse("dashboard:queue")}
    else:
        name, reference = "report", piece.report
        first = {"label": _("Reports"), "url": reverse("dashboard:reports")}
    home = {"label": reference, "url": reverse(f"dashboard:{name}", args=[reference])}
    return [first, home, {"label": _("Evidence")}]
