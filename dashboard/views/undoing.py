"""What was done and can still be taken back: said with a button beside it, for thirty seconds."""

from django.contrib import messages
from django.http import HttpRequest

UNDO = "undo"


def done_with_undo(request: HttpRequest, said: object, *, undo_url: str) -> None:
    """Say ``said`` on the next page, with a button "Undo" that posts to ``undo_url``.

    ``undo_url`` is an address of this desk, made by ``reverse``, with all that the verb needs in
    it; whether it is still in time is the verb's matter. Shown by ``components/_messages.html``.
    """
    messages.success(request, str(said), extra_tags=f"{UNDO} {undo_url}")
