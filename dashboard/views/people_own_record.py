"""The own record of an operator, taken out by its lead as a file that is made while it is sent."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.domain.acting import Actor
from accounts.enums import OrganisationKind, Role
from cases.domain.own_record import OwnRecord, hand_out_own_record
from cases.domain.record_files import CSV_TYPE, JSON_TYPE, as_csv, as_json
from cases.enums import RecordPart
from dashboard.forms.people_own_record import OwnRecordForm
from dashboard.views.desk import desk_view
from dashboard.views.people_saving import SHOWN, setup_page
from kernel.clock import now_of
from kernel.errors import Invalid
from kernel.files import guarded

LAST = timedelta(days=30)


@require_http_methods(["GET", "POST"])
@desk_view(Role.LEAD, kinds=(OrganisationKind.OPERATOR,))
def own_record(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """Ask for a span, or hand out what was sent in it."""
    now = now_of(request)
    if request.method == "GET":
        today = timezone.localdate(now)
        first = {"since": today - LAST, "until": today, "part": RecordPart.WHOLE}
        return setup_page(request, actor, "own_record.html", {"form": OwnRecordForm(initial=first)}, SHOWN)
    form = OwnRecordForm(request.POST)
    if not form.is_valid():
        return setup_page(request, actor, "own_record.html", {"form": form}, Invalid.status)
    since, until = form.span()
    part = RecordPart(form.cleaned_data["part"])
    taken = hand_out_own_record(actor=actor, part=part, since=since, until=until, now=now)
    name = f"{form.cleaned_data['since']}-{form.cleaned_data['until']}-{part.value}"
    if part != RecordPart.WHOLE:
        lines = as_csv(part, taken.rows)
        return guarded(StreamingHttpResponse(lines, content_type=CSV_TYPE), f"takedown-{name}.csv")
    return guarded(_whole(taken, {"since": since, "until": until, "made_at": now}), f"takedown-{name}.json")


def _whole(taken: OwnRecord, head: dict[str, object]) -> StreamingHttpResponse:
    lines = as_json({**head, "count": taken.cases}, taken.rows)
    return StreamingHttpResponse(lines, content_type=JSON_TYPE)
