"""Agreements between agencies and services: their wordings and what was promised."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from accounts.domain.acting import Actor
from accounts.domain.rights import edits_shared, require_shared_editor
from accounts.enums import Role
from dashboard.forms.people_agreements import (
    AgreementForm,
    CommitmentForm,
    NewAgreementForm,
    ProofForm,
    WordingForm,
    first_of_day,
)
from dashboard.views.desk import desk_view
from dashboard.views.people_saving import (
    DONE,
    SHOWN,
    attempt,
    attempt_on,
    document_in,
    press,
    saved,
    setup_page,
)
from kernel.clock import now_of
from kernel.errors import NotKnown
from kernel.files import guarded, takes_files
from kernel.fingerprints import fingerprint
from sla.domain.agreements import (
    AGREEMENT_FIELDS,
    Wording,
    add_agreement,
    add_version,
    agreement_for,
    agreements_of,
    change_agreement,
    version_for,
    versions_of,
)
from sla.domain.commitments import add_commitment, commitments_of, meet_commitment
from sla.domain.flaggers import flaggers_of
from sla.domain.periods import days_of
from sla.domain.policies import version_in_force
from sla.models import Agreement

owner_view = desk_view(Role.ADMINISTRATOR, owner=True)


@require_safe
@desk_view()
def agreements(request: HttpRequest, actor: Actor) -> HttpResponse:
    """List the agreements and the trusted flaggers that the reader is a side of."""
    now = now_of(request)
    rows = [
        (each, days_of(each.in_force, each.agency), _in_force(each, now)) for each in agreements_of(actor)
    ]
    statuses = [
        (each, days_of(each.in_force, each.agency), each.state_at(now)) for each in flaggers_of(actor)
    ]
    context = {"agreements": rows, "flaggers": statuses, "may_edit": edits_shared(actor)}
    return setup_page(request, actor, "agreements.html", context)


@require_http_methods(["GET", "POST"])
@owner_view
def agreement_new(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Write down an agreement."""
    form = NewAgreementForm(request.POST or None, initial=first_of_day(_today(request)))
    status = SHOWN
    if request.method == "POST":
        made: list[Agreement] = []
        status = attempt(
            form,
            lambda: made.append(
                add_agreement(
                    actor=actor,
                    agency=form.cleaned_data["agency"],
                    platform=form.cleaned_data["platform"],
                    words=form.words(),
                    now=now_of(request),
                )
            ),
        )
        if status == DONE:
            return saved(request, _("Written down. Add its text."), _address(made[0].public_id))
    title = _("New agreement")
    context = {
        "form": form,
        "title": title,
        "crumbs": crumbs_to(title),
        "consequence": _("New cases run under its policy from its first day."),
    }
    return setup_page(request, actor, "agreement_new.html", context, status)


@require_http_methods(["GET", "POST"])
@desk_view()
def agreement(request: HttpRequest, actor: Actor, agreement: UUID) -> HttpResponse:
    """Show an agreement to its sides, or change what is said of it."""
    found = agreement_for(actor, agreement)
    if request.method == "GET":
        return _page(request, actor, found, SHOWN)
    require_shared_editor(actor)
    form = AgreementForm(request.POST)
    status = attempt_on(
        form,
        lambda: change_agreement(
            actor=actor,
            agreement=agreement,
            words=form.words(),
            now=now_of(request),
            seen=form.cleaned_data["seen"],
        ),
        fresh=lambda: agreement_for(actor, agreement),
        says=_says,
        fields=AGREEMENT_FIELDS,
    )
    if status == DONE:
        return saved(request, _("Saved."), _address(agreement))
    return _page(request, actor, found, status, form=form)


