"""The world that every route is asked about: two sides that must never learn of each other.

*Home* is the owning agency and the operator that it addresses, *other* another issuing
agency and another operator, in the same states. What people typed holds words that occur
nowhere else, so that a word in the wrong page is a leak that names itself.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from uuid import UUID

from accounts.domain import signed_links
from accounts.domain.acting import COMMAND, Actor, acting_as
from accounts.enums import OrganisationKind, Role
from accounts.models import Invitation, Membership, Organisation, User
from cases.domain import (
    approving,
    clarification,
    closing,
    impossibility,
    objections,
    receipt,
    referring,
    reports,
    response,
    supervision,
    sweep,
    thread,
    verifying,
    withdrawing,
)
from cases.domain.contact_link import PURPOSE
from cases.domain.response import ItemDecision
from cases.enums import (
    CaseKind,
    ClarificationGround,
    ImpossibilityGround,
    Outcome,
    ProposalDecision,
    VerifiedOutcome,
)
from cases.models import Case, Escalation, Filing, Item, Report
from channels_registry.enums import ContactFunction
from channels_registry.models import Contact, Platform, PlatformHost
from kernel.references import new_reference
from notifications.domain import invitations
from notifications.enums import NoticeKind
from notifications.models import Notice
from sla.enums import PROPOSALS, Standing
from sla.models import Policy, PolicyFact
from tests.factories.cases import draft_for, edit, file_cases, link_on, save_draft, seen_hash
from tests.factories.counting import next_number
from tests.factories.desk import Desk, make_desk
from tests.factories.law import make_agreement, make_category, make_legal_basis, make_policy
from tests.factories.organisations import make_agency
from tests.factories.people import actor_for, make_person

MINUTE = timedelta(minutes=1)
AGENCY_ROLES = (Role.ANALYST, Role.APPROVER, Role.SUPERVISOR, Role.AUDITOR, Role.ADMINISTRATOR)


@dataclass
class Side:
    """An agency, the operator it addresses, and what stands between them."""

    word: str
    now: datetime
    desk: Desk
    people: dict[str, User] = field(default_factory=dict)
    cases: dict[str, Case] = field(default_factory=dict)
    reports: dict[str, Report] = field(default_factory=dict)
    notices: dict[str, UUID] = field(default_factory=dict)
    invitation: Invitation | None = None
    lead_invitation: Invitation | None = None
    contact: Contact | None = None

    def mark(self, what: str) -> str:
        """A word that occurs nowhere but where it was planted."""
        return f"{self.word}{what}mark"

    def case(self, state: str) -> Case:
        with acting_as(COMMAND):
            return Case.objects.get(pk=self.cases[state].pk)

    def items(self, state: str) -> list[UUID]:
        with acting_as(COMMAND):
            rows = Item.objects.filter(case_id=self.cases[state].pk).order_by("position")
            return list(rows.values_list("public_id", flat=True))

    def report(self, name: str) -> Report:
        with acting_as(COMMAND):
            return Report.objects.get(pk=self.reports[name].pk)

    def proposal(self) -> UUID:
        with acting_as(COMMAND):
            rows = Escalation.objects.filter(
                case_id=self.cases["proposed"].pk, action__in=PROPOSALS, decision=""
            )
            return rows.earliest("due_at").public_id

    def seen(self, state: str) -> str:
        """The hash of what an approver sees of a case."""
        return seen_hash(self.desk.approver, self.cases[state].reference)

    def token(self, state: str) -> str:
        """The signed link in the mail of the side's contact."""
        assert self.contact is not None
        said = {"contact": str(self.contact.public_id), "case": self.cases[state].reference}
        return signed_links.sign(said, purpose=PURPOSE, now=self.now)


@dataclass
class World:
    """Both sides, who only refers, and who signs in."""

    home: Side
    other: Side
    referring: Organisation
    agreed: Policy  # of the other agency with the other operator
    users: dict[str, User | None]


