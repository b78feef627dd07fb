from accounts.models.duty import Absence, Shift
from accounts.models.feed import CalendarFeed
from accounts.models.organisation import Organisation
from accounts.models.token import Token
from accounts.models.user import Invitation, Membership, User

__all__ = [
    "Absence",
    "CalendarFeed",
    "Invitation",
    "Membership",
    "Organisation",
    "Shift",
    "Token",
    "User",
]
