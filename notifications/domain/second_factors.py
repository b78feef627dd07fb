"""A second factor is added, removed, reset: written, recorded and told in one transaction.

The rows are allauth's: it checks codes and keys when somebody signs in.
"""

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from allauth.mfa.webauthn.internal.auth import WebAuthn
from django.utils.translation import gettext_lazy as _

from accounts.domain.acting import Actor, acting_as
from accounts.domain.profile import locked_self
from accounts.domain.second_factor import FACTORS, drop_factors, needs_factor
from accounts.models import User
from audit.domain.chain import NewEntry, record
from kernel.errors import Conflict, NotKnown
from notifications.domain.telling import Recipient, Telling, tell
from notifications.enums import NoticeKind

PAGE = "/accounts/2fa/"


def add_totp(*, actor: Actor, secret: str, now: datetime) -> Authenticator:
    """Give the actor an authenticator app by the secret that both share from now on.

    The first factor brings recovery codes. Audited, told by mail. Raises NotAllowed (no
    person acts), Conflict (has an app already).
    """
    with acting_as(actor):
        user = locked_self(actor)
        if Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists():
            raise Conflict("app_already", _("You have an authenticator app already. Remove it first."))
        made: Authenticator = TOTP.activate(user, secret).instance
        _added(actor, user, made, now)
    return made


def add_passkey(*, actor: Actor, name: str, credential: Mapping[str, Any], now: datetime) -> Authenticator:
    """Give the actor a passkey, whose answer to the challenge was checked; else as ``add_totp``."""
    with acting_as(actor):
        user = locked_self(actor)
        made: Authenticator = WebAuthn.add(user, name, dict(credential)).instance
        _added(actor, user, made, now)
    return made


def remove_factor(*, actor: Actor, factor: int, now: datetime) -> Authenticator:
    """Remove a factor of the actor; with the last one his recovery codes. Audited, told by mail.

    Raises NotAllowed (no person acts), NotKnown (not his), Conflict (the last one of a
    person whose role asks for one).
    """
    with acting_as(actor):
        user = locked_self(actor)
        held = {each.pk: each for each in Authenticator.objects.filter(user=user, type__in=FACTORS)}
        found = held.pop(factor, None)
        if found is None:
            raise NotKnown("factor_unknown", _("This second factor does not exist."))
        if not held and needs_factor(actor):
            raise Conflict("last_factor", _("Your role asks for a second factor. Add another one first."))
        Authenticator.objects.filter(pk__in=[factor] if held else _all_of(user)).delete()
        _note(actor, user, "remove_second_factor", now, type=found.type)
        _tell(user, NoticeKind.FACTOR_REMOVED, f"{factor}", now)
    return found


def renew_recovery_codes(*, actor: Actor, now: datetime) -> Authenticator:
    """Make new recovery codes; the old ones serve no more. Audited, told by mail.

    Raises NotAllowed (no person acts), Conflict (no second factor for which they could stand).
    """
    with acting_as(actor):
        user = locked_self(actor)
        if not Authenticator.objects.filter(user=user, type__in=FACTORS).exists():
            raise Conflict("no_factor", _("Recovery codes stand in for a second factor. Set one up first."))
        Authenticator.objects.filter(user=user, type=Authenticator.Type.RECOVERY_CODES).delete()
        made: Authenticator = RecoveryCodes.activate(user).instance
        _note(actor, user, "renew_recovery_codes", now)
        _tell(user, NoticeKind.CODES_RENEWED, f"{made.pk}", now)
    return made


def reset_second_factor(*, actor: Actor, person: uuid.UUID, now: datetime) -> User:
    """Take every factor of a colleague who lost them; his sessions end. Audited, told by mail.

    Raises NotKnown, NotAllowed, Invalid (oneself), Conflict (has none).
    """
    with acting_as(actor):
        user = drop_factors(actor=actor, person=person, now=now)
        _tell(user, NoticeKind.FACTOR_RESET, f"{user.public_id}:{now.timestamp():.0f}", now)
    return user


def _all_of(user: User) -> list[int]:
    return list(Authenticator.objects.filter(user=user).values_list("pk", flat=True))


def _added(actor: Actor, user: User, made: Authenticator, now: datetime) -> None:
    RecoveryCodes.activate(user)
    _note(actor, user, "add_second_factor", now, type=made.type)
    _tell(user, NoticeKind.FACTOR_ADDED, f"{made.pk}", now)


def _note(actor: Actor, user: User, verb: str, now: datetime, **changes: object) -> None:
    record([NewEntry("user", str(user.public_id), verb, changes)], by=actor, at=now)


def _tell(user: User, kind: NoticeKind, which: str, now: datetime) -> None:
    recipient = Recipient(
        name=user.name,
        address=user.email,
        language=user.language,
        time_zone=user.time_zone,
        user_id=user.pk,
    )
    telling = Telling(
        key=f"{kind}:{which}",
        kind=kind,
        recipient=recipient,
        subject_kind="user",
        subject_id=str(user.public_id),
        context={"path": PAGE},
    )
    tell([telling], now=now)
