"""Sheets of links: what is uploaded and chosen, what the desk makes of each row, what comes of it."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from api.serializers.output import Code, Instant, Line, Number
from api.serializers.strict import Body, Flag, Text, Whole, Word
from cases.domain.sheets.looking import DraftToBe, reasons_of
from cases.domain.sheets.table import MOST_COLUMNS
from cases.enums import Disposition, RowProblem, RowStanding, SheetField, SheetState
from cases.models import SheetRow
from channels_registry.enums import ReasonCode, TargetKind, Verdict
from operations.enums import JobKind, JobState
from sla.enums import Urgency


@extend_schema_field(
    {"type": "array", "items": {"type": "string", "format": "binary"}, "minItems": 1, "maxItems": 1}
)
class OneUpload(serializers.ListField):
    """The one file of a form."""


class SheetUploadBody(Body):
    """A sheet, as multipart/form-data: CSV in any separator, or XLSX. The file itself is not kept."""

    uploads = OneUpload(child=serializers.FileField(allow_empty_file=True), min_length=1, max_length=1)


def _places() -> dict[str, Any]:
    return {each.value: Whole(required=False, min_value=0, max_value=MOST_COLUMNS - 1) for each in SheetField}


# One field a word of the enum, so that the schema names them.
ColumnsOfBody = type("ColumnsOfBody", (Body,), {"__doc__": "The place of each column, from 0.", **_places()})


class RestOfBody(Body):
    """What holds for rows that do not say it."""

    category = Text(max_length=40, required=False, allow_blank=True)
    legal_basis = Text(max_length=60, required=False, allow_blank=True)
    urgency = Word(choices=Urgency.choices, required=False)


class ColumnsBody(Body):
    """Which column says what."""

    columns = ColumnsOfBody()
    rest = RestOfBody(required=False)


class ImportBody(Body):
    """Which rows: all of them or none, or only those that are good."""

    only_good = Flag()


class SheetLine(serializers.Serializer[Any]):
    """A sheet in the list."""

    id = serializers.UUIDField(source="public_id", read_only=True)
    name = Line()
    state = Code(SheetState)
    rows = Number(source="row_count")
    created_at = Instant()
    updated_at = Instant()


class WorkShape(serializers.Serializer[Any]):
    """The last work at a sheet, and how far it has come; ``detail``: why nothing came of it."""

    kind = Code(JobKind)
    state = Code(JobState)
    done = Number()
    total = Number()
    error = serializers.SerializerMethodField()
    detail = serializers.SerializerMethodField()
    ended_at = Instant()

    def get_error(self, job: Any) -> str | None:
        """Return the stable code of a failure."""
        return job.error or None

    def get_detail(self, job: Any) -> str | None:
        """Return the sentence of a failure."""
        return self.context.get("detail") or None


class CountsShape(serializers.Serializer[Any]):
    """How many rows there are of each kind; every row is in exactly one standing."""

    good = serializers.SerializerMethodField()
    open = serializers.SerializerMethodField()
    bad = serializers.SerializerMethodField()
    to_import = Number()

    def get_good(self, counts: Any) -> int:
        """Return how many are good."""
        return int(counts.of(RowStanding.GOOD))

    def get_open(self, counts: Any) -> int:
        """Return how many are good, with something left open."""
        return int(counts.of(RowStanding.OPEN))

    def get_bad(self, counts: Any) -> int:
        """Return how many are bad."""
        return int(counts.of(RowStanding.BAD))


class DraftShape(serializers.Serializer[Any]):
    """One draft that the good rows become; ``report`` once it stands."""

    number = Number()
    rows = Number()
    category = Line()
    legal_basis = Line(source="basis")
    urgency = Code(Urgency, allow_null=True)
    file_number = Line()
    report = serializers.SerializerMethodField()

    def get_report(self, draft: DraftToBe) -> str | None:
        """Return the reference of the report."""
        return draft.report.reference if draft.report else None


class SheetShape(SheetLine):
    """A sheet. ``counts`` and ``drafts`` once it is checked; ``left_out``: worksheets not read."""

    header = serializers.ListField(child=serializers.CharField(), read_only=True)
    left_out = serializers.ListField(child=serializers.CharField(), read_only=True)
    columns = serializers.DictField(child=serializers.IntegerField(), read_only=True)
    rest = serializers.DictField(child=serializers.CharField(), read_only=True)
    work = WorkShape(source="job", read_only=True, allow_null=True)
    counts = CountsShape(read_only=True, allow_null=True)
    drafts = DraftShape(many=True, read_only=True)


class RowProblemShape(serializers.Serializer[Any]):
    """One thing that is to be said of a row, and the word that it is about."""

    code = serializers.ChoiceField(choices=RowProblem.choices, read_only=True)
    word = serializers.CharField(read_only=True)


class SheetRowShape(serializers.Serializer[Any]):
    """One row with its verdict. Secrets of private links are masked; ``why`` is in words."""

    number = Number()
    cells = serializers.ListField(child=serializers.CharField(allow_blank=True), read_only=True)
    link = serializers.SerializerMethodField()
    standing = Code(RowStanding, allow_null=True)
    disposition = Code(Disposition, allow_null=True)
    verdict = Code(Verdict, allow_null=True)
    reason = Code(ReasonCode, allow_null=True)
    platform = Line(source="platform.slug", allow_null=True, default=None)
    kind = Code(TargetKind, allow_null=True)
    key = Line()
    same_as = Number(allow_null=True)
    problems = serializers.SerializerMethodField()
    why = serializers.SerializerMethodField()
    draft = Number(source="part", allow_null=True)
    report = Line(source="report.reference", allow_null=True, default=None)

    def get_link(self, row: SheetRow) -> str:
        """Return the link as it would be entered, or what is shown of it."""
        return row.link or row.shown

    @extend_schema_field(RowProblemShape(many=True))
    def get_problems(self, row: SheetRow) -> list[dict[str, str]]:
        """Return what is to be said of it, by codes."""
        return [{"code": str(code), "word": str(word)} for code, word in row.problems]

    def get_why(self, row: SheetRow) -> list[str]:
        """Return what is to be said of it, in the reader's words."""
        return reasons_of(row)


class DiscardedShape(serializers.Serializer[Any]):
    """A sheet that was thrown away."""

    id = serializers.UUIDField(read_only=True)
