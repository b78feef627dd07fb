"""Scenes of what is done to people, organisations, services, the law and notices."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

from allauth.mfa.models import Authenticator

from accounts.domain import consenting, inviting, organisations, people, profile, tokens
from accounts.domain.acting import COMMAND, ENGINE, Actor
from accounts.domain.joining import Newcomer
from accounts.domain.organisations import OrganisationWords
from accounts.domain.tokens import TokenWords
from accounts.enums import OrganisationKind, Role, Scope
from accounts.models import Invitation, Membership
from channels_registry.domain import contacts, registry, seats
from channels_registry.domain.contacts import ContactWords
from channels_registry.domain.registry import PlatformWords
from channels_registry.enums import ContactFunction, Grammar
from channels_registry.models import Contact
from notifications.domain import inbox, invitations, password_links, second_factors, token_offers
from notifications.enums import NoticeKind
from notifications.models import Notice
from sla.domain import confirming, law, reference
from sla.domain.law import BasisWords, CategoryWords
from sla.enums import Urgency
from sla.models import LegalBasis, PolicyFact
from tests.architecture.verb_scenarios import LATER, Act, Stage, acted, scene_of
from tests.factories.cases import NOON
from tests.factories.organisations import make_operator
from tests.factories.people import make_actor
from tests.factories.platforms import make_contact, make_platform
from tests.factories.second_factors import SECRET

PASSWORD = "a quite long sentence to keep"


def colleague(stage: Stage) -> Actor:
    return make_actor(stage.desk.agency, Role.ANALYST)


def act_on_colleague(stage: Stage, verb: Any, **words: Any) -> Act:
    return acted(verb, stage.administrator, person=stage.person(colleague(stage)).public_id, **words)


def invited(stage: Stage) -> Invitation:
    return invitations.invite(
        actor=stage.administrator,
        organisation=stage.desk.agency.public_id,
        email="newcomer@desk.example",
        roles=[Role.ANALYST],
        now=NOON,
    )


def organisation_words(name: str) -> OrganisationWords:
    return OrganisationWords(name=name, jurisdiction="ID", language="en", time_zone="Asia/Jakarta")


# Second factors.


def with_app(stage: Stage) -> Actor:
    actor = colleague(stage)
    second_factors.add_totp(actor=actor, secret=SECRET, now=NOON)
    return actor


@scene_of(second_factors.add_totp)
def add_totp(stage: Stage) -> Act:
    return acted(second_factors.add_totp, colleague(stage), secret=SECRET)


@scene_of(second_factors.add_passkey)
def add_passkey(stage: Stage) -> Act:
    return acted(second_factors.add_passkey, colleague(stage), name="Key", credential={})


@scene_of(second_factors.remove_factor)
def remove_factor(stage: Stage) -> Act:
    actor = with_app(stage)
    factor = Authenticator.objects.get(user_id=actor.user_id, type=Authenticator.Type.TOTP)
    return acted(second_factors.remove_factor, actor, factor=factor.pk)


@scene_of(second_factors.renew_recovery_codes)
def renew_recovery_codes(stage: Stage) -> Act:
    return acted(second_factors.renew_recovery_codes, with_app(stage))


@scene_of(second_factors.reset_second_factor)
def reset_second_factor(stage: Stage) -> Act:
    person = stage.person(with_app(stage)).public_id
    return acted(second_factors.reset_second_factor, stage.administrator, person=person)


# Seats.


@scene_of(invitations.invite)
def invite(stage: Stage) -> Act:
    return acted(
        invitations.invite,
        stage.administrator,
        organisation=stage.desk.agency.public_id,
        email="newcomer@desk.example",
        roles=[Role.ANALYST],
    )


@scene_of(invitations.invite_again)
def invite_again(stage: Stage) -> Act:
    return acted(invitations.invite_again, stage.administrator, invitation=invited(stage).public_id)


@scene_of(inviting.revoke_invitation)
def revoke(stage: Stage) -> Act:
    return acted(inviting.revoke_invitation, stage.administrator, invitation=invited(stage).public_id)


def token_words(stage: Stage) -> TokenWords:
    person = stage.person(stage.desk.analyst).public_id
    return TokenWords(name="Bridge", responsible=person, scopes=[Scope.REPORT], days=30)


def offered_token(stage: Stage) -> UUID:
    words = token_words(stage)
    offer = token_offers.offer_token(actor=stage.administrator, token=uuid4(), words=words, now=NOON)
    return offer.public_id


@scene_of(token_offers.offer_token)
def offer_token(stage: Stage) -> Act:
    return acted(token_offers.offer_token, stage.administrator, token=uuid4(), words=token_words(stage))


@scene_of(consenting.accept_token)
def accept_token(stage: Stage) -> Act:
    return acted(consenting.accept_token, stage.desk.analyst, token=offered_token(stage))


@scene_of(consenting.decline_token)
def decline_token(stage: Stage) -> Act:
    return acted(consenting.decline_token, stage.desk.analyst, token=offered_token(stage))


@scene_of(tokens.revoke_token)
def revoke_token(stage: Stage) -> Act:
    return acted(tokens.revoke_token, stage.administrator, token=offered_token(stage))


@scene_of(seats.accept_invitation)
def accept(stage: Stage) -> Act:
    newcomer = Newcomer(
        name="Newcomer", post="Officer", password=PASSWORD, language="en", time_zone="Asia/Jakarta"
    )
    words = {"invitation": invited(stage).public_id, "newcomer": newcomer, "now": LATER}
    return Act(seats.accept_invitation, None, words)


@scene_of(people.change_roles)
def change_roles(stage: Stage) -> Act:
    return act_on_colleague(stage, people.change_roles, roles=[Role.APPROVER], post="Head of desk")


@scene_of(people.set_clearance)
def set_clearance(stage: Stage) -> Act:
    return act_on_colleague(stage, people.set_clearance, cleared=True)


@scene_of(seats.disable_person)
def disable(stage: Stage) -> Act:
    return act_on_colleague(stage, seats.disable_person)


@scene_of(people.enable)
def enable(stage: Stage) -> Act:
    act = disable(stage)
    seat: Membership = act.do()
    return acted(people.enable, stage.administrator, person=seat.user.public_id)


@scene_of(profile.change_profile)
def change_profile(stage: Stage) -> Act:
    return acted(
        profile.change_profile,
        stage.desk.analyst,
        name="Another name",
        language="id",
        time_zone="Asia/Makassar",
        uses_keys=False,
    )


@scene_of(profile.sign_out_everywhere)
def sign_out_everywhere(stage: Stage) -> Act:
    return acted(profile.sign_out_everywhere, stage.desk.analyst)


@scene_of(profile.set_password)
def set_password(stage: Stage) -> Act:
    analyst = stage.desk.analyst
    words = {"user": stage.person(analyst), "password": PASSWORD, "now": LATER}
    return Act(profile.set_password, analyst, words)


@scene_of(password_links.send_password_link)
def send_password_link(stage: Stage) -> Act:
    # Whoever asks is nobody known: the engine writes.
    words = {"user": stage.person(stage.desk.analyst), "now": LATER}
    return Act(password_links.send_password_link, ENGINE, words)


# Organisations.


@scene_of(invitations.create_organisation)
def create_organisation(stage: Stage) -> Act:
    return acted(
        invitations.create_organisation,
        stage.owner,
        kind=OrganisationKind.OPERATOR,
        words=organisation_words("A new operator"),
        first="lead@new.example",
    )


@scene_of(organisations.change_organisation)
def change_organisation(stage: Stage) -> Act:
    return acted(
        organisations.change_organisation,
        stage.owner,
        organisation=stage.desk.operator.public_id,
        words=organisation_words("Another name"),
    )


@scene_of(seats.deactivate_organisation)
def deactivate(stage: Stage) -> Act:
    return acted(seats.deactivate_organisation, stage.owner, organisation=stage.desk.operator.public_id)


@scene_of(organisations.open_organisation)
def open_organisation(stage: Stage) -> Act:
    deactivate(stage).do()
    return acted(organisations.open_organisation, stage.owner, organisation=stage.desk.operator.public_id)


# Services and their contacts.


@scene_of(registry.add_platform)
def add_platform(stage: Stage) -> Act:
    words = PlatformWords(name="A new service", grammar=Grammar.GENERIC)
    return acted(
        registry.add_platform, stage.owner, operator=make_operator(), slug="new-service", words=words
    )


@scene_of(registry.change_platform)
def change_platform(stage: Stage) -> Act:
    slug = make_platform(stage.desk.operator).slug
    words = PlatformWords(name="Another name", grammar=Grammar.GENERIC)
    return acted(registry.change_platform, stage.owner, slug=slug, words=words)


@scene_of(registry.add_host)
def add_host(stage: Stage) -> Act:
    return acted(registry.add_host, stage.owner, slug=stage.desk.platform.slug, host="more.example")


@scene_of(registry.remove_host)
def remove_host(stage: Stage) -> Act:
    slug = make_platform(stage.desk.operator, hosts=["less.example"]).slug
    return acted(registry.remove_host, stage.owner, slug=slug, host="less.example")


def contact_words(rank: int = 2) -> ContactWords:
    return ContactWords(
        function=ContactFunction.DUTY,
        rank=rank,
        name="Night desk",
        email="night@service.example",
        language="en",
        time_zone="Asia/Dubai",
    )


def a_contact(stage: Stage) -> Contact:
    return make_contact(stage.desk.platform, rank=7)


def act_on_contact(stage: Stage, verb: Any, **words: Any) -> Act:
    contact = a_contact(stage).public_id
    return acted(verb, stage.lead, slug=stage.desk.platform.slug, contact=contact, **words)


@scene_of(contacts.add_contact)
def add_contact(stage: Stage) -> Act:
    return acted(contacts.add_contact, stage.lead, slug=stage.desk.platform.slug, words=contact_words())


@scene_of(contacts.change_contact)
def change_contact(stage: Stage) -> Act:
    return act_on_contact(stage, contacts.change_contact, words=contact_words(rank=8))


@scene_of(contacts.confirm_contact)
def confirm_contact(stage: Stage) -> Act:
    return act_on_contact(stage, contacts.confirm_contact)


@scene_of(contacts.retire_contact)
def retire_contact(stage: Stage) -> Act:
    return act_on_contact(stage, contacts.retire_contact)


# What the law says.


def category_words(name: str = "Piracy") -> CategoryWords:
    return CategoryWords(name_en=name, name_id="Pembajakan", urgency=Urgency.ORDINARY)


def basis_words(stage: Stage, citation: str = "Act 7, art. 1") -> BasisWords:
    return BasisWords(
        jurisdiction="ID",
        citation=citation,
        text_en="It forbids.",
        text_id="Dilarang.",
        categories=[stage.desk.category.code],
        effective_from=date(2020, 1, 1),
    )


@scene_of(law.add_category)
def add_category(stage: Stage) -> Act:
    return acted(law.add_category, stage.owner, code="piracy", words=category_words())


@scene_of(law.change_category)
def change_category(stage: Stage) -> Act:
    code = stage.desk.category.code
    return acted(law.change_category, stage.owner, code=code, words=category_words("Another"))


@scene_of(law.add_legal_basis)
def add_legal_basis(stage: Stage) -> Act:
    return acted(law.add_legal_basis, stage.owner, code="act-7", words=basis_words(stage))


@scene_of(law.change_legal_basis)
def change_legal_basis(stage: Stage) -> Act:
    words = basis_words(stage, "Act 8, art. 1")
    return acted(law.change_legal_basis, stage.owner, code=stage.desk.basis.code, words=words)


@scene_of(law.retire_legal_basis)
def retire_legal_basis(stage: Stage) -> Act:
    code = stage.desk.basis.code
    return acted(law.retire_legal_basis, stage.owner, code=code, until=date(2030, 1, 1))


@scene_of(reference.load_reference)
def load(stage: Stage) -> Act:
    return acted(reference.load_reference, COMMAND)


@scene_of(confirming.confirm_legal_basis)
def confirm_legal_basis(stage: Stage) -> Act:
    basis: LegalBasis = add_legal_basis(stage).do()
    return acted(confirming.confirm_legal_basis, stage.owner, code=basis.code)


@scene_of(confirming.confirm_fact)
def confirm_fact(stage: Stage) -> Act:
    load(stage).do()
    fact = PolicyFact.objects.filter(confirmed_at=None, standing="unconfirmed").earliest("pk")
    return acted(confirming.confirm_fact, stage.owner, policy=fact.policy.code, key=fact.key)


# Notices.


def a_notice(stage: Stage) -> Notice:
    return Notice.objects.create(
        key="scene", user_id=stage.desk.analyst.user_id, kind=NoticeKind.CLOSED, created_at=NOON
    )


@scene_of(inbox.mark_read)
def mark_read(stage: Stage) -> Act:
    return acted(inbox.mark_read, stage.desk.analyst, notices=[a_notice(stage).public_id])


@scene_of(inbox.mark_all_read)
def mark_all_read(stage: Stage) -> Act:
    a_notice(stage)
    return acted(inbox.mark_all_read, stage.desk.analyst)