def make_world(now: datetime) -> World:
    """Build everything by the real verbs, as of ``now``."""
    home, other = _side("home", now, owner=True), _side("other", now)
    referring = make_agency(OrganisationKind.REFERRING, name="referringagencymark")
    referrer = make_person(
        referring, Role.ANALYST, name="reporternamemark", email="reportermailmark@desk.example"
    )
    for side in (home, other):
        _cases(side)
        _reports(side, actor_for(referrer))
        _registry(side)
    # The other agency addresses the home operator too: its people know both agencies.
    crossing = replace(other.desk, platform=home.desk.platform, operator=home.desk.operator)
    other.cases["crossing"] = _received(other, "crossing", crossing, moderator=home.desk.moderator)
    agreed = make_policy(f"other-{next_number()}", is_default=False)
    make_agreement(other.desk.agency, other.desk.platform, agreed)
    PolicyFact.objects.create(
        policy=home.desk.version.policy,
        key="first-order",
        text_en="Twelve hours of notice.",
        text_id="Dua belas jam.",
        standing=Standing.UNCONFIRMED,
    )
    seatless = User.objects.create_user("seatless@desk.example", "x" * 20, name="Nobody's person")
    users: dict[str, User | None] = {
        "nob": None,
        "nos": seatless,
        **{_SHORT[role]: home.people[role] for role in (*AGENCY_ROLES, Role.MODERATOR, Role.LEAD)},
        "oth": other.people["casework"],
        "oad": other.people[Role.ADMINISTRATOR],
        "ref": referrer,
        "oop": other.people["moderation"],
    }
    return World(home, other, referring, agreed.policy, users)


_SHORT = {
    Role.ANALYST: "ana",
    Role.APPROVER: "app",
    Role.SUPERVISOR: "sup",
    Role.AUDITOR: "aud",
    Role.ADMINISTRATOR: "adm",
    Role.MODERATOR: "mod",
    Role.LEAD: "lea",
}


def _side(word: str, now: datetime, *, owner: bool = False) -> Side:
    desk = make_desk(single_signature_urgent=True)
    Organisation.objects.filter(pk=desk.agency.pk).update(name=f"{word}agencymark", owner=owner)
    Organisation.objects.filter(pk=desk.operator.pk).update(name=f"{word}operatormark")
    slug = f"{word}-slug"
    Platform.objects.filter(pk=desk.platform.pk).update(name=f"{word}servicemark", slug=slug)
    PlatformHost.objects.filter(platform=desk.platform).update(host=f"{slug}.example")
    for row in (desk.agency, desk.operator, desk.platform):
        row.refresh_from_db()
    side = Side(word, now, desk)
    for role in AGENCY_ROLES:
        side.people[role] = _person(side, desk.agency, role.value, role)
    for role in (Role.MODERATOR, Role.LEAD):
        side.people[role] = _person(side, desk.operator, role.value, role)
    side.people["casework"] = _person(side, desk.agency, "casework", Role.ANALYST, Role.SUPERVISOR)
    side.people["moderation"] = _person(side, desk.operator, "moderation", Role.MODERATOR, Role.LEAD)
    side.people["colleague"] = _person(side, desk.agency, "colleague", Role.ANALYST)
    side.people["gone"] = _person(side, desk.agency, "gone", Role.ANALYST)
    side.people["hand"] = _person(side, desk.operator, "hand", Role.MODERATOR)
    User.objects.filter(pk=side.people["gone"].pk).update(is_active=False)
    side.desk = replace(
        desk,
        analyst=actor_for(side.people[Role.ANALYST]),
        approver=actor_for(side.people[Role.APPROVER]),
        supervisor=actor_for(side.people[Role.SUPERVISOR]),
        moderator=actor_for(side.people[Role.MODERATOR]),
    )
    return side


def _person(side: Side, organisation: Organisation, name: str, *roles: Role) -> User:
    mark = side.mark(name)
    return make_person(organisation, *roles, name=mark, email=f"{mark}@desk.example", post="Officer")


# Cases, each one step after another; the words say in which case they were typed.


def _paste(side: Side, state: str, desk: Desk) -> str:
    return "\n".join(
        (
            side.mark(f"paste{state}"),
            link_on(desk, side.mark(f"item{state}")),
            f"https://{side.mark(f'stray{state}')}.example/page",
            f"{link_on(desk, 'messages')}/{side.mark(f'secret{state}')}",
        )
    )


def _waiting(side: Side, state: str, desk: Desk, at: datetime) -> Case:
    fields = {"reasons": side.mark(f"reasons{state}"), "file_number": side.mark(f"file{state}")}
    [case] = file_cases(desk, _paste(side, state, desk), now=at, **fields)
    return case


def _sent(side: Side, state: str, desk: Desk | None = None, at: datetime | None = None) -> Case:
    desk, at = desk or side.desk, at or side.now - 45 * MINUTE
    case = _waiting(side, state, desk, at)
    return approving.approve_and_send(
        actor=desk.approver,
        reference=case.reference,
        content_hash=seen_hash(desk.approver, case.reference),
        now=at + MINUTE,
    )


def _received(
    side: Side,
    state: str,
    desk: Desk | None = None,
    at: datetime | None = None,
    moderator: Actor | None = None,
) -> Case:
    case = _sent(side, state, desk, at)
    assert case.sent_at is not None
    return receipt.open_and_sign(
        actor=moderator or side.desk.moderator, reference=case.reference, now=case.sent_at + MINUTE
    )


