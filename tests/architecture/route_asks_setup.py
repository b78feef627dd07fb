"""What is asked of the routes of people, the set-up, sign-in, and the links in mails."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str

from accounts.domain import signed_links
from accounts.enums import Role
from cases.domain import drilling
from cases.domain.contact_link import PURPOSE
from channels_registry.models import PlatformHost
from kernel.clock import database_now
from kernel.fingerprints import fingerprint
from notifications.domain import password_links
from notifications.domain.invitations import LINK_PURPOSE, link_of
from operations.domain.heartbeats import stamp
from operations.enums import Work
from sla.models import PolicyFact
from tests.architecture.route_asks import (
    ABSENT,
    AGENCIES,
    EVERYBODY,
    NO_ID,
    OTHER_PLATFORM,
    PLATFORM,
    Asks,
)
from tests.architecture.route_asks_calendars import calculator, calendars, outages
from tests.factories.people import PASSWORD

OWNER = frozenset({"adm"})
NONE = frozenset[str]()
NO_TOKEN = "no.token"
DAYS = {"confirm_every_days": "90", "drill_hours": "24"}
NEW_PASSWORD = "a quite long sentence to keep"


def health(asks: Asks) -> None:
    """The checks of whoever keeps the desk running; the engine was just here."""
    for work in (Work.SWEEP, Work.OUTBOX):
        stamp(runner="loop", work=work, count=0, now=database_now() + timedelta(days=1))
    for route in ("livez", "readyz", "statusz", "metrics", "dashboard:engine"):
        asks.get(route)


def own_pages(asks: Asks) -> None:
    """Home, profile, language, sign-in."""
    _sign_in(asks)
    asks.get("dashboard:home")
    asks.get("dashboard:profile")
    asks.get("dashboard:keys")
    words = {"name": "Another name", "language": "id", "time_zone": "Asia/Makassar"}
    asks.post("dashboard:profile", body=words)
    asks.get("dashboard:own_mail")
    asks.post("dashboard:own_mail", body={"mail": "urgent"})
    asks.get("dashboard:own_sessions")
    asks.get("dashboard:own_log")
    asks.post("dashboard:session_end", ABSENT, [1])
    asks.post("dashboard:sign_out_elsewhere")
    asks.post("set_language", body={"language": "id"})


def factors(asks: Asks) -> None:
    """The second factor of oneself; nobody of the world has one, and a session of long ago."""
    again = {"password": PASSWORD}
    asks.get("account_reauthenticate")
    asks.post("account_reauthenticate", "right", body=again)
    asks.post("account_reauthenticate", "wrong", body={"password": "wrong"})
    for name in ("mfa_index", "mfa_view_recovery_codes"):
        asks.get(name)
    for name, body in (
        ("mfa_authenticate", {"code": "000000"}),
        ("mfa_reauthenticate", {"code": "000000"}),
        ("mfa_reauthenticate_webauthn", {"credential": "{}"}),
        ("mfa_login_webauthn", {"credential": "{}"}),
        ("mfa_activate_totp", {"code": "000000"}),
        ("mfa_add_webauthn", {"credential": "{}"}),
        ("mfa_deactivate_totp", {}),
    ):
        asks.get(name)
        asks.post(name, body=body)
    asks.get("mfa_remove_webauthn", ABSENT, [1])
    asks.post("mfa_remove_webauthn", ABSENT, [1])
    asks.post("mfa_generate_recovery_codes")


def _sign_in(asks: Asks) -> None:
    analyst = asks.home.people[Role.ANALYST]
    asks.get("account_login")
    good = {"login": analyst.email, "password": PASSWORD}
    asks.post("account_login", "right", body=good)
    asks.post("account_login", "wrong", body={**good, "password": "wrong"})
    asks.post("account_login", "no such person", body={"login": "no@desk.example", "password": "wrong"})
    asks.get("account_logout")
    asks.post("account_logout")
    for name in ("inactive", "no_seat", "signup", "reset_password_done", "reset_password_from_key_done"):
        asks.get(f"account_{name}")
    asks.get("account_change_password")
    new = {"oldpassword": PASSWORD, "password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    asks.post("account_change_password", body=new)
    asks.get("account_reset_password")
    asks.post("account_reset_password", "person", body={"email": analyst.email}, knows=NONE)
    asks.post("account_reset_password", ABSENT, body={"email": "no@desk.example"})
    args = [user_pk_to_url_str(analyst), default_token_generator.make_token(analyst)]
    asks.get("account_reset_password_from_key", "right", args)
    asks.get("account_reset_password_from_key", ABSENT, [args[0], "no-key"])
    body = {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    asks.post("account_reset_password_from_key", ABSENT, [args[0], "no-key"], body=body)


def links(asks: Asks) -> None:
    """Signed links: whoever holds one comes in, whoever he is; nobody else does."""
    asks.roles = ("nob", "ana", "oop")
    home, now = asks.home, asks.home.now
    assert home.contact is not None
    assert home.invitation is not None
    crossed = {"contact": str(home.contact.public_id), "case": asks.other.cases["received"].reference}
    old = {"contact": str(home.contact.public_id), "case": home.cases["sent"].reference}
    tokens = {
        "cover": home.token("sent"),
        "opened": home.token("received"),
        "before it is sent": home.token("waiting"),
        "of other's case": signed_links.sign(crossed, purpose=PURPOSE, now=now),
        "eight days old": signed_links.sign(old, purpose=PURPOSE, now=now - timedelta(days=8)),
        "for another purpose": signed_links.sign(old, purpose="invitation", now=now),
        ABSENT: NO_TOKEN,
    }
    for label, token in tokens.items():
        knows = EVERYBODY if label in ("cover", "opened", ABSENT) else NONE
        asks.get("dashboard:link", label, [token], knows=knows)
        name = {"signer_name": "A person on duty"}
        asks.post("dashboard:link_open", label, [token], body=name, knows=knows)
        asks.post("dashboard:link_acknowledge", label, [token], knows=knows)
    _drill_links(asks)
    invitation = link_of(home.invitation, now=now).strip("/").rpartition("/")[2]
    forged = signed_links.sign({"invitation": str(NO_ID)}, purpose=LINK_PURPOSE, now=now)
    newcomer = {
        "name": "Newcomer",
        "post": "Officer",
        "password": NEW_PASSWORD,
        "language": "en",
        "time_zone": "Asia/Jakarta",
    }
    for label, token in (("right", invitation), ("of nobody", forged), (ABSENT, NO_TOKEN)):
        asks.get("dashboard:invitation", label, [token])
        asks.post("dashboard:invitation", label, [token], body=newcomer)
    _password_links(asks)


def _drill_links(asks: Asks) -> None:
    home, other, now = asks.home, asks.other, asks.home.now
    said = {"contact": str(home.contact.public_id), "drill": str(home.drill)}  # type: ignore[union-attr]
    crossed = {**said, "drill": str(other.drill)}
    tokens = {
        "asked": signed_links.sign(said, purpose=drilling.PURPOSE, now=now),
        "of other's test": signed_links.sign(crossed, purpose=drilling.PURPOSE, now=now),
        "for another purpose": signed_links.sign(said, purpose=PURPOSE, now=now),
        ABSENT: NO_TOKEN,
    }
    for label, token in tokens.items():
        knows = EVERYBODY if label in ("asked", ABSENT) else NONE
        asks.get("dashboard:drill", label, [token], knows=knows)
        asks.post("dashboard:drill_answer", label, [token], knows=knows)


def _password_links(asks: Asks) -> None:
    person = asks.home.people[Role.ANALYST]
    said = {"person": str(person.public_id), "state": fingerprint(person, password_links.STATE)}
    token = signed_links.sign(said, purpose=password_links.LINK_PURPOSE, now=asks.home.now)
    asks.get("dashboard:password_link", "right", [token])
    asks.get("dashboard:password_link", ABSENT, [NO_TOKEN])


def people(asks: Asks) -> None:
    """People and invitations of one's own organisation."""
    home, other = asks.home, asks.other
    asks.get("dashboard:people")
    asks.get("dashboard:person_new")
    asks.post("dashboard:person_new", "analyst", body={"email": "new@desk.example", "roles": ["analyst"]})
    asks.post("dashboard:person_new", "moderator", body={"email": "new@desk.example", "roles": ["moderator"]})
    persons = (
        ("home colleague", home.people["colleague"], OWNER),
        ("home hand", home.people["hand"], frozenset({"lea"})),
        ("other colleague", other.people["colleague"], frozenset({"oad"})),
        ("other hand", other.people["hand"], frozenset({"oop"})),
    )
    bodies: dict[str, Mapping[str, Any]] = {
        "person": {"roles": ["analyst"], "post": "Head"},
        "person_clearance": {"cleared": "yes"},
        "person_disable": {},
        "person_enable": {},
        "person_factor_reset": {},
    }
    for name, body in bodies.items():
        for label, user, knows in persons:
            sent = {**body, "roles": ["moderator"]} if label.endswith("hand") and "roles" in body else body
            asks.post(f"dashboard:{name}", label, [user.public_id], body=sent, knows=knows)
        asks.post(f"dashboard:{name}", ABSENT, [NO_ID], body=body)
    for label, user, knows in persons:
        asks.get("dashboard:person", label, [user.public_id], knows=knows)
    asks.get("dashboard:person", ABSENT, [NO_ID])
    asks.post("dashboard:person_enable", "home gone", [home.people["gone"].public_id], knows=OWNER)
    for name in ("invitation_again", "invitation_revoke"):
        for side, knows, lead in ((home, OWNER, "lea"), (other, OWNER | {"oad"}, "oop")):
            assert side.invitation is not None
            assert side.lead_invitation is not None
            route = f"dashboard:{name}"
            asks.post(route, f"{side.word} agency", [side.invitation.public_id], knows=knows)
            label, args = f"{side.word} operator", [side.lead_invitation.public_id]
            asks.post(route, label, args, knows=OWNER | {lead})
        asks.post(f"dashboard:{name}", ABSENT, [NO_ID])


