"""Links, reports and what of them is filed, as an agency reads and writes them."""

from typing import Any

from rest_framework import serializers

from api.serializers.cases import AgencyCaseRow
from api.serializers.output import Code, Date, Instant, Line, Number, Truth
from api.serializers.strict import Body, Day, Flag, Id, Text, Word, optional_text
from cases.domain.intake import MOST_LINKS
from cases.domain.links import KINDS_OF_NAMES, Answers, token_of
from cases.domain.pastes import LARGEST_PASTE
from cases.domain.report_storing import ReportDraft
from cases.enums import CaseState, Citation, Disposition, Outcome, ReportState, VerifiedOutcome
from channels_registry.enums import ReasonCode, TargetKind, Verdict
from sla.enums import Urgency

KINDS = [(kind.value, kind.label) for kind in KINDS_OF_NAMES]
STATEMENT_AT_MOST = 1_000


class AnswerBody(Body):
    """What is said of one link, named by service and key as the judgement gave them.

    Without a registered service the name of it is empty. ``reported``: whether it is reported at
    all; left out, what the judgement proposes holds.
    """

    platform = optional_text(max_length=40)
    key = Text(max_length=500)
    kind = Word(choices=KINDS, required=False)
    statement = Text(max_length=STATEMENT_AT_MOST, required=False)
    reported = Flag(required=False)


def _answers() -> Any:
    row: Any = AnswerBody
    return row(many=True, required=False, max_length=MOST_LINKS)


class LinksBody(Body):
    """A free text; every link in it is found and judged. Secrets of private ones are not stored."""

    paste = Text(max_length=LARGEST_PASTE)
    names_are = Word(choices=KINDS, required=False)
    answers = _answers()


def answers_in(said: dict[str, Any]) -> Answers:
    """Return what was said of single links, as the domain takes it."""
    rows = [(token_of(row["platform"], row["key"]), row) for row in said.get("answers", [])]
    return Answers(
        kinds={token: row["kind"] for token, row in rows if "kind" in row},
        statements={token: row["statement"] for token, row in rows if "statement" in row},
        names_are=said.get("names_are", ""),
        reported={token: row["reported"] for token, row in rows if "reported" in row},
    )


class ReportBody(LinksBody):
    """A report, whole: what is left out is emptied. It may be half; what filing needs is told then."""

    category = optional_text(max_length=40)
    legal_basis = optional_text(max_length=60)
    urgency = Word(choices=Urgency.choices, required=False)
    reasons = optional_text()
    considerations = optional_text()
    file_number = optional_text(max_length=100)
    letter_date = Day(required=False, allow_null=True)


def draft_in(said: dict[str, Any]) -> ReportDraft:
    """Return a report as the domain takes it."""
    return ReportDraft(
        paste=said["paste"],
        category=said["category"],
        legal_basis=said["legal_basis"],
        urgency=said.get("urgency", ""),
        reasons=said["reasons"],
        considerations=said["considerations"],
        file_number=said["file_number"],
        letter_date=said.get("letter_date"),
        answers=answers_in(said),
    )


class FileBody(Body):
    """The filer states that journalism, research, art, satire and criticism of officials were considered."""

    considered = Flag()


class FilingBody(ReportBody):
    """A report that is filed at once: one case a service, each waiting for another person."""

    considered = Flag()


class ReferralBody(Body):
    """The agency that is to issue it."""

    issuing = Id()


class InHandShape(serializers.Serializer[Any]):
    """That a target is in hand; whose only where it is one's own agency's.

    ``joining``: one's own agency has joined that case, or has asked to.
    """

    since = Instant()
    due_at = Instant()
    reference = Line()
    may_be_joined = Truth()
    joining = serializers.UUIDField(read_only=True, allow_null=True)


class LinkShape(serializers.Serializer[Any]):
    """One link as judged, and what would become of it."""

    position = Number()
    shown = Line()
    verdict = Code(Verdict)
    reason = Code(ReasonCode)
    reason_words = Line(source="reason.label")
    disposition = Code(Disposition)
    platform = Line(source="platform.slug", allow_null=True, default=None)
    key = Line()
    kind = Code(TargetKind, allow_null=True)
    asks_kind = Truth()
    asks_statement = Truth()
    in_hand = InHandShape(read_only=True, allow_null=True)
    drafted_in = Line()
    same_as = Number(allow_null=True)
    lookalike_of = Line()
    known_alike = Line()
    citation = Code(Citation, allow_null=True)
    asks_reported = Truth()


class JudgedShape(serializers.Serializer[Any]):
    """Every link of a text, in its order."""

    links = LinkShape(many=True, read_only=True)


class ReportRow(serializers.Serializer[Any]):
    """A report in a list. ``links``: found in it; ``ready``: of these, that can be reported."""

    reference = Line()
    state = Code(ReportState)
    agency = Line(source="agency.name")
    issuing = Line(source="issuing.name")
    created_at = Instant()
    updated_at = Instant()
    edit_version = Number()


class FollowedShape(serializers.Serializer[Any]):
    """One link of a report and how far it got; the case's reference only for its own agency."""

    position = Number(source="finding.position")
    shown = Line(source="finding.shown")
    verdict = Code(Verdict, source="finding.verdict")
    reason = Code(ReasonCode, source="finding.reason")
    disposition = Code(Disposition, source="finding.disposition")
    platform = Line(source="finding.platform.slug", allow_null=True, default=None)
    key = Line(source="finding.key")
    kind = Code(TargetKind, source="finding.kind", allow_null=True)
    is_filed = Truth()
    reference = Line()
    state = Code(CaseState, allow_null=True)
    outcome = Code(Outcome, allow_null=True)
    verified_outcome = Code(VerifiedOutcome, allow_null=True)
    in_hand = InHandShape(read_only=True, allow_null=True)


class WordsShape(serializers.Serializer[Any]):
    """What was written; hidden from a referrer once another agency has taken the report over."""

    paste = Line()
    category = Line(source="category.code", allow_null=True, default=None)
    legal_basis = Line(source="legal_basis.code", allow_null=True, default=None)
    urgency = Code(Urgency)
    reasons = Line()
    considerations = Line()
    file_number = Line()
    letter_date = Date()


class ReportShape(ReportRow):
    """A report with its links."""

    reporter = Line(allow_null=True)
    return_reason = Line()
    words = WordsShape(read_only=True, allow_null=True)
    links = FollowedShape(many=True, read_only=True)
    may_write = Truth()


class LeftOutLinkShape(serializers.Serializer[Any]):
    """A link that did not go into a case, and why."""

    position = Number()
    shown = Line()
    disposition = Code(Disposition)
    reason = Code(ReasonCode)


class FiledShape(serializers.Serializer[Any]):
    """What became of a report that was filed: one case a service, and the links that stayed behind."""

    report = Line()
    cases = AgencyCaseRow(many=True, read_only=True)
    left_out = LeftOutLinkShape(many=True, read_only=True)
