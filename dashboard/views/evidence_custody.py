"""The custody of a case's evidence, and the file for a court."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from accounts.domain.acting import Actor, acting_as
from accounts.enums import AGENCY_KINDS
from cases.domain.court_file import hand_out_court_file, may_hand_out
from cases.domain.custody import Move, custody_of
from cases.permissions import AGENCY_READERS
from dashboard.views.board_record_words import verb_in_words
from dashboard.views.casework_act import page_of, read_file
from dashboard.views.casework_words import who_in_words
from dashboard.views.desk import desk_view
from kernel.clock import now_of
from kernel.files import guarded


@dataclass(frozen=True, slots=True)
class MoveLine:
    """One move in the reader's words."""

    move: Move

    @property
    def what(self) -> str:
        """What was done."""
        return verb_in_words(self.move.verb)

    @property
    def who(self) -> str:
        """Role and house of who did it."""
        return who_in_words(self.move.label)


@require_safe
@desk_view(*AGENCY_READERS, kinds=AGENCY_KINDS)
def case_custody(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    """Show each file of a case with who took it in, who looked, who handed it out."""
    file = read_file(actor, reference)
    with acting_as(actor):
        held = custody_of(actor, file.case)
    page = page_of(file, request, _("Custody")) | {
        "held": [(one.piece, [MoveLine(move) for move in one.moves]) for one in held],
        "may_hand_out": may_hand_out(actor, file.case),
    }
    return render(request, "dashboard/evidence/custody.html", page)


@require_POST
@desk_view(*AGENCY_READERS, kinds=AGENCY_KINDS)
def case_court_file(request: HttpRequest, actor: Actor, reference: str) -> HttpResponseBase:
    """Hand out the originals with manifest and custody, as a zip that is made while it is sent."""
    court = hand_out_court_file(actor=actor, reference=reference, now=now_of(request))
    return guarded(StreamingHttpResponse(court.chunks, content_type="application/zip"), court.name)
