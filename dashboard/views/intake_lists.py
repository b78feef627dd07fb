"""Reports of one's own agency and those referred to it; drafts that wait for a second person."""

from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Prefetch, Q, QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.domain.acting import Actor, acting_as
from accounts.enums import AGENCY_KINDS, OrganisationKind, Role
from cases.domain.clock_faces import faces_of
from cases.domain.waiting_approvals import waiting
from cases.enums import Disposition, ReportState
from cases.filters import ReferredFilter, ReportFilter
from cases.models import Approval, Filing, Report
from cases.permissions import AGENCY_READERS
from dashboard.views.desk import desk_view
from kernel.clock import now_of
from kernel.paging import keyset_page
from sla.enums import ClockKind

OWN, REFERRED, MINE = "own", "referred", "mine"
_KEPT = ("state", "category", "agency")


@never_cache
@require_safe
@desk_view(*AGENCY_READERS, kinds=AGENCY_KINDS)
def reports(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show the reports of a tab, newest change first."""
    issues = actor.organisation_kind == OrganisationKind.ISSUING
    tab = REFERRED if issues and request.GET.get("tab") == REFERRED else OWN
    with acting_as(actor):
        seen = Report.objects.visible_to(actor)
        filters = ReferredFilter if tab == REFERRED else ReportFilter
        narrowed = filters(request.GET, queryset=_of_tab(seen, actor, tab), actor=actor)
        chosen = narrowed.qs if narrowed.form.is_valid() else seen.none()
        page = keyset_page(
            _as_listed(chosen, actor, tab), sort="-updated_at", cursor=request.GET.get("after", "")
        )
        tabs = report_tabs(actor, tab)
    shown = {
        "rows": page.rows,
        "tab": tab,
        "tabs": tabs,
        "form": narrowed.form,
        "may_write": actor.has(Role.ANALYST),
        "narrowed": any(request.GET.get(name) for name in _KEPT),
        "next_url": _address(request.GET, tab, page.next_cursor) if page.next_cursor else "",
        "first_url": _address(request.GET, tab) if request.GET.get("after") else "",
    }
    return render(request, "dashboard/intake/reports.html", shown)


def _of_tab(seen: QuerySet[Report], actor: Actor, tab: str) -> QuerySet[Report]:
    own = Q(agency_id=actor.organisation_id)
    return seen.filter(~own if tab == REFERRED else own)


def _as_listed(rows: QuerySet[Report], actor: Actor, tab: str) -> QuerySet[Report]:
    if tab == REFERRED:
        # What became of them here: the cases of the agency that issues.
        filed = Filing.objects.visible_to(actor).select_related("case")
        rows = rows.prefetch_related(Prefetch("filings", filed))
    ready = Q(findings__disposition=Disposition.READY)
    return rows.select_related("agency", "issuing", "category").annotate(
        links=Count("findings"), ready=Count("findings", filter=ready)
    )


def report_tabs(actor: Actor, tab: str) -> list[dict[str, Any]]:
    """Return the tabs of the reports, ``tab`` marked; none where there is only one. Inner read."""
    if actor.organisation_kind != OrganisationKind.ISSUING:
        return []
    base = reverse("dashboard:reports")
    seen = _of_tab(Report.objects.visible_to(actor), actor, REFERRED)
    waiting = seen.filter(state=ReportState.REFERRED).count()
    own = {
        "label": _("What happened to mine"),
        "url": reverse("dashboard:own_answers"),
        "active": tab == MINE,
    }
    return [
        {"label": _("Ours"), "url": base, "active": tab == OWN},
        *([own] if actor.has(Role.ANALYST) else []),
        {
            "label": _("Referred to us"),
            "url": f"{base}?tab={REFERRED}",
            "active": tab == REFERRED,
            "count": waiting,
        },
    ]


def _address(asked: QueryDict, tab: str, cursor: str = "") -> str:
    kept = [(name, asked[name]) for name in _KEPT if asked.get(name)]
    query = [("tab", tab), *kept, *([("after", cursor)] if cursor else [])]
    return f"{reverse('dashboard:reports')}?{urlencode(query)}"


@never_cache
@require_safe
@desk_view(*AGENCY_READERS, kinds=(OrganisationKind.ISSUING,))
def approvals(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show the cases that wait for a second person, the first due first."""
    with acting_as(actor):
        page = keyset_page(waiting(actor), sort="agency_due_at", cursor=request.GET.get("after", ""))
        faces = faces_of(actor, page.rows)
        asked = _asked(page.rows)
        filers = dict(Filing.objects.filter(case__in=page.rows).values_list("case_id", "filer_id"))
    rows = [
        {
            "case": case,
            "clock": next((face for face in faces[case.pk] if face.kind == ClockKind.APPROVE), None),
            "approval": asked[case.pk],
            "is_own": actor.user_id in (filers.get(case.pk), asked[case.pk].filer_id),
        }
        for case in page.rows
    ]
    base = reverse("dashboard:approvals")
    shown = {
        "rows": rows,
        "now": now_of(request),
        "may_decide": actor.has(Role.APPROVER),
        "next_url": f"{base}?{urlencode({'after': page.next_cursor})}" if page.next_cursor else "",
        "first_url": base if request.GET.get("after") else "",
    }
    return render(request, "dashboard/intake/approvals.html", shown)


def _asked(cases: Any) -> dict[int, Approval]:
    rows = Approval.objects.filter(case__in=cases, decision="").select_related("filer")
    return {approval.case_id: approval for approval in rows}