def tokens(asks: Asks) -> None:
    """Tokens of one's own organisation."""
    asks.get("dashboard:tokens")
    asks.get("dashboard:token_new")
    for label, user, scope in (
        ("of home colleague", asks.home.people["colleague"], "report"),
        ("of home hand", asks.home.people["hand"], "answer"),
        ("of other colleague", asks.other.people["colleague"], "report"),
        ("of nobody", None, "report"),
    ):
        person = user.public_id if user else NO_ID
        body = {"name": "Bridge", "responsible": person, "scopes": [scope], "days": "30", "offer": NO_ID}
        asks.post("dashboard:token_new", label, body=body)
    for side in (asks.home, asks.other):
        for house, knows in (("agency", {"adm"}), ("operator", {"lea"})):
            if side is asks.other:
                knows = {"oad"} if house == "agency" else {"oop"}
            args = [side.tokens[house].public_id]
            asks.post("dashboard:token_revoke", f"{side.word} {house}", args, knows=frozenset(knows))
    asks.post("dashboard:token_revoke", ABSENT, [NO_ID])
    _own_tokens(asks)


def _own_tokens(asks: Asks) -> None:
    """Offers and tokens are answered and ended by the person in whose name they are, whoever offered."""
    holders = {
        "home agency": ("ana", "adm"),
        "home operator": ("mod", "lea"),
        "other agency": ("oth", "oad"),
        "other operator": ("oop", "oop"),
    }
    for label, (holder, manager) in holders.items():
        word, _, house = label.partition(" ")
        side = asks.home if word == "home" else asks.other
        knows = frozenset({holder})
        offer = [side.tokens[f"offered {house}"].public_id]
        asks.get("dashboard:token_offer", label, offer, knows=knows)
        asks.post("dashboard:token_offer", label, offer, knows=knows)
        asks.post("dashboard:token_decline", label, offer, knows=knows)
        own = [side.tokens[f"own {house}"].public_id]
        asks.post("dashboard:own_token_revoke", label, own, knows=knows | {manager})
    asks.get("dashboard:token_offer", ABSENT, [NO_ID])
    for name in ("token_offer", "token_decline", "own_token_revoke"):
        asks.post(f"dashboard:{name}", ABSENT, [NO_ID])


