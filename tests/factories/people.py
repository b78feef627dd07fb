"""People with a seat, and the actors they are."""

from accounts.domain.acting import Actor, actor_of
from accounts.enums import Role
from accounts.models import Membership, Organisation, User
from tests.factories.counting import next_number

PASSWORD = "correct horse battery staple"


def make_person(
    organisation: Organisation,
    *roles: Role,
    name: str = "",
    email: str = "",
    post: str = "Desk officer",
    cleared: bool = False,
    language: str = "en",
    time_zone: str = "",
) -> User:
    """Return a signed-up person of ``organisation`` in these roles; the password is PASSWORD."""
    number = next_number()
    words = " and ".join(role.value for role in roles)
    user = User.objects.create_user(
        email or f"person{number}@desk.example",
        PASSWORD,
        name=name or f"{words.capitalize()} {number}",
        language=language,
        time_zone=time_zone or organisation.time_zone,
    )
    Membership.objects.create(
        user=user,
        organisation=organisation,
        roles=[role.value for role in roles],
        post=post,
        cleared=cleared,
    )
    return user


def actor_for(user: User) -> Actor:
    """Return the actor that ``user`` is, read fresh; fails where the person has no seat."""
    actor = actor_of(User.objects.select_related("membership__organisation").get(pk=user.pk))
    assert actor is not None, f"{user} has no active seat"
    return actor


def make_actor(organisation: Organisation, *roles: Role, cleared: bool = False) -> Actor:
    """Return a new person of ``organisation`` as an actor."""
    return actor_for(make_person(organisation, *roles, cleared=cleared))