@takes_files
@require_POST
@desk_view()
def agreement_version(request: HttpRequest, actor: Actor, agreement: UUID) -> HttpResponse:
    """Keep a new wording, as text or as a PDF."""
    found = agreement_for(actor, agreement)
    require_shared_editor(actor)
    form = WordingForm(request.POST)

    def keep() -> None:
        wording = Wording(
            form.cleaned_data["effective_from"], form.cleaned_data["text"], document_in(request)
        )
        add_version(actor=actor, agreement=agreement, wording=wording, now=now_of(request))

    status = attempt(form, keep)
    if status == DONE:
        return saved(request, _("Kept with its hash."), _address(agreement))
    return _page(request, actor, found, status, wording=form)


@require_GET
@desk_view()
def agreement_file(request: HttpRequest, actor: Actor, agreement: UUID, number: int) -> HttpResponse:
    """Hand out the PDF of a wording."""
    version = version_for(actor, agreement, number)
    if version.file_data is None:
        raise NotKnown("file_unknown", _("There is no such file."))
    response = HttpResponse(bytes(version.file_data), content_type="application/pdf")
    return guarded(response, version.file_name)


@require_POST
@desk_view()
def commitment_new(request: HttpRequest, actor: Actor, agreement: UUID) -> HttpResponse:
    """Write down what a side promised."""
    found = agreement_for(actor, agreement)
    require_shared_editor(actor)
    form = CommitmentForm(request.POST)
    status = attempt(
        form,
        lambda: add_commitment(actor=actor, agreement=agreement, words=form.words(), now=now_of(request)),
    )
    if status == DONE:
        return saved(request, _("Written down."), _address(agreement))
    return _page(request, actor, found, status, promise=form)


@require_POST
@desk_view()
def commitment_met(request: HttpRequest, actor: Actor, agreement: UUID, commitment: UUID) -> HttpResponse:
    """Say that a commitment is met, with its proof."""
    return press(
        request,
        lambda: meet_commitment(
            actor=actor,
            agreement=agreement,
            commitment=commitment,
            proof=request.POST.get("proof", "")[:500],
            now=now_of(request),
        ),
        done=_("Met, with its proof."),
        to=_address(agreement),
    )


def crumbs_to(last: object) -> list[dict[str, object]]:
    """Return the way to a page below the agreements."""
    return [{"label": _("Agreements"), "url": reverse("dashboard:agreements")}, {"label": last, "url": ""}]


def _address(agreement: UUID) -> str:
    return reverse("dashboard:agreement", args=[agreement])


def _today(request: HttpRequest) -> object:
    return timezone.localtime(now_of(request)).date()


def _in_force(agreement: Agreement, now: Any) -> bool:
    return now in agreement.in_force


def _says(agreement: Agreement) -> dict[str, Any]:
    days = days_of(agreement.in_force, agreement.agency)
    return {
        "kind": agreement.kind,
        "title": agreement.title,
        "category": agreement.category,
        "urgency": agreement.urgency,
        "policy": agreement.policy,
        "first": days.first,
        "until": days.last,
    }


def _page(
    request: HttpRequest,
    actor: Actor,
    found: Agreement,
    status: int,
    *,
    form: AgreementForm | None = None,
    wording: WordingForm | None = None,
    promise: CommitmentForm | None = None,
) -> HttpResponse:
    now = now_of(request)
    commitments = [(each, each.state_at(now)) for each in commitments_of(found)]
    first = first_of_day(_today(request))
    context = {
        "agreement": found,
        "days": days_of(found.in_force, found.agency),
        "holds": _in_force(found, now),
        "runs_under": version_in_force(found.policy, now),
        "versions": versions_of(found),
        "commitments": commitments,
        "may_edit": edits_shared(actor),
        "form": form or AgreementForm(initial={**_says(found), "seen": fingerprint(found, AGREEMENT_FIELDS)}),
        "wording": wording or WordingForm(initial=first),
        "promise": promise or CommitmentForm(),
        "proof": ProofForm(),
        "crumbs": crumbs_to(found.title),
    }
    return setup_page(request, actor, "agreement.html", context, status)
