"""The auditor's pages: the record of a case, entry by entry, and whether it is whole."""

from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.domain.acting import Actor, acting_as
from accounts.enums import AGENCY_KINDS, Role
from audit.domain.faults import Verification
from audit.domain.verifying import verify_subject
from audit.models import Entry, Head
from cases.domain.case_file import find_case
from cases.models import Case
from dashboard.forms.board_record import RecordSearch
from dashboard.views.board_record_words import line_of
from dashboard.views.desk import desk_view
from kernel.clock import now_of
from kernel.paging import keyset_page
from kernel.references import read_reference

RECORD_ROLES = (Role.AUDITOR, Role.SUPERVISOR)
SUBJECT = "case"


@require_safe
@desk_view(*RECORD_ROLES, kinds=AGENCY_KINDS)
def records(request: HttpRequest, actor: Actor) -> HttpResponse:
    """List the agency's cases, last changed first, each with the length of its record."""
    form = RecordSearch(request.GET or None)
    sought = form.cleaned_data["q"] if form.is_valid() else ""
    with acting_as(actor):
        cases = _found(Case.objects.visible_to(actor), sought).select_related("platform", "category")
        page = keyset_page(cases, sort="-updated_at", cursor=request.GET.get("after", ""))
        rows = list(page.rows)
        heads = _lengths([case.reference for case in rows])
    after = urlencode({"q": sought, "after": page.next_cursor})
    context = {
        "now": now_of(request),
        "form": form,
        "sought": sought,
        "rows": [(case, heads.get(case.reference, 0)) for case in rows],
        "next_url": f"{request.path}?{after}" if page.next_cursor else "",
    }
    return render(request, "dashboard/record/records.html", context)


def _found(cases: QuerySet[Case], sought: str) -> QuerySet[Case]:
    if not sought:
        return cases
    reference = read_reference(sought)
    if reference:
        return cases.filter(reference=reference)
    return cases.filter(file_number__icontains=sought)


def _lengths(references: list[str]) -> dict[str, int]:
    heads = Head.objects.filter(subject_kind=SUBJECT, subject_id__in=references)
    return dict(heads.values_list("subject_id", "sequence"))


@require_safe
@desk_view(*RECORD_ROLES, kinds=AGENCY_KINDS)
def record(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    """Show the chain of one case; with ``?verify=1`` say whether it is whole. Writes nothing."""
    cursor = request.GET.get("after", "")
    with acting_as(actor):
        case = find_case(actor, reference)
        chain = Entry.objects.filter(subject_kind=SUBJECT, subject_id=case.reference)
        page = keyset_page(chain, sort="sequence", cursor=cursor)
        length = _lengths([case.reference]).get(case.reference, 0)
        checked = verify_subject(SUBJECT, case.reference) if "verify" in request.GET else None
    faulty = frozenset(fault.sequence for fault in checked.faults) if checked else frozenset()
    asks = {"verify": "1"} if checked else {}
    here = reverse("dashboard:record", args=[case.reference])
    after = urlencode({**asks, "after": page.next_cursor})
    context = {
        "now": now_of(request),
        "case": case,
        "lines": [line_of(entry, faulty) for entry in page.rows],
        "length": length,
        "checked": checked,
        "faults": _sentences(checked),
        "crumbs": [{"label": _("Records"), "url": reverse("dashboard:records")}, {"label": case.reference}],
        "first_url": f"{here}?{urlencode(asks)}" if cursor else "",
        "next_url": f"{here}?{after}" if page.next_cursor else "",
    }
    return render(request, "dashboard/record/record.html", context)


def _sentences(checked: Verification | None) -> list[str]:
    return [fault.sentence for fault in checked.faults] if checked else []
