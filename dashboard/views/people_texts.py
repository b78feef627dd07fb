"""Set-up: the templates of text of one's own organisation."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.domain.acting import Actor, acting_as
from cases.domain.text_templates import (
    KEEPERS,
    TEMPLATE_FIELDS,
    Field,
    add_template,
    change_template,
    retire_template,
    template_for,
)
from cases.models import TextTemplate
from dashboard.forms.people_texts import TemplateForm
from dashboard.views.desk import desk_view
from dashboard.views.people_saving import DONE, SHOWN, attempt, attempt_on, press, saved, setup_page
from kernel.clock import now_of
from kernel.fingerprints import fingerprint


@require_safe
@desk_view(*KEEPERS)
def texts(request: HttpRequest, actor: Actor) -> HttpResponse:
    """List the organisation's templates that are in use, by kind and language."""
    with acting_as(actor):
        rows = list(TextTemplate.objects.visible_to(actor).filter(retired_at=None))
    return setup_page(request, actor, "texts.html", {"templates": rows})


@require_http_methods(["GET", "POST"])
@desk_view(*KEEPERS)
def text_new(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Add a template."""
    first = {"language": actor.language}
    form = TemplateForm(request.POST or None, operator=actor.is_operator, initial=first)
    status = SHOWN
    if request.method == "POST":
        status = attempt(form, lambda: add_template(actor=actor, words=form.words(), now=now_of(request)))
        if status == DONE:
            return saved(request, _("Added. It is offered in its form from now on."), _list())
    return setup_page(request, actor, "text.html", _context(form, _("New template")), status)


@require_http_methods(["GET", "POST"])
@desk_view(*KEEPERS)
def text(request: HttpRequest, actor: Actor, template: UUID) -> HttpResponse:
    """Show a template, or change what it says."""
    found = _read(actor, template)
    if request.method == "GET":
        initial = {**_says(found), "seen": fingerprint(found, TEMPLATE_FIELDS)}
        form = TemplateForm(operator=actor.is_operator, initial=initial)
        return setup_page(request, actor, "text.html", _context(form, found.title, found))
    form = TemplateForm(request.POST, operator=actor.is_operator)
    status = attempt_on(
        form,
        lambda: change_template(
            actor=actor,
            template=template,
            words=form.words(),
            seen=form.cleaned_data["seen"],
            now=now_of(request),
        ),
        fresh=lambda: _read(actor, template),
        says=_says,
        fields=TEMPLATE_FIELDS,
    )
    if status == DONE:
        return saved(request, _("Saved."), _list())
    return setup_page(request, actor, "text.html", _context(form, found.title, found), status)


@require_POST
@desk_view(*KEEPERS)
def text_retire(request: HttpRequest, actor: Actor, template: UUID) -> HttpResponse:
    """Offer a template no more."""
    return press(
        request,
        lambda: retire_template(actor=actor, template=template, now=now_of(request)),
        done=_("Retired. What was sent with it stays as it is."),
        to=_list(),
    )


def _read(actor: Actor, template: UUID) -> TextTemplate:
    with acting_as(actor):
        return template_for(actor, template)


def _says(row: TextTemplate) -> dict[str, Any]:
    return {name: getattr(row, name) for name in TEMPLATE_FIELDS}


def _list() -> str:
    return reverse("dashboard:texts")


def _context(form: TemplateForm, title: object, found: TextTemplate | None = None) -> dict[str, Any]:
    return {
        "form": form,
        "title": title,
        "template": found,
        "fields": [(f"{{{field.value}}}", field.label) for field in Field],
        "crumbs": [{"label": _("Texts"), "url": _list()}, {"label": title, "url": ""}],
    }