def _cases(side: Side) -> None:
    desk, now = side.desk, side.now
    make: dict[str, Callable[[str], Case]] = {
        "waiting": lambda state: _waiting(side, state, desk, now - 45 * MINUTE),
        "draft": lambda state: edit(
            desk, _waiting(side, state, desk, now - 45 * MINUTE), reasons=side.mark(f"reasons{state}x")
        ),
        "returned": lambda state: _returned(side, state),
        "alone": lambda state: _alone(side, state),
        "sent": lambda state: _sent(side, state),
        "received": lambda state: _received(side, state),
        "clarification": lambda state: _asked(side, state),
        "impossible": lambda state: _impossible(side, state),
        "disputed": lambda state: _disputed(side, state),
        "answered": lambda state: _answered(side, state),
        "verified": lambda state: _verified(side, state),
        "closed": lambda state: _closed(side, state),
        "withdrawn": lambda state: _withdrawn(side, state),
        "proposed": lambda state: _proposed(side, state),
        "restricted": lambda state: _restricted(side, state),
        "replay": lambda state: _replay(side, state),
    }
    for state, steps in make.items():
        side.cases[state] = steps(state)
    thread.write(actor=desk.analyst, reference=_ref(side, "received"), text=side.mark("message"), now=now)


def _ref(side: Side, state: str) -> str:
    return side.cases[state].reference


def _returned(side: Side, state: str) -> Case:
    case = _waiting(side, state, side.desk, side.now - 45 * MINUTE)
    return approving.return_to_author(
        actor=side.desk.approver,
        reference=case.reference,
        reason=side.mark("return"),
        content_hash=seen_hash(side.desk.approver, case.reference),
        now=side.now - 40 * MINUTE,
    )


def _alone(side: Side, state: str) -> Case:
    case = _waiting(side, state, side.desk, side.now - 45 * MINUTE)
    return approving.send_urgent(
        actor=side.desk.analyst,
        reference=case.reference,
        edit_version=case.edit_version,
        now=side.now - 40 * MINUTE,
    )


def _asked(side: Side, state: str) -> Case:
    return clarification.ask(
        actor=side.desk.moderator,
        reference=_received(side, state).reference,
        ground=ClarificationGround.INSUFFICIENT,
        text=side.mark("question"),
        now=side.now - 30 * MINUTE,
    )


def _impossible(side: Side, state: str) -> Case:
    return impossibility.declare(
        actor=side.desk.moderator,
        reference=_received(side, state).reference,
        ground=ImpossibilityGround.TECHNICAL,
        text=side.mark("impossible"),
        now=side.now - 30 * MINUTE,
    )


def _disputed(side: Side, state: str) -> Case:
    return objections.object_to(
        actor=side.desk.moderator,
        reference=_received(side, state).reference,
        text=side.mark("objection"),
        now=side.now - 30 * MINUTE,
    )


def _answered(side: Side, state: str) -> Case:
    case = _received(side, state)
    with acting_as(COMMAND):
        items = list(Item.objects.filter(case=case))
    decisions = [ItemDecision(item.public_id, Outcome.REMOVED) for item in items]
    return response.decide(
        actor=side.desk.moderator,
        reference=case.reference,
        decisions=decisions,
        text=side.mark("answer"),
        now=side.now - 30 * MINUTE,
    )


def _verified(side: Side, state: str) -> Case:
    case = _answered(side, state)
    with acting_as(COMMAND):
        items = list(Item.objects.filter(case=case))
    verdicts = {item.public_id: VerifiedOutcome.DOWN for item in items}
    return verifying.verify(
        actor=side.desk.analyst, reference=case.reference, verdicts=verdicts, now=side.now - 20 * MINUTE
    )


def _closed(side: Side, state: str) -> Case:
    case = _verified(side, state)
    return closing.close(actor=side.desk.analyst, reference=case.reference, now=side.now - 10 * MINUTE)


def _withdrawn(side: Side, state: str) -> Case:
    case = _answered(side, state)
    return withdrawing.withdraw(
        actor=side.desk.analyst,
        reference=case.reference,
        reason=side.mark("withdrawal"),
        now=side.now - 20 * MINUTE,
    )


def _proposed(side: Side, state: str) -> Case:
    case = _received(side, state, at=side.now - timedelta(days=3))
    sweep.sweep(now=side.now, only=[case.pk])
    with acting_as(COMMAND):
        steps = Escalation.objects.filter(case=case, action__in=PROPOSALS)
        latest = steps.latest("due_at").public_id
    return supervision.decide_proposal(
        actor=side.desk.supervisor,
        escalation=latest,
        decision=ProposalDecision.DISMISSED,
        reason=side.mark("dismissal"),
        now=side.now,
    )


