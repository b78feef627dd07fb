"""The evidence of a case and of a report: listed, handed in, taken back."""

from typing import Any, ClassVar
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request

from accounts.domain.acting import Actor, acting_as
from accounts.enums import AGENCY_KINDS
from api.frame import DeskView, Given
from api.preconditions import version_in
from api.schema import Operation
from api.serializers.case_words import NothingBody
from api.serializers.evidence import (
    EVIDENCE,
    AgencyEvidence,
    CaseUploadBody,
    OperatorEvidence,
    ReportUploadBody,
    capture_in,
    proved_in,
)
from api.serializers.output import many_of
from api.views.evidence_upload import UploadingView
from cases.domain.case_file import find_case
from cases.domain.evidence import attach_to_case, attach_to_report, remove_from_report, take_out_of_case
from cases.domain.evidence_files import NewFile
from cases.domain.evidence_reading import Piece, pieces_of_case, pieces_of_report
from cases.domain.exhibits import refuse_files
from cases.domain.locking import expecting
from cases.domain.report_locking import known_report, must_be_analyst
from cases.enums import Verb
from cases.permissions import AGENCY_READERS, READERS, may
from kernel.errors import NotAllowed
from kernel.files import FIELD

TAG = "Evidence"
SIGNED = _("Empty for a platform until the receipt is signed.")
WHOLE = _("All files are taken or none. A file that is there already is not added again.")


def shape_of(actor: Actor) -> Any:
    """Return the shape in which ``actor`` reads a file."""
    return OperatorEvidence if actor.is_operator else AgencyEvidence


def of_case(actor: Actor, reference: str, status: int = 200) -> Given:
    """Return the files that go with a case. Raises NotKnown."""
    with acting_as(actor):
        case = find_case(actor, reference)
        return _given(actor, pieces_of_case(actor, case), case.edit_version, status)


def of_report(actor: Actor, reference: str, status: int = 200) -> Given:
    """Return the files of a report. Raises NotKnown."""
    with acting_as(actor):
        report = known_report(actor, reference)
        return _given(actor, pieces_of_report(actor, report), report.edit_version, status)


def _given(actor: Actor, pieces: list[Piece], edit_version: int, status: int) -> Given:
    return Given(shape_of(actor)(pieces, many=True).data, edit_version=edit_version, status=status)


class CaseEvidenceView(UploadingView):
    """The files that go with a case."""

    roles = READERS
    operations: ClassVar = {
        "GET": Operation(
            "list_case_evidence",
            _("List the evidence of a case"),
            TAG,
            many_of(EVIDENCE),
            tagged=True,
            description=SIGNED,
        ),
        "POST": Operation(
            "add_case_evidence",
            _("Add evidence to a case"),
            TAG,
            many_of(EVIDENCE),
            takes=CaseUploadBody,
            status=201,
            versioned="optional",
            tagged=True,
            description=WHOLE,
        ),
    }

    def get(self, request: Request, reference: str) -> HttpResponse:
        """Give the list."""
        return self.give(of_case(self.actor, reference))

    def post(self, request: Request, reference: str) -> HttpResponse:
        """Attach files, once, and give the list as it is then."""
        actor = self.actor

        def prepare() -> tuple[dict[str, Any], list[NewFile]]:
            with acting_as(actor):
                case = find_case(actor, reference)
                if not may(actor, Verb.ADD_EVIDENCE, case):
                    raise NotAllowed("verb_not_yours", _("Your role cannot do this."))
                refuse_files(case.category)
            said = self.said(CaseUploadBody)
            return said, self.examined(said[FIELD], case=reference)

        def deed(prepared: tuple[dict[str, Any], list[NewFile]]) -> object:
            said, files = prepared
            with expecting(version_in(request)):
                return attach_to_case(
                    actor=actor,
                    reference=reference,
                    files=files,
                    item=said.get("item"),
                    capture=capture_in(said),
                    now=self.now,
                )

        return self.once_prepared(prepare, deed, lambda _done: of_case(actor, reference, 201))


class ReportEvidenceView(UploadingView):
    """The files of a report."""

    roles = AGENCY_READERS
    kinds = AGENCY_KINDS
    operations: ClassVar = {
        "GET": Operation(
            "list_report_evidence",
            _("List the evidence of a report"),
            TAG,
            AgencyEvidence(many=True),
            tagged=True,
        ),
        "POST": Operation(
            "add_report_evidence",
            _("Add evidence to a report"),
            TAG,
            AgencyEvidence(many=True),
            takes=ReportUploadBody,
            status=201,
            tagged=True,
            description=WHOLE,
        ),
    }

    def get(self, request: Request, reference: str) -> HttpResponse:
        """Give the list."""
        return self.give(of_report(self.actor, reference))

    def post(self, request: Request, reference: str) -> HttpResponse:
        """Attach files, once, and give the list as it is then."""
        actor = self.actor

        def prepare() -> tuple[dict[str, Any], list[NewFile]]:
            with acting_as(actor):
                report = known_report(actor, reference)
                must_be_analyst(actor)
                refuse_files(report.category)
            said = self.said(ReportUploadBody)
            return said, self.examined(said[FIELD], report=reference)

        def deed(prepared: tuple[dict[str, Any], list[NewFile]]) -> object:
            said, files = prepared
            return attach_to_report(
                actor=actor,
                reference=reference,
                files=files,
                proves=proved_in(said),
                capture=capture_in(said),
                now=self.now,
            )

        return self.once_prepared(prepare, deed, lambda _done: of_report(actor, reference, 201))


class TakingOutView(DeskView):
    """Lets a file no longer go with a case that is not sent."""

    roles = READERS
    operations: ClassVar = {
        "POST": Operation(
            "take_out_case_evidence",
            _("Take a file out of a case"),
            TAG,
            many_of(EVIDENCE),
            takes=NothingBody,
            versioned="optional",
            tagged=True,
            description=_("Before the case is sent. The file stays in the report."),
        )
    }

    def post(self, request: Request, reference: str, evidence: UUID) -> HttpResponse:
        """Take it out, once, and give the list as it is then."""
        actor = self.actor

        def deed() -> object:
            self.said(NothingBody)
            with expecting(version_in(request)):
                return take_out_of_case(actor=actor, reference=reference, evidence=evidence, now=self.now)

        return self.once(deed, lambda _done: of_case(actor, reference))


class RemovingView(DeskView):
    """Removes a file from a report that is not filed."""

    roles = AGENCY_READERS
    kinds = AGENCY_KINDS
    operations: ClassVar = {
        "POST": Operation(
            "remove_report_evidence",
            _("Remove a file from a report"),
            TAG,
            AgencyEvidence(many=True),
            takes=NothingBody,
            tagged=True,
            description=_("Before the report is filed. The record keeps that it was there, and its hash."),
        )
    }

    def post(self, request: Request, reference: str, evidence: UUID) -> HttpResponse:
        """Remove it, once, and give the list as it is then."""
        actor = self.actor

        def deed() -> object:
            self.said(NothingBody)
            return remove_from_report(actor=actor, reference=reference, evidence=evidence, now=self.now)

        return self.once(deed, lambda _done: of_report(actor, reference))
