"""Legal bases: read by agencies, changed by the owning one."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.domain.acting import Actor
from accounts.domain.rights import edits_shared, require_shared_editor
from accounts.enums import AGENCY_KINDS, Role
from dashboard.forms.people_setup import BasisForm, LastDayForm, NewBasisForm
from dashboard.views.desk import desk_view
from dashboard.views.people_saving import DONE, SHOWN, attempt, attempt_on, press, saved, setup_page
from kernel.clock import now_of
from kernel.fingerprints import fingerprint
from sla.domain.confirming import confirm_legal_basis
from sla.domain.law import (
    BASIS_FIELDS,
    add_legal_basis,
    change_legal_basis,
    legal_basis_of,
    retire_legal_basis,
)
from sla.models import LegalBasis

agency_view = desk_view(kinds=AGENCY_KINDS)
owner_view = desk_view(Role.ADMINISTRATOR, owner=True)


@require_safe
@agency_view
def legal_bases(request: HttpRequest, actor: Actor) -> HttpResponse:
    """List the provisions."""
    rows = LegalBasis.objects.prefetch_related("categories")
    context = {"bases": rows, "may_edit": edits_shared(actor)}
    return setup_page(request, actor, "legal_bases.html", context)


@require_http_methods(["GET", "POST"])
@owner_view
def legal_basis_new(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Add a provision."""
    form = NewBasisForm(request.POST or None)
    status = SHOWN
    if request.method == "POST":
        status = attempt(
            form,
            lambda: add_legal_basis(
                actor=actor, code=form.cleaned_data["code"], words=form.words(), now=now_of(request)
            ),
        )
        if status == DONE:
            return saved(request, _("Added, and unconfirmed until somebody confirms it."), _basis_list())
    context = {"form": form, "crumbs": _basis_crumbs(_("New legal basis"))}
    return setup_page(request, actor, "legal_basis_new.html", context, status)


@require_http_methods(["GET", "POST"])
@agency_view
def legal_basis(request: HttpRequest, actor: Actor, code: str) -> HttpResponse:
    """Show a provision; its form for the owning agency's administrator, or change it."""
    found = legal_basis_of(code)
    if request.method == "GET":
        return _basis_page(request, actor, found, _basis_form(found), LastDayForm(), SHOWN)
    require_shared_editor(actor)
    form = BasisForm(request.POST)
    status = attempt_on(
        form,
        lambda: change_legal_basis(
            actor=actor,
            code=code,
            words=form.words(),
            now=now_of(request),
            seen=form.cleaned_data["seen"],
        ),
        fresh=lambda: legal_basis_of(code),
        says=_basis_says,
        fields=BASIS_FIELDS,
    )
    if status == DONE:
        return saved(request, _("Saved."), _basis_address(code))
    return _basis_page(request, actor, found, form, LastDayForm(), status)


@require_POST
@owner_view
def legal_basis_confirm(request: HttpRequest, actor: Actor, code: str) -> HttpResponse:
    """Confirm a provision by name."""
    return press(
        request,
        lambda: confirm_legal_basis(actor=actor, code=code, now=now_of(request)),
        done=_("Confirmed in your name."),
        to=_basis_address(code),
    )


@require_POST
@owner_view
def legal_basis_retire(request: HttpRequest, actor: Actor, code: str) -> HttpResponse:
    """Say on which day a provision was last in force."""
    found = legal_basis_of(code)
    form = LastDayForm(request.POST)
    status = attempt(
        form,
        lambda: retire_legal_basis(
            actor=actor, code=code, until=form.cleaned_data["until"], now=now_of(request)
        ),
    )
    if status == DONE:
        return saved(request, _("Its last day is set."), _basis_address(code))
    return _basis_page(request, actor, found, _basis_form(found), form, status)


def _basis_list() -> str:
    return reverse("dashboard:legal_bases")


def _basis_address(code: str) -> str:
    return reverse("dashboard:legal_basis", args=[code])


def _basis_crumbs(last: object) -> list[dict[str, object]]:
    return [{"label": _("Legal bases"), "url": _basis_list()}, {"label": last, "url": ""}]


def _basis_says(basis: LegalBasis) -> dict[str, object]:
    said = {name: getattr(basis, name) for name in BASIS_FIELDS if name != "standing"}
    return {**said, "categories": sorted(basis.categories.values_list("code", flat=True))}


def _basis_form(basis: LegalBasis) -> BasisForm:
    return BasisForm(initial={**_basis_says(basis), "seen": fingerprint(basis, BASIS_FIELDS)})


def _basis_page(
    request: HttpRequest,
    actor: Actor,
    basis: LegalBasis,
    form: BasisForm,
    last_day: LastDayForm,
    status: int,
) -> HttpResponse:
    context = {
        "basis": basis,
        "categories": list(basis.categories.all()),
        "form": form,
        "last_day": last_day,
        "may_edit": edits_shared(actor),
        "crumbs": _basis_crumbs(basis.citation),
    }
    return setup_page(request, actor, "legal_basis.html", context, status)