def organisations(asks: Asks) -> None:
    """Organisations: the owning agency's administrator alone knows of all."""
    asks.get("dashboard:organisations")
    asks.get("dashboard:organisation_new")
    words = {"name": "A new house", "jurisdiction": "ID", "language": "en", "time_zone": "Asia/Jakarta"}
    founded = {**words, "kind": "operator", "first": "lead@new.example"}
    asks.post("dashboard:organisation_new", body=founded)
    bodies: dict[str, Mapping[str, Any]] = {
        "organisation": words,
        "organisation_invite": {"email": "lead@new.example"},
        "organisation_close": {},
        "organisation_open": {},
    }
    for label, key, knows in (
        ("home operator", asks.home.desk.operator.public_id, OWNER),
        ("other agency", asks.other.desk.agency.public_id, OWNER),
        (ABSENT, NO_ID, EVERYBODY),
    ):
        asks.get("dashboard:organisation", label, [key], knows=knows)
        for name, body in bodies.items():
            asks.post(f"dashboard:{name}", label, [key], body=body, knows=knows)


def platforms(asks: Asks) -> None:
    """Services, hosts, contacts: agencies know all, an operator his own."""
    home, other = asks.home, asks.other
    asks.get("dashboard:platforms")
    asks.get("dashboard:platform_new")
    for label, operator in (("operator", home.desk.operator.pk), ("agency", home.desk.agency.pk)):
        body = {"operator": operator, "slug": "new-service", "name": "A new service", "grammar": "generic"}
        asks.post("dashboard:platform_new", label, body={**body, **DAYS, "active": "on"})
    host = PlatformHost.objects.filter(platform=home.desk.platform).earliest("pk").host
    foreign = PlatformHost.objects.filter(platform=other.desk.platform).earliest("pk").host
    contact = {
        "function": "duty",
        "rank": "7",
        "name": "Night desk",
        "email": "night@service.example",
        "language": "en",
        "time_zone": "Asia/Dubai",
    }
    for label, slug, knows in _slugs(asks):
        named = {"name": "Another name", "grammar": "generic", "active": "on", **DAYS}
        asks.get("dashboard:platform", label, [slug], knows=knows)
        asks.post("dashboard:platform", label, [slug], body=named, knows=knows)
        asks.post("dashboard:host_new", label, [slug], body={"host": "more.example"}, knows=knows)
        asks.post("dashboard:host_remove", label, [slug], body={"host": host}, knows=knows)
        asks.get("dashboard:contact_new", label, [slug], knows=knows)
        asks.post("dashboard:contact_new", label, [slug], body=contact, knows=knows)
    slug = [home.desk.platform.slug]
    asks.post("dashboard:host_remove", "home, host of other", slug, body={"host": foreign})
    _contacts(asks, contact)


