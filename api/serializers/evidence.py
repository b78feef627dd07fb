"""Files of evidence: what each side reads of one, and what is handed in."""

import base64
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from api.serializers.output import Code, Instant, Line, Number, Truth, by_side, side_field
from api.serializers.strict import Body, Id, Moment, Text
from cases.domain.captures import BY_AT_MOST, FROM_AT_MOST, Capture
from cases.domain.evidence_reading import Piece
from cases.domain.links import token_of
from cases.enums import MediaType, Side
from kernel.files import FORM_FILES


class _Piece(serializers.Serializer[Any]):
    id = serializers.UUIDField(source="public_id", read_only=True)
    media_type = Code(MediaType)
    size = Number()
    sha256 = Line()
    link = Line(help_text=_("The link that it proves; empty for the whole."))
    later = Truth(help_text=_("Added after the case was sent."))
    added_at = Instant()
    thumbnail = serializers.SerializerMethodField(
        help_text=_("A small blurred picture as a data: address; null where there is none.")
    )
    preview = serializers.SerializerMethodField(
        help_text=_("Where the clear preview of a picture is; reading it is recorded.")
    )

    def get_thumbnail(self, piece: Piece) -> str | None:
        """Return the blurred picture itself: it is too small to be worth a request."""
        if piece.thumbnail is None:
            return None
        return f"data:image/jpeg;base64,{base64.b64encode(piece.thumbnail).decode()}"

    def get_preview(self, piece: Piece) -> str | None:
        """Return the address of the preview, null where there is none."""
        return reverse("api:evidence_preview", args=[piece.public_id]) if piece.has_preview else None


class AgencyEvidence(_Piece):
    """A file as its agency reads it."""

    side = side_field(Side.AGENCY)
    name = Line()
    by = Line()
    service = Line(help_text=_("The service whose links it proves, all of them."))
    captured_at = Instant()
    captured_by = Line()
    captured_from = Line(help_text=_("The address that was open, and the tool."))
    report = Line()
    case = Line(source="goes_with.reference", default=None, allow_null=True)
    original = serializers.SerializerMethodField(
        help_text=_("Where the original is; reading it is recorded.")
    )

    def get_original(self, piece: Piece) -> str:
        """Return the address of the original."""
        return reverse("api:evidence_original", args=[piece.public_id])


class OperatorEvidence(_Piece):
    """A file as the platform reads it: neither its name nor its original."""

    side = side_field(Side.OPERATOR)


EVIDENCE = by_side("Evidence", AgencyEvidence, OperatorEvidence)


@extend_schema_field(
    {
        "type": "array",
        "items": {"type": "string", "format": "binary"},
        "minItems": 1,
        "maxItems": FORM_FILES,
    }
)
class Uploads(serializers.ListField):
    """Several files in one field."""


class UploadBody(Body):
    """Files, as multipart/form-data."""

    uploads = Uploads(
        child=serializers.FileField(allow_empty_file=True),
        min_length=1,
        max_length=FORM_FILES,
        help_text=_(
            "JPEG, PNG, WebP, GIF, PDF, plain text, MP4, WebM, MOV, WARC or WACZ, at most 25 MB each."
        ),
    )
    captured_at = Moment(required=False, help_text=_("When all of these files were captured."))
    captured_by = Text(required=False, max_length=BY_AT_MOST)
    captured_from = Text(
        required=False, max_length=FROM_AT_MOST, help_text=_("The address that was open, and the tool.")
    )


class CaseUploadBody(UploadBody):
    """Files of a case."""

    item = Id(required=False, help_text=_("The item that they prove; left out for the whole case."))


class ReportUploadBody(UploadBody):
    """Files of a report, and what of it they prove: a link, all links on a service, or the whole."""

    platform = Text(
        required=False, max_length=50, help_text=_("Slug of a service; left out for the whole report.")
    )
    key = Text(
        required=False, max_length=500, help_text=_("Key of a link on it; left out for all of its links.")
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Refuse a link without its service."""
        if attrs.get("key") and not attrs.get("platform"):
            raise serializers.ValidationError({"key": _("A key is one only with its service.")})
        return attrs


def capture_in(said: dict[str, Any]) -> Capture:
    """Return how files came to be, as the domain takes it."""
    return Capture(said.get("captured_at"), said.get("captured_by", ""), said.get("captured_from", ""))


def proved_in(said: dict[str, Any]) -> str:
    """Return what files of a report prove, as the domain takes it."""
    platform, key = said.get("platform", ""), said.get("key", "")
    return token_of(platform, key) if key else str(platform)
