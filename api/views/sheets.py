"""Sheets of links by programs: uploaded, followed, looked at row by row, imported, handed back."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request

from accounts.domain.acting import Actor, acting_as
from accounts.enums import AGENCY_KINDS, Role
from api.frame import DeskView, Given
from api.paging import page_in, paged, window_of, window_parameters
from api.preconditions import required_version, version_in
from api.problems import Fault, invalid
from api.schema import Operation, query
from api.serializers.case_words import NothingBody
from api.serializers.output import page_of
from api.serializers.sheets import (
    ColumnsBody,
    DiscardedShape,
    ImportBody,
    SheetLine,
    SheetRowShape,
    SheetShape,
    SheetUploadBody,
)
from api.views.evidence_upload import UploadingView
from cases.domain.report_locking import must_be_analyst
from cases.domain.sheets.ending import why_nothing_came
from cases.domain.sheets.importing import import_sheet
from cases.domain.sheets.locking import known_sheet
from cases.domain.sheets.looking import Counts, DraftToBe, counts_of, drafts_to_be, rows_shown
from cases.domain.sheets.reading import read_sheet
from cases.domain.sheets.table import too_large
from cases.domain.sheets.taking import Columns, Masked, choose_columns, discard_sheet, mask_sheet, take_sheet
from cases.enums import Disposition, RowStanding, SheetState
from cases.models import Sheet
from channels_registry.domain.hosts import host_table
from kernel.files import FIELD, Upload

TAG = "Sheets"
UPLOADERS = (Role.ANALYST,)
CHECKED = (SheetState.JUDGED, SheetState.IMPORTED)
OWN = _("One's own sheets of the last thirty days; nobody else sees them.")
WORKED_AT = _("The work is done by a worker: follow it by GET until “work” has ended.")


@dataclass(frozen=True, slots=True)
class SheetWhole:
    """A sheet as its uploader reads it."""

    sheet: Sheet
    counts: Counts | None
    drafts: list[DraftToBe]

    def __getattr__(self, name: str) -> Any:
        return getattr(self.sheet, name)


def sheet_given(actor: Actor, sheet: UUID, *, status: int = 200, location: str = "") -> Given:
    """Return a sheet as it stands now. Raises NotKnown."""
    with acting_as(actor):
        found = known_sheet(actor, sheet)
        checked = found.state in CHECKED
        whole = SheetWhole(
            found, counts_of(found) if checked else None, drafts_to_be(found) if checked else []
        )
        words = SheetShape(whole, context={"detail": why_nothing_came(found)}).data
        return Given(words, found.edit_version, location, status)


class SheetsView(UploadingView):
    """One's own sheets."""

    roles = UPLOADERS
    kinds = AGENCY_KINDS
    operations: ClassVar = {
        "GET": Operation(
            "list_sheets",
            _("List sheets"),
            TAG,
            page_of("Sheet", SheetLine),
            parameters=window_parameters(),
            finds=False,
            description=OWN,
        ),
        "POST": Operation(
            "upload_sheet",
            _("Upload a sheet of links"),
            TAG,
            SheetShape,
            takes=SheetUploadBody,
            status=201,
            finds=False,
            tagged=True,
            description=WORKED_AT,
        ),
    }

    def get(self, request: Request) -> HttpResponse:
        """Give one page."""
        window = window_of(request)
        with acting_as(self.actor):
            page = page_in(request, Sheet.objects.visible_to(self.actor), window)
            return self.give(
                Given(paged(request, page, window, lambda shown: list(SheetLine(shown, many=True).data)))
            )

    def post(self, request: Request) -> HttpResponse:
        """Take it in, once: its rows without secrets, to be checked by a worker."""
        actor = self.actor

        def prepare() -> Masked:
            must_be_analyst(actor)
            return _masked(self.said(SheetUploadBody)[FIELD][0])

        def deed(masked: Masked) -> Sheet:
            return take_sheet(actor=actor, masked=masked, now=self.now)

        def answer(sheet: Sheet) -> Given:
            address = reverse("api:sheet", args=[sheet.public_id])
            return sheet_given(actor, sheet.public_id, status=201, location=address)

        return self.once_prepared(prepare, deed, answer)


def _masked(upload: Upload) -> Masked:
    if upload.refused:
        raise too_large()
    hosts = host_table()
    return mask_sheet(read_sheet(upload.opened, hosts), upload.name or "", hosts)