def _restricted(side: Side, state: str) -> Case:
    category = make_category(restricted=True)
    agency, operator = side.desk.agency, side.desk.operator
    cleared = {
        name: actor_for(
            make_person(house, role, name=side.mark(f"cleared{name}"), cleared=True, post="Officer")
        )
        for name, house, role in (
            ("analyst", agency, Role.ANALYST),
            ("approver", agency, Role.APPROVER),
            ("moderator", operator, Role.MODERATOR),
        )
    }
    desk = replace(
        side.desk,
        category=category,
        basis=make_legal_basis(category, jurisdiction=agency.jurisdiction),
        **cleared,
    )
    return _received(side, state, desk, moderator=desk.moderator)


def _replay(side: Side, state: str) -> Case:
    case = _received(side, state)
    with acting_as(COMMAND):
        Case.objects.filter(pk=case.pk).update(kind=CaseKind.REPLAY)
        Filing.objects.filter(case=case).update(replay_of="telegram_2017")
    return case


# Reports.


def _reports(side: Side, referrer: Actor) -> None:
    desk, now = side.desk, side.now
    analyst = desk.analyst

    def saved(name: str, actor: Actor) -> Report:
        fields = {"reasons": side.mark(f"report{name}"), "legal_basis": desk.basis.code}
        if actor is referrer:
            fields["legal_basis"] = ""
        return save_draft(desk, _paste(side, name, desk), actor=actor, now=now, **fields)

    def referred(name: str) -> Report:
        report = saved(name, referrer)
        return referring.refer(
            actor=referrer,
            reference=report.reference,
            issuing=desk.agency.public_id,
            edit_version=report.edit_version,
            now=now,
        )

    side.reports["draft"] = saved("draft", analyst)
    side.reports["referred"] = referred("referred")
    report = referred("taken")
    side.reports["taken"] = referring.take_over(actor=analyst, reference=report.reference, now=now)
    report = referred("sentback")
    side.reports["sentback"] = referring.return_report(
        actor=analyst, reference=report.reference, reason=side.mark("sentback"), now=now
    )
    side.reports["filed"] = _filed_by_referrer(side, referred("filed"), analyst)
    with acting_as(COMMAND):
        side.cases["referred"] = Case.objects.get(filing__report=side.reports["filed"])


def _filed_by_referrer(side: Side, report: Report, analyst: Actor) -> Report:
    desk, now = side.desk, side.now
    taken = referring.take_over(actor=analyst, reference=report.reference, now=now)
    draft = draft_for(desk, _paste(side, "filed", desk), reasons=side.mark("reasonsreferred"))
    saved = reports.save_report(
        actor=analyst, reference=taken.reference, draft=draft, edit_version=taken.edit_version, now=now
    )
    [case] = reports.file_report(
        actor=analyst,
        reference=saved.reference,
        edit_version=saved.edit_version,
        considered=True,
        now=now,
    )
    approving.approve_and_send(
        actor=desk.approver,
        reference=case.reference,
        content_hash=seen_hash(desk.approver, case.reference),
        now=now,
    )
    return saved


# People, contacts, notices.


def _registry(side: Side) -> None:
    desk, now = side.desk, side.now
    contacts = Contact.objects.filter(platform=desk.platform)
    for contact in contacts:
        mark = side.mark(f"contact{contact.function}")
        contact.name, contact.email = mark, f"{mark}@service.example"
        contact.save(update_fields=["name", "email"])
    side.contact = contacts.get(function=ContactFunction.DUTY)
    side.invitation = invitations.invite(
        actor=actor_for(side.people[Role.ADMINISTRATOR]),
        organisation=desk.agency.public_id,
        email=f"{side.mark('invited')}@desk.example",
        roles=[Role.ANALYST],
        now=now,
    )
    side.lead_invitation = invitations.invite(
        actor=actor_for(side.people[Role.LEAD]),
        organisation=desk.operator.public_id,
        email=f"{side.mark('offered')}@desk.example",
        roles=[Role.MODERATOR],
        now=now,
    )
    told = {role: user for role, user in side.people.items() if role != Role.ADMINISTRATOR}
    for user in told.values():
        notice = Notice.objects.create(
            key=f"{side.word}:{user.pk}",
            user=user,
            kind=NoticeKind.CLOSED,
            context=_context(side),
            created_at=now,
        )
        side.notices[user.name] = notice.public_id


def _context(side: Side) -> dict[str, str]:
    return {
        "reference": _ref(side, "closed"),
        "platform": side.desk.platform.name,
        "path": f"/cases/{_ref(side, 'closed')}/",
    }


def absent_reference() -> str:
    """A well-formed reference that nobody has."""
    return new_reference()


def seat_of(user: User) -> Membership:
    return Membership.objects.get(user=user)