def _slugs(asks: Asks) -> tuple[tuple[str, str, frozenset[str]], ...]:
    return (
        ("home", asks.home.desk.platform.slug, AGENCIES | PLATFORM),
        ("other", asks.other.desk.platform.slug, AGENCIES | OTHER_PLATFORM),
        (ABSENT, "no-service", EVERYBODY),
    )


def _contacts(asks: Asks, words: Mapping[str, Any]) -> None:
    home, other = asks.home, asks.other
    assert home.contact is not None
    assert other.contact is not None
    own, strange = home.desk.platform.slug, other.desk.platform.slug
    contacts = (
        ("home", [own, home.contact.public_id], OWNER | {"lea"}),
        ("other", [strange, other.contact.public_id], OWNER | {"oop"}),
        ("home, contact of other", [own, other.contact.public_id], NONE),
        (ABSENT, [own, NO_ID], EVERYBODY),
    )
    for label, args, knows in contacts:
        # That the service of another exists is no secret among agencies: no comparison there.
        knows = knows | (AGENCIES if label == "other" else NONE)
        asks.get("dashboard:contact", label, args, knows=knows)
        asks.get("dashboard:contact_proof_file", label, args, knows=knows)
        for name, body in (
            ("contact", words),
            ("contact_confirm", {}),
            ("contact_proof", {}),
            ("contact_retire", {}),
        ):
            asks.post(f"dashboard:{name}", label, args, body=body, knows=knows)


def law(asks: Asks) -> None:
    """Categories, legal bases, policies: read by agencies, changed by the owning one."""
    home = asks.home
    for name in ("categories", "category_new", "legal_bases", "legal_basis_new", "policies"):
        asks.get(f"dashboard:{name}")
    category = {"name_en": "Piracy", "name_id": "Pembajakan", "urgency": "ordinary", "active": "on"}
    basis = {
        "jurisdiction": "ID",
        "citation": "Act 7, art. 1",
        "text_en": "It forbids.",
        "text_id": "Dilarang.",
        "categories": [home.desk.category.code],
        "effective_from": "2020-01-01",
    }
    asks.post("dashboard:category_new", body={**category, "code": "piracy"})
    asks.post("dashboard:legal_basis_new", body={**basis, "code": "act-7"})
    for label, code in (("home", home.desk.category.code), (ABSENT, "no-category")):
        asks.get("dashboard:category", label, [code])
        asks.post("dashboard:category", label, [code], body=category)
    for label, code in (("home", home.desk.basis.code), (ABSENT, "no-basis")):
        asks.get("dashboard:legal_basis", label, [code])
        asks.post("dashboard:legal_basis", label, [code], body=basis)
        asks.post("dashboard:legal_basis_confirm", label, [code])
        asks.post("dashboard:legal_basis_retire", label, [code], body={"until": "2030-01-01"})
    _policies(asks)
    calendars(asks)


def _policies(asks: Asks) -> None:
    default, agreed = asks.home.desk.version.policy, asks.world.agreed
    asks.get("dashboard:policy", "default", [default.code])
    asks.get("dashboard:policy", "agreed with other", [agreed.code], knows=AGENCIES | OTHER_PLATFORM)
    asks.get("dashboard:policy", ABSENT, ["no-policy"])
    fact = PolicyFact.objects.get(policy=default)
    asks.post("dashboard:fact_confirm", "default", [default.code, fact.key])
    asks.post("dashboard:fact_confirm", ABSENT, [default.code, "no-fact"])


SETUP: dict[str, Callable[[Asks], None]] = {
    "health": health,
    "own-pages": own_pages,
    "factors": factors,
    "links": links,
    "people": people,
    "tokens": tokens,
    "organisations": organisations,
    "platforms": platforms,
    "law": law,
    "calculator": calculator,
    "outages": outages,
}