class SheetView(DeskView):
    """One sheet."""

    roles = UPLOADERS
    kinds = AGENCY_KINDS
    operations: ClassVar = {"GET": Operation("show_sheet", _("Show a sheet"), TAG, SheetShape, tagged=True)}

    def get(self, request: Request, sheet: UUID) -> HttpResponse:
        """Give it: how far the work has come, what its rows are, what came of them."""
        return self.give(sheet_given(self.actor, sheet))


class SheetRowsView(DeskView):
    """The rows of a sheet, each with its verdict."""

    roles = UPLOADERS
    kinds = AGENCY_KINDS
    operations: ClassVar = {
        "GET": Operation(
            "list_sheet_rows",
            _("List the rows of a sheet"),
            TAG,
            page_of("SheetRow", SheetRowShape),
            parameters={
                **dict(
                    (
                        query("standing", RowStanding.__doc__, enum=RowStanding.values),
                        query("disposition", Disposition.__doc__, enum=Disposition.values),
                    )
                ),
                **{
                    name: found
                    for name, found in window_parameters().items()
                    if name in ("cursor", "page_size")
                },
            },
            description=_("In their order. Before the sheet is checked they have no verdict."),
        )
    }

    def get(self, request: Request, sheet: UUID) -> HttpResponse:
        """Give one page."""
        window = replace(window_of(request), sort="number")
        standing = _word(request, "standing", RowStanding.values)
        disposition = _word(request, "disposition", Disposition.values)
        with acting_as(self.actor):
            rows = rows_shown(known_sheet(self.actor, sheet), standing, disposition)
            page = page_in(request, rows, window)
            return self.give(
                Given(paged(request, page, window, lambda shown: list(SheetRowShape(shown, many=True).data)))
            )


def _word(request: Request, name: str, words: Sequence[str]) -> str:
    """Return the word that a parameter says, empty where it is left out. Raises Refusal (422) for others."""
    word = request.query_params.get(name, "")
    if name in request.query_params and word not in words:
        raise invalid([Fault("parameter_not_valid", str(_("This is none of the words.")), parameter=name)])
    return word


class SheetColumnsView(DeskView):
    """Says which column says what, and has the sheet checked anew."""

    roles = UPLOADERS
    kinds = AGENCY_KINDS
    operations: ClassVar = {
        "POST": Operation(
            "choose_sheet_columns",
            _("Choose the columns of a sheet"),
            TAG,
            SheetShape,
            takes=ColumnsBody,
            versioned="optional",
            tagged=True,
            description=WORKED_AT,
        )
    }

    def post(self, request: Request, sheet: UUID) -> HttpResponse:
        """Choose them, once."""
        actor = self.actor

        def deed() -> object:
            said = self.said(ColumnsBody)
            chosen = Columns(columns=dict(said["columns"]), rest=dict(said.get("rest", {})))
            return choose_columns(
                actor=actor, sheet=sheet, chosen=chosen, edit_version=version_in(request), now=self.now
            )

        return self.once(deed, lambda _done: sheet_given(actor, sheet))


class SheetImportView(DeskView):
    """Has the rows of a checked sheet imported as drafts."""

    roles = UPLOADERS
    kinds = AGENCY_KINDS
    operations: ClassVar = {
        "POST": Operation(
            "import_sheet",
            _("Import a sheet"),
            TAG,
            SheetShape,
            takes=ImportBody,
            versioned="required",
            tagged=True,
            description=WORKED_AT,
        )
    }

    def post(self, request: Request, sheet: UUID) -> HttpResponse:
        """Order it, once."""
        actor = self.actor

        def deed() -> object:
            version = required_version(request)
            only_good = self.said(ImportBody)["only_good"]
            return import_sheet(
                actor=actor, sheet=sheet, only_good=only_good, edit_version=version, now=self.now
            )

        return self.once(deed, lambda _done: sheet_given(actor, sheet))


class SheetDiscardView(DeskView):
    """Throws a sheet away."""

    roles = UPLOADERS
    kinds = AGENCY_KINDS
    operations: ClassVar = {
        "POST": Operation(
            "discard_sheet",
            _("Throw a sheet away"),
            TAG,
            DiscardedShape,
            takes=NothingBody,
            description=_("Reports that came of it stay."),
        )
    }

    def post(self, request: Request, sheet: UUID) -> HttpResponse:
        """Throw it away, once."""

        def deed() -> None:
            self.said(NothingBody)
            discard_sheet(actor=self.actor, sheet=sheet)

        return self.once(deed, lambda _done: Given(DiscardedShape({"id": sheet}).data))
