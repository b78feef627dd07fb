"""Categories: read by agencies, changed by the owning one."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.domain.acting import Actor
from accounts.domain.rights import edits_shared
from accounts.enums import AGENCY_KINDS, Role
from dashboard.forms.people_setup import CategoryForm, NewCategoryForm
from dashboard.views.desk import desk_view
from dashboard.views.people_saving import DONE, SHOWN, attempt, attempt_on, saved, setup_page
from kernel.clock import now_of
from kernel.fingerprints import fingerprint
from sla.domain.law import CATEGORY_FIELDS, add_category, category_of, change_category
from sla.models import Category

agency_view = desk_view(kinds=AGENCY_KINDS)
owner_view = desk_view(Role.ADMINISTRATOR, owner=True)


@require_safe
@agency_view
def categories(request: HttpRequest, actor: Actor) -> HttpResponse:
    """List the category words."""
    rows = Category.objects.prefetch_related("legal_bases").order_by("-active", "code")
    context = {"categories": rows, "may_edit": edits_shared(actor)}
    return setup_page(request, actor, "categories.html", context)


@require_http_methods(["GET", "POST"])
@owner_view
def category_new(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Add a category."""
    form = NewCategoryForm(request.POST or None, initial={"active": True})
    status = SHOWN
    if request.method == "POST":
        status = attempt(
            form,
            lambda: add_category(
                actor=actor, code=form.cleaned_data["code"], words=form.words(), now=now_of(request)
            ),
        )
        if status == DONE:
            return saved(request, _("Added."), reverse("dashboard:categories"))
    context = {"form": form, "title": _("New category"), "crumbs": _category_crumbs(_("New category"))}
    return setup_page(request, actor, "category.html", context, status)


@require_http_methods(["GET", "POST"])
@owner_view
def category(request: HttpRequest, actor: Actor, code: str) -> HttpResponse:
    """Change a category."""
    found = category_of(code)
    form = CategoryForm(initial={**_category_says(found), "seen": fingerprint(found, CATEGORY_FIELDS)})
    status = SHOWN
    if request.method == "POST":
        form = CategoryForm(request.POST)
        status = attempt_on(
            form,
            lambda: change_category(
                actor=actor,
                code=code,
                words=form.words(),
                now=now_of(request),
                seen=form.cleaned_data["seen"],
            ),
            fresh=lambda: category_of(code),
            says=_category_says,
            fields=CATEGORY_FIELDS,
        )
        if status == DONE:
            return saved(request, _("Saved."), reverse("dashboard:categories"))
    context = {"form": form, "title": str(found), "crumbs": _category_crumbs(str(found))}
    return setup_page(request, actor, "category.html", context, status)


def _category_says(category: Category) -> dict[str, object]:
    return {name: getattr(category, name) for name in CATEGORY_FIELDS}


def _category_crumbs(last: object) -> list[dict[str, object]]:
    return [
        {"label": _("Categories"), "url": reverse("dashboard:categories")},
        {"label": last, "url": ""},
    ]
