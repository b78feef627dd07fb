"""One file of evidence: what it is, its clear preview, its original."""

from typing import ClassVar
from uuid import UUID

from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from rest_framework.request import Request

from accounts.domain.acting import acting_as
from accounts.enums import AGENCY_KINDS
from api.frame import DeskView, FileView, Given
from api.schema import Operation
from api.serializers.evidence import EVIDENCE
from api.views.evidence import TAG, shape_of
from cases.domain.evidence_reading import find_piece, open_original, see_preview
from cases.enums import MediaType
from cases.permissions import AGENCY_READERS, READERS
from kernel.files import guarded

RECORDED = _("Every reading is on the record.")


class EvidenceView(DeskView):
    """One file."""

    roles = READERS
    operations: ClassVar = {"GET": Operation("show_evidence", _("Show a file of evidence"), TAG, EVIDENCE)}

    def get(self, request: Request, evidence: UUID) -> HttpResponse:
        """Give what it is."""
        with acting_as(self.actor):
            return self.give(Given(shape_of(self.actor)(find_piece(self.actor, evidence)).data))


class PreviewView(FileView):
    """The clear preview of a picture."""

    roles = READERS
    operations: ClassVar = {
        "GET": Operation(
            "read_preview",
            _("Read the clear preview of a picture"),
            TAG,
            OpenApiTypes.BINARY,
            media=[MediaType.JPEG.value],
            description=RECORDED,
        )
    }

    def get(self, request: Request, evidence: UUID) -> HttpResponse:
        """Hand it out."""
        preview = see_preview(actor=self.actor, evidence=evidence, now=self.now)
        return guarded(HttpResponse(preview, content_type=MediaType.JPEG.value), f"{evidence}.jpg")


class OriginalView(FileView):
    """An original: its agency's alone."""

    roles = AGENCY_READERS
    kinds = AGENCY_KINDS
    operations: ClassVar = {
        "GET": Operation(
            "read_original",
            _("Read an original"),
            TAG,
            OpenApiTypes.BINARY,
            media=MediaType.values,
            description=RECORDED,
        )
    }

    def get(self, request: Request, evidence: UUID) -> HttpResponseBase:
        """Hand it out, a chunk at a time."""
        original = open_original(actor=self.actor, evidence=evidence, now=self.now)
        response = StreamingHttpResponse(original.chunks, content_type=original.media_type)
        response["Content-Length"] = str(original.size)
        return guarded(response, original.name)
