"""Trusted flaggers: granted, suspended and ended by the owning agency, read by both sides."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.domain.acting import Actor
from accounts.domain.rights import edits_shared
from accounts.enums import Role
from dashboard.forms.people_agreements import FlaggerForm, LastFlaggerDayForm, SuspendForm, first_of_day
from dashboard.views.desk import desk_view
from dashboard.views.people_agreements import crumbs_to
from dashboard.views.people_saving import DONE, SHOWN, attempt, press, saved, setup_page
from kernel.clock import now_of
from sla.domain.flaggers import (
    end_flagger,
    flagger_for,
    grant_flagger,
    resume_flagger,
    suspend_flagger,
)
from sla.domain.periods import days_of
from sla.models import TrustedFlagger


@require_http_methods(["GET", "POST"])
@desk_view(Role.ADMINISTRATOR, owner=True)
def flagger_new(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Grant an agency the status at a service."""
    today = timezone.localtime(now_of(request)).date()
    form = FlaggerForm(request.POST or None, initial=first_of_day(today))
    status = SHOWN
    if request.method == "POST":
        made: list[TrustedFlagger] = []
        status = attempt(
            form,
            lambda: made.append(grant_flagger(actor=actor, words=form.words(), now=now_of(request))),
        )
        if status == DONE:
            return saved(request, _("Granted."), _address(made[0].public_id))
    title = _("New trusted flagger")
    context = {
        "form": form,
        "title": title,
        "crumbs": crumbs_to(title),
        "consequence": _(
            "Cases that the agency sends there from the first day run in the lane that the policy names."
        ),
    }
    return setup_page(request, actor, "agreement_new.html", context, status)


@require_safe
@desk_view()
def flagger(request: HttpRequest, actor: Actor, flagger: UUID) -> HttpResponse:
    """Show a status to both sides."""
    return _page(request, actor, flagger_for(actor, flagger), SuspendForm(), LastFlaggerDayForm(), SHOWN)


@require_POST
@desk_view()
def flagger_suspend(request: HttpRequest, actor: Actor, flagger: UUID) -> HttpResponse:
    """Suspend a status, with the reason."""
    found = flagger_for(actor, flagger)
    form = SuspendForm(request.POST)
    status = attempt(
        form,
        lambda: suspend_flagger(
            actor=actor, flagger=flagger, reason=form.cleaned_data["reason"], now=now_of(request)
        ),
    )
    if status == DONE:
        return saved(request, _("Suspended. What was sent keeps its lane."), _address(flagger))
    return _page(request, actor, found, form, LastFlaggerDayForm(), status)


@require_POST
@desk_view()
def flagger_resume(request: HttpRequest, actor: Actor, flagger: UUID) -> HttpResponse:
    """Lift a suspension."""
    return press(
        request,
        lambda: resume_flagger(actor=actor, flagger=flagger, now=now_of(request)),
        done=_("In force again."),
        to=_address(flagger),
    )


@require_POST
@desk_view()
def flagger_end(request: HttpRequest, actor: Actor, flagger: UUID) -> HttpResponse:
    """End a status at once or after a day."""
    found = flagger_for(actor, flagger)
    form = LastFlaggerDayForm(request.POST)
    status = attempt(
        form,
        lambda: end_flagger(
            actor=actor, flagger=flagger, last=form.cleaned_data["last"], now=now_of(request)
        ),
    )
    if status == DONE:
        return saved(request, _("Its end is set."), _address(flagger))
    return _page(request, actor, found, SuspendForm(), form, status)


def _address(flagger: UUID) -> str:
    return reverse("dashboard:flagger", args=[flagger])


def _page(
    request: HttpRequest,
    actor: Actor,
    found: TrustedFlagger,
    suspend: SuspendForm,
    last: LastFlaggerDayForm,
    status: int,
) -> HttpResponse:
    context = {
        "flagger": found,
        "days": days_of(found.in_force, found.agency),
        "state": found.state_at(now_of(request)),
        "suspend": suspend,
        "last": last,
        "may_edit": edits_shared(actor),
        "crumbs": crumbs_to(f"{found.agency} · {found.platform}"),
    }
    return setup_page(request, actor, "flagger.html", context, status)
