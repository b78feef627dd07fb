"""What a person changes about himself."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from accounts.domain.acting import Actor, acting_as, actor_of
from accounts.domain.joining import check_password
from accounts.domain.places import check_language, check_zone
from accounts.models import User
from accounts.models.user import new_nonce
from audit.domain.chain import NewEntry, record
from audit.enums import ActorKind
from kernel.errors import Invalid, NotAllowed

PROFILE_FIELDS = ("name", "language", "time_zone", "uses_keys")


def person_of(actor: Actor) -> User:
    """Return the person that acts, with seat and organisation; raises NotAllowed for others."""
    if actor.user_id is None:
        raise NotAllowed("no_person", _("Only a person has a profile."))
    return User.objects.select_related("membership__organisation").get(pk=actor.user_id)


def change_profile(
    *,
    actor: Actor,
    name: str,
    language: str,
    time_zone: str,
    uses_keys: bool | None = None,
    now: datetime,
) -> User:
    """Change the actor's name, language and zone; audited by the names of the fields.

    ``uses_keys``: whether single letters act on his pages; None leaves it as it is.
    Raises NotAllowed (no person acts), Invalid (name, language, zone).
    """
    with acting_as(actor):
        user = locked_self(actor)
        if not name.strip():
            raise Invalid("name", _("Say who you are."), field="name")
        wanted = {
            "name": name.strip(),
            "language": check_language(language),
            "time_zone": check_zone(time_zone),
            "uses_keys": user.uses_keys if uses_keys is None else uses_keys,
        }
        changed = [field for field in PROFILE_FIELDS if getattr(user, field) != wanted[field]]
        for field in changed:
            setattr(user, field, wanted[field])
        if changed:
            user.save(update_fields=changed)
            _note(user, actor, "change_profile", now, fields=changed)
    return user


def sign_out_everywhere(*, actor: Actor, now: datetime) -> User:
    """End every session of the actor; audited. The caller keeps his own by signing it anew.

    Returns the user with the new nonce. Raises NotAllowed (no person acts).
    """
    with acting_as(actor):
        user = locked_self(actor)
        user.session_nonce = new_nonce()
        user.save(update_fields=["session_nonce"])
        _note(user, actor, "sign_out_everywhere", now)
    return user


def set_password(*, user: User, password: str, now: datetime) -> None:
    """Give ``user`` a new password in his own name: ends every session; audited.

    For the reset by mail too, where nobody is signed in yet. Raises Invalid (too weak).
    """
    actor = actor_of(user) or Actor(ActorKind.USER, str(user.public_id), "no seat", user_id=user.pk)
    with acting_as(actor):
        check_password(password, user)
        user.set_password(password)
        user.session_nonce = new_nonce()
        user.save(update_fields=["password", "session_nonce"])
        _note(user, actor, "set_password", now)


def locked_self(actor: Actor) -> User:
    """Return the person that acts, locked; raises NotAllowed for others."""
    return User.objects.select_for_update(no_key=True).get(pk=person_of(actor).pk)


def _note(user: User, actor: Actor, verb: str, now: datetime, **changes: object) -> None:
    record([NewEntry("user", str(user.public_id), verb, changes)], by=actor, at=now)
