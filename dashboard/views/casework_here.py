"""What an open page of a case asks every fifteen seconds: has it changed, and who else is there.

The page is not drawn anew under the reader's hands: what he types or has unfolded stays. He is
told, and opens it as it is now when he chooses.
"""

import hashlib

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accounts.domain.acting import Actor
from cases.domain.presence import Round, be_here
from cases.models import Doing
from cases.permissions import READERS
from dashboard.views.desk import desk_view
from kernel.clock import now_of

NOTHING_NEW = 204


@never_cache
@require_POST
@desk_view(*READERS)
def here(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    """Note that the reader is there; tell him of a change since ``seen`` and of his colleagues, once."""
    asked = request.POST
    doing = Doing.ANSWERING if asked.get("doing") == Doing.ANSWERING else Doing.READING
    found = be_here(actor=actor, reference=reference, doing=doing, now=now_of(request))
    changed = asked.get("seen") != found.changed_at.isoformat()
    said = _digest(found, changed) if changed or found.others else ""
    if said == asked.get("said", ""):
        return HttpResponse(status=NOTHING_NEW)
    told = {
        "reference": reference,
        "changed_at": found.changed_at if changed else None,
        "others": [(each.user.name, Doing(each.doing).label) for each in found.others],
        "said": said,
    }
    return render(request, "dashboard/casework/_here.html", told)


def _digest(found: Round, changed: bool) -> str:
    """Return a word for what is shown: the same again is not said again."""
    words = [f"{each.user_id}:{each.doing}" for each in found.others]
    at = found.changed_at.isoformat() if changed else ""
    return hashlib.sha256("|".join([at, *words]).encode()).hexdigest()[:12]
