"""Messages that were given up: why, and once more."""

from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from accounts.domain.acting import Actor, acting_as
from accounts.enums import AGENCY_KINDS
from cases.domain.dead_letters import READERS, SENDERS, as_read, dead_letters_of, send_again, send_all_again
from dashboard.views.desk import desk_view
from dashboard.views.people_saving import saved, setup_page
from kernel.clock import now_of
from kernel.paging import keyset_page

answering_view = desk_view(*SENDERS, kinds=AGENCY_KINDS)


@require_safe
@desk_view(*READERS, kinds=AGENCY_KINDS)
def undelivered(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show what was given up, the last first, each with its attempts."""
    after = request.GET.get("after", "")
    with acting_as(actor):
        page = keyset_page(dead_letters_of(actor), sort="-dead_at", cursor=after)
        letters = as_read(actor, page.rows)
    context = {
        "letters": letters,
        "may_send": actor.has(*SENDERS),
        "next_url": f"{_address()}?{urlencode({'after': page.next_cursor})}" if page.next_cursor else "",
        "first_url": _address() if after else "",
    }
    return setup_page(request, actor, "undelivered.html", context)


@require_POST
@answering_view
def message_again(request: HttpRequest, actor: Actor, message: UUID) -> HttpResponse:
    """Have one message sent again."""
    send_again(actor=actor, messages=[message], now=now_of(request))
    return saved(request, _("It is sent again, with the next round."), _address())


@require_POST
@answering_view
def messages_again(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Have all of them sent again."""
    again = send_all_again(actor=actor, now=now_of(request))
    said = ngettext("%(n)s message is sent again.", "%(n)s messages are sent again.", again)
    return saved(request, said % {"n": again}, _address())


def _address() -> str:
    return reverse("dashboard:undelivered")
