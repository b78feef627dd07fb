"""A draft as one reader of its agency sees it: content, approval, and what he may do."""

from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest

from accounts.domain.acting import Actor, acting_as
from cases.domain import approving
from cases.domain.agency_file import AgencyFile, open_agency_file
from cases.domain.case_file import CaseFile, open_file
from cases.domain.content import Change, changes_between, content_hash, content_of
from cases.domain.due_preview import DuePreview, preview
from cases.domain.in_hand import InHand, claims_on
from cases.domain.notice_checks import Remark, remarks_now
from cases.domain.report_locking import signer_of
from cases.enums import UNSENT_STATES, Verb
from cases.models import Approval, Case, Item, Look
from dashboard.views.casework_clocks import ClockPanel, panels_of
from kernel.clock import now_of
from kernel.errors import Invalid
from sla.enums import ClockKind


@dataclass(slots=True)
class Draft:
    """A case before or under its second signature, as one reader of its agency sees it."""

    file: CaseFile
    agency: AgencyFile
    content: dict[str, Any]
    approval: Approval | None
    look: Look | None
    is_author: bool
    one_signature: bool
    held: list[tuple[Item, InHand]] = field(default_factory=list)
    panels: list[ClockPanel] = field(default_factory=list)
    due: DuePreview | None = None
    due_problem: str = ""
    remarks: list[Remark] = field(default_factory=list)

    @property
    def case(self) -> Case:
        """The case itself."""
        return self.file.case

    @property
    def hash(self) -> str:
        """What a decision is bound to."""
        return content_hash(self.content)

    @property
    def changes(self) -> list[Change]:
        """What changed since this reader last looked."""
        return changes_between(self.look.content, self.content) if self.look else []

    def may(self, verb: Verb) -> bool:
        """Whether the page offers ``verb``: state, role, and that another person decides."""
        if verb not in self.file.verbs:
            return False
        if verb in (Verb.SEND, Verb.RETURN, Verb.CONFIRM):
            waits = self.approval is not None and not self.is_author
            return waits and (verb != Verb.CONFIRM or bool(self.approval and self.approval.single_signature))
        if verb == Verb.SEND_URGENT:
            return self.one_signature and self._is_filer()
        return True

    def _is_filer(self) -> bool:
        filer = self.agency.filing.filer_id if self.agency.filing else None
        asked_by = self.approval.filer_id if self.approval else None
        return self.file.actor.user_id in (filer, asked_by)


def read_draft(request: HttpRequest, actor: Actor, reference: str) -> Draft:
    """Return everything of the page, read in a scope of its own. Raises NotKnown."""
    now = now_of(request)
    with acting_as(actor):
        file = open_file(actor, reference)
        case = file.case
        agency = open_agency_file(actor, case)
        draft = Draft(
            file=file,
            agency=agency,
            content=content_of(case),
            approval=next((row for row in agency.approvals if not row.decision), None),
            look=Look.objects.visible_to(actor).filter(case=case, user_id=signer_of(actor)).first(),
            is_author=actor.user_id in approving.authors_of(case),
            one_signature=False,
            held=_held(actor, file) if case.state in UNSENT_STATES else [],
            remarks=remarks_now(case, now) if case.state in UNSENT_STATES else [],
            panels=[panel for panel in panels_of(file, now) if panel.face.kind == ClockKind.APPROVE],
        )
    if case.state in UNSENT_STATES:
        try:
            draft.one_signature = approving.allows_one_signature(case, now)
            draft.due = preview(
                agency=case.agency,
                platform=case.platform,
                category=case.category,
                urgency=case.urgency,
                now=now,
            )
        except Invalid as error:
            draft.due_problem = str(error)
    return draft


def _held(actor: Actor, file: CaseFile) -> list[tuple[Item, InHand]]:
    """Return the items that somebody pursues by now: sending would set them aside."""
    platform = file.case.platform_id
    claims = claims_on({(platform, item.key) for item in file.items}, actor)
    return [(item, claims[platform, item.key]) for item in file.items if (platform, item.key) in claims]
