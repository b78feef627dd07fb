"""Sign-in: people are invited, nobody signs up."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class DeskAccountAdapter(DefaultAccountAdapter):
    """allauth's door, with the sign-up closed."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs up."""
        return False
