"""The bad rows of a sheet with their reasons, as a sheet to correct."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.types import OpenApiTypes
from rest_framework.request import Request

from accounts.domain.acting import acting_as
from accounts.enums import AGENCY_KINDS
from api.frame import FileView
from api.schema import Operation
from api.views.sheets import TAG, UPLOADERS
from cases.domain.sheets.handing_back import CSV_TYPE, XLSX_TYPE, as_csv, as_xlsx, bad_rows
from cases.domain.sheets.locking import known_sheet
from kernel.files import guarded


@dataclass(frozen=True, slots=True)
class ErrorFile:
    """One kind of file: its ending, its type, how it is made."""

    ending: str
    summary: Any
    media: str
    made: Callable[..., str | bytes]


ERROR_FILES = (
    ErrorFile("csv", gettext_lazy("Read the bad rows as CSV"), CSV_TYPE, as_csv),
    ErrorFile("xlsx", gettext_lazy("Read the bad rows as XLSX"), XLSX_TYPE, as_xlsx),
)


class SheetErrorsView(FileView):
    """The rows that were not, or would not be, imported."""

    roles = UPLOADERS
    kinds = AGENCY_KINDS
    file: ErrorFile | None = None

    def operation(self, method: str) -> Operation | None:
        """Return what the address of this kind of file does."""
        file = self.file
        if file is None or method != "GET":
            return None
        media = [file.media.partition(";")[0]]
        return Operation(
            f"read_sheet_errors_{file.ending}", file.summary, TAG, OpenApiTypes.BINARY, media=media
        )

    def get(self, request: Request, sheet: UUID) -> HttpResponse:
        """Hand them out."""
        file = self.file
        assert file is not None
        with acting_as(self.actor):
            found = known_sheet(self.actor, sheet)
            rows = list(bad_rows(found))
        content = file.made(found, rows)
        stem = found.name.rpartition(".")[0] or found.name
        answer = HttpResponse(content, content_type=file.media)
        return guarded(answer, f"{stem} – {_('bad rows')}.{file.ending}")
