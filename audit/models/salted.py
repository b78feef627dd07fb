"""Texts that the record knows only by their hash."""

import secrets

from django.db import models


def new_salt() -> str:
    """Return 16 random bytes as hex."""
    return secrets.token_hex(16)


class SaltedText(models.Model):
    """A row with texts. The record keeps salted hashes of them; the salt stands here.

    Erasing a text erases its salt with it, and the record stays whole.
    """

    salt = models.CharField(max_length=32, default=new_salt, editable=False)

    class Meta:
        abstract = True
