"""Open the cases of a report: items, channels, who filed, and the approval that is asked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError
from django.utils.translation import gettext_lazy as _
from psycopg2.errors import UniqueViolation

from accounts.domain.acting import Actor
from audit.domain.chain import NewEntry
from audit.domain.hashing import salted
from cases.domain import clocks
from cases.domain.content import Content, content_hash, content_of
from cases.domain.exhibits import take_from_report
from cases.domain.holding import begin
from cases.domain.links import Link
from cases.domain.record import entry_of
from cases.domain.report_locking import signer_of
from cases.domain.telling import tell_side
from cases.enums import CaseState, Side
from cases.models import Approval, Case, Clock, Filing, Item, Report
from channels_registry.domain.aliases import canonical_keys
from channels_registry.domain.channels import kind_of_parent, registered
from channels_registry.models import Platform
from kernel.errors import Conflict
from kernel.references import new_reference
from notifications.enums import NoticeKind
from sla.domain.choosing import choose_policy
from sla.enums import ClockKind
from sla.models import PolicyVersion

FILE = "file"


@dataclass(frozen=True, slots=True)
class Opened:
    """A case that was opened from these links, and the entry of the record that says so."""

    case: Case
    links: Sequence[Link]
    entry: NewEntry


def open_case(
    *,
    actor: Actor,
    report: Report,
    platform: Platform,
    links: Sequence[Link],
    alone: bool | None,
    now: datetime,
) -> Opened:
    """Make one case of a report for one service and ask for its approval.

    Whoever files it has it. ``alone``: the only case of its report, so that evidence of the
    whole report goes with it; None: the report was written just now and has none. Inner
    function: runs inside the verb that has locked the report and checked it, and writes the
    entry and the findings afterwards. Takes no claim: that happens when it is sent. Raises
    Invalid where no policy applies.
    """
    signer = signer_of(actor)
    case = _new_case(report, platform, signer, now)
    clock = clocks.first_clock(case, ClockKind.APPROVE, at=now, version=_policy_of(case, now))
    _insert(case, clock)
    Filing.objects.create(case=case, agency_id=case.agency_id, report=report, filer_id=signer)
    begin(case, Side.AGENCY, signer, now)
    items = _add_items(case, report, links, now)
    if alone is not None:
        take_from_report(case, report, items, alone=alone)
    content = content_of(case, items, with_evidence=alone is not None)
    approval = _ask(case, actor, now, content, clock, filer=actor.user_id)
    said = {
        "state": case.state,
        "report": report.reference,
        "platform": platform.slug,
        "category": case.category.code,
        "urgency": case.urgency,
        "items": len(links),
        "reasons": salted(case.reasons, case.salt),
        "considerations": salted(case.considerations, case.salt),
        "content": approval.content_hash,
    }
    return Opened(case, links, entry_of(case, FILE, said))


def _new_case(report: Report, platform: Platform, signer: int, now: datetime) -> Case:
    return Case(
        reference=new_reference(),
        agency=report.issuing,
        organisation=platform.organisation,
        platform=platform,
        state=CaseState.AWAITING_APPROVAL,
        category=report.category,
        urgency=report.urgency,
        file_number=report.file_number,
        reasons=report.reasons,
        considerations=report.considerations,
        created_at=now,
        updated_at=now,
        agency_assignee_id=signer,
    )


def ask_approval(case: Case, actor: Actor, now: datetime) -> Approval:
    """Open an approval bound to the content, start its clock, tell the approvers. Inner."""
    clock = clocks.start(case, ClockKind.APPROVE, at=now, version=_policy_of(case, now))
    return _ask(case, actor, now, content_of(case), clock)


def _policy_of(case: Case, now: datetime) -> PolicyVersion:
    return choose_policy(
        agency=case.agency,
        platform=case.platform,
        category=case.category,
        urgency=case.urgency,
        now=now,
    ).version


def _ask(
    case: Case, actor: Actor, now: datetime, content: Content, clock: Clock, *, filer: int | None = None
) -> Approval:
    approval = Approval.objects.create(
        case=case,
        agency_id=case.agency_id,
        filer_id=signer_of(actor),
        content_hash=content_hash(content),
        asked_at=now,
    )
    tell_side(
        case,
        NoticeKind.APPROVAL_ASKED,
        Side.AGENCY,
        now=now,
        to="approvers",
        filer=filer,
        due_at=clock.due_at.isoformat(),
        items=len(content["items"]),
        path=f"/cases/{case.reference}/approve/",
    )
    return approval


def _insert(case: Case, clock: Clock) -> None:
    try:
        case.save(force_insert=True)
    except IntegrityError as error:
        # Nine random characters do collide, once in a long while; any other fault is the desk's.
        if not isinstance(error.__cause__, UniqueViolation):
            raise
        raise Conflict("reference_taken", _("This could not be entered just now. Send it again.")) from error
    clock.save(force_insert=True)


def _add_items(case: Case, report: Report, links: Sequence[Link], now: datetime) -> list[Item]:
    channels = _channels(case.platform, links, now)
    return Item.objects.bulk_create(
        Item(
            case=case,
            organisation_id=case.organisation_id,
            position=position,
            url=link.given,
            key=link.key,
            kind=link.kind,
            channel_id=channels[_channel_of(link)[0]],
            legal_basis=report.legal_basis,
            statement=link.statement,
        )
        for position, link in enumerate(links, start=1)
    )


def _channel_of(link: Link) -> tuple[str, str]:
    """Return key and kind of the channel that a link belongs to: itself or its parent."""
    if not link.parent:
        return link.key, link.kind
    return link.parent, kind_of_parent(link.platform.grammar if link.platform else "")


def _channels(platform: Platform, links: Sequence[Link], now: datetime) -> dict[str, int]:
    named = {}
    for link in links:
        key, kind = _channel_of(link)
        # What the analyst said of a name counts more than what a post under it suggests.
        if key not in named or key == link.key:
            named[key] = kind
    canonical = canonical_keys(platform.pk, named)
    known = registered(platform, {canonical[key]: kind for key, kind in named.items()}, now)
    return {key: known[canonical[key]] for key in named}
