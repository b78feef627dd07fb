"""The two threads of a case under their tabs: what both sides read, and what one's own house reads."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from accounts.domain.acting import Actor
from cases.domain.case_file import CaseFile
from cases.domain.notes import OwnNote, may_take_back, take_back_note
from cases.enums import UNSENT_STATES, Verb
from cases.models import KeptText
from cases.permissions import READERS
from dashboard.forms.casework_texts import MessageForm, NoteForm
from dashboard.views.casework_kept import kept_note, prefilled
from dashboard.views.casework_steps import STEP
from dashboard.views.casework_thread import thread_of
from dashboard.views.casework_words import on_message, on_note, own_house, who_in_words
from dashboard.views.desk import desk_view
from kernel.clock import now_of
from kernel.htmx import go_to

THREAD = "thread"
SHARED, INTERNAL = "shared", "internal"


@dataclass(frozen=True, slots=True)
class Noted:
    """One note as its own house reads it: by name, for these are colleagues."""

    at: datetime
    name: str
    who: str
    text: str
    own: bool
    take_back_url: str


def thread_panel(
    request: HttpRequest, file: CaseFile, notes: Sequence[OwnNote], kept: Mapping[str, KeptText]
) -> dict[str, Any]:
    """Return both threads, and which of them is shown."""
    said, shown, reference = thread_of(file), _shown(request, file), file.case.reference
    return {
        "thread": said,
        "notes": _noted(file, notes, now_of(request)),
        "shown_thread": shown,
        "thread_tabs": [
            _tab(request.GET, SHARED, _("Shared"), "users", len(said), shown),
            _tab(request.GET, INTERNAL, _("Internal"), "lock", len(notes), shown),
        ],
        "own_house": own_house(file),
        "message_form": prefilled(MessageForm, kept, "message") if Verb.WRITE in file.verbs else None,
        "message_kept": kept_note(kept, "message", reference),
        "message_consequence": on_message(file),
        "note_form": prefilled(NoteForm, kept, "note") if Verb.NOTE in file.verbs else None,
        "note_kept": kept_note(kept, "note", reference),
        "note_consequence": on_note(file),
        "note_button": STEP["note"].button,
    }


def _shown(request: HttpRequest, file: CaseFile) -> str:
    """Return the thread that is asked for; of a case that is not sent there is only the internal one."""
    asked = request.GET.get(THREAD)
    if asked in (SHARED, INTERNAL):
        return asked
    return INTERNAL if file.case.state in UNSENT_STATES else SHARED


def _tab(asked: QueryDict, thread: str, label: Any, icon: str, number: int, shown: str) -> dict[str, Any]:
    """Return the link of a tab; whatever else the address says stays."""
    query = asked.copy()
    query[THREAD] = thread
    return {
        "name": thread,
        "label": label,
        "icon": icon,
        "count": number or "",
        "url": f"?{query.urlencode()}#{THREAD}",
        "active": thread == shown,
    }


def _noted(file: CaseFile, notes: Sequence[OwnNote], now: datetime) -> list[Noted]:
    fresh = may_take_back(file.actor, notes, now) if Verb.NOTE in file.verbs else frozenset()
    return [
        Noted(
            at=note.at,
            name=note.author.name if note.author else "",
            who=who_in_words(note.author_label),
            text=note.text,
            own=note.author_id is not None and note.author_id == file.actor.user_id,
            take_back_url=_take_back_address(file, note) if note.public_id in fresh else "",
        )
        for note in notes
    ]


def _take_back_address(file: CaseFile, note: OwnNote) -> str:
    return reverse("dashboard:case_note_take_back", args=[file.case.reference, note.public_id])


@require_POST
@desk_view(*READERS)
def take_back(request: HttpRequest, actor: Actor, reference: str, note: UUID) -> HttpResponse:
    """Take back one's own note, within thirty seconds."""
    case = take_back_note(actor=actor, reference=reference, note=note, now=now_of(request))
    messages.success(request, _("The note is taken back."))
    return go_to(request, reverse("dashboard:case", args=[case.reference]) + STEP["note"].lands)
