"""What is typed into a form of a case is kept as it is typed, for whoever types it alone."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from accounts.domain.acting import Actor
from cases.domain.kept_texts import forget_texts, keep_texts
from cases.models import KeptText
from cases.permissions import READERS
from dashboard.forms.casework_items import typed_rows
from dashboard.views.casework_steps import STEP
from dashboard.views.desk import desk_view
from kernel.clock import now_of
from kernel.htmx import go_to

Kept = Mapping[str, KeptText]
DECIDE = "decide"
# Forms with words in them, by the slug of their address.
FORMS = frozenset({DECIDE, *(slug for slug, step in STEP.items() if step.form.base_fields)})
NOT_TYPED = ("csrfmiddlewaretoken", "edit_version", "seen", "queue", "fill", "template")


def kept_in(kept: Kept, slug: str) -> dict[str, str]:
    """Return what was typed into a form and not sent, by field."""
    return dict(kept[slug].texts) if slug in kept else {}


def kept_note(kept: Kept, slug: str, reference: str) -> dict[str, Any]:
    """Return what a page says under a form of what is kept of it."""
    return {
        "keep_url": reverse("dashboard:case_keep", args=[reference, slug]),
        "forget_url": reverse("dashboard:case_forget", args=[reference, slug]),
        "kept_at": kept[slug].kept_at if slug in kept else None,
    }


def prefilled(form: type[forms.Form], kept: Kept, slug: str, **more: Any) -> forms.Form:
    """Return the empty form of a step with what was typed before."""
    return form(initial=kept_in(kept, slug), **more)


@require_POST
@desk_view(*READERS)
def keep(request: HttpRequest, actor: Actor, reference: str, slug: str) -> HttpResponse:
    """Keep what stands in the form now; say until when it is safe."""
    now = now_of(request)
    texts = typed_rows(request.POST) if slug == DECIDE else _typed(request.POST)
    kept = keep_texts(actor=actor, reference=reference, form=_known(slug), texts=texts, now=now)
    said = {
        "keep_url": request.path,
        "forget_url": reverse("dashboard:case_forget", args=[reference, slug]),
        "kept_at": now if kept else None,
        "now": now,
    }
    return render(request, "dashboard/casework/_kept_words.html", said)


@require_POST
@desk_view(*READERS)
def forget(request: HttpRequest, actor: Actor, reference: str, slug: str) -> HttpResponse:
    """Discard what was kept of a form."""
    forget_texts(actor=actor, reference=reference, form=_known(slug), now=now_of(request))
    messages.success(request, _("Discarded."))
    lands = STEP[slug].lands if slug in ("message", "note") else ""
    return go_to(request, reverse("dashboard:case", args=[reference]) + lands)


def _known(slug: str) -> str:
    if slug not in FORMS:
        raise Http404
    return slug


def _typed(sent: QueryDict) -> dict[str, str]:
    return {name: text for name, text in sent.items() if name not in NOT_TYPED and isinstance(text, str)}
