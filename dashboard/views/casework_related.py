"""What has to do with a case: other cases, and its channels over time. The case page asks for it later."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from accounts.domain.acting import Actor, acting_as
from cases.domain.case_file import open_cover
from cases.domain.related import related_to
from cases.permissions import READERS
from dashboard.views.casework_act import page_of
from dashboard.views.desk import desk_view
from kernel.errors import Conflict
from kernel.htmx import wants_fragment


@require_safe
@desk_view(*READERS)
def related(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    """Show related cases and, to the agency, the channels; to htmx only the panel."""
    with acting_as(actor):
        file = open_cover(actor, reference)
        if not file.opened:
            raise Conflict("open_first", _("Open and sign the case first."))
        found = related_to(actor, file.case)
    template = "_related.html" if wants_fragment(request) else "related.html"
    page = page_of(file, request, _("Related")) | {"related": found}
    return render(request, f"dashboard/casework/{template}", page)
