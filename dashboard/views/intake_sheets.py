"""Sheets of links: taken in, looked at row by row, imported as drafts."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from accounts.domain.acting import Actor, acting_as
from accounts.enums import AGENCY_KINDS, Role
from cases.domain.sheets.ending import AT_ONCE
from cases.domain.sheets.handing_back import CSV_TYPE, XLSX_TYPE, as_csv, as_xlsx, bad_rows
from cases.domain.sheets.importing import import_sheet
from cases.domain.sheets.locking import known_sheet
from cases.domain.sheets.parting import MOST_PARTS
from cases.domain.sheets.reading import read_sheet
from cases.domain.sheets.table import too_large
from cases.domain.sheets.taking import choose_columns, discard_sheet, mask_sheet, take_sheet
from cases.domain.sheets.working import work_sheets
from cases.models import Sheet
from channels_registry.domain.hosts import host_table
from dashboard.forms.intake_sheet import ColumnsForm, ImportForm, SheetForm
from dashboard.views.desk import desk_view
from dashboard.views.intake_report import attach
from dashboard.views.intake_sheet_page import sheet_page
from kernel.clock import database_now, now_of, read_again
from kernel.errors import DomainError, Invalid
from kernel.files import FIELD, Upload, guarded, takes_files
from kernel.htmx import go_to
from kernel.paging import keyset_page

CSV, XLSX = "csv", "xlsx"
_TYPES = {CSV: CSV_TYPE, XLSX: XLSX_TYPE}


@never_cache
@require_http_methods(["GET", "POST"])
@takes_files
@desk_view(Role.ANALYST, kinds=AGENCY_KINDS)
def sheets(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show the form for a sheet and one's own of the last weeks, or take one in."""
    form = SheetForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        try:
            sheet = _take_in(request, actor)
            return go_to(request, reverse("dashboard:sheet", args=[sheet.public_id]))
        except Invalid as error:
            form.is_valid()
            attach(form, error)
    with acting_as(actor):
        seen = Sheet.objects.visible_to(actor).select_related("job")
        page = keyset_page(seen, sort="-created_at", cursor=request.GET.get("after", ""))
    base = reverse("dashboard:sheets")
    shown = {
        "form": form,
        "rows": page.rows,
        "next_url": f"{base}?{urlencode({'after': page.next_cursor})}" if page.next_cursor else "",
        "first_url": base if request.GET.get("after") else "",
        "crumbs": [{"label": _("Reports"), "url": reverse("dashboard:reports")}, {"label": _("Sheets")}],
    }
    return render(request, "dashboard/intake/sheets.html", shown, status=422 if form.errors else 200)


def _take_in(request: HttpRequest, actor: Actor) -> Sheet:
    upload = next((each for each in request.FILES.getlist(FIELD) if isinstance(each, Upload)), None)
    if upload is None:
        raise Invalid("sheet_missing", _("Choose a file."), field=FIELD)
    if upload.refused:
        raise too_large()
    hosts = host_table()
    masked = mask_sheet(read_sheet(upload.opened, hosts), upload.name or "", hosts)
    sheet = take_sheet(actor=actor, masked=masked, now=read_again(request))
    _work_at_once(sheet)
    return sheet


def _work_at_once(sheet: Sheet) -> None:
    if sheet.row_count <= AT_ONCE:  # a longer one is left to the workers
        work_sheets(clock=database_now, subject=UUID(str(sheet.public_id)))


@never_cache
@require_safe
@desk_view(Role.ANALYST, kinds=AGENCY_KINDS)
def sheet(request: HttpRequest, actor: Actor, sheet: UUID) -> HttpResponse:
    """Show a sheet: how far its work has come, else its rows, its drafts and what can be done."""
    return _page(request, actor, sheet)


@require_POST
@desk_view(Role.ANALYST, kinds=AGENCY_KINDS)
def sheet_columns(request: HttpRequest, actor: Actor, sheet: UUID) -> HttpResponse:
    """Take in which column says what, and have the sheet checked anew."""
    with acting_as(actor):
        stored = known_sheet(actor, sheet)
    form = ColumnsForm(request.POST, actor=actor, sheet=stored, now=now_of(request))
    if not form.is_valid():
        return _page(request, actor, sheet, columns=form)
    try:
        checked = choose_columns(actor=actor, sheet=sheet, chosen=form.chosen(), now=now_of(request))
    except Invalid as error:
        attach(form, error)
        return _page(request, actor, sheet, columns=form)
    _work_at_once(checked)
    return go_to(request, reverse("dashboard:sheet", args=[sheet]))


@require_POST
@desk_view(Role.ANALYST, kinds=AGENCY_KINDS)
def sheet_import(request: HttpRequest, actor: Actor, sheet: UUID) -> HttpResponse:
    """Have the rows imported: all or none, or only the good ones."""
    form = ImportForm(request.POST)
    if not form.is_valid():
        return _page(request, actor, sheet, importing=form)
    wanted = form.cleaned_data
    try:
        ordered = import_sheet(
            actor=actor,
            sheet=sheet,
            only_good=wanted["only_good"],
            edit_version=wanted["edit_version"],
            now=now_of(request),
        )
    except DomainError as error:
        if error.status == 404:
            raise
        attach(form, error)
        return _page(request, actor, sheet, importing=form, status=error.status)
    _work_at_once(ordered)
    return go_to(request, reverse("dashboard:sheet", args=[sheet]))


@require_POST
@desk_view(Role.ANALYST, kinds=AGENCY_KINDS)
def sheet_discard(request: HttpRequest, actor: Actor, sheet: UUID) -> HttpResponse:
    """Throw a sheet away."""
    discard_sheet(actor=actor, sheet=sheet)
    messages.success(request, _("Thrown away. Reports that came of it stay."))
    return go_to(request, reverse("dashboard:sheets"))


@require_GET
@desk_view(Role.ANALYST, kinds=AGENCY_KINDS)
def sheet_errors(request: HttpRequest, actor: Actor, sheet: UUID, kind: str) -> HttpResponse:
    """Hand out the bad rows with their reasons, to be corrected and uploaded anew."""
    with acting_as(actor):
        found = known_sheet(actor, sheet)
        rows = list(bad_rows(found))
    content = as_csv(found, rows).encode() if kind == CSV else as_xlsx(found, rows)
    stem = found.name.rpartition(".")[0] or found.name
    return guarded(HttpResponse(content, content_type=_TYPES[kind]), f"{stem} – {_('bad rows')}.{kind}")


def _page(
    request: HttpRequest,
    actor: Actor,
    sheet: UUID,
    *,
    columns: ColumnsForm | None = None,
    importing: ImportForm | None = None,
    status: int = 0,
) -> HttpResponse:
    with acting_as(actor):
        found = known_sheet(actor, sheet)
        page: dict[str, Any] = sheet_page(request, found)
    page |= {
        "columns_form": columns or ColumnsForm(actor=actor, sheet=found, now=now_of(request)),
        "import_form": importing,
        "most_parts": MOST_PARTS,
        "crumbs": [
            {"label": _("Reports"), "url": reverse("dashboard:reports")},
            {"label": _("Sheets"), "url": reverse("dashboard:sheets")},
            {"label": found.name},
        ],
    }
    wrong = any(form is not None and form.errors for form in (columns, importing))
    return render(request, "dashboard/intake/sheet.html", page, status=status or (422 if wrong else 200))
