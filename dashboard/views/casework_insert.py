"""A template of text is inserted into a form: chosen from a list, its fields filled from the case."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.views.decorators.http import require_safe

from accounts.domain.acting import Actor, acting_as
from cases.domain.case_file import CaseFile, open_cover
from cases.domain.text_templates import Field, filled, template_for, templates_for
from cases.domain.wording import TEXT_AT_MOST
from cases.models import TemplateKind, TextTemplate
from cases.permissions import READERS
from dashboard.templatetags.instants import short_instant
from dashboard.templatetags.links import defanged
from dashboard.views.desk import desk_view
from kernel.errors import NotKnown

INSERT, TEMPLATE = "insert", "template"
LINKS_AT_MOST = 50
# By the slug of the form: which templates fit, and into which field they go.
FITS: dict[str, tuple[TemplateKind, str]] = {
    "message": (TemplateKind.MESSAGE, "text"),
    "answer-clarification": (TemplateKind.ANSWER, "text"),
    "amend": (TemplateKind.AMENDMENT, "text"),
    "withdraw": (TemplateKind.WITHDRAWAL, "reason"),
    "ask-clarification": (TemplateKind.CLARIFICATION, "text"),
    "decide": (TemplateKind.DECISION, "text"),
    "declare-impossible": (TemplateKind.IMPOSSIBILITY, "text"),
    "object": (TemplateKind.OBJECTION, "text"),
}


def addressee_language(file: CaseFile) -> str:
    """Return the language of whoever reads what is written here."""
    return file.case.agency.language if file.actor.is_operator else file.case.organisation.language


def offered_templates(file: CaseFile, slug: str) -> dict[str, Any] | None:
    """Return the templates that fit a form, those in its reader's language first; None where none does."""
    if slug not in FITS:
        return None
    with acting_as(file.actor):
        return _insertion(file.actor, file, slug)


def _insertion(actor: Actor, file: CaseFile, slug: str) -> dict[str, Any] | None:
    kind, field = FITS[slug]
    templates = templates_for(actor, kind, first=addressee_language(file))
    address = reverse(f"dashboard:case_{slug.replace('-', '_')}", args=[file.case.reference])
    return {"templates": templates, "field": f"id_{field}", "url": address} if templates else None


def inserted(actor: Actor, file: CaseFile, slug: str, sent: QueryDict) -> QueryDict:
    """Return what was typed with the chosen template below it. Raises NotKnown for a strange one."""
    data = sent.copy()
    if slug not in FITS:
        return data
    field = FITS[slug][1]
    found = _chosen(actor, sent.get(TEMPLATE, ""))
    if found is not None:
        text = filled(found.text, _values(file, found.language))
        data[field] = "\n\n".join(part for part in (data.get(field, "").strip(), text) if part)[:TEXT_AT_MOST]
    return data


def _chosen(actor: Actor, said: str) -> TextTemplate | None:
    if not said:
        return None
    try:
        template = UUID(said)
    except ValueError as error:
        raise NotKnown("template_unknown", "") from error
    with acting_as(actor):
        return template_for(actor, template)


def _values(file: CaseFile, language: str) -> Mapping[str, str]:
    """Return the fields as they stand now, in the template's language and its readers' zone."""
    case = file.case
    reader = case.agency if file.actor.is_operator else case.organisation
    clock = file.next_clock()
    links = [defanged(item.url) for item in file.items[:LINKS_AT_MOST]]
    with translation.override(language):
        due = short_instant(clock.due_at, zone=ZoneInfo(reader.time_zone), now=None) if clock else "–"
        category = str(case.category)
    return {
        Field.REFERENCE.value: case.reference,
        Field.PLATFORM.value: case.platform.name,
        Field.AGENCY.value: case.agency.name,
        Field.CATEGORY.value: category,
        Field.DUE.value: due,
        Field.ITEMS.value: "\n".join([*links, *(["…"] if len(file.items) > LINKS_AT_MOST else [])]),
    }


@require_safe
@desk_view(*READERS)
def case_templates(request: HttpRequest, actor: Actor, reference: str, slug: str) -> HttpResponse:
    """Show the templates that fit a form of the case, for the page to take in."""
    if slug not in FITS:
        raise Http404
    with acting_as(actor):
        insert = _insertion(actor, open_cover(actor, reference), slug)
    return render(request, "dashboard/casework/_insert.html", {"insert": insert})
