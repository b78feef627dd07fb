from accounts.models.organisation import Organisation
from accounts.models.token import Token
from accounts.models.user import Invitation, Membership, User

__all__ = ["Invitation", "Membership", "Organisation", "Token", "User"]
